"""What the agent needs of an operating system; each platform's room answers it, and only on that platform is imported.

All coordinates are physical pixels of the whole desktop, origin top left. Everything here is called on the event
loop's thread unless it says otherwise, and must return at once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from agent.areas import Rect
from agent.protocol.errors import HandrailError


class DesktopError(HandrailError):
    """The desktop cannot be reached or lacks something Handrail needs; the text names what and what to do."""


class ScreenSource(Protocol):
    """The picture of the desktop, and word of what changed."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels, now."""

    def start(self, on_damage: Callable[[Sequence[Rect]], None], on_resize: Callable[[], None]) -> None:
        """Begin to report changed areas (on the event loop's thread). Nothing is captured by this."""

    def stop(self) -> None:
        """Report nothing more."""

    def grab(self, area: Rect) -> bytearray:
        """Capture `area` now: BGRX, 4 bytes a pixel, rows without padding. May be called from a worker thread."""

    def close(self) -> None:
        """Let go of the display."""


class Injector(Protocol):
    """The technician's hand. Remembers what it holds down, so that all of it can be released."""

    @property
    def holding(self) -> bool:
        """Say whether a key or button is held down now."""

    def move(self, x: int, y: int) -> None:
        """Move the pointer."""

    def button(self, button: int, down: bool) -> None:
        """Press or release a button (MouseEvent.button: 0 left, 1 middle, 2 right, 3 back, 4 forward)."""

    def scroll(self, dx: int, dy: int) -> None:
        """Turn the wheel by notches (positive: right, down)."""

    def key(self, code: str, key: str, down: bool) -> None:
        """Press or release a key: KeyboardEvent.code and KeyboardEvent.key of the technician's keyboard.

        The character decides where both layouts differ; the position decides for keys that write nothing.
        """

    def text(self, text: str) -> None:
        """Type text by character, whatever the customer's layout."""

    def release_all(self) -> None:
        """Release every key and button held by this injector. Never raises."""

    def close(self) -> None:
        """Release everything and let go of the display."""


class HandKind(StrEnum):
    """What the customer's own hand did."""

    POINTER = "pointer"
    BUTTON = "button"
    KEY = "key"
    PANIC_STOP = "panic_stop"
    """Pause/Break pressed, or Esc three times within 1.5 s, by the customer's own keyboard."""


class Hand(Protocol):
    """Watches for input that this agent did not inject: it is the customer's, assistive tools included."""

    def start(self, on_hand: Callable[[HandKind], None]) -> None:
        """Begin to report, on the event loop's thread."""

    def stop(self) -> None:
        """Report nothing more and let go of the display."""


class OwnWindows(Protocol):
    """Knows the agent's own windows, which take no remote input."""

    def allow_pointer(self, x: int, y: int) -> bool:
        """Say whether remote pointer input may land at (x, y): no window of the agent's is there."""

    def allow_keys(self) -> bool:
        """Say whether remote keys may be typed now: no window of the agent's has the focus."""


class Releaser(Protocol):
    """What the watchdog can do for an agent that died or froze; asked in the watchdog's process."""

    def release_all(self) -> None:
        """Release every key and button that injection holds down. Raise DesktopError when the desktop is gone."""

    def take_back_keys(self) -> None:
        """Undo what the agent changed of the keyboard's map. Raise DesktopError when the desktop is gone."""


@dataclass(frozen=True)
class Desktop:
    """One platform's answers, made by `agent.desktop.open_desktop`."""

    screen: ScreenSource
    injector: Injector
    hand: Hand
    own_windows: OwnWindows
