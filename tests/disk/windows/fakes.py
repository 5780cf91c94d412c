"""A disk of Windows' that is only told of: things by number, in folders, with links as Windows has them."""

import struct

from agent.disk.windows.handles import Handle, Identity
from agent.disk.windows.links import SYMBOLIC
from agent.disk.windows.win32_files import FOLDER, Facts


class FakeHandle(Handle):
    """One thing, where the disk says that it is."""

    __slots__ = ("_disk", "_path")

    def __init__(self, disk: "FakeDisk", path: str) -> None:
        self._disk, self._path = disk, path
        self.identity = disk.things[path]
        self.is_link = path in disk.links

    def facts(self) -> Facts:
        return Facts(0 if self._path.endswith(".txt") else FOLDER, 1, 0, self._disk.names.get(self._path, 1))

    def final(self) -> str:
        if moves := self._disk.moves.get(self._path):
            return moves.pop(0)
        return self._disk.at.get(self._path, self._path)

    def link_data(self) -> bytes:
        name = self._disk.links[self._path].encode("utf-16-le")
        return struct.pack("<IHHHHHHI", SYMBOLIC, len(name) + 12, 0, 0, len(name), 0, 0, 0) + name

    def __del__(self) -> None:
        return


class FakeDisk:
    """Paths as Windows writes them (`\\\\?\\C:\\a`), and what is there."""

    def __init__(self, *paths: str) -> None:
        self.things = {f"\\\\?\\{path}": Identity(1, number) for number, path in enumerate(("C:\\", *paths))}
        self.links: dict[str, str] = {}
        self.names: dict[str, int] = {}
        self.at: dict[str, str] = {}
        """Where a thing really is, if not where its path says: short names, a letter of a folder's."""
        self.moves: dict[str, list[str]] = {}
        """Where a thing is each time somebody asks, before it is there for good."""
        self.denied: set[str] = set()
        self.asked: list[str] = []

    def link(self, path: str, target: str) -> None:
        """Put a link there; `target` as the link's data write it."""
        whole = f"\\\\?\\{path}"
        self.things[whole] = Identity(1, 1000 + len(self.links))
        self.links[whole] = target

    def open(self, path: str) -> Handle:
        """Open it, as judging.Judge is given it."""
        self.asked.append(path)
        if path in self.denied:
            raise PermissionError(13, "")
        if path not in self.things:
            raise FileNotFoundError(2, "")
        return FakeHandle(self, path)
