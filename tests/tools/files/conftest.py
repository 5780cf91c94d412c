"""A home of the customer's with a few files, and the file tool over it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from scripts.rigs.file_scene import FileScene


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "home"
    (home / "Documents").mkdir(parents=True)
    (home / "Documents" / "lettre.txt").write_text("Bonjour\nMadame\n")
    (home / "Desktop").mkdir()
    (home / "data").mkdir()
    for name, path in (("HOME", home), ("XDG_DATA_HOME", home / "data"), ("XDG_CACHE_HOME", home / "cache")):
        monkeypatch.setenv(name, str(path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    return home


@pytest_asyncio.fixture
async def scene(home: Path) -> AsyncIterator[FileScene]:
    scene = FileScene()
    yield scene
    await scene.close()
