"""Reads the live keyboard map from the X server (XKB GetMap)."""

from typing import Any, Final

import xcffib
import xcffib.xkb as xkb

from agent.desktop.base import DesktopError
from agent.desktop.x11.keycodes import LEVEL3
from agent.desktop.x11.layout import Key, KeyType, Layout

CORE_KEYBOARD: Final = int(xkb.ID.UseCoreKbd)
_WANTED: Final = xkb.MapPart.KeyTypes | xkb.MapPart.KeySyms | xkb.MapPart.ModifierMap


class Xkb:
    """A connection of its own for XKB, which python-xlib does not speak."""

    def __init__(self, display: str, device: int = CORE_KEYBOARD) -> None:
        """Connect; `device` is the keyboard whose map counts. Raise DesktopError when the server has no XKB."""
        try:
            self._connection = xcffib.connect(display)
            self._xkb = self._connection(xkb.key)
            supported = self._xkb.UseExtension(1, 0).reply().supported
        except xcffib.XcffibException as error:
            raise DesktopError(f"The keyboard of the screen {display} cannot be read ({error}).") from None
        if not supported:
            raise DesktopError(f"The screen {display} lacks XKEYBOARD, which Handrail needs to type.")
        self._device = device

    def layout(self) -> Layout:
        """Read the whole map. Raise DesktopError when the server refuses."""
        try:
            reply = self._xkb.GetMap(self._device, _WANTED, 0, *[0] * 15).reply()
        except xcffib.XcffibException as error:
            raise DesktopError(f"The keyboard's layout cannot be read ({error}).") from None
        return to_layout(reply)

    def close(self) -> None:
        """Let go of the display."""
        self._connection.disconnect()


def to_layout(reply: Any) -> Layout:
    """Turn a GetMap reply with types, keysyms and modifiers into a Layout."""
    types = [
        KeyType(kind.mods_mask, {entry.mods_mask: entry.level for entry in kind.map if entry.active})
        for kind in reply.types_rtrn
    ]
    modifiers = {entry.keycode: entry.mods for entry in reply.modmap_rtrn}
    keys = {reply.firstKeySym + index: _key(symbols, types) for index, symbols in enumerate(reply.syms_rtrn)}
    level3 = 0
    for keycode, key in keys.items():
        if any(LEVEL3 in symbols for _, symbols in key.groups):
            level3 |= modifiers.get(keycode, 0)
    return Layout(keys, modifiers, level3)


def _key(symbols: Any, types: list[KeyType]) -> Key:
    count, width, flat = symbols.groupInfo & 0x0F, symbols.width, tuple(symbols.syms)
    groups = tuple(
        (types[symbols.kt_index[group]], flat[group * width : (group + 1) * width]) for group in range(count)
    )
    return Key(groups, symbols.groupInfo)
