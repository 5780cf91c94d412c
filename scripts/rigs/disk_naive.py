"""The usual way, as a measure of the tests: resolve the path, compare it with the hidden ones, then use it by name."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from agent.disk.base import Entry, Kind, Missing


class NaiveFile:
    """A file opened by name."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._file = open(path, "rb")  # noqa: SIM115 - closed by close()

    def entry(self) -> Entry:
        return Entry(os.path.basename(self._path), Kind.FILE, os.fstat(self._file.fileno()).st_size, None)

    def read(self, size: int, offset: int) -> bytes:
        return os.pread(self._file.fileno(), size, offset)

    def close(self) -> None:
        self._file.close()


class NaiveDisk:
    """Only the verbs that change nothing."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._hidden = [os.path.realpath(folder) for folder in folders]

    def allowed(self, path: str) -> str:
        """Return the path if it does not lead to something hidden, as far as its text tells."""
        try:
            real = os.path.realpath(path)
            if any(real == hidden or real.startswith(f"{hidden}/") for hidden in self._hidden) or not os.path.exists(
                real
            ):
                raise Missing
        except (OSError, ValueError):
            raise Missing from None
        return path

    def list(self, path: str) -> Iterator[Entry]:
        names = os.listdir(self.allowed(path))
        return (Entry(name, Kind.OTHER, None, None) for name in names if self._shows(f"{path}/{name}"))

    def stat(self, path: str) -> Entry:
        found = os.lstat(self.allowed(path))
        return Entry(os.path.basename(path), Kind.OTHER, found.st_size, None)

    def open(self, path: str) -> NaiveFile:
        return NaiveFile(self.allowed(path))

    def _shows(self, path: str) -> bool:
        try:
            return bool(self.allowed(path))
        except Missing:
            return False
