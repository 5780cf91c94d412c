"""What the agent needs of an operating system; each platform's room answers it, and only on that platform is imported.

All coordinates are physical pixels of the whole desktop, origin top left. Everything here is called on the event
loop's thread unless it says otherwise, and must return at once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from threading import Event
from typing import Protocol

from agent.areas import Rect
from agent.hiding.knowledge import Knowledge
from agent.hiding.vocabulary import Hidden
from agent.protocol.clipboard_messages import ClipboardFault, ClipboardKind
from agent.protocol.errors import HandrailError
from agent.system_consent import SystemConsent


class DesktopError(HandrailError):
    """The desktop cannot be reached or lacks something Handrail needs; the text names what and what to do."""


@dataclass(frozen=True)
class Monitor:
    """One monitor: `id` is from 1 on and stays its own while the agent runs, whatever else is plugged in or out."""

    id: int
    area: Rect
    primary: bool


class ScreenSource(Protocol):
    """The picture of the desktop, and word of what changed."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels, now."""

    @property
    def monitors(self) -> Sequence[Monitor]:
        """The monitors, from left to right; none where the system does not say."""

    def start(self, on_damage: Callable[[Sequence[Rect]], None], on_resize: Callable[[], None]) -> None:
        """Begin to report changed areas (on the event loop's thread). Nothing is captured by this.

        `on_resize` is called when the size or the monitors are others now.
        """

    def stop(self) -> None:
        """Report nothing more."""

    def grab(self, area: Rect) -> bytearray:
        """Capture `area` now: BGRX, 4 bytes a pixel, rows without padding. May be called from a worker thread."""

    def close(self) -> None:
        """Let go of the display."""


class Injector(Protocol):
    """The technician's hand. Remembers what it holds down, so that all of it can be released.

    Each step asks anew whether it may be done where it would land, and whether the customer acts; what may not is left
    out. What takes time (a long text) is done between other things of the loop, in its order.
    """

    on_holding: Callable[[bool], None]
    """Told, before it happens, that something is about to be held down, and once nothing is any more."""

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
    PANIC_PAUSE = "panic_pause"
    """Pause/Break pressed, by the customer's own keyboard."""
    PANIC_STOP = "panic_stop"
    """Pause/Break twice or Esc three times within 1.5 s, by the customer's own keyboard."""


class Hand(Protocol):
    """Watches for input that this agent did not inject: it is the customer's, assistive tools included."""

    def start(self, on_hand: Callable[[HandKind], None]) -> None:
        """Begin to report, on the event loop's thread."""

    def answer(self, on_panic: Callable[[int], None]) -> None:
        """Say the time (the screen's milliseconds) of every panic key, whoever pressed it, when the loop comes to it.

        The watchdog sees the same keys, and takes an agent that does not answer for frozen.
        """

    def stop(self) -> None:
        """Report nothing more and let go of the display."""


@dataclass(frozen=True)
class WindowChoice:
    """A window that the customer can pick: its id, its title, and its application as HiddenApplication names it."""

    id: int
    title: str
    application: str


class Masking(Protocol):
    """Covers what is hidden: a window is shown only when it is positively known to be allowed (DESIGN 6)."""

    def start(self, on_change: Callable[[Sequence[Rect], bool], None]) -> None:
        """Begin to follow the windows; `on_change` is called on the loop's thread when the masks are others now.

        It is given the areas that are covered now and were not, or the other way round, and whether that was sudden:
        something that was shown is covered where it lay, and what was captured before must not be sent any more.
        """

    def stop(self) -> None:
        """Follow nothing more and let go of the display."""

    def use(self, hidden: Hidden) -> None:
        """Hide this from now on: holds for `masks`, and for where the injector may act, after it returns."""

    def cover_own(self, on: bool) -> None:
        """Cover the agent's own windows too, or no longer: they name, or no longer name, what is hidden."""

    def gone(self, window: int) -> bool:
        """Say whether the window of that id, which there was, is no more (a minimised one still is)."""

    def masks(self, since: float) -> Sequence[Rect]:
        """Return what is covered, or was at any time since `since` (monotonic seconds). Only from a worker thread.

        Raise DesktopError when that cannot be known.
        """

    def covered(self) -> Sequence[Rect]:
        """Return what is covered as far as is known now, without waiting; all of it while nothing is known."""

    def knowledge(self) -> Knowledge:
        """Return what is known of processes, for the report. May be called from any thread."""

    def windows(self) -> list[WindowChoice]:
        """List the windows that the customer can pick, topmost first; the agent's own are not among them."""

    def window_at(self, x: int, y: int) -> WindowChoice | None:
        """Return the window at (x, y), or None."""


