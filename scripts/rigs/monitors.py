"""Monitors plugged into and pulled out of an X server that runs: RandR 1.5's, which any server can be given."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import xcffib
import xcffib.randr
import xcffib.xproto

from agent.areas import Rect

_MILLIMETRES = 4
"""Pixels a millimetre, about; nobody asks."""


class Monitors:
    """What a person does with plugs and in the display settings."""

    def __init__(self, display: str) -> None:
        self._x: Any = xcffib.connect(display)
        self._randr = self._x(xcffib.randr.key)
        self._root = self._x.get_setup().roots[0].root
        self._output = self._randr.GetScreenResources(self._root).reply().outputs[0]

    def plug(self, name: str, area: Rect, primary: bool = False) -> None:
        """Have a monitor of that name there; the first one takes the place of the one that the server began with."""
        first = not self._own()
        size = (area.width // _MILLIMETRES, area.height // _MILLIMETRES)
        outputs = [self._output] if first else []
        info = xcffib.randr.MonitorInfo.synthetic(
            self._atom(name), primary, False, len(outputs), *area[:2], *area[2:], *size, outputs
        )
        self._randr.SetMonitorChecked(self._root, info).check()

    def pull(self, name: str) -> None:
        """Have no monitor of that name any more."""
        self._randr.DeleteMonitorChecked(self._root, self._atom(name)).check()

    def close(self) -> None:
        """Let go of the display; the monitors stay."""
        self._x.disconnect()

    def _own(self) -> list[Any]:
        return [one for one in self._randr.GetMonitors(self._root, 1).reply().monitors if not one.automatic]

    def _atom(self, name: str) -> int:
        atom: int = self._x.core.InternAtom(False, len(name), name).reply().atom
        return atom


@contextmanager
def monitors(display: str) -> Iterator[Monitors]:
    """Change the monitors of `display`."""
    settings = Monitors(display)
    try:
        yield settings
    finally:
        settings.close()


def side_by_side(settings: Monitors, width: int, height: int, gap: int = 0) -> tuple[Rect, Rect]:
    """Plug in two monitors of that size, the left one the primary; return where they lie."""
    left, right = Rect(0, 0, width, height), Rect(width + gap, 0, width, height)
    settings.plug("LEFT", left, primary=True)
    settings.plug("RIGHT", right)
    return left, right
