"""The tool over a real registry: every type byte for byte, both views, links, and files that regedit reads in again."""

import ctypes
import subprocess
import sys
import winreg
from base64 import b64decode
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import pytest_asyncio

from agent.protocol import registry_messages as wire
from agent.protocol.registry_messages import Closed, RegistryFault, RegistryView, ValueKind
from agent.tools.registry import windows
from agent.tools.registry.source import Key, RegistryError, Value
from tests.tools.registry.fakes import Desk, number, raw, text

assert sys.platform == "win32"

NAME = "HandrailTestOfTheRegistry"
BELOW = rf"Software\{NAME}"
MINE = rf"HKEY_CURRENT_USER\{BELOW}"

VALUES = [
    text("", "own"),
    text("sz", 'Zażółć 😀 « \\ " »'),
    text("expand", "%SystemRoot%\\x", ValueKind.EXPAND_SZ),
    raw("multi", ValueKind.MULTI_SZ, "a\0b\0\0".encode("utf-16-le")),
    number("dword", 0xFFFFFFFF),
    raw("be", ValueKind.DWORD_BIG_ENDIAN, b"\0\0\1\2"),
    raw("qword", ValueKind.QWORD, b"\xff" * 8),
    raw("binary", ValueKind.BINARY, bytes(range(256))),
    raw("none", ValueKind.NONE, b""),
    raw("link", ValueKind.LINK, "\\Registry\\Machine".encode("utf-16-le")),
    raw("other", ValueKind.OTHER, b"\1\2\3"),
    raw("no end", ValueKind.SZ, "open".encode("utf-16-le")),
    raw("odd", ValueKind.SZ, b"odd"),
    raw("short", ValueKind.DWORD, b"\1"),
    raw("ends", ValueKind.SZ, "in\0the middle\0".encode("utf-16-le")),
    raw("large", ValueKind.BINARY, bytes(200_000)),
    number("日本語 half \ud83d", 1),
]
"""One of each type, and what is not made as it should be."""


@pytest_asyncio.fixture
async def desk() -> AsyncIterator[Desk]:
    delete(winreg.HKEY_CURRENT_USER, BELOW)
    winreg.CreateKey(winreg.HKEY_CURRENT_USER, BELOW).Close()
    yield Desk(windows.WindowsRegistry())
    delete(winreg.HKEY_CURRENT_USER, BELOW)


def delete(root: int, path: str, view: int = 0) -> None:
    """Delete a key with all below it."""
    try:
        with winreg.OpenKey(root, path, 0, winreg.KEY_READ | view) as key:
            below = [winreg.EnumKey(key, number) for number in range(winreg.QueryInfoKey(key)[0])]
    except FileNotFoundError:
        return
    for name in below:
        delete(root, rf"{path}\{name}", view)
    winreg.DeleteKeyEx(root, path, view or winreg.KEY_WOW64_64KEY)


def write(*values: Value, path: str = BELOW) -> None:
    """Write values as they are, by the source itself."""
    with windows.WindowsRegistry().open(key_of(f"HKEY_CURRENT_USER\\{path}"), write=True) as key:
        for value in values:
            key.put(value)


def read(path: str = BELOW) -> dict[str, Value]:
    with windows.WindowsRegistry().open(key_of(f"HKEY_CURRENT_USER\\{path}")) as key:
        return {value.name: value for value in key.values()}


def key_of(path: str) -> Key:
    return Key(RegistryView.WIDE, tuple(path.split("\\")))


async def test_each_type_is_told_byte_for_byte(desk: Desk) -> None:
    write(*VALUES)
    assert read() == {value.name: value for value in VALUES}
    rows = await desk.values(MINE)
    assert {(row.kind, row.size, row.code) for row in rows.values()} == {(v.kind, v.size, v.code) for v in VALUES}
    assert b64decode(rows["odd"].data) == b"odd"
    assert "日本語 half %D83D" in rows
    with winreg.OpenKey(winreg.HKEY_CURRENT_USER, BELOW) as key:
        assert winreg.QueryValueEx(key, "sz") == ('Zażółć 😀 « \\ " »', winreg.REG_SZ)
        assert winreg.QueryValueEx(key, "qword") == (2**64 - 1, winreg.REG_QWORD)


