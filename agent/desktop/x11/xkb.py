"""Reads the live keyboard map from the X server, and sets single keys in it (XKB GetMap and SetMap).

Single keys are not set by the core protocol's ChangeKeyboardMapping: it makes levels beyond Shift into groups of their
own, and then the customer's layout switch goes through groups that do not exist.
"""

from collections.abc import Sequence
from typing import Any, Final

import xcffib
import xcffib.xkb as xkb

from agent.desktop.base import DesktopError
from agent.desktop.x11.keycodes import LEVEL3, LOCK, SHIFT
from agent.desktop.x11.layout import Key, KeyType, Layout

CORE_KEYBOARD: Final = int(xkb.ID.UseCoreKbd)
_TWO_LEVELS: Final = 1
"""The second type of every map is TWO_LEVEL (XKB protocol, 7.2.1)."""
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
        self._range = (8, 255)
        self._four_levels: int | None = None

    def layout(self) -> Layout:
        """Read the whole map. Raise DesktopError when the server refuses."""
        try:
            reply = self._xkb.GetMap(self._device, _WANTED, 0, *[0] * 15).reply()
        except xcffib.XcffibException as error:
            raise DesktopError(f"The keyboard's layout cannot be read ({error}).") from None
        layout = to_layout(reply)
        self._range = (reply.minKeyCode, reply.maxKeyCode)
        self._four_levels = _four_levels(reply, layout.levels & ~SHIFT)
        return layout

    @property
    def levels(self) -> int:
        """How many keysyms one key can be given by `set_key`: 4, or 2 on a map without AltGr."""
        return 4 if self._four_levels is not None else 2

    def set_key(self, keycode: int, keysyms: Sequence[int]) -> None:
        """Give one key as many keysyms as `levels` says: plain, with Shift, with AltGr, with both.

        Raise DesktopError when the server refuses.
        """
        count = len(keysyms)
        kind = _TWO_LEVELS if self._four_levels is None else self._four_levels
        row = xkb.KeySymMap.synthetic([kind, 0, 0, 0], 1, count, count, list(keysyms))
        counts = (0, 0, keycode, 1, count, *[0] * 16)
        what = (CORE_KEYBOARD, xkb.MapPart.KeySyms, 0)
        try:
            self._xkb.SetMap(*what, *self._range, *counts, [[row]], is_checked=True).check()
        except xcffib.XcffibException as error:
            raise DesktopError(f"The keyboard's layout cannot be changed ({error}).") from None

    def close(self) -> None:
        """Let go of the display."""
        self._connection.disconnect()


def to_layout(reply: Any) -> Layout:
    """Turn a GetMap reply with types, keysyms and modifiers into a Layout."""
    types = [_type(kind) for kind in reply.types_rtrn]
    modifiers = {entry.keycode: entry.mods for entry in reply.modmap_rtrn}
    keys = {reply.firstKeySym + index: _key(symbols, types) for index, symbols in enumerate(reply.syms_rtrn)}
    level3 = 0
    for keycode, key in keys.items():
        if key.groups and all(
            symbols[:1] == (LEVEL3,) for _, symbols in key.groups
        ):  # not a key that is Alt in another
            level3 |= modifiers.get(keycode, 0)
    return Layout(keys, modifiers, level3)


def _four_levels(reply: Any, level3: int) -> int | None:
    """Find the type of keys on which Shift and AltGr, and nothing else, choose among four levels."""
    wanted = KeyType(SHIFT | level3, {SHIFT: 1, level3: 2, SHIFT | level3: 3})
    types = [_type(kind) for kind in reply.types_rtrn]
    return types.index(wanted) if level3 and wanted in types else None


def _type(kind: Any) -> KeyType:
    active = [(entry, index) for index, entry in enumerate(kind.map) if entry.active]
    keeps = (entry.mods_mask for entry, index in active if kind.hasPreserve and kind.preserve[index].mask & LOCK)
    return KeyType(kind.mods_mask, {entry.mods_mask: entry.level for entry, _ in active}, frozenset(keeps))


def _key(symbols: Any, types: list[KeyType]) -> Key:
    count, width, flat = symbols.groupInfo & 0x0F, symbols.width, tuple(symbols.syms)
    groups = tuple(
        (types[symbols.kt_index[group]], flat[group * width : (group + 1) * width]) for group in range(count)
    )
    return Key(groups, symbols.groupInfo)
