"""A Mac that only does what the test says: the calls of Quartz, ScreenCaptureKit, ApplicationServices and AppKit."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Event as Flag
from types import SimpleNamespace
from typing import Any

from agent.areas import Rect
from agent.desktop.macos.events import KEYCODE, MARK, PID, Event, Source

PLACE = Rect(10, 20, 300, 200)
OURS = 4242
"""A process of the agent's."""


@dataclass
class Point:
    x: float
    y: float


@dataclass
class Size:
    width: float
    height: float


@dataclass
class Area:
    origin: Point
    size: Size


@dataclass
class Posted:
    """An event, as it was made."""

    kind: str
    place: tuple[float, float] = (0, 0)
    number: int = 0
    down: bool = True
    text: str = ""
    flags: int = 0
    fields: dict[int, int] = field(default_factory=dict)


def window(
    number: int,
    pid: int = 7,
    area: Rect = PLACE,
    title: str = "letter",
    layer: int = 0,
) -> dict[str, object]:
    bounds = {"X": area.x, "Y": area.y, "Width": area.width, "Height": area.height}
    return {
        "kCGWindowNumber": number,
        "kCGWindowOwnerPID": pid,
        "kCGWindowLayer": layer,
        "kCGWindowBounds": bounds,
        "kCGWindowName": title,
        "kCGWindowAlpha": 1,
    }


