"""Writes the hollow library of hollow.py for Windows: a DLL whose functions all return 0 (Microsoft's "PE Format").

Written byte by byte, because a Windows that builds seldom has a compiler.
"""

import importlib
import struct
from collections.abc import Sequence
from pathlib import Path

RETURN_0 = b"\x31\xc0\xc3"  # xor eax, eax; ret
_PAGE, _ALIGNED, _HEADERS = 0x1000, 0x200, 0x200
"""Where sections begin in memory, what sizes in the file are multiples of, and how large the headers are."""
_BASE = 0x1_8000_0000
_CODE_ROOM = 16
_EXPORTS = struct.Struct("<IIHHIIIIIII")
_NO_FIXUPS = struct.pack("<IIHH", _PAGE, 12, 0, 0)
"""A relocation block without relocations: the library may lie anywhere."""


def hollow_dll(name: str, functions: Sequence[str]) -> bytes:
    """Return a 64-bit DLL called `name` that exports `functions`."""
    section, fixups = _section(name, sorted(functions))
    size = -(-len(section) // _PAGE) * _PAGE
    raw = section.ljust(-(-len(section) // _ALIGNED) * _ALIGNED, b"\0")
    dos = b"MZ".ljust(0x3C, b"\0") + struct.pack("<I", 0x40)
    coff = struct.pack("<4sHHIIIHH", b"PE\0\0", 0x8664, 1, 0, 0, 0, 0xF0, 0x2022)  # x64, one section; a DLL
    directories = [(_PAGE + _CODE_ROOM, fixups - _CODE_ROOM), *[(0, 0)] * 4, (_PAGE + fixups, len(_NO_FIXUPS))]
    optional = _optional(len(raw), size) + b"".join(struct.pack("<II", *one) for one in directories).ljust(128, b"\0")
    table = struct.pack("<8sIIIIIIHHI", b".text", len(section), _PAGE, len(raw), _HEADERS, 0, 0, 0, 0, 0x6000_0020)
    return (dos + coff + optional + table).ljust(_HEADERS, b"\0") + raw


def taken_from(library: Path) -> dict[str, set[str]]:
    """Return the libraries that a Windows library asks for, and the functions it takes of each by name."""
    pefile = importlib.import_module("pefile")  # PyInstaller brings it, on Windows alone
    image = pefile.PE(str(library), fast_load=True)
    image.parse_data_directories([pefile.DIRECTORY_ENTRY["IMAGE_DIRECTORY_ENTRY_IMPORT"]])
    return {
        one.dll.decode(): {function.name.decode() for function in one.imports if function.name}
        for one in getattr(image, "DIRECTORY_ENTRY_IMPORT", ())
    }


def _optional(code: int, size: int) -> bytes:
    """Return the optional header up to its directories: any system from Windows 6.0, no entry point."""
    standard = struct.pack("<HBBIIIII", 0x20B, 0, 0, code, 0, 0, 0, _PAGE)
    versions = struct.pack("<HHHHHHI", 6, 0, 0, 0, 6, 0, 0)
    sizes = struct.pack("<IIIHH", _PAGE + size, _HEADERS, 0, 2, 0x160)  # no code in data; anywhere in memory
    stack_and_heap = struct.pack("<QQQQII", 0x10_0000, 0x1000, 0x10_0000, 0x1000, 0, 16)
    return standard + struct.pack("<QII", _BASE, _PAGE, _ALIGNED) + versions + sizes + stack_and_heap


def _section(name: str, functions: Sequence[str]) -> tuple[bytes, int]:
    """Return code, exports and empty relocations, and where the latter begin. All names lead to one function."""
    start = _CODE_ROOM + _EXPORTS.size
    addresses, pointers = start, start + 4
    ordinals = pointers + 4 * len(functions)
    strings = ordinals + 2 * len(functions)
    texts = [text.encode("ascii") + b"\0" for text in (name, *functions)]
    places = [_PAGE + strings + sum(map(len, texts[:at])) for at in range(len(texts))]
    count = len(functions)
    where = (_PAGE + addresses, _PAGE + pointers, _PAGE + ordinals)
    directory = _EXPORTS.pack(0, 0, 0, 0, places[0], 1, 1, count, *where)
    tables = struct.pack(f"<I{count}I{count}H", _PAGE, *places[1:], *[0] * count)
    exports = RETURN_0.ljust(_CODE_ROOM, b"\0") + directory + tables + b"".join(texts)
    padded = exports.ljust(-(-len(exports) // 4) * 4, b"\0")
    return padded + _NO_FIXUPS, len(padded)
