"""The technician's browser: Debian's Chromium under Playwright. (Firefox is driven by firefox.mjs beside this file.)"""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

EXECUTABLE = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SIZE = (1600, 1000)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run a headless Chromium until the block ends."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=EXECUTABLE, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def page(browser: Browser, lang: str = "fr") -> Iterator[Page]:
    """Open a page with cookies of its own."""
    context = browser.new_context(viewport={"width": SIZE[0], "height": SIZE[1]}, locale=lang, ignore_https_errors=True)
    try:
        yield context.new_page()
    finally:
        context.close()
