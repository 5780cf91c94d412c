r"""Windows' registry: opened by winreg; values' bytes and a key's true place by the system's own calls.

winreg reads and writes values as Python's types, and not all of them come back as they were: what is to be undone
exactly needs the bytes. The true place is what a link leads to (NtQueryKey, KeyNameInformation), without "\REGISTRY\".
"""

import ctypes
import os
import sys
import winreg
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import wintypes
from itertools import count

from agent.protocol.registry_messages import RegistryFault, RegistryKind, RegistryView
from agent.tools.registry.kinds import kind_of
from agent.tools.registry.reg_file import RegFile
from agent.tools.registry.source import MAX_DATA, Detail, Key, RegistryError, Value

assert sys.platform == "win32"  # noqa: S101 - for type checkers: nothing else can import winreg

_ROOTS = {
    "HKEY_CLASSES_ROOT": (winreg.HKEY_CLASSES_ROOT, ("MACHINE", "SOFTWARE", "Classes")),
    "HKEY_CURRENT_USER": (winreg.HKEY_CURRENT_USER, ("USER", "current")),
    "HKEY_LOCAL_MACHINE": (winreg.HKEY_LOCAL_MACHINE, ("MACHINE",)),
    "HKEY_USERS": (winreg.HKEY_USERS, ("USER",)),
    "HKEY_CURRENT_CONFIG": (winreg.HKEY_CURRENT_CONFIG, ("MACHINE", "SYSTEM", "CurrentControlSet")),
}
"""Each with its place, which the system does not tell of what it opens before anything."""

_VIEWS = {RegistryView.WIDE: winreg.KEY_WOW64_64KEY, RegistryView.NARROW: winreg.KEY_WOW64_32KEY, RegistryView.ONLY: 0}
_WRITE = winreg.KEY_SET_VALUE | winreg.KEY_CREATE_SUB_KEY

_SUCCESS, _MISSING, _DENIED, _BAD_PATH, _MORE, _NO_MORE, _GONE = 0, 2, 5, 161, 234, 259, 1018
"""winerror.h."""
_FAULTS = {
    _MISSING: RegistryFault.MISSING,
    _BAD_PATH: RegistryFault.MISSING,
    _GONE: RegistryFault.MISSING,
    _DENIED: RegistryFault.DENIED,
}
_NAME_UNITS = 16384
"""UTF-16 units of the longest value's name, and its NUL."""
_FIRST_ROOM = 64 * 1024
_KEY_NAME_INFORMATION = 3

_STATUS_DENIED, _STATUS_DELETED = 0xC0000022, 0xC000017C
"""ntstatus.h."""
_STATUS_FAULTS = {_STATUS_DENIED: RegistryFault.DENIED, _STATUS_DELETED: RegistryFault.MISSING}


class _UnicodeString(ctypes.Structure):
    """UNICODE_STRING (ntdef.h): bytes, not characters."""

    _fields_ = (("length", ctypes.c_ushort), ("room", ctypes.c_ushort), ("text", ctypes.c_void_p))


_advapi, _ntdll = ctypes.WinDLL("advapi32"), ctypes.WinDLL("ntdll")
_dword = ctypes.POINTER(wintypes.DWORD)
_enum_value, _query_value = _advapi.RegEnumValueW, _advapi.RegQueryValueExW
_enum_value.argtypes = [
    wintypes.HKEY,
    wintypes.DWORD,
    wintypes.LPWSTR,
    _dword,
    _dword,
    _dword,
    ctypes.c_char_p,
    _dword,
]
_query_value.argtypes = [wintypes.HKEY, wintypes.LPCWSTR, _dword, _dword, ctypes.c_char_p, _dword]
_query_key, _set_value = _ntdll.NtQueryKey, _ntdll.NtSetValueKey
_query_key.argtypes = [wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.ULONG, ctypes.POINTER(wintypes.ULONG)]
_query_key.restype = ctypes.c_long
_set_value.argtypes = [
    wintypes.HANDLE,
    ctypes.POINTER(_UnicodeString),
    wintypes.ULONG,
    wintypes.ULONG,
    ctypes.c_char_p,
    wintypes.ULONG,
]
_set_value.restype = wintypes.ULONG


class WindowsRegistry:
    """The source."""

    kind: RegistryKind = RegistryKind.WINDOWS

    def __init__(self) -> None:
        both = sys.maxsize > 2**32 or "PROCESSOR_ARCHITEW6432" in os.environ
        self.views: tuple[RegistryView, ...] = (RegistryView.ONLY,)
        if both:
            self.views = RegistryView.WIDE, RegistryView.NARROW

    def roots(self) -> list[str]:
        """Name the predefined keys."""
        return list(_ROOTS)

    @contextmanager
    def open(self, key: Key, *, write: bool = False) -> Iterator["WindowsKey"]:
        """Open a key in one of the two views."""
        root, *names = key.names
        if root not in _ROOTS:
            raise RegistryError(RegistryFault.MISSING)
        _must_be_usable(*names)
        handle, place = _ROOTS[root]
        access = winreg.KEY_READ | _VIEWS[key.view] | (_WRITE if write else 0)
        with _faults():
            opened = winreg.OpenKeyEx(handle, "\\".join(names), 0, access)
        with opened:
            yield WindowsKey(opened, _place(opened.handle) if names else place, _VIEWS[key.view])

    def cut(self) -> None:
        """Nothing waits."""

    def file(self) -> RegFile:
        """Return the form that regedit writes and reads."""
        return RegFile()


