"""The technician's Chromium, on the technician's host: a page that shows the customer's screen."""

import base64
import io
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from scripts.benchmark import pages
from scripts.benchmark.barcode import reader
from scripts.benchmark.lines import Line
from scripts.benchmark.peers import Serving
from scripts.rigs.browser import CHROMIUM, FLAGS

VIEW = (1920, 1080)
"""CSS pixels of the page."""
WAIT_SECONDS = 30.0

Seen = Sequence[tuple[int, float]]
"""Steps in the order in which they were shown, and the wall clock then."""


class NoPicture(RuntimeError):
    """A program showed nothing in time."""


class Screen:
    """The customer's screen as a page shows it."""

    def __init__(self, page: Page, selector: str) -> None:
        self.page, self.selector = page, selector

    def wait(self, width: int, seconds: float = WAIT_SECONDS) -> None:
        """Wait until a picture is shown, then begin to read the steps on a screen of `width`. Raise NoPicture."""
        deadline = time.monotonic() + seconds
        while not self.page.evaluate(pages.SHOWS, self.selector):
            if time.monotonic() > deadline:
                raise NoPicture(f"no picture came at {self.selector}")
            self.page.wait_for_timeout(50)
        self.page.evaluate(pages.with_picture(reader(width)), self.selector)

    def seen(self) -> Seen:
        """Return the steps that were shown so far."""
        return [(int(step), float(at)) for step, at in self.page.evaluate("window.seenSteps")]

    def forget(self) -> None:
        """Read the steps anew."""
        self.page.evaluate("window.seenSteps.length = 0")

    def picture(self, after: float = 0.0) -> Image.Image:
        """Return the picture at its own size, as it is `after` seconds from now."""
        data = self.page.evaluate(pages.with_picture(pages.kept(1000 * max(0.0, after))), self.selector)
        return Image.open(io.BytesIO(base64.b64decode(str(data).partition(",")[2]))).convert("RGB")


@contextmanager
def technician(line: Line, serving: Serving) -> Iterator[Browser]:
    """Run Chromium on the technician's host."""
    origin = "/".join(serving.url.split("/")[:3])
    flags = [
        *FLAGS,
        "--autoplay-policy=no-user-gesture-required",
        f"--unsafely-treat-insecure-origin-as-secure={origin}",
    ]
    with ExitStack() as stack:
        driver = line.at_technician(lambda: stack.enter_context(sync_playwright()))
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=flags)
        stack.callback(browser.close)
        yield browser


@contextmanager
def visit(
    browser: Browser, serving: Serving, view: tuple[int, int] = VIEW, script: str | None = None
) -> Iterator[Screen]:
    """Open the program's page, in a window of its own of `view` CSS pixels; `script` runs in it before its own."""
    context = browser.new_context(viewport={"width": view[0], "height": view[1]})
    try:
        page = context.new_page()
        if script:
            page.add_init_script(script)
        page.goto(serving.url)
        yield Screen(page, serving.selector)
    finally:
        context.close()
