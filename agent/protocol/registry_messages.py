r"""The messages of the registry tool: keys and values of Windows' registry, or GSettings where that is what there is.

A name is text in which `%` and what no text may hold (NUL, halves of surrogate pairs) stand as `%` and the four
digits of their UTF-16 unit: whatever a registry holds goes there and back unchanged. Data are bytes, in base64, as
the system keeps them. Nothing here names anything hidden.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from agent.protocol.message import ForTool, FromAgent
from agent.protocol.permissions import Permission

MAX_KEY_NAME = 5 * 255
"""Characters of a key's name, each unit written as five."""
MAX_VALUE_NAME = 5 * 512
"""Characters of a value's name. Windows allows more; a longer one is told cut short and can be touched by nobody."""
MAX_DEPTH = 512
"""Names of a path, as many as Windows allows."""
MAX_VALUE_BYTES = 24 * 1024
"""Bytes of a value that are shown at once, and that can be set."""
PREVIEW_BYTES = 192
"""Bytes of a value in a list."""
MAX_SOUGHT = 200
MAX_EXPORT_PART = 15_000
"""Characters of one part of an export: even escaped, it fits a message."""

KeyName = Annotated[str, Field(min_length=1, max_length=MAX_KEY_NAME, pattern=r"^([^%\\\x00]|%[0-9A-F]{4})+$")]
ValueName = Annotated[str, Field(max_length=MAX_VALUE_NAME, pattern=r"^([^%\x00]|%[0-9A-F]{4})*$")]
"""A value's name; the empty one is the key's own value ("Default")."""
KeyPath = Annotated[list[KeyName], Field(min_length=1, max_length=MAX_DEPTH)]
"""From one of the roots on."""
Number = Annotated[int, Field(ge=1, le=2**31 - 1)]
"""Chosen by the console, which counts up; answers repeat it."""
_BASE64 = r"^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}(==|[A-Za-z0-9+/]=))?$"
Base64 = Annotated[str, Field(max_length=(MAX_VALUE_BYTES + 2) // 3 * 4, pattern=_BASE64)]


class RegistryView(StrEnum):
    """Which of Windows' two registries: that of 64-bit programs, that of 32-bit ones; or the only one there is."""

    WIDE = "64"
    NARROW = "32"
    ONLY = "only"


class RegistryKind(StrEnum):
    """What a tree of settings is."""

    WINDOWS = "windows"
    GSETTINGS = "gsettings"


class ValueKind(StrEnum):
    """What a value's bytes are (winnt.h, REG_*; texts are UTF-16LE); SETTING: a GVariant's text in UTF-8."""

    NONE = "none"
    SZ = "sz"
    EXPAND_SZ = "expand_sz"
    BINARY = "binary"
    DWORD = "dword"
    DWORD_BIG_ENDIAN = "dword_big_endian"
    LINK = "link"
    MULTI_SZ = "multi_sz"
    QWORD = "qword"
    OTHER = "other"
    """A type that has no editor (REG_RESOURCE_LIST and whatever programs make up); `code` is its number."""
    SETTING = "setting"


class Closed(StrEnum):
    """Why a key or value cannot be seen into or changed from afar."""

    SECRET = "secret"  # noqa: S105 - not a password
    """Passwords and the like: its content is told to nobody."""
    KEPT = "kept"
    """What protects the computer, or would let somebody in later: it can be read."""
    UNNAMED = "unnamed"
    """Its name cannot be used: it holds a NUL, or is too long."""
    LOCKED = "locked"
    """The system's administrator locked it."""


class RegistryFault(StrEnum):
    """Why something was not done. What is hidden and what is missing are the same."""

    MISSING = "missing"
    DENIED = "denied"
    """The system does not let this user: it may take an administrator."""
    SECRET = "secret"  # noqa: S105 - not a password
    KEPT = "kept"
    UNNAMED = "unnamed"
    LOCKED = "locked"
    NAME_TAKEN = "name_taken"
    NOT_EMPTY = "not_empty"
    WRONG_DATA = "wrong_data"
    """The bytes are no value of that kind, or not one that this setting takes."""
    TOO_LARGE = "too_large"
    """What is there is more than can be kept for undoing it."""
    CHANGED = "changed"
    """It is not what it was any more."""
    NOT_NOW = "not_now"
    """What is hidden is not known yet."""
    NOWHERE = "nowhere"
    """This computer keeps no such settings."""
    STOPPED = "stopped"
    TOO_MANY = "too_many"
    CRASHED = "crashed"
    """What keeps the settings broke off in the middle; it can be asked again."""
    FAILED = "failed"


# --- console -> agent: seeing ---------------------------------------------------------------------------------------


class AskRoots(ForTool, needs=Permission.REGISTRY, journal="registry.roots"):
    """Ask where to begin; answered by `registry/roots`, or by `registry/closed` of listing 0."""

    type: Literal["registry/begin"] = "registry/begin"


class OpenKey(ForTool, needs=Permission.REGISTRY, journal="registry.opened"):
    """Look into a key; the one before is closed. `registry/page` or `registry/closed` answers."""

    type: Literal["registry/open"] = "registry/open"
    listing: Number
    view: RegistryView
    names: KeyPath


class AskMore(ForTool, needs=Permission.REGISTRY, journal=None):
    """Ask for the next page of the key that is open."""

    type: Literal["registry/more"] = "registry/more"
    listing: Number


class ReadValue(ForTool, needs=Permission.REGISTRY, journal="registry.read"):
    """Ask for one value as far as MAX_VALUE_BYTES, and what there is to know of it. `registry/value` answers."""

    type: Literal["registry/read"] = "registry/read"
    act: Number
    view: RegistryView
    names: KeyPath
    name: ValueName


class SearchRegistry(ForTool, needs=Permission.REGISTRY, journal="registry.searched"):
    """Look for a text below a key, in names and in data; `registry/found` answers, again and again until `done`."""

    type: Literal["registry/search"] = "registry/search"
    act: Number
    view: RegistryView
    names: KeyPath
    sought: Annotated[str, Field(min_length=1, max_length=MAX_SOUGHT)]


class ExportKey(ForTool, needs=Permission.REGISTRY, journal="registry.exported"):
    """Ask for a key with all that lies below it as a file; `registry/exported` brings the first part."""

    type: Literal["registry/export"] = "registry/export"
    act: Number
    view: RegistryView
    names: KeyPath


class AskPart(ForTool, needs=Permission.REGISTRY, journal=None):
    """Ask for the next part of the export under that number."""

    type: Literal["registry/next"] = "registry/next"
    act: Number


class StopRegistryAct(ForTool, needs=Permission.REGISTRY, journal=None):
    """Stop the search or the export under that number."""

    type: Literal["registry/stop"] = "registry/stop"
    act: Number


# --- console -> agent: changing -------------------------------------------------------------------------------------


class SetValue(ForTool, needs=Permission.REGISTRY, journal="registry.set"):
    """Make a value, or give it another content. This and what follows: `registry/done` or `registry/failed` answers.

    The bytes must be as Windows programs expect them: texts end with a NUL, a list of texts with another.
    """

    type: Literal["registry/set"] = "registry/set"
    act: Number
    view: RegistryView
    names: KeyPath
    name: ValueName
    kind: ValueKind
    data: Base64


class DeleteValue(ForTool, needs=Permission.REGISTRY, journal="registry.deleted"):
    """Delete a value; a setting of GSettings goes back to its default."""

    type: Literal["registry/delete"] = "registry/delete"
    act: Number
    view: RegistryView
    names: KeyPath
    name: ValueName


class MakeKey(ForTool, needs=Permission.REGISTRY, journal="registry.made"):
    """Make a key in another one."""

    type: Literal["registry/make"] = "registry/make"
    act: Number
    view: RegistryView
    names: KeyPath
    name: KeyName


# --- agent -> console -----------------------------------------------------------------------------------------------


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class KeyRow(_Part):
    """A key below the one that is open."""

    name: str
    closed: Closed | None = None


class ValueRow(_Part):
    """A value: the first PREVIEW_BYTES of its data, in base64, and how many it has; nothing of a secret's.

    `code`: the number of its type; `stored`: false where a setting has its default.
    """

    name: str
    kind: ValueKind
    code: int
    data: str
    size: int
    stored: bool = True
    closed: Closed | None = None


class RegistryRoots(FromAgent):
    """Where to begin, and what views there are."""

    type: Literal["registry/roots"] = "registry/roots"
    kind: RegistryKind
    views: list[RegistryView]
    roots: list[KeyRow]


class KeyPage(FromAgent):
    """A page of the key that is open: keys below it, then its values, each in order. `first`: it begins.

    `total_keys`, `total_values`: how many there are in all its pages. `cut`: it has more than are read.
    """

    type: Literal["registry/page"] = "registry/page"
    listing: int
    first: bool
    keys: list[KeyRow]
    values: list[ValueRow]
    total_keys: int
    total_values: int
    more: bool
    cut: bool


class KeyClosed(FromAgent):
    """A key cannot be looked into, or not any more; listing 0: it cannot be told where to begin."""

    type: Literal["registry/closed"] = "registry/closed"
    listing: int
    fault: RegistryFault


class ValueTold(FromAgent):
    """One value. `data` holds MAX_VALUE_BYTES of it at most: less than `size` cannot be edited.

    Of a setting: its type (GVariant's format), what it can be chosen from, its default and its maker's words on it.
    """

    type: Literal["registry/value"] = "registry/value"
    act: int
    row: ValueRow
    signature: str
    choices: list[str]
    initial: str
    about: str


class Found(_Part):
    """Something found: a key, or a value in it."""

    key: list[str]
    value: ValueRow | None = None


class RegistryFound(FromAgent):
    """What was found since the last one, in how many keys so far. `cut`: there is more than is looked through."""

    type: Literal["registry/found"] = "registry/found"
    act: int
    rows: list[Found]
    looked: int
    done: bool
    cut: bool


class ExportPart(FromAgent):
    """The next part of an export; `last`: the file is whole. `left_out`: values and keys that are not in it so far."""

    type: Literal["registry/exported"] = "registry/exported"
    act: int
    text: str
    last: bool
    left_out: int


class RegistryDone(FromAgent):
    """It is done; `row` is the value as it is now, null where there is none any more."""

    type: Literal["registry/done"] = "registry/done"
    act: int
    row: ValueRow | None = None


class RegistryFailed(FromAgent):
    """It was not done, and nothing is left of it."""

    type: Literal["registry/failed"] = "registry/failed"
    act: int
    fault: RegistryFault


class RegistryUndone(FromAgent):
    """The customer undid a change; the key that is open may look otherwise now."""

    type: Literal["registry/undone"] = "registry/undone"


RegistryRequest = (
    AskRoots
    | OpenKey
    | AskMore
    | ReadValue
    | SearchRegistry
    | ExportKey
    | AskPart
    | StopRegistryAct
    | SetValue
    | DeleteValue
    | MakeKey
)
"""What the registry tool performs."""

RegistryAnswer = (
    RegistryRoots
    | KeyPage
    | KeyClosed
    | ValueTold
    | RegistryFound
    | ExportPart
    | RegistryDone
    | RegistryFailed
    | RegistryUndone
)
"""What it answers."""
