from pathlib import Path

import pytest

from scripts.rigs import plugins


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plugins, "KEPT", tmp_path / "kept")


def write(folder: Path) -> None:
    (folder / "made").write_text("whole")


def test_what_was_built_of_these_sources_serves_again() -> None:
    said: list[str] = []
    first = plugins.kept("linux", write, said.append)
    (first / "made").write_text("as it was left")
    again = plugins.kept("linux", write, said.append)
    assert (again / "made").read_text() == "as it was left"
    assert len(said) == 1


def test_other_sources_are_built_anew_and_the_old_build_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    old = plugins.kept("linux", write, print)
    other = plugins.kept("windows", write, print)
    monkeypatch.setattr(plugins, "_sources", lambda: "changed")
    new = plugins.kept("linux", write, print)
    assert new != old
    assert (new / "made").exists()
    assert not old.exists()
    assert other.exists()


def test_a_build_that_broke_off_is_not_kept() -> None:
    def breaks_off(folder: Path) -> None:
        write(folder)
        raise OSError("no space")

    with pytest.raises(OSError, match="no space"):
        plugins.kept("linux", breaks_off, print)
    plugins.kept("linux", lambda folder: None, print)
    assert not list(plugins.KEPT.rglob("made"))


def test_every_source_of_a_plugin_is_there() -> None:
    assert [name for name in plugins.SOURCES if not (plugins.ROOT / name).exists()] == []
