"""The technician's marks on a Mac: windows that take no click from the first, and nothing over what is hidden."""

from types import SimpleNamespace
from typing import Any

import pytest

from agent.areas import Rect
from agent.desktop.macos.windows import GLASS
from agent.protocol.messages import MarkColour, MarkTool
from agent.ui.drawn import Drawn, Mark, Spot
from agent.ui.overlay_macos import Letters, MacOverlay
from tests.desktop.macos.fakes import OURS, FakeQuartz, window

BOX = Mark(number=1, tool=MarkTool.BOX, colour=MarkColour.RED, stay=True, points=(820, 30, 900, 90))
WORDS = Mark(number=2, tool="text", colour=MarkColour.BLUE, stay=False, points=(10, 150), text="ici")


class Told:
    """An object of Objective-C that remembers what it was told, in order."""

    def __init__(self) -> None:
        self.said: list[tuple[str, Any]] = []

    def __getattr__(self, name: str) -> Any:
        return lambda *values: self.said.append((name, values[0] if len(values) == 1 else values))

    def last(self, name: str) -> Any:
        return next((value for said, value in reversed(self.said) if said == name), None)


class Made(Told):
    """One that is made by alloc and init..."""

    def initWithContentRect_styleMask_backing_defer_(self, *values: Any) -> "Made":
        self.said.append(("frame", values[0]))
        return self

    def initWithFrame_(self, frame: Any) -> "Made":
        return self


class Kit(FakeQuartz):
    """AppKit and Quartz."""

    def __init__(self) -> None:
        super().__init__()
        self.windows: list[Made] = []
        self.NSWindow: Any = SimpleNamespace(alloc=self._window)
        self.NSView: Any = SimpleNamespace(alloc=Made)
        self.NSColor: Any = SimpleNamespace(clearColor=lambda: "clear")
        self.CALayer: Any = SimpleNamespace(layer=Told)
        self.CATextLayer: Any = SimpleNamespace(layer=Told)
        self.CAShapeLayer: Any = SimpleNamespace(layer=Told)

    def _window(self) -> Made:
        self.windows.append(Made())
        return self.windows[-1]

    def CGColorCreateGenericRGB(self, red: float, green: float, blue: float, alpha: float, /) -> Any:
        return round(red * 255), round(green * 255), round(blue * 255)

    def CGPathCreateMutable(self) -> Any:
        return []

    def CGPathMoveToPoint(self, path: Any, transform: None, x: float, y: float, /) -> None:
        path.append((x, y))

    def CGPathAddLineToPoint(self, path: Any, transform: None, x: float, y: float, /) -> None:
        path.append((x, y))

    def CGPathCloseSubpath(self, path: Any, /) -> None:
        path.append("closed")

    def CGPathAddRect(self, path: Any, transform: None, area: tuple[tuple[int, int], tuple[int, int]], /) -> None:
        path.append(area)


class Scene:
    def __init__(self) -> None:
        self.kit, self.now = Kit(), 100.0
        self.kit.screens = {1: Rect(0, 0, 1440, 900), 2: Rect(-800, 100, 800, 600)}
        self.marks: list[bool] = []
        self.waiting: list[Any] = []
        letters = Letters("Helvetica", 18, 22, lambda text: 10 * len(text))
        self.overlay = MacOverlay(
            self.kit, self.kit, letters, self.waiting.append, self.marks.append, lambda: {OURS}, lambda: self.now
        )

    def draw(self, *marks: Mark, covered: tuple[Rect, ...] = ()) -> None:
        self.overlay.show(Drawn(marks=marks, covered=covered), "#0a4f96")

    def sheets(self) -> list[Told]:
        """Return what is shown on each display, the main one first."""
        grounds = [window.last("setContentView_").last("setLayer_") for window in self.kit.windows]
        return [ground.last("setSublayers_")[0] for ground in grounds if ground.last("setSublayers_")]

    def later(self) -> None:
        self.waiting.pop()()


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_a_window_takes_no_click_and_hides_nothing_before_it_is_seen(scene: Scene) -> None:
    scene.draw(BOX)
    assert len(scene.kit.windows) == 2, "one a display"
    for made in scene.kit.windows:
        said = [name for name, _ in made.said]
        assert said.index("setIgnoresMouseEvents_") < said.index("orderFrontRegardless")
        assert made.last("setIgnoresMouseEvents_") is True
        assert made.last("setOpaque_") is False
        assert made.last("setBackgroundColor_") == "clear"
        assert made.last("setTitle_") == GLASS
    assert [made.last("frame") for made in scene.kit.windows] == [((0, 0), (1440, 900)), ((-800, 200), (800, 600))]


def test_a_mark_lies_at_the_same_place_of_the_desktop_on_each_display(scene: Scene) -> None:
    scene.draw(BOX)
    main, left = (sheet.last("setSublayers_")[-1].last("setPath_") for sheet in scene.sheets())
    assert main[0] == (20, 30)
    assert left[0] == (820, -70)


def test_nothing_is_drawn_over_what_is_hidden_or_over_our_own_windows(scene: Scene) -> None:
    scene.kit.shown = [window(1, pid=OURS, area=Rect(10, 10, 100, 50)), window(2)]
    scene.draw(BOX, covered=(Rect(1000, 200, 30, 20),))
    main, left = scene.sheets()
    holes = main.last("setMask_")
    assert holes.last("setFillRule_") == "even-odd"
    assert set(holes.last("setPath_")) == {((0, 0), (1440, 900)), ((10, 10), (100, 50)), ((200, 200), (30, 20))}
    assert left.last("setMask_") is None, "nothing of it lies there"


def test_words_and_the_pointer_and_a_dimmed_screen_are_drawn_too(scene: Scene) -> None:
    light = BOX.model_copy(update={"number": 3, "tool": MarkTool.SPOTLIGHT})
    drawn = Drawn(marks=(WORDS, light), spot=Spot(x=900, y=300), pointed=1, name="Camille")
    scene.overlay.show(drawn, "#0a4f96")
    texts = [layer.last("setString_") for layer in scene.sheets()[0].last("setSublayers_")]
    assert [text for text in texts if text] == ["ici", "Camille"]


def test_marks_go_by_themselves_and_all_at_once_when_cleared(scene: Scene) -> None:
    scene.draw(BOX, WORDS)
    scene.now += 60
    scene.later()
    assert len(scene.sheets()[0].last("setSublayers_")) == 2, "the box stays"
    scene.overlay.clear()
    assert scene.sheets() == []
    assert [made.last("orderOut_") for made in scene.kit.windows] == [None, None]
    assert [name for name, _ in scene.kit.windows[0].said][-1] == "orderOut_"
    assert scene.marks == [True, False]


def test_where_windows_are_not_listed_nothing_is_drawn(scene: Scene) -> None:
    scene.kit.shown = None
    scene.draw(BOX)
    assert scene.kit.windows == []


def test_a_display_that_is_gone_keeps_no_window(scene: Scene) -> None:
    scene.draw(BOX)
    del scene.kit.screens[2]
    scene.later()
    assert [name for name, _ in scene.kit.windows[1].said][-1] == "orderOut_"
