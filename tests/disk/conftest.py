"""A small disk with a hidden folder, and a guarded one over it: everything hidden carries MARKER."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from agent.disk.guarded import Disk
from agent.disk.opening import Step, step_by_nofollow, step_by_openat2

MARKER = "s3cret"


class Place(NamedTuple):
    """`top` holds the hidden folder beside harmless things."""

    disk: Disk
    top: Path
    hidden: Path

    def names(self, folder: str = "") -> set[str]:
        return {entry.name for entry in self.disk.list(str(self.top / folder))}


@pytest.fixture(params=[step_by_openat2, step_by_nofollow], ids=["openat2", "nofollow"])
def step(request: pytest.FixtureRequest) -> Step:
    chosen: Step = request.param
    return chosen


@pytest.fixture
def place(tmp_path: Path, step: Step, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    home, top = tmp_path / "home", tmp_path / "home" / "top"
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    hidden = top / MARKER
    (hidden / f"{MARKER}-inner").mkdir(parents=True)
    (hidden / f"{MARKER}.txt").write_text(MARKER)
    (top / "seen").mkdir()
    (top / "seen" / "letter.txt").write_text("Bonjour")
    (top / "note.txt").write_text("note")
    (home / "data").mkdir()
    (home / "cache").mkdir()
    disk = Disk([hidden], step=step)
    yield Place(disk, top, hidden)
    disk.close()


def read(disk: Disk, path: Path | str) -> bytes:
    file = disk.open(str(path))
    try:
        return file.read(1 << 20, 0)
    finally:
        file.close()


def write(disk: Disk, path: Path | str, data: bytes = b"new") -> str:
    file = disk.create(str(path))
    file.write(data)
    return file.commit()
