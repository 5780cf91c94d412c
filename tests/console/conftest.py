"""A real Chromium, the built console, and the built live view whose link is the test's."""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from scripts.rigs.browser import CHROMIUM, FLAGS
from scripts.rigs.rendezvous import Rendezvous, rendezvous
from scripts.setup_machine import build_console
from tests.console.driver import LiveView
from tests.console.fakes import served
from tests.made_once import made_once

Scheme = Literal["light", "dark"]
expect.set_options(timeout=20_000)  # a busy machine is no fault of the console's
CONSOLE = Path(__file__).resolve().parents[2] / "rendezvous" / "console"


def build_live(folder: Path) -> None:
    """Run Vite; it says what is wrong on its standard error."""
    vite = [str(CONSOLE / "node_modules" / ".bin" / "vite"), "build", "--logLevel", "warn", "--outDir", str(folder)]
    command = [*vite, "--config", "tests/live/vite.config.ts"]
    subprocess.run(command, cwd=CONSOLE, check=True, timeout=120, env={**os.environ, "NODE_ENV": "production"})


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """One at a time, and gone with its module: its loop would be in the way of asynchronous tests."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    running = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
    yield running
    running.close()


@pytest.fixture(scope="session")
def live_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(made_once(tmp_path_factory, "live", build_live)) as address:
        yield address


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rendezvous]:
    made_once(tmp_path_factory, "console", lambda _: build_console())
    with rendezvous(logins=("camille", "sacha", "dominique")) as running:
        yield running


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    with ExitStack() as contexts:

        def make(lang: str = "fr", scheme: Scheme = "light", scale: float = 1, width: int = 1440) -> Page:
            context = browser.new_context(
                locale=lang, color_scheme=scheme, device_scale_factor=scale, viewport={"width": width, "height": 900}
            )
            contexts.callback(context.close)
            return context.new_page()

        yield make


@pytest.fixture
def new_live(new_page: Callable[..., Page], live_address: str) -> Callable[..., LiveView]:
    return lambda *arguments, **options: LiveView(new_page(*arguments, **options), live_address)


@pytest.fixture
def live(new_live: Callable[..., LiveView]) -> LiveView:
    return new_live()
