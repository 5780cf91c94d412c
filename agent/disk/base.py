"""What the file tool may ask of a disk, on every system: the verbs, what they answer, and how they fail.

A path is an absolute text as the system writes it (bytes that are not UTF-8 as surrogates). No answer and no error
names anything hidden; what is hidden and what is missing answer alike. All verbs block: call them from a worker thread.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from agent.protocol.errors import HandrailError


class DiskError(HandrailError):
    """A file verb could not be done. The text is fixed for each kind, so that it cannot name anything."""

    text = "The computer could not do this."

    def __init__(self) -> None:
        super().__init__(self.text)


class Missing(DiskError):
    """There is nothing there, or nothing that may be used: hidden, not a local disk, a way through /proc."""

    text = "There is nothing by this name."


class Withheld(DiskError):
    """The file has further names on a disk that holds hidden things, and one of them may be hidden."""

    text = "This file has several names on this disk, so it stays closed while something is hidden."


class Denied(DiskError):
    """The system does not allow it."""

    text = "The computer does not allow this."


class NameTaken(DiskError):
    """The name is in use by something that can be seen."""

    text = "This name is already used here."


class WrongKind(DiskError):
    """The verb does not suit what is there: a folder read as a file, a pipe, a device."""

    text = "This cannot be done with this kind of item."


class NameNotAllowed(DiskError):
    """The name is too long, or not a name."""

    text = "This name cannot be used."


class NameTooLong(NameNotAllowed):
    """The name, or the whole path, is longer than the disk can have."""

    text = "This name, or the path to it, is too long."


class NotEmpty(DiskError):
    """The folder holds something."""

    text = "This folder is not empty."


class Halted(DiskError):
    """It was asked to stop before it was done; nothing is left of it."""

    text = "This was stopped."


class DiskFull(DiskError):
    """No space is left, or the customer's quota is used up."""

    text = "There is no space left on this disk."


class DiskGone(DiskError):
    """The disk does not answer, or was unplugged."""

    text = "The disk does not answer."


class FileBusy(DiskError):
    """Another program is using it."""

    text = "Another program is using this."


class FileChanged(DiskError):
    """The file was replaced or moved while it was used."""

    text = "This was changed meanwhile."


class KeptChanged(DiskError):
    """The old file that was kept is not what it was; so it is not put in the place of another."""

    text = "The file that was kept is not what it was."


class NoTrash(DiskError):
    """The disk has no trash that may be used; only deleting for good remains."""

    text = "There is no trash for this disk."


class CannotHide(DiskError):
    """What the customer wants to hide is not a folder that exists; nothing was changed."""

    text = "This folder does not exist, so it could not be hidden."


class Kind(StrEnum):
    """What an entry of a folder is."""

    FILE = "file"
    FOLDER = "folder"
    LINK = "link"
    WITHHELD = "withheld"
    """A file that stays closed (see `Withheld`); its size and time are not told."""
    OTHER = "other"
    """A pipe, a socket or a device: never opened."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a folder. Sizes of folders and links are not told: they would count what is hidden."""

    name: str
    kind: Kind
    size: int | None
    """In bytes; files only."""
    modified: float | None
    """Seconds since the epoch."""


@dataclass(frozen=True)
class Mark:
    """Which thing it is and how it was last written: differs once it is replaced or changed. Never told."""

    thing: tuple[int, int]
    size: int
    modified_ns: int


Going = Callable[[int], None]
"""Called with the bytes of each piece that was copied, 0 between files, on the thread that copies; may raise Halted."""


FREE_STEP = 64 << 20
"""Free space is told in whole steps of so many bytes, so that it does not weigh what is hidden."""


@dataclass(frozen=True)
class Space:
    """The room on a disk in bytes, `free` rounded down to whole FREE_STEP."""

    total: int
    free: int


@dataclass(frozen=True)
class Binned:
    """Where something lies in a trash, and where it came from; good in another run too. Never told."""

    files: str
    """The path of the trash's folder of files."""
    name: str
    """What it is called there."""
    inode: int
    folder: str
    """The path of the folder it came from."""
    old_name: str


