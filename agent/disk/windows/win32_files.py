"""Files and folders by their handles (fileapi.h, winbase.h, minwinbase.h). What fails raises OSError."""

import ctypes
import struct
from collections.abc import Iterator
from ctypes import wintypes
from dataclasses import dataclass
from typing import Final

from agent.desktop.windows.libraries import function, last_error

FOLDER, REPARSE = 0x10, 0x400  # FILE_ATTRIBUTE_DIRECTORY, REPARSE_POINT
_NAME_SURROGATE: Final = 0x20000000
"""Bit of a reparse tag: it stands for something elsewhere (a symbolic link, a junction, a mounted volume)."""

SEE: Final = 0x80  # FILE_READ_ATTRIBUTES: no other program's sharing forbids it
READ: Final = 0x81  # with FILE_READ_DATA, which on a folder is FILE_LIST_DIRECTORY
_SHARED: Final = 0x7  # FILE_SHARE_READ | WRITE | DELETE: nobody is kept from anything
_EXISTING: Final = 3  # OPEN_EXISTING
_ALSO_FOLDERS, _ITSELF = 0x02000000, 0x00200000  # FILE_FLAG_BACKUP_SEMANTICS, OPEN_REPARSE_POINT
_NONE: Final = ctypes.c_void_p(-1).value

_TAG, _ENTRIES, _FIRST_ENTRIES, _ID = (
    9,
    10,
    11,
    18,
)  # FileAttributeTagInfo, FileIdBothDirectory(Restart)Info, FileIdInfo
_GET_REPARSE: Final = 0x000900A8  # FSCTL_GET_REPARSE_POINT
_MOST_REPARSE: Final = 16 * 1024  # MAXIMUM_REPARSE_DATA_BUFFER_SIZE
_AT_END: Final = 38  # ERROR_HANDLE_EOF
_NO_MORE: Final = 18  # ERROR_NO_MORE_FILES
_ROOM: Final = 64 * 1024
_ENTRY: Final = struct.Struct("<II6q3Ib x24s 2xQ")
"""FILE_ID_BOTH_DIR_INFO up to its name."""
_EPOCH: Final = 116_444_736_000_000_000
"""1970-01-01 in FILETIME, which counts tenths of microseconds from 1601."""
_LONGEST: Final = 32_768

FIXED, REMOVABLE = 3, 2  # DRIVE_*


class _Facts(ctypes.Structure):
    """BY_HANDLE_FILE_INFORMATION; its 64-bit numbers lie on 32-bit borders."""

    _pack_ = 4
    _fields_ = [
        ("attributes", wintypes.DWORD),
        ("created", ctypes.c_uint64),
        ("accessed", ctypes.c_uint64),
        ("written", ctypes.c_uint64),
        ("volume", wintypes.DWORD),
        ("size_high", wintypes.DWORD),
        ("size_low", wintypes.DWORD),
        ("links", wintypes.DWORD),
        ("index_high", wintypes.DWORD),
        ("index_low", wintypes.DWORD),
    ]


class _Id(ctypes.Structure):
    _fields_ = [("volume", ctypes.c_uint64), ("low", ctypes.c_uint64), ("high", ctypes.c_uint64)]


class _Tag(ctypes.Structure):
    _fields_ = [("attributes", wintypes.DWORD), ("tag", wintypes.DWORD)]


class _Overlapped(ctypes.Structure):
    _fields_ = [
        ("internal", ctypes.c_size_t),
        ("internal_high", ctypes.c_size_t),
        ("offset_low", wintypes.DWORD),
        ("offset_high", wintypes.DWORD),
        ("event", wintypes.HANDLE),
    ]


_CreateFile = function(
    "kernel32",
    "CreateFileW",
    wintypes.HANDLE,
    wintypes.LPCWSTR,
    wintypes.DWORD,
    wintypes.DWORD,
    ctypes.c_void_p,
    wintypes.DWORD,
    wintypes.DWORD,
    wintypes.HANDLE,
)
_ReOpenFile = function(
    "kernel32", "ReOpenFile", wintypes.HANDLE, wintypes.HANDLE, wintypes.DWORD, wintypes.DWORD, wintypes.DWORD
)
_CloseHandle = function("kernel32", "CloseHandle", wintypes.BOOL, wintypes.HANDLE)
_GetFacts = function("kernel32", "GetFileInformationByHandle", wintypes.BOOL, wintypes.HANDLE, ctypes.POINTER(_Facts))
_GetFactsEx = function(
    "kernel32",
    "GetFileInformationByHandleEx",
    wintypes.BOOL,
    wintypes.HANDLE,
    ctypes.c_int,
    ctypes.c_void_p,
    wintypes.DWORD,
)
_GetFinalPath = function(
    "kernel32",
    "GetFinalPathNameByHandleW",
    wintypes.DWORD,
    wintypes.HANDLE,
    wintypes.LPWSTR,
    wintypes.DWORD,
    wintypes.DWORD,
)
_ReadFile = function(
    "kernel32",
    "ReadFile",
    wintypes.BOOL,
    wintypes.HANDLE,
    ctypes.c_void_p,
    wintypes.DWORD,
    ctypes.POINTER(wintypes.DWORD),
    ctypes.POINTER(_Overlapped),
)
_DeviceIoControl = function(
    "kernel32",
    "DeviceIoControl",
    wintypes.BOOL,
    wintypes.HANDLE,
    wintypes.DWORD,
    ctypes.c_void_p,
    wintypes.DWORD,
    ctypes.c_void_p,
    wintypes.DWORD,
    ctypes.POINTER(wintypes.DWORD),
    ctypes.c_void_p,
)
_GetLogicalDrives = function("kernel32", "GetLogicalDrives", wintypes.DWORD)
_GetDriveType = function("kernel32", "GetDriveTypeW", wintypes.UINT, wintypes.LPCWSTR)


