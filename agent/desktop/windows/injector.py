"""The technician's hand on Windows: SendInput, each event with our mark. What to press is keyboard.py's."""

from collections.abc import Callable
from typing import Final

from agent.desktop.acting import Acting
from agent.desktop.guarded import Guard, GuardedInjector
from agent.desktop.windows.keyboard import Keyboard
from agent.desktop.windows.layout import ForegroundLayout
from agent.desktop.windows.monitors import WindowsMonitors
from agent.desktop.windows.win32_display import metric
from agent.desktop.windows.win32_input import ABSOLUTE, HWHEEL, MOVE, NOTCH, WHEEL, WHOLE_DESKTOP, keys, mouse
from agent.desktop.windows.win32_windows import pointer_place

_DOWN_UP: Final = {0: (0x02, 0x04, 0), 1: (0x20, 0x40, 0), 2: (0x08, 0x10, 0), 3: (0x80, 0x100, 1), 4: (0x80, 0x100, 2)}
"""MouseEvent.button -> what presses it, what releases it, and its number among the extra ones."""

_SWAPPED: Final = 23  # SM_SWAPBUTTON
_STEPS: Final = 1 << 16
"""Absolute places count so many steps over the whole desktop (MOUSEINPUT)."""


class WindowsMouse:
    """Injects what a mouse does (agent.desktop.guarded.Mouse)."""

    def __init__(self, monitors: WindowsMonitors, mark: int) -> None:
        """`mark` tells our events from others'."""
        self._monitors, self._mark = monitors, mark

    def place(self) -> tuple[int, int]:
        """Return where the pointer is now."""
        x, y = pointer_place()
        whole = self._monitors.whole
        return x - whole.x, y - whole.y

    def move(self, x: int, y: int) -> None:
        """Move it."""
        there, whole = self._monitors.there(x, y), self._monitors.whole
        places = _step(there[0] - whole.x, whole.width), _step(there[1] - whole.y, whole.height)
        mouse(MOVE | ABSOLUTE | WHOLE_DESKTOP, self._mark, *places)

    def button(self, button: int, *, down: bool) -> None:
        """Press or release; where the customer swapped left and right, Windows swaps what is injected as well."""
        if button in (0, 2) and metric(_SWAPPED):
            button = 2 - button
        press, release, number = _DOWN_UP[button]
        mouse(press if down else release, self._mark, data=number)

    def scroll(self, dx: int, dy: int) -> None:
        """Turn the wheel by notches."""
        for flag, notches in ((HWHEEL, dx), (WHEEL, -dy)):
            if notches:
                mouse(flag, self._mark, data=notches * NOTCH)


class WindowsInjector(GuardedInjector):
    """The technician's hand in this session."""

    def __init__(
        self,
        acting: Acting,
        monitors: WindowsMonitors,
        *guards: Guard,
        nudge: Callable[[], None] = lambda: None,
    ) -> None:
        """Prepare; `nudge` is called when something was done: the screen is likely to change."""
        keyboard = Keyboard(ForegroundLayout(), lambda strokes: keys(strokes, acting.mark))
        super().__init__(acting, WindowsMouse(monitors, acting.mark), keyboard, *guards, nudge=nudge)


def _step(place: int, pixels: int) -> int:
    """Return the step that Windows takes for this pixel: it multiplies by the width and cuts off."""
    return -(-place * _STEPS // pixels)
