"""The customer's keyboard layout, asked anew each time: on Windows each program may have its own."""

from agent.desktop.windows.keys import CAPS_LOCK
from agent.desktop.windows.win32_input import find_character, is_dead, is_on, key_at, layout_of, scan_of
from agent.desktop.windows.win32_windows import foreground, thread_of


class ForegroundLayout:
    """The layout of the program that keys go to now (keyboard.Layout)."""

    def find(self, character: str) -> tuple[int, int] | None:
        """Return the virtual key and modifiers that write a character; None: no key does, or an accent's does."""
        layout = self._layout()
        found = find_character(character, layout)
        return None if found is None or is_dead(found[0], layout) else found

    def scan(self, key: int) -> int:
        """Return a virtual key's scan code."""
        return scan_of(key, self._layout())

    def key_at(self, scan: int) -> int:
        """Return the virtual key at a place; 0: none."""
        return key_at(scan, self._layout())

    def caps(self) -> bool:
        """Say whether Caps Lock is on."""
        return is_on(CAPS_LOCK)

    def _layout(self) -> int:
        return layout_of(thread_of(foreground()))
