"""What is left is found, whatever its kind; what was there before, or goes with the window, is not told."""

import secrets
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from agent import leftovers
from agent.leftovers import Kind, Left, difference, snapshot, with_descendants
from agent.ui.words import Words
from scripts.rigs.applications import until


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home and a temporary folder of one's own, and a mark."""
    for name, folder in {"HOME": "home", "TMPDIR": "tmp", "XDG_RUNTIME_DIR": "run"}.items():
        (tmp_path / folder).mkdir()
        monkeypatch.setenv(name, str(tmp_path / folder))
    for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.setenv(leftovers.MARK, secrets.token_hex(8))
    (tmp_path / "shm").mkdir()
    monkeypatch.setattr(leftovers, "SHARED_MEMORY", tmp_path / "shm")
    return tmp_path


def new(before: frozenset[Left], private: Path, *going: int) -> list[Kind]:
    return [left.kind for left in difference(before, snapshot(), private, with_descendants(going))]


def test_nothing_is_told_when_nothing_was_left(home: Path) -> None:
    before = snapshot()
    private = home / "tmp" / "handrail-abc"
    private.mkdir()
    (home / "tmp" / "somebody-elses").touch()
    assert new(before, private) == []


@pytest.mark.parametrize("place", ["tmp/handrail-x", "run/handrail-x", "home/.cache/handrail", "home/.config/Handrail"])
def test_a_file_in_any_of_the_places_is_told(home: Path, place: str) -> None:
    before = snapshot()
    (home / place).parent.mkdir(parents=True, exist_ok=True)
    (home / place).touch()
    assert new(before, home) == [Kind.FILE]


def test_shared_memory_is_told(home: Path) -> None:
    before = snapshot()
    (home / "shm" / "handrail-picture").touch()
    (home / "shm" / "pulse-shm-1").touch()
    assert new(before, home) == [Kind.MEMORY]


def test_an_autostart_entry_is_told_by_what_it_starts(home: Path) -> None:
    folder = home / "home" / ".config" / "autostart"
    folder.mkdir(parents=True)
    before = snapshot()
    (folder / "update.desktop").write_text(f"[Desktop Entry]\nExec={sys.executable}\n")
    (folder / "other.desktop").write_text("[Desktop Entry]\nExec=/usr/bin/true\n")
    assert new(before, home) == [Kind.AUTOSTART]


def test_a_program_that_detached_itself_is_told_and_one_that_goes_is_not(home: Path) -> None:
    before = snapshot()
    with subprocess.Popen(["sleep", "60"], start_new_session=True) as child:
        try:
            until(lambda: new(before, home) == [Kind.PROCESS], "it told")  # Linux shows its environment a moment late
            assert new(before, home, child.pid) == []
        finally:
            child.kill()


def test_what_a_window_started_goes_with_it(home: Path) -> None:
    before = snapshot()
    script = "import subprocess as s; c = s.Popen(['sleep', '60']); print(flush=True); input(); c.kill(); c.wait()"
    with subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as window:
        assert window.stdout is not None
        window.stdout.readline()
        assert new(before, home) == [Kind.PROCESS, Kind.PROCESS]
        assert new(before, home, window.pid) == []
        window.communicate(b"\n")


def test_a_socket_that_still_listens_is_told(home: Path) -> None:
    before = snapshot()
    with socket.create_server(("127.0.0.1", 0)):
        assert new(before, home) == [Kind.SOCKET]
    assert new(before, home) == []


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_kind_has_its_words(lang: str) -> None:
    words = Words("fr" if lang == "fr" else "en")
    assert [kind for kind in Kind if f"left/{kind}" not in words] == []
