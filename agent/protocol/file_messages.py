"""The messages of the file tool: folders are listed in pages, small texts go in parts, each change is one message.

A path or name is text in which `%` and every byte that is no UTF-8 stand as `%` and two digits: whatever a disk holds
goes there and back unchanged, and control characters stay what they are. Nothing here names anything hidden.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from agent.protocol.bulk_messages import FILES
from agent.protocol.message import ForTool, FromAgent
from agent.protocol.permissions import Permission

MAX_FILE_PATH = 3 * 4095
"""Characters of a path: PATH_MAX without the NUL, each byte written as three."""
MAX_FILE_NAME = 3 * 255
MAX_FILE_ROWS = 200
"""Rows asked for at once."""
MAX_TEXT_PART = 8000
"""Characters of one part of a text: even escaped, it fits a message."""
MAX_TEXT_PARTS = 40
MAX_FILTER = 100

FilePath = Annotated[str, Field(min_length=1, max_length=MAX_FILE_PATH, pattern=r"^/([^%\x00]|%[0-9A-F]{2})*$")]
FileName = Annotated[str, Field(min_length=1, max_length=MAX_FILE_NAME, pattern=r"^([^%/\x00]|%[0-9A-F]{2})+$")]
Number = Annotated[int, Field(ge=1, le=2**31 - 1)]
"""Chosen by the console, which counts up; answers repeat it."""


class FileKind(StrEnum):
    """What an entry of a folder is."""

    FILE = "file"
    FOLDER = "folder"
    LINK = "link"
    WITHHELD = "withheld"
    """A file that stays closed while something is hidden: it has several names."""
    OTHER = "other"


class FileSort(StrEnum):
    """By what a folder's rows are ordered, folders first."""

    NAME = "name"
    SIZE = "size"
    TIME = "time"
    KIND = "kind"


class FileFault(StrEnum):
    """Why something was not done. What is hidden and what is missing are the same."""

    MISSING = "missing"
    WITHHELD = "withheld"
    DENIED = "denied"
    NAME_TAKEN = "name_taken"
    WRONG_KIND = "wrong_kind"
    NAME_NOT_ALLOWED = "name_not_allowed"
    NAME_TOO_LONG = "name_too_long"
    NOT_EMPTY = "not_empty"
    DISK_FULL = "disk_full"
    DISK_GONE = "disk_gone"
    BUSY = "busy"
    CHANGED = "changed"
    NO_TRASH = "no_trash"
    NOT_TEXT = "not_text"
    TOO_LARGE = "too_large"
    ENCODING = "encoding"
    """The file's encoding has no place for a character."""
    REFUSED = "refused"
    """The customer read the difference and said no, or nothing."""
    STOPPED = "stopped"
    TOO_MANY = "too_many"
    """So much is under way already."""
    DAMAGED = "damaged"
    """What came is not what was sent."""
    FAILED = "failed"


class PlaceKind(StrEnum):
    """The places that people know by name."""

    HOME = "home"
    DESKTOP = "desktop"
    DOCUMENTS = "documents"
    DOWNLOADS = "downloads"
    VOLUME = "volume"


class TextEncoding(StrEnum):
    """How a text file's bytes are read."""

    UTF8 = "utf-8"
    UTF8_BOM = "utf-8-sig"
    UTF16_LE = "utf-16-le"
    UTF16_BE = "utf-16-be"
    WINDOWS = "cp1252"
    LATIN1 = "latin-1"


# --- console -> agent: seeing ---------------------------------------------------------------------------------------


class AskPlaces(ForTool, needs=FILES, journal="files.places"):
    """Ask where to begin; answered by `files/places`, or by `files/closed` of listing 0."""

    type: Literal["files/places"] = "files/places"


class ListFolder(ForTool, needs=FILES, journal="files.listed"):
    """Show a folder; the listing before it ends. Without `fresh`, the same folder only in another order or selection.

    `filter`: names that contain it, whatever the case and the accents; `dotted`: with names that begin with a dot.
    Answered by `files/rows`, first as found, then in order.
    """

    type: Literal["files/list"] = "files/list"
    listing: Number
    path: FilePath
    sort: FileSort
    descending: bool
    filter: Annotated[str, Field(max_length=MAX_FILTER)]
    dotted: bool
    fresh: bool


class AskRows(ForTool, needs=FILES, journal=None):
    """Ask for more rows of the listing of that number."""

    type: Literal["files/more"] = "files/more"
    listing: Number
    first: Annotated[int, Field(ge=0, le=2**31 - 1)]
    count: Annotated[int, Field(ge=1, le=MAX_FILE_ROWS)]


class ViewText(ForTool, needs=Permission.FILES_READ, journal="files.viewed"):
    """Show a text file; answered by `files/opened` and its parts, or `files/failed`."""

    type: Literal["files/view"] = "files/view"
    act: Number
    path: FilePath


# --- console -> agent: changing -------------------------------------------------------------------------------------


