"""What a window says of itself (EWMH, ICCCM) and what the server knows of its process (X-Resource), asked in one go."""

import os
import struct
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import xcffib
import xcffib.res
import xcffib.xproto

from agent.areas import Rect
from agent.hiding.facts import WindowFacts

MOST_CHARACTERS: Final = 1024
"""Bytes of one text; window managers show less."""

_WORDS: Final = 8
_LOCAL_CLIENT_PID: Final = 2  # X-Resource 1.2, XRES_CLIENT_ID_PID_MASK
_ANY: Final = 0

NAMES: Final = (
    "_NET_WM_NAME",
    "WM_NAME",
    "WM_CLASS",
    "WM_WINDOW_ROLE",
    "_NET_WM_WINDOW_TYPE",
    "WM_TRANSIENT_FOR",
)
"""The properties that facts come from."""


@dataclass(frozen=True)
class Process:
    """A process, as /proc tells of it."""

    executable: str = ""
    arguments: tuple[str, ...] = ()


class Properties:
    """Asks on one connection; belongs to whoever holds that."""

    def __init__(self, x: Any) -> None:
        self._x = x
        self._res = x(xcffib.res.key)
        self._mask: int = x.get_setup().resource_id_mask
        self._atoms = [self.atom(name) for name in NAMES]
        self._names: dict[int, str] = {}
        self._trusted = self._pids([x.get_setup().resource_id_base]) == [os.getpid()]
        """Whether the server tells our own process id as we know it; else it would lie of the others' too."""

    def atom(self, name: str) -> int:
        """Return the number that the server gives `name`."""
        return int(self._x.core.InternAtom(False, len(name), name).reply().atom)

    def ask(self, windows: Sequence[int]) -> dict[int, WindowFacts]:
        """Return the facts of those of `windows` that there still are; their place is not among these."""
        asked = [
            [self._x.core.GetProperty(False, window, atom, _ANY, 0, MOST_CHARACTERS // 4) for atom in self._atoms]
            for window in windows
        ]
        pids = self._pids(windows) if self._trusted else [None] * len(windows)
        told: dict[int, WindowFacts] = {}
        for window, pid, cookies in zip(windows, pids, asked, strict=True):
            found = [reply_of(cookie) for cookie in cookies]
            if None not in found:
                told[window] = self._facts(window, pid, dict(zip(NAMES, found, strict=True)))
        return told

    def _facts(self, window: int, pid: int | None, found: dict[str, Any]) -> WindowFacts:
        process = process_of(pid) if pid is not None else Process()
        instance, _, rest = _text(found["WM_CLASS"]).partition("\0")
        transient_for = numbers(found["WM_TRANSIENT_FOR"])
        return WindowFacts(
            window,
            Rect(0, 0, 0, 0),
            title=_text(found["_NET_WM_NAME"]) or _text(found["WM_NAME"]),
            wm_class=(instance, rest.partition("\0")[0]),
            role=_text(found["WM_WINDOW_ROLE"]),
            types=frozenset(self._type(atom) for atom in numbers(found["_NET_WM_WINDOW_TYPE"])),
            pid=pid,
            executable=process.executable,
            arguments=process.arguments,
            transient_for=transient_for[0] if transient_for else None,
        )

    def pid(self, window: int) -> int | None:
        """Return the process behind one window, if the server can tell."""
        return self._pids([window])[0] if self._trusted else None

    def _pids(self, windows: Sequence[int]) -> list[int | None]:
        specs = [xcffib.res.ClientIdSpec.synthetic(window, _LOCAL_CLIENT_PID) for window in windows]
        answers = self._res.QueryClientIds(len(specs), specs).reply().ids if specs else ()
        by_client = {answer.spec.client & ~self._mask: answer.value[0] for answer in answers if answer.length}
        return [by_client.get(window & ~self._mask) for window in windows]

    def _type(self, atom: int) -> str:
        if atom not in self._names:
            name = ""
            with suppress(xcffib.Error):
                name = bytes(self._x.core.GetAtomName(atom).reply().name.raw).decode("latin-1")
            self._names[atom] = name.rpartition("_WINDOW_TYPE_")[2].lower()
        return self._names[atom]


def process_of(pid: int) -> Process:
    """Return what /proc tells of `pid`; what it does not tell is empty."""
    executable, words = "", b""
    with suppress(OSError):
        executable = os.readlink(f"/proc/{pid}/exe")
    with suppress(OSError), Path(f"/proc/{pid}/cmdline").open("rb") as line:
        words = line.read(4096)
    return Process(executable, tuple(word.decode("utf-8", "replace") for word in words.split(b"\0")[:_WORDS] if word))


def reply_of(cookie: Any) -> Any:
    """Return the reply, or None when the window is gone."""
    try:
        return cookie.reply()
    except xcffib.Error:
        return None


def _text(reply: Any) -> str:
    if reply.format != 8:
        return ""
    latin = reply.type == xcffib.xproto.Atom.STRING
    return bytes(reply.value.raw).decode("latin-1" if latin else "utf-8", "replace")


def numbers(reply: Any) -> tuple[int, ...]:
    """Return the numbers of a property's reply; none where it holds something else."""
    raw = reply.value.raw
    return struct.unpack(f"={len(raw) // 4}I", raw) if reply.format == 32 else ()