class WindowsKey:
    """A key that is open."""

    def __init__(self, key: winreg.HKEYType, place: tuple[str, ...], view: int) -> None:
        self._key, self._place, self._view = key, place, view

    @property
    def place(self) -> tuple[str, ...]:
        """Where it really is."""
        return self._place

    def keys(self) -> Iterator[str]:
        """Name the keys in it."""
        for number in count():
            try:
                yield winreg.EnumKey(self._key, number)
            except OSError as error:
                if error.winerror == _NO_MORE:
                    return
                raise _error(error.winerror) from None

    def values(self) -> Iterator[Value]:
        """Return its values; of one that is longer than MAX_DATA all but the data."""
        room = _FIRST_ROOM
        for number in count():
            code, value = self._enumerated(number, room)
            if code == _MORE and value.size <= MAX_DATA:
                room = max(room, value.size)
                code, value = self._enumerated(number, room)
            if code == _NO_MORE:
                return
            if code not in (_SUCCESS, _MORE):
                raise _error(code)
            yield value

    def value(self, name: str) -> Value | None:
        """Read one value."""
        _must_be_usable(name)
        kind, size = wintypes.DWORD(), wintypes.DWORD()
        room = 0
        for _ in range(4):  # it may grow between asking how long it is and reading it
            buffer = ctypes.create_string_buffer(max(1, room))
            size.value = room
            code = _query_value(self._key.handle, name, None, ctypes.byref(kind), buffer, ctypes.byref(size))
            if code != _MORE or size.value > MAX_DATA:
                break
            room = size.value
        if code == _MISSING:
            return None
        if code not in (_SUCCESS, _MORE):
            raise _error(code)
        data = buffer.raw[: size.value] if code == _SUCCESS else b""
        return Value(name, kind_of(kind.value), kind.value, data, size.value)

    def detail(self, name: str) -> Detail:
        """Windows keeps nothing beside the value."""
        return Detail()

    def put(self, value: Value) -> None:
        """Write a value's bytes, and no other: RegSetValueExW puts a NUL where a text has none."""
        _must_be_usable(value.name)
        units = value.name.encode("utf-16-le", "surrogatepass")
        text = ctypes.create_string_buffer(units)
        name = _UnicodeString(len(units), len(units), ctypes.cast(text, ctypes.c_void_p).value)
        status = _set_value(self._key.handle, ctypes.byref(name), 0, value.code, value.data, len(value.data))
        if status:
            raise RegistryError(_STATUS_FAULTS.get(status, RegistryFault.FAILED))

    def delete(self, name: str) -> None:
        """Delete a value."""
        _must_be_usable(name)
        with _faults():
            winreg.DeleteValue(self._key, name)

    def make(self, name: str) -> None:
        """Make a key."""
        _must_be_usable(name)
        if name.casefold() in map(str.casefold, self.keys()):
            raise RegistryError(RegistryFault.NAME_TAKEN)
        with _faults(), winreg.CreateKeyEx(self._key, name, 0, winreg.KEY_READ | self._view):
            pass

    def remove(self, name: str) -> None:
        """Remove a key without keys and values."""
        _must_be_usable(name)
        with _faults():
            with winreg.OpenKeyEx(self._key, name, 0, winreg.KEY_READ | self._view) as below:
                if any(winreg.QueryInfoKey(below)[:2]):
                    raise RegistryError(RegistryFault.NOT_EMPTY)
            winreg.DeleteKeyEx(self._key, name, self._view)

    def _enumerated(self, number: int, room: int) -> tuple[int, Value]:
        """Read the value of that number into so much room; return the system's code with it."""
        name, length = ctypes.create_unicode_buffer(_NAME_UNITS), wintypes.DWORD(_NAME_UNITS)
        kind, data, size = wintypes.DWORD(), ctypes.create_string_buffer(room), wintypes.DWORD(room)
        sizes = ctypes.byref(length), None, ctypes.byref(kind), data, ctypes.byref(size)
        code = _enum_value(self._key.handle, number, name, *sizes)
        read = data.raw[: size.value] if code == _SUCCESS else b""
        return code, Value("".join(name[: length.value]), kind_of(kind.value), kind.value, read, size.value)


def _place(handle: int) -> tuple[str, ...]:
    """Return where an open key really is. Raise RegistryError where the system does not say."""
    length = wintypes.ULONG()
    buffer = ctypes.create_string_buffer(4 + 2 * 0x8000)
    if _query_key(handle, _KEY_NAME_INFORMATION, buffer, len(buffer), ctypes.byref(length)) < 0:
        raise RegistryError(RegistryFault.DENIED)
    size = int.from_bytes(buffer.raw[:4], "little")
    path = buffer.raw[4 : 4 + size].decode("utf-16-le", "surrogatepass")
    return tuple(path.split("\\")[2:])


def _must_be_usable(*names: str) -> None:
    """Raise RegistryError for a name that these calls would cut at a NUL."""
    if any("\0" in name for name in names):
        raise RegistryError(RegistryFault.UNNAMED)


@contextmanager
def _faults() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _error(error.winerror) from None


def _error(code: int) -> RegistryError:
    return RegistryError(_FAULTS.get(code, RegistryFault.FAILED))