class FakeQuartz:
    """Implements agent.desktop.macos.frameworks.Quartz."""

    def __init__(self) -> None:
        self.login: Mapping[str, object] | None = {"kCGSSessionOnConsoleKey": True}
        self.screens = {1: Rect(0, 0, 1440, 900)}
        self.display_error = 0
        self.shown: list[Mapping[str, object]] | None = []
        self.others: list[Mapping[str, object]] = []
        self.allowed = {"screen", "post", "listen"}
        self.asked: list[str] = []
        self.posted: list[Posted] = []
        self.pointer = (100.0, 50.0)
        self.layout = {"q": 0, "a": 12, "c": 8}
        self.down: set[int] = set()
        self.buttons: set[int] = set()
        self.taps_work = True
        self.tap_hears = True
        self.tapped: Callable[[Any, int, Event, Any], Event] | None = None
        self.pixel_order = 0x2002
        self.padding = 0
        self.kCFRunLoopCommonModes = "common"
        self._stopped = Flag()

    # --- the login, displays, windows

    def CGSessionCopyCurrentDictionary(self) -> Mapping[str, object] | None:
        return self.login

    def CGGetActiveDisplayList(self, most: int, ids: None, count: None, /) -> tuple[int, Sequence[int], int]:
        return self.display_error, [*self.screens], len(self.screens)

    def CGDisplayBounds(self, display: int, /) -> Area:
        area = self.screens[display]
        return Area(Point(area.x, area.y), Size(area.width, area.height))

    def CGMainDisplayID(self) -> int:
        return 1

    def CGWindowListCopyWindowInfo(self, option: int, relative: int, /) -> Sequence[Mapping[str, object]] | None:
        if self.shown is None:
            return None
        return self.shown if option == 1 else [*self.shown, *self.others]

    # --- what the customer allowed

    def CGPreflightScreenCaptureAccess(self) -> bool:
        return "screen" in self.allowed

    def CGPreflightPostEventAccess(self) -> bool:
        return "post" in self.allowed

    def CGPreflightListenEventAccess(self) -> bool:
        return "listen" in self.allowed

    def CGRequestScreenCaptureAccess(self) -> bool:
        self.asked.append("screen")
        return False

    def CGRequestPostEventAccess(self) -> bool:
        self.asked.append("post")
        return False

    # --- events

    def CGEventSourceCreate(self, state: int, /) -> Source | None:
        return Source("private") if "post" in self.allowed else None

    def CGEventCreate(self, source: Source | None, /) -> Event | None:
        return Event(Posted("nothing", self.pointer))

    def CGEventCreateMouseEvent(
        self, source: Source | None, kind: int, place: tuple[float, float], button: int, /
    ) -> Event | None:
        return Event(Posted(f"mouse {kind}", place, button))

    def CGEventCreateScrollWheelEvent(
        self, source: Source | None, unit: int, wheels: int, up: int, left: int, /
    ) -> Event | None:
        return Event(Posted("wheel", (up, left), unit))

    def CGEventCreateKeyboardEvent(self, source: Source | None, key: int, down: bool, /) -> Event | None:
        return Event(Posted("key", number=key, down=down, flags=0x10100))

    def CGEventKeyboardSetUnicodeString(self, event: Event, length: int, text: str, /) -> None:
        of(event).text = text
        of(event).fields[-1] = length

    def CGEventKeyboardGetUnicodeString(self, event: Event, most: int, n: None, text: None, /) -> tuple[int, str]:
        wrote = next((character for character, key in self.layout.items() if key == of(event).number), "")
        return len(wrote), wrote

    def CGEventSetIntegerValueField(self, event: Event, number: int, value: int, /) -> None:
        of(event).fields[number] = value

    def CGEventGetIntegerValueField(self, event: Event, number: int, /) -> int:
        return of(event).fields.get(number, 0)

    def CGEventGetFlags(self, event: Event, /) -> int:
        return of(event).flags

    def CGEventSetFlags(self, event: Event, flags: int, /) -> None:
        of(event).flags = flags

    def CGEventGetLocation(self, event: Event, /) -> Point:
        return Point(*of(event).place)

    def CGEventGetTimestamp(self, event: Event, /) -> int:
        return 5_000_000

    def CGEventPost(self, tap: int, event: Event, /) -> None:
        self.posted.append(of(event))

    def CGEventSourceButtonState(self, state: int, button: int, /) -> bool:
        return button in self.buttons

    def CGEventSourceKeyState(self, state: int, key: int, /) -> bool:
        return key in self.down

    # --- the tap

    def CGEventTapCreate(
        self,
        where: int,
        place: int,
        options: int,
        mask: int,
        told: Callable[[Any, int, Event, Any], Event],
        context: None,
        /,
    ) -> Any:
        self.tapped = told
        return "tap" if self.taps_work else None

    def CGEventTapEnable(self, tap: Any, on: bool, /) -> None: ...

    def CGEventTapIsEnabled(self, tap: Any, /) -> bool:
        return self.tap_hears

    def CFMachPortCreateRunLoopSource(self, allocator: None, tap: Any, order: int, /) -> Any:
        return "source"

    def CFRunLoopGetCurrent(self) -> Any:
        return "loop"

    def CFRunLoopAddSource(self, loop: Any, source: Any, mode: Any, /) -> None: ...

    def CFRunLoopRun(self) -> None:
        self._stopped.wait()

    def CFRunLoopStop(self, loop: Any, /) -> None:
        self._stopped.set()

    def hears(self, kind: int, *, key: int = 0, pid: int = 0, mark: int = 0) -> None:
        """Tell the tap of an event, on this thread."""
        event = Event(Posted("heard", fields={KEYCODE: key, PID: pid, MARK: mark}))
        assert self.tapped is not None
        assert self.tapped(None, kind, event, None) is event, "an event is passed on as it came"

    # --- images

    def CGImageGetWidth(self, image: Any, /) -> int:
        return int(image.width)

    def CGImageGetHeight(self, image: Any, /) -> int:
        return int(image.height)

    def CGImageGetBitsPerPixel(self, image: Any, /) -> int:
        return 32

    def CGImageGetBytesPerRow(self, image: Any, /) -> int:
        return int(image.width) * 4 + self.padding

    def CGImageGetBitmapInfo(self, image: Any, /) -> int:
        return self.pixel_order

    def CGImageGetDataProvider(self, image: Any, /) -> Any:
        return image

    def CGDataProviderCopyData(self, image: Any, /) -> Any:
        return (bytes(image.pixel) * image.width + b"\0" * self.padding) * image.height