class MakeFolder(ForTool, needs=Permission.FILES_WRITE, journal="files.made"):
    """Make a folder in `folder`. This and what follows: answered by `files/done` or `files/failed`."""

    type: Literal["files/make_folder"] = "files/make_folder"
    act: Number
    folder: FilePath
    name: FileName


class RenameFile(ForTool, needs=Permission.FILES_WRITE, journal="files.renamed"):
    """Give a file or folder another name."""

    type: Literal["files/rename"] = "files/rename"
    act: Number
    path: FilePath
    name: FileName


class MoveFile(ForTool, needs=Permission.FILES_WRITE, journal="files.moved"):
    """Move a file or folder into another folder, with `files/progress` where that is a copy."""

    type: Literal["files/move"] = "files/move"
    act: Number
    path: FilePath
    folder: FilePath


class CopyFile(ForTool, needs=Permission.FILES_WRITE, journal="files.copied"):
    """Copy a file or folder into another folder, with `files/progress`."""

    type: Literal["files/copy"] = "files/copy"
    act: Number
    path: FilePath
    folder: FilePath


class TrashFile(ForTool, needs=Permission.FILES_WRITE, journal="files.trashed"):
    """Put a file or folder into the recycle bin."""

    type: Literal["files/trash"] = "files/trash"
    act: Number
    path: FilePath


class SaveText(ForTool, needs=Permission.FILES_WRITE, journal="files.saved"):
    """Save the text that `parts` following `files/part` bring, into the file that the view `opened` showed.

    Outside the customer's home, `files/asking` comes first: the customer reads the difference and decides.
    """

    type: Literal["files/save"] = "files/save"
    act: Number
    opened: Number
    parts: Annotated[int, Field(ge=0, le=MAX_TEXT_PARTS)]


class TextPart(ForTool, needs=Permission.FILES_WRITE, journal=None):
    """The next part of the text that is being saved."""

    type: Literal["files/part"] = "files/part"
    act: Number
    text: Annotated[str, Field(max_length=MAX_TEXT_PART)]


class StopFileAct(ForTool, needs=FILES, journal=None):
    """Stop what is under way under that number; nothing is left of it."""

    type: Literal["files/stop"] = "files/stop"
    act: Number


# --- agent -> console -----------------------------------------------------------------------------------------------


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FilePlace(_Part):
    """A place to begin; `free` of `total` bytes, the free ones in steps of 64 MiB."""

    kind: PlaceKind
    path: str
    total: int
    free: int


class FileRow(_Part):
    """One line of a folder; `modified` in seconds since the epoch."""

    name: str
    kind: FileKind
    size: int | None = None
    modified: int | None = None


class FilePlaces(FromAgent):
    """Where to begin."""

    type: Literal["files/places"] = "files/places"
    places: list[FilePlace]


class FolderRows(FromAgent):
    """Rows of a listing, from `first` on. `total`: how many are selected, of `all` that were found so far.

    `reading`: the folder is still being read, and the rows are not in order yet. `cut`: it holds more than are kept.
    """

    type: Literal["files/rows"] = "files/rows"
    listing: int
    first: int
    rows: list[FileRow]
    total: int
    all: int
    reading: bool
    cut: bool


class FolderClosed(FromAgent):
    """A folder cannot be shown, or not any more; listing 0: it cannot be told where to begin."""

    type: Literal["files/closed"] = "files/closed"
    listing: int
    fault: FileFault


class TextOpened(FromAgent):
    """A text file; its text follows in `parts`. Line ends are `\\n` here, whatever the file's are.

    `editable`: it is whole here, and would be written back as it was read.
    """

    type: Literal["files/opened"] = "files/opened"
    act: int
    parts: int
    size: int
    encoding: TextEncoding
    editable: bool


class TextShown(FromAgent):
    """The next part of a text."""

    type: Literal["files/text"] = "files/text"
    act: int
    text: str


class FileProgress(FromAgent):
    """How far a copy is; `total` in bytes where it is known."""

    type: Literal["files/progress"] = "files/progress"
    act: int
    done: int
    total: int | None = None


class AskingCustomer(FromAgent):
    """The customer reads the difference now and decides."""

    type: Literal["files/asking"] = "files/asking"
    act: int


class FileDone(FromAgent):
    """It is done; `name` is the name that it got."""

    type: Literal["files/done"] = "files/done"
    act: int
    name: str


class FileFailed(FromAgent):
    """It was not done, and nothing is left of it."""

    type: Literal["files/failed"] = "files/failed"
    act: int
    fault: FileFault


class FileUndone(FromAgent):
    """The customer undid a change; folders may look otherwise now."""

    type: Literal["files/undone"] = "files/undone"


FileRequest = (
    AskPlaces
    | ListFolder
    | AskRows
    | ViewText
    | MakeFolder
    | RenameFile
    | MoveFile
    | CopyFile
    | TrashFile
    | SaveText
    | TextPart
    | StopFileAct
)
"""What the file tool performs."""

FileAnswer = (
    FilePlaces
    | FolderRows
    | FolderClosed
    | TextOpened
    | TextShown
    | FileProgress
    | AskingCustomer
    | FileDone
    | FileFailed
    | FileUndone
)
"""What it answers."""
