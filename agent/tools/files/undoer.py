"""Undoes changes of files after the session: for the customer alone, who hides nothing from themselves."""

from functools import partial
from typing import ClassVar

from agent.disk.base import DiskError, FileChanged, GuardedDisk, KeptChanged
from agent.tools.files.backward import Backward
from agent.tools.files.faults import fault_of
from agent.tools.files.threads import in_thread
from agent.tools.files.trails import Trails
from agent.tools.files.ways import Copied, FileWay, Saved, read_way
from agent.undo.base import NotUndone, Undoer


class FilesUndoer(Undoer[FileWay]):
    """Over one disk."""

    kinds: ClassVar[frozenset[str]] = frozenset(
        {
            *("files.made", "files.renamed", "files.moved", "files.copied", "files.trashed", "files.saved"),
            "files.brought",
        }
    )

    def __init__(self, disk: GuardedDisk) -> None:
        self._disk, self._trails = disk, Trails()
        self._backward = Backward(disk, self._trails)

    def read(self, text: str) -> FileWay:
        """Read a way back; see Undoer.read."""
        return read_way(text, self._trails)

    async def undo(self, way: FileWay, *, insist: bool = False) -> None:
        """Take a step back; see Undoer.undo."""
        try:
            await in_thread(partial(self._backward.take, way, insist=insist))
        except KeptChanged:
            raise NotUndone("undo/kept_changed") from None
        except FileChanged as error:
            raise NotUndone(f"files/{fault_of(error)}", may_insist=isinstance(way, Saved | Copied)) from None
        except DiskError as error:
            raise NotUndone(f"files/{fault_of(error)}") from None

    async def taken(self, way: FileWay) -> None:
        """Follow what an earlier run moved back; see Undoer.taken."""
        await in_thread(partial(self._backward.taken, way))

    async def forget(self, way: FileWay) -> None:
        """Delete the old file that was kept; see Undoer.forget."""
        try:
            await in_thread(partial(self._backward.forget, way))
        except DiskError:
            return

    async def close(self) -> None:
        """Let go of the disk."""
        self._disk.close()
