"""Deleting a program's own file while it runs (winbase.h, fileapi.h, shellapi.h): no second program, no restart.

Windows keeps what a running program's pages come from, which is the file's unnamed stream: given another name, the
stream goes on, and the file can be deleted (FILE_RENAME_INFO, FILE_DISPOSITION_POSIX_SEMANTICS; NTFS, Windows 10 1607).
On disks and systems that do not do that the file goes into the recycle bin, which is a move, and that Windows allows.
"""

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import wintypes
from typing import Final

from agent.desktop.base import DesktopError
from agent.desktop.windows.libraries import fail, function

_DELETE: Final = 0x00010000
_SHARED: Final = 0x7  # FILE_SHARE_READ | WRITE | DELETE
_EXISTING: Final = 3  # OPEN_EXISTING
_ITSELF: Final = 0x00200000  # FILE_FLAG_OPEN_REPARSE_POINT
_RENAME, _DISPOSITION = 3, 21  # FileRenameInfo, FileDispositionInfoEx
_GONE_AT_ONCE: Final = 0x1 | 0x2 | 0x10  # FILE_DISPOSITION_DELETE | POSIX_SEMANTICS | IGNORE_READONLY_ATTRIBUTE
_NAMED_STREAMS: Final = 0x00040000  # FILE_NAMED_STREAMS
_ASIDE: Final = ":handrail"
_UNNAMED: Final = "::$DATA"
_NONE: Final = ctypes.c_void_p(-1).value

_TO_BIN: Final = 0x3  # FO_DELETE
_SILENTLY: Final = 0x0040 | 0x0010 | 0x0400 | 0x0004
"""FOF_ALLOWUNDO (the bin), NOCONFIRMATION, NOERRORUI, SILENT: the customer has already said that it is to go."""


class _Rename(ctypes.Structure):
    _fields_ = [
        ("replace", wintypes.DWORD),
        ("root", wintypes.HANDLE),
        ("length", wintypes.DWORD),
        ("name", wintypes.WCHAR * 16),
    ]


class _FileOperation(ctypes.Structure):
    _fields_ = [
        ("window", wintypes.HWND),
        ("deed", wintypes.UINT),
        ("paths", wintypes.LPCWSTR),
        ("to", wintypes.LPCWSTR),
        ("flags", wintypes.WORD),
        ("aborted", wintypes.BOOL),
        ("names", ctypes.c_void_p),
        ("title", wintypes.LPCWSTR),
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
_CloseHandle = function("kernel32", "CloseHandle", wintypes.BOOL, wintypes.HANDLE)
_SetInformation = function(
    "kernel32",
    "SetFileInformationByHandle",
    wintypes.BOOL,
    wintypes.HANDLE,
    ctypes.c_int,
    ctypes.c_void_p,
    wintypes.DWORD,
)
_GetVolume = function(
    "kernel32",
    "GetVolumeInformationByHandleW",
    wintypes.BOOL,
    wintypes.HANDLE,
    ctypes.c_void_p,
    wintypes.DWORD,
    ctypes.c_void_p,
    ctypes.c_void_p,
    ctypes.POINTER(wintypes.DWORD),
    ctypes.c_void_p,
    wintypes.DWORD,
)
_FileOperate = function("shell32", "SHFileOperationW", ctypes.c_int, ctypes.POINTER(_FileOperation))


def delete_running(path: str) -> None:
    """Delete a file that is running. Raise DesktopError, and leave it as it was, when Windows does not do it."""
    try:
        _delete_at_once(path)
    except DesktopError:
        _to_bin(path)
    if os.path.lexists(path):
        raise DesktopError("Windows keeps the tool's file while the tool runs.")


def _delete_at_once(path: str) -> None:
    with _opened(path) as file:
        if not _has_streams(file):
            raise DesktopError("The tool's disk keeps no streams.")  # there the name would be a file's
        _rename_stream(file, _ASIDE)
    try:
        with _opened(path) as file:
            flags = wintypes.DWORD(_GONE_AT_ONCE)
            if not _SetInformation(file, _DISPOSITION, ctypes.byref(flags), ctypes.sizeof(flags)):
                raise fail("deleting the tool's file")
    except DesktopError:
        with _opened(path + _ASIDE) as stream:
            _rename_stream(stream, _UNNAMED)
        raise


@contextmanager
def _opened(path: str) -> Iterator[int]:
    file = _CreateFile(path, _DELETE, _SHARED, None, _EXISTING, _ITSELF, None)
    if file in (None, _NONE):
        raise fail("opening the tool's file")
    try:
        yield file
    finally:
        _CloseHandle(file)


def _has_streams(file: int) -> bool:
    flags = wintypes.DWORD()
    known = _GetVolume(file, None, 0, None, None, ctypes.byref(flags), None, 0)
    return bool(known and flags.value & _NAMED_STREAMS)


def _rename_stream(file: int, name: str) -> None:
    told = _Rename(replace=0, root=None, length=2 * len(name), name=name)
    if not _SetInformation(file, _RENAME, ctypes.byref(told), ctypes.sizeof(told)):
        raise fail("making the tool's file ready to be deleted")


def _to_bin(path: str) -> None:
    deed = _FileOperation(deed=_TO_BIN, paths=path + "\0", flags=_SILENTLY)
    if _FileOperate(ctypes.byref(deed)) or deed.aborted:
        raise DesktopError("Windows keeps the tool's file while the tool runs.")
