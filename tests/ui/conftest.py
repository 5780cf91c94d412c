"""One screen and one web window for a whole file of tests: starting them is what takes the time."""

from collections.abc import Iterator

import pytest

from scripts.rigs.xserver import window_manager, xvfb
from tests.ui.plain_probe import Plain, plain_window
from tests.ui.rig import Desk, HeldClicks, Shown, probed


@pytest.fixture(scope="package")
def desk() -> Iterator[Desk]:
    with xvfb((1024, 768)) as display, window_manager(display):
        yield Desk(display)


@pytest.fixture(scope="module")
def web_window(desk: Desk) -> Iterator[Shown]:
    with probed(desk) as window:
        yield window


@pytest.fixture
def web(web_window: Shown) -> Shown:
    """The file's window, without what a test before this one did not take."""
    web_window.forget()
    return web_window


@pytest.fixture
def held(desk: Desk) -> Iterator[HeldClicks]:
    made = HeldClicks(desk)
    yield made
    made.close()


@pytest.fixture
def plain(desk: Desk) -> Iterator[Plain]:
    with plain_window(desk) as window:
        yield window
