"""The technician's browsers as one small thing to drive, a tab: Debian's Chromium (Playwright) and Firefox (BiDi)."""

import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from playwright.sync_api import Page, sync_playwright

from scripts.rigs.ending import tied

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SIZE = (1400, 900)
"""CSS pixels of the page: smaller than it takes to show a customer's screen one pixel on one pixel."""
ROOT = Path(__file__).resolve().parents[2]


class Tab(Protocol):
    """One page of a real browser. Keys and mouse are the browser's own trusted events."""

    def goto(self, url: str) -> None:
        """Load `url`."""

    def evaluate(self, script: str) -> Any:
        """Return the value of a JavaScript expression, as JSON carries it."""

    def type(self, text: str) -> None:
        """Type text where the focus is."""

    def chord(self, keys: Sequence[str]) -> None:
        """Press keys (KeyboardEvent.code, or KeyboardEvent.key of named keys) together and let go."""

    def move(self, x: float, y: float) -> None:
        """Move the mouse, in CSS pixels of the viewport."""

    def click(self, x: float, y: float) -> None:
        """Click the left button, in CSS pixels of the viewport."""


class ChromiumTab:
    """A tab of Playwright's."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def goto(self, url: str) -> None:
        self.page.goto(url)

    def evaluate(self, script: str) -> Any:
        return self.page.evaluate(script)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def chord(self, keys: Sequence[str]) -> None:
        self.page.keyboard.press("+".join(keys))

    def move(self, x: float, y: float) -> None:
        self.page.mouse.move(x, y)

    def click(self, x: float, y: float) -> None:
        self.page.mouse.click(x, y)

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Press the main button at one place, and let go of it at another."""
        self.page.mouse.move(*start)
        self.page.mouse.down()
        self.page.mouse.move(*end, steps=5)
        self.page.mouse.up()


@contextmanager
def chromium(lang: str = "en", display: str | None = None, flags: Sequence[str] = ()) -> Iterator[ChromiumTab]:
    """Run Chromium with one tab; with a window on `display` where given, so that xdotool can be its keyboard."""
    with sync_playwright() as playwright:
        environment: dict[str, str | float | bool] = {**os.environ, **({"DISPLAY": display} if display else {})}
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*FLAGS, *flags], headless=display is None, env=environment
        )
        context = browser.new_context(
            viewport={"width": SIZE[0], "height": SIZE[1]}, locale=lang, ignore_https_errors=True
        )
        try:
            yield ChromiumTab(context.new_page())
        finally:
            browser.close()


class FirefoxTab:
    """A tab driven by firefox.mjs."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.version = str(self._answer())

    def _do(self, deed: str, **details: Any) -> Any:
        assert self._process.stdin
        self._process.stdin.write(json.dumps({"do": deed, **details}) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> Any:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"Firefox went (exit code {self._process.wait(10)})")
        said = json.loads(line)
        if "fault" in said:
            raise RuntimeError(f"Firefox: {said['fault']}")
        return said["answer"]

    def goto(self, url: str) -> None:
        self._do("goto", url=url)

    def evaluate(self, script: str) -> Any:
        return self._do("evaluate", script=script)

    def type(self, text: str) -> None:
        self._do("type", text=text)

    def chord(self, keys: Sequence[str]) -> None:
        self._do("chord", keys=list(keys))

    def move(self, x: float, y: float) -> None:
        self._do("move", x=x, y=y)

    def click(self, x: float, y: float) -> None:
        self._do("click", x=x, y=y)


@contextmanager
def firefox(lang: str = "en") -> Iterator[FirefoxTab]:
    """Run a headless Firefox with one tab."""
    process = subprocess.Popen(
        tied(["node", Path(__file__).with_name("firefox.mjs"), lang]),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    try:
        yield FirefoxTab(process)
    finally:
        assert process.stdin
        process.stdin.close()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
