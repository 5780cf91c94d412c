from pathlib import Path

import pytest

from agent.ui.caches import without_traces


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    return tmp_path


def test_fontconfig_begins_no_cache_in_a_home_that_has_none(home: Path) -> None:
    assert without_traces(Path("/private"))["XDG_CACHE_HOME"] == str(Path("/private"))


def test_a_cache_that_is_there_is_used(home: Path) -> None:
    (home / ".cache" / "fontconfig").mkdir(parents=True)
    assert "XDG_CACHE_HOME" not in without_traces(Path("/private"))


def test_it_is_looked_for_where_the_person_keeps_caches(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "caches" / "fontconfig").mkdir(parents=True)
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "caches"))
    assert without_traces(Path("/private"))["XDG_CACHE_HOME"] == str(home / "caches")


def test_everything_else_is_as_it_was(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":7")
    assert without_traces(Path("/private"))["DISPLAY"] == ":7"
