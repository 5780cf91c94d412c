"""A handle to one thing on a disk of Windows': what it is, and where it is now."""

from typing import Final, NamedTuple

from agent.disk.base import FileBusy, FileChanged
from agent.disk.windows import win32_files as win32

_IN_USE: Final = (32, 33)  # ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION


class Identity(NamedTuple):
    """Which thing it is; stays the same under every name, link and drive letter."""

    volume: int
    number: int


class Handle:
    """Holds one thing open for looking, and keeps nobody from anything. Closes with its last reference."""

    __slots__ = ("handle", "identity", "is_link")

    def __init__(self, handle: int) -> None:
        self.handle = handle
        self.identity = Identity(*win32.identity(handle))
        self.is_link = win32.stands_for_another(handle)

    def facts(self) -> win32.Facts:
        """Return what it says of itself now. Raise OSError."""
        return win32.facts(self.handle)

    def final(self) -> str:
        """Return where it is now, every link resolved. Raise OSError."""
        return win32.final_path(self.handle)

    def link_data(self) -> bytes:
        """Return what it holds, being a link. Raise OSError."""
        return win32.link_data(self.handle)

    def __del__(self) -> None:
        win32.close(self.handle)


def opened(path: str) -> Handle:
    r"""Open what a path of Windows' (`\\?\C:\...`) names, a link at its end itself. Raise OSError."""
    return Handle(win32.open_path(path))


def read_handle(held: Handle) -> Handle:
    """Open a thing for reading: no name is looked up again. Raise OSError, FileBusy, FileChanged."""
    try:
        again = Handle(win32.open_again(held.handle))
    except OSError as error:
        if getattr(error, "winerror", None) in _IN_USE:
            raise FileBusy from None
        raise
    if again.identity != held.identity:
        raise FileChanged  # it was made a link to elsewhere
    return again
