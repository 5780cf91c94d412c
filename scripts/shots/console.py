"""Pictures of what the technician sees, in a real Chromium, and of the customer's page; both as they are served."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from agent.ui.words import Lang
from scripts.rigs.browser import CHROMIUM, FLAGS
from scripts.rigs.rendezvous import rendezvous
from scripts.setup_machine import build_console
from scripts.shots import Subject
from tests.console.conftest import Scheme, build_live
from tests.console.desk import make_code, open_console, sign_in
from tests.console.driver import LiveView
from tests.console.fakes import served

SIZE = (1440, 900)
PHONE = (390, 844)
FIGURES = {"type": "view/stats", "sent_bytes": 48_300_000, "line_rate": 125_000, "loss": 0.012, "limit": "line"}
REPORT = [
    {"key": "os", "items": ["Debian GNU/Linux 12 (bookworm)"]},
    {"key": "memory", "items": ["8 Go"]},
    {"key": "disks", "items": ["/ : 41 Go libres sur 120 Go"]},
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def live_page() -> Iterator[str]:
    """Build and serve the live view whose other side is the script; yield its address."""
    with tempfile.TemporaryDirectory(prefix="handrail-live-") as folder:
        build_live(Path(folder))
        with served(Path(folder)) as address:
            yield address


def desk(folder: Path, lang: Lang) -> None:
    """The console before a session: log-in, home, a code to read out."""
    build_console()
    with rendezvous() as server, chromium() as browser:
        page = new_page(browser, lang, SIZE)
        open_console(page, server)
        shoot(page, folder, "console-log-in", lang)
        sign_in(page, server)
        page.get_by_test_id("code").wait_for()
        shoot(page, folder, "console-home", lang)
        make_code(page)
        shoot(page, folder, "console-code", lang)


def live(folder: Path, lang: Lang) -> None:
    """The live view in each of its states, on a link whose other side says what an agent would."""
    with live_page() as address, chromium() as browser:
        view = LiveView(new_page(browser, lang, SIZE), address)
        view.open()
        view.state(phase="asking", asking="view")
        shoot(view.page, folder, "console-live-asking", lang)
        view.steer()
        view.hear(type="chat/say", text="Bonjour, je vous entends." if lang == "fr" else "Hello, I can hear you.")
        view.state(granted=["view", "control"], input_open=True, refused=["serial"])
        view.hear(**FIGURES)
        view.hear(type="view/pointer", x=520, y=330, shown=True, shape=0)
        shoot(view.page, folder, "console-live-control", lang)
        view.monitors(2, chosen=2)
        shoot(view.page, folder, "console-live-monitors", lang)
        view.monitors(1)
        shoot(view.page, folder, "console-live-monitor-gone", lang)
        for chosen in (1, None):
            view.monitors(2, chosen)
        view.monitors(1)
        view.state(granted=["view", "control", "system"], customer_has_hand=True)
        view.page.keyboard.press("Control+Alt+Shift+KeyO")
        view.hear(type="system/report", lines=REPORT)
        shoot(view.page, folder, "console-live-hand", lang)
        view.event("onLost")
        shoot(view.page, folder, "console-live-lost", lang)
        view.event("onBack")
        view.state(phase="paused", paused_by="customer", granted=["view", "control"])
        shoot(view.page, folder, "console-live-paused", lang)
        view.page.keyboard.press("Control+Alt+Shift+KeyH")
        shoot(view.page, folder, "console-live-help", lang)
        view.page.keyboard.press("Escape")
        view.state(phase="ended", end_reason="customer")
        shoot(view.page, folder, "console-live-ended", lang)


def dark(folder: Path, lang: Lang) -> None:
    """The live view on a technician's desktop that is set to dark: at work, and with the line cut."""
    with live_page() as address, chromium() as browser:
        view = LiveView(new_page(browser, lang, SIZE, "dark"), address)
        view.steer()
        view.hear(**FIGURES)
        shoot(view.page, folder, "console-dark-control", lang)
        view.event("onLost")
        shoot(view.page, folder, "console-dark-lost", lang)


def customer_page(folder: Path, lang: Lang) -> None:
    """The page on which a customer types a code and gets the plug-in, wide and on a telephone."""
    with rendezvous() as server, chromium() as browser:
        for name, size in (("wide", SIZE), ("phone", PHONE)):
            page = new_page(browser, lang, size)
            page.goto(f"{server.url}/?lang={lang}")
            shoot(page, folder, f"customer-page-{name}", lang)


def new_page(browser: Browser, lang: Lang, size: tuple[int, int], scheme: Scheme = "light") -> Page:
    """Open a page of that size, as a technician's browser would."""
    viewport: ViewportSize = {"width": size[0], "height": size[1]}
    return browser.new_context(locale=lang, color_scheme=scheme, viewport=viewport).new_page()


def shoot(page: Page, folder: Path, name: str, lang: Lang) -> None:
    """Keep what the page shows once it rests."""
    page.wait_for_timeout(300)
    page.screenshot(path=folder / f"{name}-{lang}.png")


SUBJECTS: dict[str, Subject] = {
    "console": desk,
    "console-live": live,
    "console-dark": dark,
    "customer-page": customer_page,
}
