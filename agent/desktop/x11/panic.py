"""Panic keys among the raw events of X11: which keysyms they have; agent/desktop/panic.py judges them."""

from collections.abc import Set
from typing import Final

from agent.desktop.base import HandKind
from agent.desktop.panic import Key, PanicKeys
from agent.desktop.x11.connection import X11Connection
from agent.desktop.x11.raw import RawEvent, RawKind

_PAUSE: Final = frozenset({0xFF13, 0xFF6B})  # XK_Pause, XK_Break
_ESCAPE: Final = 0xFF1B


def judge(keys: PanicKeys, event: RawEvent, connection: X11Connection) -> HandKind | None:
    """Judge one event; None: no panic key."""
    match event.kind:
        case RawKind.KEY_PRESS:
            return keys.pressed(event.detail, key_of(connection.symbols(event.detail)), event.time)
        case RawKind.KEY_RELEASE:
            keys.released(event.detail)
    return None


def key_of(symbols: Set[int]) -> Key:
    """Say what a key that writes these keysyms is to the panic keys."""
    if symbols & _PAUSE:
        return Key.PAUSE
    return Key.ESCAPE if _ESCAPE in symbols else Key.OTHER
