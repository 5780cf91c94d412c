"""Switching between two monitors by the console's shortcut: how long until all of the other one is shown."""

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager

from PIL import Image, ImageDraw
from Xlib.display import Display

from scripts.benchmark import pages
from scripts.benchmark.accuracy import on_screen
from scripts.benchmark.canvas import Canvas
from scripts.benchmark.lines import Line
from scripts.benchmark.loads import Colour, page
from scripts.benchmark.peers import PROGRAMS
from scripts.benchmark.viewer import Screen, technician, visit
from scripts.rigs.monitors import monitors, side_by_side
from scripts.rigs.xserver import xvfb

MONITOR = (1920, 1080)
COLOURS: Sequence[Colour] = ((200, 30, 90), (20, 120, 220))
"""Of the marks on the left monitor, and on the right one."""
MARK = 16
"""Pixels of a mark's side."""
MARKS = [(x, y) for x in range(0, MONITOR[0], 128) for y in range(0, MONITOR[1], 107)]
"""Where each monitor has a mark: all over it, so that one seen whole has all of them."""
PATIENCE = 60.0
REST_SECONDS = 0.5

Box = tuple[int, int, int, int]


class Switching:
    """A technician before two monitors."""

    def __init__(self, screen: Screen, display: str, boxes: Sequence[Box]) -> None:
        self._screen, self._display, self._boxes = screen, display, boxes

    def to(self, number: int) -> float:
        """Press monitor `number`'s shortcut; return the milliseconds until the page has drawn all of it."""
        page, colour = self._screen.page, COLOURS[number - 1]
        page.wait_for_timeout(1000 * REST_SECONDS)
        words = {"code": f"Digit{number}", "marks": json.dumps(_middles()), "colour": json.dumps(colour)}
        page.evaluate(pages.with_picture(WATCH % {**words, "width": MONITOR[0]}), self._screen.selector)
        page.keyboard.press(f"Control+Alt+Shift+Digit{number}")
        page.wait_for_function("() => window.switchedAfter !== null", timeout=1000 * PATIENCE)
        return float(page.evaluate("window.switchedAfter"))

    def clicked(self, x: int, y: int) -> tuple[int, int]:
        """Take control, click where the picture shows that pixel of it; return where the customer's pointer went."""
        page = self._screen.page
        before = self._pointer()
        control = page.get_by_test_id("permission-control")
        if control.get_attribute("data-standing") != "granted":
            control.get_by_role("button").click()
        page.wait_for_selector(".stage[data-open=true]", timeout=1000 * PATIENCE)
        left, top, scale = page.evaluate(pages.with_picture(PLACE), self._screen.selector)
        page.mouse.click(left + (x + 0.5) * scale, top + (y + 0.5) * scale)
        deadline = time.monotonic() + PATIENCE
        while self._pointer() == before and time.monotonic() < deadline:
            page.wait_for_timeout(50)
        return self._pointer()

    def _pointer(self) -> tuple[int, int]:
        with closing(Display(self._display)) as display:
            at = display.screen().root.query_pointer()
            return at.root_x, at.root_y

    def is_true(self, number: int) -> bool:
        """Say whether the picture is that monitor, pixel by pixel."""
        self._screen.page.wait_for_timeout(1000 * REST_SECONDS)
        real = on_screen(self._display).crop(self._boxes[number - 1])
        return self._screen.picture().tobytes() == real.tobytes()


@contextmanager
def two_monitors(over: Line) -> Iterator[Switching]:
    """Have a customer with two monitors full of text, and a technician who sees them over the line."""
    with ExitStack() as stack:
        display = stack.enter_context(xvfb((2 * MONITOR[0], MONITOR[1])))
        areas = side_by_side(stack.enter_context(monitors(display)), *MONITOR)
        canvas = Canvas(display)
        stack.callback(canvas.close)
        canvas.open()
        for at, area in enumerate(areas):
            canvas.copy(canvas.keep(_marked(at)), (0, 0), MONITOR, (area.x, area.y))
        canvas.show()
        serving = stack.enter_context(PROGRAMS["handrail"](over, display))
        screen = stack.enter_context(visit(stack.enter_context(technician(over, serving)), serving))
        screen.wait(2 * MONITOR[0], PATIENCE)
        boxes = [(area.x, area.y, area.x + area.width, area.y + area.height) for area in areas]
        yield Switching(screen, display, boxes)


def _marked(monitor: int) -> Image.Image:
    """Return a monitor's picture: small text, and marks over it."""
    image = page(*MONITOR, seed=31 + monitor)
    pen = ImageDraw.Draw(image)
    for x, y in MARKS:
        pen.rectangle((x, y, x + MARK - 1, y + MARK - 1), fill=COLOURS[monitor])
    return image


def _middles() -> list[tuple[int, int]]:
    return [(x + MARK // 2, y + MARK // 2) for x, y in MARKS]


PLACE = """
(screen, size) => {
  const box = screen.getBoundingClientRect();
  return [box.left, box.top, box.width / size().width];
}
"""
"""JavaScript for pages.with_picture: where the picture lies in the page, and CSS pixels for one of its own."""

WATCH = """
(screen, size) => {
  const marks = %(marks)s, colour = %(colour)s;
  const seen = new OffscreenCanvas(marks.length, 1).getContext("2d", { willReadFrequently: true });
  let pressed = null;
  window.switchedAfter = null;
  const heard = (event) => {
    if (event.code === "%(code)s") pressed ??= event.timeStamp;
  };
  addEventListener("keydown", heard, { capture: true });
  const shown = () => {
    const scale = size().width / %(width)d;
    marks.forEach(([x, y], at) => seen.drawImage(screen, x * scale, y * scale, 1, 1, at, 0, 1, 1));
    const pixels = seen.getImageData(0, 0, marks.length, 1).data;
    return marks.every((_, at) => colour.every((level, i) => Math.abs(pixels[4 * at + i] - level) < 8));
  };
  const look = () => {
    if (pressed === null || !shown()) return requestAnimationFrame(look);
    removeEventListener("keydown", heard, { capture: true });
    window.switchedAfter = performance.now() - pressed;
  };
  requestAnimationFrame(look);
}
"""
"""JavaScript for pages.with_picture: from the key to the first image on which every mark of that monitor is seen."""
