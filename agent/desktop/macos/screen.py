"""The screen of a Mac: pixels by ScreenCaptureKit, display by display; changes by looking (looked_at.py)."""

from collections.abc import Callable

from agent.areas import Rect, cut
from agent.desktop.base import DesktopError
from agent.desktop.looked_at import LookedAtScreen
from agent.desktop.macos.capture_kit import CaptureKit
from agent.desktop.macos.displays import MacMonitors


class MacScreen(LookedAtScreen):
    """ScreenSource of this login's desktop."""

    def __init__(
        self,
        monitors: MacMonitors,
        kit: CaptureKit | None,
        before_grab: Callable[[], None],
        can_be_seen: Callable[[], bool],
    ) -> None:
        """Prepare, as LookedAtScreen does; without `kit` the customer has not allowed the screen to be recorded."""
        super().__init__(monitors, before_grab, can_be_seen)
        self._displays, self._kit = monitors.displays, kit

    def shoot(self, area: Rect) -> bytearray:
        """Capture an area of macOS' coordinates; what no display shows is black. Raise DesktopError."""
        if self._kit is None:
            raise DesktopError("macOS does not let this program record the screen: allow it in System Settings.")
        pixels = bytearray(area.width * area.height * 4)
        for display in self._displays():
            if shared := cut(display.area, area):
                there = shared._replace(x=shared.x - display.area.x, y=shared.y - display.area.y)
                taken = self._kit.shoot(int(display.device), there)
                _put(pixels, area, shared, taken)
        return pixels


def _put(pixels: bytearray, area: Rect, part: Rect, taken: bytearray) -> None:
    row = part.width * 4
    for number in range(part.height):
        start = ((part.y - area.y + number) * area.width + part.x - area.x) * 4
        pixels[start : start + row] = taken[number * row : (number + 1) * row]
