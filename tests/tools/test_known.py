from pathlib import Path

import pytest

from agent.tools import known
from agent.tools.known import NotInstalledError, SourceError, ask, read_text
from tests.tools.fakes import program


def test_arguments_reach_the_program_as_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "PLACES", (program(tmp_path, "teller", 'printf "%s|" "$@"'),))
    assert ask("teller", "$(touch x)", "a b; c") == "$(touch x)|a b; c|"


def test_a_program_elsewhere_on_the_path_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    marker = tmp_path / "ran"
    folder = program(tmp_path / "bin", "lpstat-of-someone", f"touch {marker}")
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    with pytest.raises(NotInstalledError):
        ask("lpstat-of-someone")
    assert not marker.exists()


def test_a_program_that_fails_is_a_source_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "PLACES", (program(tmp_path, "teller", "echo half; exit 1"),))
    with pytest.raises(SourceError):
        ask("teller")
    assert ask("teller", check=False) == "half\n"


def test_a_program_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "SECONDS", 0.3)
    monkeypatch.setattr(known, "PLACES", (program(tmp_path, "teller", "exec /bin/sleep 60"),))
    with pytest.raises(SourceError):
        ask("teller")


def test_a_flood_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "PLACES", (program(tmp_path, "teller", "/usr/bin/head -c 1000000 /dev/zero"),))
    assert len(ask("teller")) == known.MAX_OUTPUT


def test_programs_of_the_system_do_not_get_the_libraries_of_a_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH", "/tmp/_MEIxyz")
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/opt/lib")
    monkeypatch.setenv("_PYI_APPLICATION_HOME_DIR", "/tmp/_MEIxyz")
    monkeypatch.setattr(known, "PLACES", (program(tmp_path, "teller", "/usr/bin/env"),))
    told = ask("teller")
    assert "LD_LIBRARY_PATH=/opt/lib\n" in told
    assert "_MEIxyz" not in told


def test_a_file_is_read_up_to_its_limit(tmp_path: Path) -> None:
    (tmp_path / "long").write_text("x" * 1000)
    assert read_text(tmp_path / "long", 10) == "x" * 10
    with pytest.raises(SourceError):
        read_text(tmp_path / "missing")
