"""Making and posting events of mouse and keyboard, each with our mark (CGEvent.h, CGEventTypes.h)."""

from dataclasses import dataclass
from typing import Final, NewType, Protocol

from agent.desktop.base import DesktopError
from agent.desktop.macos.displays import CGPoint

Source = NewType("Source", object)
"""Whose keys and buttons an event counts with (CGEventSourceRef)."""
Event = NewType("Event", object)
"""CGEventRef."""

PRIVATE, ANYBODYS = -1, 0  # kCGEventSourceStatePrivate, kCGEventSourceStateCombinedSessionState
CLICKS, REPEATS, KEYCODE, PID, MARK = 1, 8, 9, 41, 42  # kCGMouseEventClickState to kCGEventSourceUserData
_HARDWARE: Final = 0  # kCGHIDEventTap: as a device's event, seen by every tap
_LINES: Final = 1  # kCGScrollEventUnitLine

COMMAND, SHIFT, CONTROL, OPTION = 0x100000, 0x20000, 0x40000, 0x80000  # kCGEventFlagMask*
MODIFIERS: Final = COMMAND | SHIFT | CONTROL | OPTION | 0x10000
"""With Caps Lock's."""


class EventCalls(Protocol):
    """What is asked of Quartz."""

    def CGEventSourceCreate(self, state: int, /) -> Source | None:
        """Make a source; None where macOS makes none: an event needs none."""

    def CGEventCreate(self, source: Source | None, /) -> Event | None:
        """Make an event of no kind, which tells where the pointer is."""

    def CGEventCreateMouseEvent(
        self, source: Source | None, kind: int, place: tuple[float, float], button: int, /
    ) -> Event | None:
        """Make an event of the mouse."""

    def CGEventCreateScrollWheelEvent(
        self, source: Source | None, unit: int, wheels: int, up: int, left: int, /
    ) -> Event | None:
        """Make an event of two wheels."""

    def CGEventCreateKeyboardEvent(self, source: Source | None, key: int, down: bool, /) -> Event | None:
        """Make an event of a key."""

    def CGEventKeyboardSetUnicodeString(self, event: Event, length: int, text: str, /) -> None:
        """Let a key write this, whatever the layout; `length` in halves of UTF-16."""

    def CGEventKeyboardGetUnicodeString(self, event: Event, most: int, n: None, text: None, /) -> tuple[int, str]:
        """Return how much a key writes in the layout that there is, and what."""

    def CGEventSetIntegerValueField(self, event: Event, field: int, value: int, /) -> None:
        """Set a number of it."""

    def CGEventGetIntegerValueField(self, event: Event, field: int, /) -> int:
        """Return a number of it."""

    def CGEventGetFlags(self, event: Event, /) -> int:
        """Return which modifiers are held, and more."""

    def CGEventSetFlags(self, event: Event, flags: int, /) -> None:
        """Set that."""

    def CGEventGetLocation(self, event: Event, /) -> CGPoint:
        """Return where the pointer is."""

    def CGEventGetTimestamp(self, event: Event, /) -> int:
        """Return when it was made: nanoseconds since the Mac was started."""

    def CGEventPost(self, tap: int, event: Event, /) -> None:
        """Let it happen."""

    def CGEventSourceButtonState(self, state: int, button: int, /) -> bool:
        """Say whether a button is held."""

    def CGEventSourceKeyState(self, state: int, key: int, /) -> bool:
        """Say whether a key is held."""


@dataclass(frozen=True)
class Poster:
    """Makes events that bear `mark`, and posts them. Raise DesktopError when macOS makes none."""

    calls: EventCalls
    source: Source | None
    mark: int

    def mouse(self, kind: int, place: tuple[float, float], button: int, clicks: int = 0) -> None:
        """Post an event of the mouse; `clicks`: which of several quick ones."""
        event = self._made(self.calls.CGEventCreateMouseEvent(self.source, kind, place, button))
        self.calls.CGEventSetIntegerValueField(event, CLICKS, clicks)
        self.calls.CGEventPost(_HARDWARE, event)

    def wheel(self, up: int, left: int) -> None:
        """Turn both wheels by lines."""
        event = self._made(self.calls.CGEventCreateScrollWheelEvent(self.source, _LINES, 2, up, left))
        self.calls.CGEventPost(_HARDWARE, event)

    def key(self, key: int, *, down: bool, modifiers: int = 0, repeats: bool = False, text: str = "") -> None:
        """Press or release a key while these modifiers (flags) are held; `text`: what it writes instead."""
        event = self._made(self.calls.CGEventCreateKeyboardEvent(self.source, key, down))
        flags = self.calls.CGEventGetFlags(event)
        self.calls.CGEventSetFlags(event, flags & ~MODIFIERS | modifiers)
        if repeats:
            self.calls.CGEventSetIntegerValueField(event, REPEATS, 1)
        if text:
            self.calls.CGEventKeyboardSetUnicodeString(event, len(text.encode("utf-16-le")) // 2, text)
        self.calls.CGEventPost(_HARDWARE, event)

    def _made(self, event: Event | None) -> Event:
        if event is None:
            raise DesktopError("macOS does not take the technician's input.")
        self.calls.CGEventSetIntegerValueField(event, MARK, self.mark)
        return event


def open_poster(calls: EventCalls, mark: int) -> Poster:
    """Make the poster; its events do not count with the modifiers that the customer holds."""
    return Poster(calls, calls.CGEventSourceCreate(PRIVATE), mark)


def pointer_place(calls: EventCalls) -> tuple[int, int]:
    """Return where the pointer is, in macOS' coordinates. Raise DesktopError when that is not told."""
    event = calls.CGEventCreate(None)
    if event is None:
        raise DesktopError("macOS does not say where the pointer is.")
    at = calls.CGEventGetLocation(event)
    return int(at.x), int(at.y)
