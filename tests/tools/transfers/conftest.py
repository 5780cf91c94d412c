"""The file tool over a home of the customer's, and a technician at the other end of a line."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from scripts.rigs.file_scene import FileScene
from tests.tools.transfers.fakes import Technician


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "home"
    (home / "Documents").mkdir(parents=True)
    (home / ".data").mkdir()
    for name, path in (("HOME", home), ("XDG_DATA_HOME", home / ".data"), ("XDG_CACHE_HOME", home / ".cache")):
        monkeypatch.setenv(name, str(path))
    return home


@pytest_asyncio.fixture
async def scene(home: Path) -> AsyncIterator[FileScene]:
    scene = FileScene()
    yield scene
    scene.tool.stop(frozenset(scene.permissions), ended=True)
    await scene.close()


@pytest_asyncio.fixture
async def technician(scene: FileScene) -> AsyncIterator[Technician]:
    technician = Technician(scene)
    technician.connect()
    yield technician
    technician.line.cut()
