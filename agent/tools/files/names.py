"""Paths as the wire writes them and as people read them. The wire's form is lossless: names may be any bytes."""

import os
import re
import sys
from pathlib import Path
from urllib.parse import unquote_to_bytes

from agent.disk.base import Missing
from agent.disk.windows.names import wire_path
from agent.tools.clean import clean

_AS_BYTES = re.compile("[%\udc80-\udcff]")
"""A percent sign, and what os.fsdecode makes of a byte that is no UTF-8 (PEP 383)."""


def encoded(name: str) -> str:
    """Write a name or path for the wire."""
    return _AS_BYTES.sub(lambda found: f"%{os.fsencode(found[0])[0]:02X}", name)


def decoded(text: str) -> str:
    """Read a name or path of the wire."""
    if "%" not in text:
        return text
    return os.fsdecode(b"".join(_bytes(piece) for piece in re.split("(%[0-9A-F]{2})", text)))


def _bytes(piece: str) -> bytes:
    return unquote_to_bytes(piece) if piece.startswith("%") else os.fsencode(piece)


def home_folder() -> str:
    """Return the customer's home folder, as a disk takes paths (agent/disk/base.py); "/" for one on a network."""
    home = str(Path.home())
    if sys.platform != "win32":
        return home
    try:
        return wire_path(home)
    except Missing:
        return "/"


def joined(folder: str, name: str) -> str:
    """Return the path of a name in a folder."""
    return f"{folder.rstrip('/')}/{name}"


def split(path: str) -> tuple[str, str]:
    """Return the folder and the last name of a path."""
    folder, _, name = path.rstrip("/").rpartition("/")
    return folder or "/", name


def shown(path: str, home: str, limit: int = 200) -> str:
    """Return a path for people's eyes: from the home folder on, plain, the end of it when it is long."""
    near = home.rstrip("/")
    short = path[len(near) + 1 :] if path.startswith(f"{near}/") else path
    return clean(short if len(short) <= limit else f"…{short[1 - limit :]}", limit)