@pytest.mark.parametrize("old", VALUES, ids=lambda value: value.name or "own")
async def test_whatever_was_there_is_there_again_byte_for_byte(desk: Desk, old: Value) -> None:
    write(old)
    assert isinstance(await desk.set(MINE, text(old.name, "new")), wire.RegistryDone)
    assert read()[old.name] == text(old.name, "new")
    await desk.undo()
    assert read() == {old.name: old}
    assert isinstance(await desk.delete(MINE, old.name), wire.RegistryDone)
    assert read() == {}
    await desk.undo()
    assert read() == {old.name: old}


async def test_what_is_set_is_what_other_programs_read(desk: Desk) -> None:
    await desk.set(MINE, text("sz", "Paris"))
    await desk.set(MINE, raw("multi", ValueKind.MULTI_SZ, "a\0b\0\0".encode("utf-16-le")))
    await desk.set(MINE, number("dword", 7))
    with winreg.OpenKey(winreg.HKEY_CURRENT_USER, BELOW) as key:
        assert winreg.QueryValueEx(key, "sz")[0] == "Paris"
        assert winreg.QueryValueEx(key, "multi")[0] == ["a", "b"]
        assert winreg.QueryValueEx(key, "dword")[0] == 7


async def test_a_key_is_made_and_unmade(desk: Desk) -> None:
    assert isinstance(await desk.make(MINE, "Below"), wire.RegistryDone)
    assert await desk.keys(MINE) == {"Below": None}
    again = await desk.make(MINE, "BELOW")
    assert isinstance(again, wire.RegistryFailed)
    assert again.fault is RegistryFault.NAME_TAKEN
    await desk.undo()
    assert await desk.keys(MINE) == {}


async def test_a_key_that_was_filled_since_stays(desk: Desk) -> None:
    await desk.make(MINE, "Below")
    write(number("v", 1), path=rf"{BELOW}\Below")
    await desk.undo()
    assert await desk.keys(MINE) == {"Below": None}


async def test_an_exported_key_is_read_in_again_as_it_was(desk: Desk, tmp_path: Path) -> None:
    unsaid = {"no end", "odd"}  # to which every importer adds a NUL
    sayable = [value for value in VALUES if "\ud83d" not in value.name and value.name not in unsaid]
    write(*sayable)
    winreg.CreateKey(winreg.HKEY_CURRENT_USER, rf"{BELOW}\Below é").Close()
    write(number("v", 1), path=rf"{BELOW}\Below é")
    whole = await desk.export(MINE)
    file = tmp_path / "export.reg"
    file.write_bytes(whole.encode("utf-16"))  # with the mark of its order, as the console writes it
    delete(winreg.HKEY_CURRENT_USER, BELOW)
    subprocess.run(["reg", "import", str(file)], check=True, timeout=120)
    assert read() == {value.name: value for value in sayable}
    assert read(rf"{BELOW}\Below é") == {"v": number("v", 1)}


async def test_the_two_views_are_two(desk: Desk) -> None:
    path = rf"SOFTWARE\{NAME}"
    narrow = Desk(windows.WindowsRegistry(), RegistryView.NARROW)
    try:
        winreg.CreateKeyEx(winreg.HKEY_LOCAL_MACHINE, path, 0, winreg.KEY_WRITE | winreg.KEY_WOW64_32KEY).Close()
        assert await desk.fault_of_opening(rf"HKEY_LOCAL_MACHINE\{path}") is RegistryFault.MISSING
        await narrow.set(rf"HKEY_LOCAL_MACHINE\{path}", number("v", 1))
        assert list(await narrow.values(rf"HKEY_LOCAL_MACHINE\{path}")) == ["v"]
        assert "\\WOW6432NODE\\" in (await narrow.export(rf"HKEY_LOCAL_MACHINE\{path}")).upper()
    finally:
        delete(winreg.HKEY_LOCAL_MACHINE, path, winreg.KEY_WOW64_32KEY)