@dataclass(frozen=True)
class PointerShape:
    """What the pointer looks like: BGRA, the colours multiplied by alpha, rows without padding; the hot spot in it."""

    serial: int
    """The same as long as it is the same shape of the same program."""
    width: int
    height: int
    hot_x: int
    hot_y: int
    pixels: bytes


@dataclass(frozen=True)
class PointerSight:
    """Where the pointer was at one moment, whether a button was held, and its shape then (None: it has none)."""

    x: int
    y: int
    held: bool
    shape: PointerShape | None


class PointerSource(Protocol):
    """The mouse pointer of the desktop, whoever moves it."""

    def start(self, on_change: Callable[[], None]) -> None:
        """Begin to report, on the event loop's thread, that it moved or changed: once, and again after each look.

        Raise DesktopError when the desktop is gone.
        """

    def stop(self) -> None:
        """Report nothing more. Never raises."""

    def look(self) -> PointerSight:
        """Return how it is now. Only from a worker thread, one at a time. Raise DesktopError when that is not known."""

    def close(self) -> None:
        """Let go of the display; nobody may be looking."""


@dataclass(frozen=True)
class Clip:
    """What a clipboard holds: a text's UTF-8, or an image's PNG. What is read is not checked for being that."""

    kind: ClipboardKind
    data: bytes


class ClipboardError(DesktopError):
    """The clipboard gives nothing."""

    def __init__(self, fault: ClipboardFault) -> None:
        super().__init__(f"the clipboard gives nothing: {fault}")
        self.fault = fault


class Clipboard(Protocol):
    """The customer's clipboard. It is read and filled when told to, and at no other time."""

    def start(self) -> None:
        """Begin to follow which program holds it, without reading any of it; after masking has begun.

        Raise DesktopError when the desktop is gone.
        """

    def read(self, given_up: Event) -> Clip:
        """Return its text or else its image, within the wire's bounds. Only from a worker thread; takes seconds.

        Raise ClipboardError when there is none that may be read, or once `given_up` is set.
        """

    def put(self, clip: Clip) -> None:
        """Let `clip` be pasted until another program copies something, or `close`. Only from a worker thread.

        Raise DesktopError when the desktop does not take it.
        """

    def close(self) -> None:
        """Follow nothing more; what was put can be pasted no more. Never raises."""


class AwayKind(StrEnum):
    """How the customer can leave the screen."""

    LOCKED = "locked"
    ASLEEP = "asleep"
    SWITCHED = "switched"
    PROMPT = "prompt"
    """The system itself asks the customer something that nobody else may see or answer (UAC on Windows)."""


class Absence(Protocol):
    """Watches for the customer leaving: the screen locked, the computer asleep, another user at it."""

    def start(self, on_away: Callable[[AwayKind], None]) -> None:
        """Begin to report, on the event loop's thread."""

    def stop(self) -> None:
        """Report nothing more."""


class Releaser(Protocol):
    """What the watchdog can do for an agent that died or froze; asked in the watchdog's process."""

    def release_all(self) -> None:
        """Release every key and button that injection holds down. Raise DesktopError when the desktop is gone."""

    def take_back_keys(self) -> None:
        """Undo what the agent changed of the keyboard's map. Raise DesktopError when the desktop is gone."""

    def fileno(self) -> int:
        """Return what becomes readable when a key is pressed."""

    def panic_keys(self) -> list[int]:
        """Return the times (the screen's milliseconds) of the panic keys since last asked, whoever pressed them.

        Raise DesktopError when the desktop is gone.
        """


@dataclass(frozen=True)
class Desktop:
    """One platform's answers, made by `agent.desktop.open_desktop`."""

    screen: ScreenSource
    injector: Injector
    hand: Hand
    masking: Masking
    absence: Absence
    pointer: PointerSource
    clipboard: Clipboard | None
    """None: not on this system yet."""
    consent: SystemConsent | None = None
    """None: this system asks the customer nothing of its own."""
