"""The web view that draws pages: a local page without network, inline script or eval; text goes in as text."""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import webview

from agent.ui.model import Press
from agent.ui.page import Page
from agent.ui.pipe import Pipe
from agent.ui.presenter import Presenter
from agent.ui.web_choosing import ON_GTK, WebChoosers

PAGE = (Path(__file__).parent / "web" / "window.html").as_uri()
SIZE = (860, 680)
SMALLEST = (480, 360)
OPENING_SECONDS = 20
NO_TRACES = {"MESA_SHADER_CACHE_DISABLE": "true", "__GL_SHADER_DISK_CACHE": "0", "GSETTINGS_BACKEND": "memory"}
"""Keeps compiled shaders (Mesa, NVIDIA) and the folder picker's settings (GTK) out of the customer's home."""
PROGRAM = "handrail"
"""What the desktop calls the program that the window belongs to."""

Place = tuple[float, float, float, float]
"""Where something lies: x, y, width, height, as shares of the page's width."""


class Api:
    """The functions the page may call."""

    def __init__(self, take: Callable[[str], None], stop_at: Callable[[Place | None], None]) -> None:
        self._take, self._stop_at = take, stop_at

    def act(self, text: str) -> None:
        """Take an action as JSON; anything else means nothing."""
        if isinstance(text, str):
            self._take(text)

    def stop_at(self, place: object) -> None:
        """Take where Stop is: x, y, width and height as shares of the page's width; anything else: nowhere."""
        numbers = [one for one in place if isinstance(one, int | float)] if isinstance(place, list) else []
        self._stop_at((numbers[0], numbers[1], numbers[2], numbers[3]) if len(numbers) == 4 else None)

    # pywebview makes a function in the page for each one it lists, by eval, which the page's policy forbids
    act._serializable = stop_at._serializable = False  # type: ignore[attr-defined]


class WebWindow:
    """One window of the system's web view."""

    def __init__(self, pipe: Pipe) -> None:
        self._pipe = pipe
        self._page: Page | None = None
        os.environ |= NO_TRACES
        _call_it(PROGRAM)
        webview.settings["ALLOW_FILE_URLS"] = False
        webview.settings["OPEN_EXTERNAL_LINKS_IN_BROWSER"] = False
        self._scale = _text_scale()
        width, height = _fitting(SIZE, self._scale)
        self._stop: Place | None = None
        api = Api(lambda text: self.presenter.act_text(text), self._stop_at)
        window: Any = webview.create_window(
            "", PAGE, js_api=api, width=width, height=height, min_size=SMALLEST, text_select=True
        )
        self._window = window
        self.presenter = Presenter(pipe, self.draw, WebChoosers(window), draws_levels=True)
        # its answers to the page's calls come by eval; nothing waits for them
        self._window.evaluate_js = lambda *_: None
        self._window.events.closing += self._closing

    def run(self) -> int:
        """Show the window until its process ends."""
        webview.start(self._serve, private_mode=True)
        return 0

    def draw(self, page: Page) -> None:
        """Give the page to the web view; come forward when there is a question."""
        before, self._page = self._page, page
        if page == before:
            return
        if before is None or before.window_title != page.window_title:
            self._window.set_title(page.window_title)
        if self.run_script(f"handrail.show({json.dumps(page.model_dump(mode='json'))})") is not True:
            os._exit(1)  # the page failed: a new window is better than one that shows what is no longer so
        if page.guarded and (before is None or before.name != page.name):
            self._window.restore()

    def run_script(self, script: str) -> Any:
        """Run an ASCII script in the page (pywebview's GTK side takes characters for bytes); return its value."""
        return self._window.run_js(script)

    def _serve(self) -> None:
        """Once the page is there, let views in and beat as long as the page answers."""
        if not self._window.events.loaded.wait(OPENING_SECONDS):
            os._exit(1)
        _stay_on(PAGE)
        _zoom(self._scale / self._followed())
        self._prepare_gtk()
        self._pipe.listen(self.presenter.show)
        while True:
            if self.run_script("handrail.alive()"):
                self._pipe.beat()
            time.sleep(1)

    def _followed(self) -> float:
        """Return how far the web view has followed the desktop's text size by itself, as newer ones do (GTK)."""
        inner = self.run_script("innerWidth")
        return max(1.0, self._window.width / inner) if inner else 1.0

    def _prepare_gtk(self) -> None:
        if ON_GTK:
            from agent.ui import gtk

            gtk.prepare()
            gtk.on_dropped_folders(self.presenter.hide_folder)
            gtk.on_press(self._pressed)

    def _stop_at(self, place: Place | None) -> None:
        self._stop = place

    def _pressed(self, x: float, y: float) -> bool:
        """Take a press on Stop before the page does, which may be busy; say whether it was one."""
        place = self._stop
        if place is None or not (0 <= x - place[0] < place[2] and 0 <= y - place[1] < place[3]):
            return False
        self.presenter.act(Press(button="stop"))
        return True

    def _closing(self) -> bool:
        """The window's cross means stop; whether the window goes is for the agent to say."""
        self.presenter.act(Press(button="close"))
        return False


def _call_it(name: str) -> None:
    if sys.platform == "linux":
        from gi.repository import GLib

        GLib.set_prgname(name)


def _fitting(size: tuple[int, int], scale: float) -> tuple[int, int]:
    """Return `size` for letters so much larger, or less where the screen is smaller."""
    width, height = round(size[0] * scale), round(size[1] * scale)
    if not webview.screens:
        return width, height
    screen = webview.screens[0]
    return min(width, screen.width - 20), min(height, screen.height - 60)


def _stay_on(page: str) -> None:
    """Refuse to load anything but the page, whatever is dropped on the window."""
    if sys.platform != "linux":
        return
    from webview.platforms.gtk import BrowserView

    def decide(_view: object, decision: Any, _kind: object) -> bool:
        if not hasattr(decision, "get_navigation_action"):
            return False  # not about going somewhere
        elsewhere = bool(decision.get_navigation_action().get_request().get_uri() != page)
        if elsewhere:
            decision.ignore()
        return elsewhere

    for browser in BrowserView.instances.values():
        browser.webview.connect("decide-policy", decide)


def _text_scale() -> float:
    """Return the desktop's text size (1.25: 125 %), where windows are not measured in its units (GTK)."""
    if sys.platform != "linux":
        return 1.0
    from gi.repository import Gtk

    settings = Gtk.Settings.get_default()
    return max(1.0, settings.get_property("gtk-xft-dpi") / 1024 / 96) if settings else 1.0


def _zoom(scale: float) -> None:
    """Zoom the page on GTK, on its own thread."""
    if sys.platform != "linux":
        return
    from gi.repository import GLib
    from webview.platforms.gtk import BrowserView

    for browser in BrowserView.instances.values():
        GLib.idle_add(browser.webview.set_zoom_level, scale)


def run(pipe: Pipe) -> int:
    """Open the window and serve it until the process ends."""
    return WebWindow(pipe).run()