def of(event: Event) -> Posted:
    assert isinstance(event, Posted)
    return event


class FakeFocus:
    """Implements agent.desktop.macos.ground.FocusCalls."""

    def __init__(self) -> None:
        self.pid = 7
        self.error = 0

    def AXUIElementCreateSystemWide(self) -> Any:
        return "all"

    def AXUIElementSetMessagingTimeout(self, element: Any, seconds: float, /) -> int:
        return 0

    def AXUIElementCopyAttributeValue(self, element: Any, name: str, value: None, /) -> tuple[int, Any]:
        return self.error, "program" if name == "AXFocusedApplication" else None

    def AXUIElementGetPid(self, element: Any, pid: None, /) -> tuple[int, int]:
        return self.error, self.pid


class FakeKit:
    """Implements agent.desktop.macos.capture_kit.KitCalls: each display has one colour."""

    def __init__(self) -> None:
        self.colours = {1: b"\x01\x02\x03\xff", 2: b"\x04\x05\x06\xff"}
        self.programs = [program(OURS), program(7)]
        self.windows = [SimpleNamespace(title=lambda: "handrail marks", owningApplication=lambda: program(OURS))]
        self.taken: list[SimpleNamespace] = []
        self.fails = self.silent = False
        self.asked = 0
        self.SCShareableContent = self
        self.SCScreenshotManager = self
        self.SCContentFilter = SimpleNamespace(alloc=Filter)
        self.SCStreamConfiguration = SimpleNamespace(alloc=Configuration)

    def getShareableContentExcludingDesktopWindows_onScreenWindowsOnly_completionHandler_(
        self, without_desktop: bool, on_screen: bool, done: Callable[[Any, Any], None]
    ) -> None:
        assert not without_desktop, "the desktop belongs into the picture"
        self.asked += 1
        displays = [SimpleNamespace(displayID=lambda number=number: number) for number in self.colours]
        content = SimpleNamespace(
            displays=lambda: displays, applications=lambda: self.programs, windows=lambda: self.windows
        )
        done(content, None)

    def captureImageWithFilter_configuration_completionHandler_(
        self, chosen: "Filter", how: "Configuration", done: Callable[[Any, Any], None]
    ) -> None:
        self.taken.append(SimpleNamespace(filter=chosen, how=how))
        if self.silent:
            return
        colour = self.colours[chosen.display.displayID()]
        if self.fails:
            done(None, "error")
        else:
            done(how.image(colour), None)


def program(pid: int) -> SimpleNamespace:
    return SimpleNamespace(processID=lambda: pid)


class Filter:
    def initWithDisplay_excludingApplications_exceptingWindows_(
        self, display: Any, programs: list[Any], windows: list[Any]
    ) -> "Filter":
        self.display, self.programs, self.windows = display, programs, windows
        return self


class Configuration:
    def __init__(self) -> None:
        self.said: dict[str, Any] = {}

    def init(self) -> "Configuration":
        return self

    def __getattr__(self, name: str) -> Callable[[Any], None]:
        def say(value: Any) -> None:
            self.said[name] = value

        return say

    def image(self, colour: bytes) -> SimpleNamespace:
        return SimpleNamespace(width=self.said["setWidth_"], height=self.said["setHeight_"], pixel=colour)


class FakeSettings:
    """Implements agent.desktop.macos.access.SettingsCalls."""

    def __init__(self) -> None:
        self.opened: list[str] = []
        workspace = SimpleNamespace(openURL_=self.opened.append)
        self.NSWorkspace: Any = SimpleNamespace(sharedWorkspace=lambda: workspace)
        self.NSURL: Any = SimpleNamespace(URLWithString_=lambda text: text)