@dataclass(frozen=True)
class Trashed:
    """What `restore` needs to bring something back: the number for this disk object, the place for any other."""

    number: int
    place: Binned | None = None


class Reading(Protocol):
    """A file open for reading. Asks again before each answer whether it may still be read."""

    def entry(self) -> Entry:
        """Tell size and time now."""

    def mark(self) -> Mark:
        """Return what tells whether it was changed."""

    def read(self, size: int, offset: int) -> bytes:
        """Return at most `size` bytes from `offset`; empty at the end."""

    def close(self) -> None:
        """Let go of the file."""


class Writing(Protocol):
    """A file being written under a partial name. Ends with `commit` or `discard`."""

    def write(self, data: bytes) -> None:
        """Append all of `data`."""

    def commit(self) -> str:
        """Put the file under its name and return the name it got; what was overwritten is kept under `backup`."""

    @property
    def backup(self) -> str:
        """The name under which the overwritten file is kept, once committed; empty where none is."""

    def discard(self) -> None:
        """Remove what was written. Never raises."""


class GuardedDisk(Protocol):
    """The verbs. All raise `DiskError`. `hide` may be called from any thread, also while verbs run."""

    @property
    def generation(self) -> int:
        """A number that grows with each change of what is hidden: drop answers that were made under an older one."""

    def hide(self, folders: Sequence[Path]) -> None:
        """Hide exactly these folders from now on, for what is open as well."""

    def list(self, path: str) -> Iterator[Entry]:
        """Yield the entries of a folder, in no order, as they are found."""

    def stat(self, path: str) -> Entry:
        """Describe one entry; a link is described, not followed."""

    def read_link(self, path: str) -> str:
        """Return where a link leads, if that can be seen; otherwise `Missing`, as for a dangling one."""

    def open(self, path: str) -> Reading:
        """Open a file for reading."""

    def create(self, path: str) -> Writing:
        """Begin a new file; it is there only once committed."""

    def overwrite(self, path: str) -> Writing:
        """Begin a file's new content; the old one stays until committed, and is kept as a backup."""

    def make_folder(self, path: str) -> str:
        """Make a folder and return the name it got."""

    def rename(self, path: str, name: str, was_seen: bool = ...) -> str:
        """Give an entry another name in its folder and return the name it got.

        `was_seen`: it had this name here before, so that taking it again tries nothing out.
        """

    def move(self, path: str, folder: str, going: Going = ...) -> str:
        """Move an entry to another folder, on another disk as well, and return the name it got."""

    def copy(self, path: str, folder: str, going: Going = ...) -> str:
        """Copy a file, a link or a folder with what can be seen in it, and return the name it got."""

    def mark(self, path: str) -> Mark:
        """Return what tells whether an entry was changed or replaced; a link is not followed."""

    def lies_in_home(self, path: str) -> bool:
        """Say whether an entry lies in the customer's own home, by what is there and not by its path."""

    def remove_folder(self, path: str) -> None:
        """Remove a folder that is empty. Raise NotEmpty otherwise."""

    def put_back(self, path: str, backup: str, mark: Mark) -> None:
        """Undo an `overwrite` that left `mark`: the old file has its name again, the new content is gone.

        Raise FileChanged, and change nothing, if the file was changed since.
        """

    def look_again(self) -> None:
        """Take in the volumes that are there now: the customer agreed anew."""

    def delete(self, path: str) -> None:
        """Delete for good; a folder with all it holds."""

    def trash(self, path: str) -> Trashed:
        """Put into the desktop's trash."""

    def restore(self, trashed: Trashed) -> str:
        """Bring back what was put into the trash and return the name it got. Raise Missing if it is not there."""

    def search(self, path: str, words: str) -> Iterator[str]:
        """Yield the paths below `path` whose names contain `words`, whatever their case."""

    def enter(self, path: str) -> int:
        """Return an open handle to a folder for a shell to start in; the caller closes it."""

    def space(self, path: str) -> Space:
        """Tell the room on the disk that holds a folder."""

    def close(self) -> None:
        """Let go of everything that is held open."""
