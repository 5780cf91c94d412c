"""A part of the desktop, reduced or not, from a real X server to a canvas in a real Chromium."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Sequence

import numpy as np
import pytest
from PIL import Image

from agent.areas import Rect, cut
from agent.desktop.base import Monitor
from agent.desktop.x11.screen import X11Screen
from agent.media.capture import Masks
from agent.media.picture import PictureSender
from agent.media.view import View, view_messages
from scripts.rigs.monitors import Monitors, monitors, side_by_side
from scripts.rigs.xserver import xvfb
from tests.media.fakes import StillScreen
from tests.media.painter import Painter, film, painting, text
from tests.media.resize import resize
from tests.media.session import Session, session
from tests.media.test_picture import MARKER, covered

SIZE = (1200, 600)
LEFT, RIGHT = Rect(0, 0, 600, 600), Rect(600, 0, 600, 600)
RIGHT_HALF = Rect(320, 0, 320, 480)
EXACT = 47.0
"""dB: two means may be rounded differently by one of 255."""


@pytest.fixture
def display() -> Iterator[str]:
    with xvfb(SIZE) as name:
        yield name


@pytest.fixture
def settings(display: str) -> Iterator[Monitors]:
    with monitors(display) as settings:
        side_by_side(settings, *LEFT[2:])
        yield settings


@pytest.fixture
def painter(display: str) -> Iterator[Painter]:
    with painting(display) as painter:
        painter.show(text(*SIZE))
        yield painter


@pytest.fixture
async def live(display: str, settings: Monitors, painter: Painter) -> AsyncIterator[Session]:
    screen = X11Screen(display)
    async with session(screen) as running:
        running.sender.start()
        yield running
    screen.close()


def crop(image: Image.Image, part: Rect) -> Image.Image:
    return image.crop((part.x, part.y, part.x + part.width, part.y + part.height))


async def shows(live: Session, painter: Painter, part: Rect, divisor: int = 1, mask: Rect | None = None) -> None:
    """Wait until the canvas is that part of the screen, reduced so much, with a mask over it."""

    def expected() -> Image.Image:
        screen = covered(painter.screen(), mask) if mask else painter.screen()
        return crop(screen, part).reduce(divisor)

    await live.until_equal(expected, at_least=float("inf") if divisor == 1 else EXACT)


async def test_the_chosen_monitor_is_shown_and_then_the_other_and_then_all(live: Session, painter: Painter) -> None:
    await shows(live, painter, Rect(0, 0, *SIZE))
    for monitor, part in ((2, RIGHT), (1, LEFT), (None, Rect(0, 0, *SIZE))):
        live.sender.choose_monitor(monitor)
        assert (live.views[-1].chosen, live.views[-1].viewport.part) == (monitor, part)
        await shows(live, painter, part)
    assert [shown.number for shown in live.views] == [0, 1, 2, 3]


async def test_what_changes_beside_the_part_shown_costs_nothing(live: Session, painter: Painter) -> None:
    live.sender.choose_monitor(2)
    await shows(live, painter, RIGHT)
    before = live.sender.stats
    for step in range(10):
        painter.show(film(500, 500, step), 20, 20)
        await asyncio.sleep(0.02)
    painter.show(text(90, 14, seed=3), 700, 100)
    await shows(live, painter, RIGHT)
    assert live.sender.stats.bytes - before.bytes < 3000


async def test_a_monitor_that_is_not_there_changes_nothing(live: Session, painter: Painter) -> None:
    live.sender.choose_monitor(2)
    live.sender.choose_monitor(5)
    assert live.views[-1].chosen == 2
    await shows(live, painter, RIGHT)


async def test_when_the_chosen_monitor_is_pulled_out_all_are_shown_and_that_is_told(
    live: Session, painter: Painter, settings: Monitors
) -> None:
    live.sender.choose_monitor(2)
    await shows(live, painter, RIGHT)
    settings.pull("RIGHT")
    await live.until(lambda: live.views[-1].chosen is None)
    assert [monitor.id for monitor in live.views[-1].monitors] == [1]
    await shows(live, painter, Rect(0, 0, *SIZE))
    settings.plug("RIGHT", RIGHT)
    await live.until(lambda: len(live.views[-1].monitors) == 2)
    assert live.views[-1].chosen is None, "it was not chosen anew"


async def test_a_monitor_of_another_resolution_stays_chosen(
    live: Session, painter: Painter, settings: Monitors, display: str
) -> None:
    settings.pull("RIGHT")
    settings.pull("LEFT")
    await live.until(lambda: [monitor.id for monitor in live.views[-1].monitors] == [3])
    live.sender.choose_monitor(3)
    resize(display, 800, 600)
    painter.show(text(800, 600, seed=9))
    await live.until(lambda: live.views[-1].viewport.size == (800, 600))
    assert live.views[-1].chosen == 3
    await shows(live, painter, Rect(0, 0, 800, 600))


async def test_a_smaller_desktop_shows_what_is_left(live: Session, painter: Painter, display: str) -> None:
    live.sender.choose_monitor(2)
    await shows(live, painter, RIGHT)
    resize(display, 800, 600)
    painter.show(text(800, 600, seed=9))
    await live.until(lambda: live.views[-1].viewport.part.x + live.views[-1].viewport.part.width <= 800)
    await shows(live, painter, live.views[-1].viewport.part)
    assert not live.errors


@pytest.mark.parametrize("divisor", [2, 3, 4])
async def test_no_more_is_sent_than_fills_the_room(live: Session, painter: Painter, divisor: int) -> None:
    live.sender.fit(SIZE[0] // divisor, 1000)
    await shows(live, painter, Rect(0, 0, *SIZE), divisor)
    painter.show(film(301, 203, 1), 31, 47)
    painter.show(text(90, 14, seed=3), 703, 101)
    await shows(live, painter, Rect(0, 0, *SIZE), divisor)
    live.sender.fit(*SIZE)
    await shows(live, painter, Rect(0, 0, *SIZE))


async def test_a_room_that_needs_nothing_else_sends_nothing_anew(live: Session, painter: Painter) -> None:
    await shows(live, painter, Rect(0, 0, *SIZE))
    frames = live.sender.stats.frames
    live.sender.fit(1100, 590)
    live.sender.fit(32767, 32767)
    await asyncio.sleep(0.1)
    assert live.sender.stats.frames == frames


@pytest.mark.parametrize("divisor", [2, 3, 4])
async def test_what_is_masked_never_reaches_a_reduced_picture(live: Session, painter: Painter, divisor: int) -> None:
    secret = Rect(703, 101, 199, 151)
    live.masks = (secret,)
    live.sender.fit(RIGHT.width // divisor, 1000)
    live.sender.choose_monitor(2)
    for step in range(10):
        painter.show(text(300, 20, seed=step), 690, 95 + step * 3)
        painter.show(Image.new("RGB", secret[2:], MARKER), secret.x, secret.y)
        assert tinge(await live.viewer.canvas()) < 60
    await shows(live, painter, RIGHT, divisor, secret)
    live.masks = ()
    live.sender.masks_changed([secret])
    await shows(live, painter, RIGHT, divisor)
    assert tinge(await live.viewer.canvas()) > 150, "unhidden, it shows"


def tinge(shown: Image.Image) -> int:
    """How far any pixel is towards the marker's colour: the page's dark blues have no red, the mask is grey."""
    red, green, blue = np.moveaxis(np.asarray(shown, np.int16), 2, 0)
    return int((np.minimum(red, blue) - green).max())


def two_monitors() -> StillScreen:
    screen = StillScreen(film(640, 480, 1))
    screen.monitors = (Monitor(1, Rect(0, 0, 320, 480), True), Monitor(2, Rect(320, 0, 320, 480), False))
    return screen


def sender_of(screen: StillScreen, sent: list[bytes], masks: Masks) -> PictureSender:
    return PictureSender(
        screen,
        send=sent.append,
        buffered=lambda: 0,
        unacknowledged=lambda: 0,
        gap=lambda: False,
        take_back=lambda: None,
        permitted=lambda: True,
        masks=masks,
        on_view=lambda shown: None,
        on_error=lambda error: None,
    )


class Watched(StillScreen):
    """Two monitors, of which it is known what was captured, and a change that is reported when the test says so."""

    def __init__(self) -> None:
        still = two_monitors()
        super().__init__(still.image)
        self.monitors, self.grabbed = still.monitors, list[Rect]()

    def start(self, on_damage: Callable[[Sequence[Rect]], None], on_resize: Callable[[], None]) -> None:
        self.change = on_damage

    def grab(self, area: Rect) -> bytearray:
        self.grabbed.append(area)
        return super().grab(area)


async def test_nothing_is_captured_beside_the_part_shown() -> None:
    screen, sent = Watched(), list[bytes]()
    sender = sender_of(screen, sent, lambda since: ())
    sender.choose_monitor(2)
    sender.start()
    screen.change([Rect(10, 10, 50, 50)])
    screen.change([Rect(300, 100, 50, 50)])
    await asyncio.sleep(0.2)
    sender.close()
    assert sent
    assert screen.grabbed
    assert all(cut(area, RIGHT_HALF) == area for area in screen.grabbed)


async def test_what_was_being_made_of_another_part_is_not_sent() -> None:
    asked, answer, sent = threading.Event(), threading.Event(), list[bytes]()

    def slowly(since: float) -> tuple[Rect, ...]:
        asked.set()
        answer.wait(20)
        return ()

    screen = two_monitors()
    screen.image.paste("white", (320, 0, 640, 480))
    sender = sender_of(screen, sent, slowly)
    sender.start()
    assert await asyncio.to_thread(asked.wait, 20)
    sender.choose_monitor(2)
    answer.set()
    async with asyncio.timeout(20):
        while not sent:
            await asyncio.sleep(0.005)
    await asyncio.sleep(0.1)
    sender.close()
    assert all(message[8 + 5] == 1 for message in sent), "each frame says that it is of the second view"
    assert sum(map(len, sent)) < 3000, "a white part, and nothing of the film beside it"


def test_the_console_is_told_of_the_part_and_of_all_monitors() -> None:
    view = View(two_monitors())
    assert view.fit(100, 400)
    view.choose(2)
    geometry, known = view_messages(view.look())
    assert geometry.model_dump() == {
        "type": "view/geometry", "x": 320, "y": 0, "width": 320, "height": 480, "divisor": 3, "view": 1,
    }  # fmt: skip
    assert [(monitor.id, monitor.x, monitor.primary) for monitor in known.monitors] == [(1, 0, True), (2, 320, False)]
    assert known.chosen == 2


def test_views_are_numbered_round_and_only_when_they_are_others() -> None:
    screen = StillScreen(Image.new("RGB", (640, 480)))
    view = View(screen)
    assert [view.look().number for _ in range(3)] == [0, 0, 0]
    numbers = []
    for width in range(641, 641 + 300):
        screen.image = Image.new("RGB", (width, 48))
        numbers.append(view.look().number)
    assert numbers == [number % 256 for number in range(1, 301)]