@dataclass(frozen=True)
class Facts:
    """What a handle says of its thing now."""

    attributes: int
    size: int
    modified_ns: int
    links: int


@dataclass(frozen=True)
class Listed:
    """One entry of a folder as the folder itself keeps it."""

    name: str
    number: int
    """The low half of its identity."""
    attributes: int
    tag: int
    size: int
    modified_ns: int


def open_path(path: str) -> int:
    """Open what a path names for looking at, a link at its end itself. Return its handle."""
    return _checked(_CreateFile(path, SEE, _SHARED, None, _EXISTING, _ALSO_FOLDERS | _ITSELF, None))


def open_again(handle: int) -> int:
    """Open the very thing of a handle for reading: no name is looked up. Return the new handle."""
    return _checked(_ReOpenFile(handle, READ, _SHARED, _ALSO_FOLDERS))


def close(handle: int) -> None:
    """Let go of a handle."""
    _CloseHandle(handle)


def identity(handle: int) -> tuple[int, int]:
    """Return which volume and which thing on it a handle is of."""
    told = _Id()
    _done(_GetFactsEx(handle, _ID, ctypes.byref(told), ctypes.sizeof(told)))
    return told.volume, told.high << 64 | told.low


def facts(handle: int) -> Facts:
    """Return what a handle says of its thing now."""
    told = _Facts()
    _done(_GetFacts(handle, ctypes.byref(told)))
    return Facts(told.attributes, told.size_high << 32 | told.size_low, unix_ns(told.written), told.links)


def stands_for_another(handle: int) -> bool:
    """Say whether a thing that was opened without following it is a link or a junction."""
    told = _Tag()
    _done(_GetFactsEx(handle, _TAG, ctypes.byref(told), ctypes.sizeof(told)))
    return is_link(told.attributes, told.tag)


def is_link(attributes: int, tag: int) -> bool:
    """Say the same of what a folder keeps."""
    return bool(attributes & REPARSE and tag & _NAME_SURROGATE)


def final_path(handle: int) -> str:
    """Return where a thing is now, every link resolved and every name at its full length; begins with `\\\\?\\`."""
    room = ctypes.create_unicode_buffer(_LONGEST)
    length = _GetFinalPath(handle, room, _LONGEST, 0)
    _done(0 < length < _LONGEST)
    return room.value


def link_data(handle: int) -> bytes:
    """Return what a link holds (REPARSE_DATA_BUFFER)."""
    room, length = ctypes.create_string_buffer(_MOST_REPARSE), wintypes.DWORD()
    _done(_DeviceIoControl(handle, _GET_REPARSE, None, 0, room, _MOST_REPARSE, ctypes.byref(length), None))
    return room.raw[: length.value]


def read(handle: int, size: int, offset: int) -> bytes:
    """Return at most `size` bytes from `offset`; empty at the end."""
    room, count = ctypes.create_string_buffer(size), wintypes.DWORD()
    at = _Overlapped(offset_low=offset & 0xFFFFFFFF, offset_high=offset >> 32)
    if not _ReadFile(handle, room, size, ctypes.byref(count), ctypes.byref(at)) and last_error() != _AT_END:
        raise _failure()
    return room.raw[: count.value]


def pages(handle: int) -> Iterator[list[Listed]]:
    """Yield the entries of a folder that was opened for reading, in pages, without `.` and `..`."""
    room, how = ctypes.create_string_buffer(_ROOM), _FIRST_ENTRIES
    while _GetFactsEx(handle, how, room, _ROOM):
        yield [one for one in _entries(room.raw) if one.name not in (".", "..")]
        how = _ENTRIES
    if last_error() != _NO_MORE:
        raise _failure()


def _entries(page: bytes) -> Iterator[Listed]:
    at, more = 0, 1
    while more:
        more, _, _, _, written, _, size, _, attributes, length, tag, _, _, number = _ENTRY.unpack_from(page, at)
        start = at + _ENTRY.size
        name = page[start : start + length].decode("utf-16-le", "surrogatepass")
        yield Listed(name, number, attributes, tag, size, unix_ns(written))
        at += more


def unix_ns(filetime: int) -> int:
    """Turn Windows' time into nanoseconds since 1970."""
    return (filetime - _EPOCH) * 100


def letters() -> list[str]:
    """Return the letters of the disks that are part of this computer or plugged in: none of a network."""
    there = _GetLogicalDrives()
    found = [chr(ord("A") + bit) for bit in range(26) if there >> bit & 1]
    return [letter for letter in found if _GetDriveType(f"{letter}:\\") in (FIXED, REMOVABLE)]


def _checked(handle: int | None) -> int:
    if handle is None or handle == _NONE:
        raise _failure()
    return handle


def _done(done: object) -> None:
    if not done:
        raise _failure()


def _failure() -> OSError:
    """Make the error of the call that failed just now; Windows' Python finds the errno for its number."""
    return OSError(0, "Windows did not do this", None, last_error())