async def test_the_roots_open_and_tell_their_keys(desk: Desk) -> None:
    roots = (await desk.ask(wire.AskRoots(), wire.RegistryRoots)).roots
    assert [row.name for row in roots][1:3] == ["HKEY_CURRENT_USER", "HKEY_LOCAL_MACHINE"]
    assert "Software" in await desk.keys("HKEY_CURRENT_USER")
    machine = {name.upper(): closed for name, closed in (await desk.keys("HKEY_LOCAL_MACHINE")).items()}
    assert machine["SOFTWARE"] is None


async def test_a_key_is_judged_by_where_a_link_leads(desk: Desk) -> None:
    winreg.CreateKey(winreg.HKEY_CURRENT_USER, rf"{BELOW}\End").Close()
    with windows.WindowsRegistry().open(key_of(rf"{MINE}\End")) as key:
        end = key.place
    assert [end[0].upper(), end[1].upper()[:4], *end[-2:]] == ["USER", "S-1-", NAME, "End"]
    with (
        link(rf"{BELOW}\Way", "\\".join(["", "Registry", *end])),
        windows.WindowsRegistry().open(key_of(rf"{MINE}\Way")) as key,
    ):
        assert key.place == end


async def test_a_search_finds_it(desk: Desk) -> None:
    write(text("v", "needle in hay"))
    told = await desk.search(r"HKEY_CURRENT_USER\Software", "needle in")
    assert [("\\".join(row.key), row.value and row.value.name) for one in told for row in one.rows] == [(MINE, "v")]


async def test_names_with_a_nul_are_told_whole_and_used_by_nobody(desk: Desk) -> None:
    with winreg.OpenKey(winreg.HKEY_CURRENT_USER, BELOW, 0, winreg.KEY_ALL_ACCESS) as key:
        set_value(key.handle, "a\0b", winreg.REG_DWORD, b"\7\0\0\0")
    assert read() == {"a\0b": number("a\0b", 7)}
    with windows.WindowsRegistry().open(key_of(MINE), write=True) as opened, pytest.raises(RegistryError) as failed:
        opened.delete("a\0b")
    assert failed.value.fault is RegistryFault.UNNAMED


async def test_ten_thousand_values_are_told(desk: Desk) -> None:
    write(*(number(f"v{at:05}", at) for at in range(10_000)))
    assert list(await desk.values(MINE)) == [f"v{at:05}" for at in range(10_000)]


async def test_secrets_have_no_content(desk: Desk) -> None:
    write(text("Password", "hunter2"))
    row = (await desk.values(MINE))["Password"]
    assert (row.closed, row.size) == (Closed.SECRET, 0)


@contextmanager
def link(path: str, target: str) -> Iterator[None]:
    """Make a key that is another one (REG_OPTION_CREATE_LINK); at the end it goes itself, not where it leads."""
    create = ctypes.WinDLL("advapi32").RegCreateKeyExW
    handle, volatile_link, all_access = ctypes.c_void_p(), 0x1 | 0x2, 0xF003F
    root = ctypes.c_void_p(winreg.HKEY_CURRENT_USER)
    assert create(root, path, 0, None, volatile_link, all_access, None, ctypes.byref(handle), None) == 0
    set_value(handle.value or 0, "SymbolicLinkValue", winreg.REG_LINK, target.encode("utf-16-le"))
    yield
    assert ctypes.WinDLL("ntdll").NtDeleteKey(handle) == 0
    ctypes.WinDLL("advapi32").RegCloseKey(handle)


class UnicodeString(ctypes.Structure):
    """UNICODE_STRING (ntdef.h)."""

    _fields_ = (("length", ctypes.c_ushort), ("room", ctypes.c_ushort), ("text", ctypes.c_void_p))


def set_value(handle: int, name: str, kind: int, data: bytes) -> None:
    """Set a value by the system's own interface, which takes every name."""
    units = ctypes.create_string_buffer(name.encode("utf-16-le"))
    string = UnicodeString(2 * len(name), 2 * len(name), ctypes.cast(units, ctypes.c_void_p).value)
    call = ctypes.WinDLL("ntdll").NtSetValueKey
    call.argtypes = [
        ctypes.c_void_p,
        ctypes.POINTER(UnicodeString),
        ctypes.c_ulong,
        ctypes.c_ulong,
        ctypes.c_char_p,
        ctypes.c_ulong,
    ]
    assert call(handle, ctypes.byref(string), 0, kind, data, len(data)) == 0
