"""What the picture's tests share: a small X screen, something that paints on it, a browser that shows it."""

from collections.abc import AsyncIterator, Iterator

import pytest

from agent.desktop.x11.screen import X11Screen
from scripts.rigs.xserver import xvfb
from tests.media.painter import Painter, painting
from tests.media.session import Session, session

SIZE = (800, 600)


@pytest.fixture
def display() -> Iterator[str]:
    with xvfb(SIZE) as name:
        yield name


@pytest.fixture
def painter(display: str) -> Iterator[Painter]:
    with painting(display) as painter:
        yield painter


@pytest.fixture
async def live(display: str, painter: Painter) -> AsyncIterator[Session]:
    screen = X11Screen(display)
    async with session(screen) as running:
        yield running
    screen.close()
