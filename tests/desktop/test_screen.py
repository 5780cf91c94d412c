"""The screen on a real X server: every change is reported, none is lost, nothing is reported of an idle screen."""

import asyncio
import random
from collections.abc import Callable, Iterator, Sequence
from unittest.mock import Mock

import pytest
from mss.exception import ScreenShotError
from PIL import Image

from agent.areas import Rect, cut
from agent.desktop.base import DesktopError
from agent.desktop.x11.screen import X11Screen
from scripts.rigs.monitors import monitors, side_by_side
from scripts.rigs.xserver import xvfb
from tests.media.painter import Painter, painting, text
from tests.media.resize import resize

SIZE = (640, 480)


@pytest.fixture
def display() -> Iterator[str]:
    with xvfb(SIZE) as name:
        yield name


@pytest.fixture
def painter(display: str) -> Iterator[Painter]:
    with painting(display) as painter:
        yield painter


@pytest.fixture
def screen(display: str) -> Iterator[X11Screen]:
    screen = X11Screen(display)
    yield screen
    screen.close()


class Reports:
    """What the screen reported."""

    def __init__(self, screen: X11Screen) -> None:
        self.damage: asyncio.Queue[Sequence[Rect]] = asyncio.Queue()
        self.resized = asyncio.Event()
        screen.start(self.damage.put_nowait, self.resized.set)

    async def rearranged(self, true: Callable[[], bool]) -> None:
        """Wait until word of other monitors, or of another size, came and made it true."""
        async with asyncio.timeout(5):
            while not true():
                self.resized.clear()
                await self.resized.wait()

    async def next(self) -> Sequence[Rect]:
        """Wait for the next report of damage."""
        async with asyncio.timeout(5):
            return await self.damage.get()


def test_what_is_grabbed_is_what_was_painted(screen: X11Screen, painter: Painter) -> None:
    page = text(*SIZE)
    painter.show(page)
    area = Rect(11, 7, 301, 203)
    grabbed = Image.frombytes("RGB", (301, 203), bytes(screen.grab(area)), "raw", "BGRX")
    assert grabbed.tobytes() == page.crop((11, 7, 312, 210)).tobytes()


async def test_a_change_is_reported_where_it_is(screen: X11Screen, painter: Painter) -> None:
    painter.show(Image.new("RGB", SIZE, "white"))
    reports = Reports(screen)
    assert await reports.next() == [Rect(0, 0, *SIZE)], "in the beginning everything counts as changed"
    screen.grab(Rect(0, 0, 1, 1))  # what changes before that counts as part of what was reported
    painter.show(Image.new("RGB", (9, 14), "black"), 100, 50)
    assert await reports.next() == [Rect(100, 50, 9, 14)]


async def test_an_idle_screen_reports_nothing(screen: X11Screen, painter: Painter) -> None:
    painter.show(Image.new("RGB", SIZE, "white"))
    reports = Reports(screen)
    await reports.next()
    await asyncio.sleep(0.5)
    assert reports.damage.empty()


async def test_nothing_is_reported_after_stop(screen: X11Screen, painter: Painter) -> None:
    reports = Reports(screen)
    screen.stop()
    painter.show(text(*SIZE))
    await asyncio.sleep(0.2)
    assert reports.damage.empty()


async def test_no_change_is_lost_while_the_screen_is_grabbed(screen: X11Screen, painter: Painter) -> None:
    """After each change the last grab that followed a report shows it, however changes and grabs interleave."""
    reports = Reports(screen)
    chance = random.Random(3)
    known = bytearray()
    loop = asyncio.get_running_loop()
    for shade in range(1, 120):
        x = chance.randrange(40)
        painter.show(Image.new("RGB", (20, 20), (shade, shade, shade)), x, 0)
        await reports.next()
        known = await loop.run_in_executor(None, screen.grab, Rect(0, 0, 60, 20))
        painter.show(Image.new("RGB", (20, 20), (shade, 0, 0)), x, 0)
        await reports.next()
        known = await loop.run_in_executor(None, screen.grab, Rect(0, 0, 60, 20))
        while not reports.damage.empty():
            reports.damage.get_nowait()
        assert known[x * 4 : x * 4 + 3] == bytes((0, 0, shade))


async def test_a_new_size_is_reported_and_can_be_grabbed(screen: X11Screen, display: str) -> None:
    reports = Reports(screen)
    for size in ((320, 200), SIZE):
        reports.resized.clear()
        resize(display, *size)
        async with asyncio.timeout(5):
            await reports.resized.wait()
        assert screen.size == size
        assert len(screen.grab(Rect(0, 0, *size))) == size[0] * size[1] * 4


async def test_monitors_that_come_and_go_are_told_from_left_to_right(screen: X11Screen, display: str) -> None:
    reports = Reports(screen)
    with monitors(display) as settings:
        left, right = side_by_side(settings, 320, 480)
        await reports.rearranged(lambda: len(screen.monitors) == 2)
        assert [monitor.area for monitor in screen.monitors] == [left, right]
        assert [monitor.primary for monitor in screen.monitors] == [True, False]
        numbers = [monitor.id for monitor in screen.monitors]
        settings.pull("RIGHT")
        await reports.rearranged(lambda: [monitor.id for monitor in screen.monitors] == numbers[:1])
        settings.plug("RIGHT", right)
        await reports.rearranged(lambda: [monitor.id for monitor in screen.monitors] == numbers)


async def test_a_monitor_that_shows_what_another_shows_is_no_other(display: str) -> None:
    with monitors(display) as settings:
        left, right = side_by_side(settings, 320, 480)
        settings.plug("MIRROR", left)
        settings.plug("BEAMER", Rect(330, 10, 100, 100))
    screen = X11Screen(display)
    assert [(monitor.id, monitor.area) for monitor in screen.monitors] == [(1, left), (2, right)]
    assert screen.monitors[0].primary
    screen.close()


def test_an_area_outside_the_screen_is_refused_and_the_next_grab_works(screen: X11Screen) -> None:
    with pytest.raises(DesktopError):
        screen.grab(Rect(600, 0, 100, 100))
    assert len(screen.grab(Rect(0, 0, 10, 10))) == 400


def test_a_display_that_is_not_there_is_told_in_words() -> None:
    with pytest.raises(DesktopError, match="no X11 display"):
        X11Screen(":9999")


async def test_a_display_that_goes_is_reported_as_damage_and_cannot_be_grabbed() -> None:
    with xvfb(SIZE) as name:
        screen = X11Screen(name)
        reports = Reports(screen)
    report = await reports.next()
    assert cut(report[0], Rect(0, 0, *SIZE)) == Rect(0, 0, *SIZE)
    with pytest.raises(DesktopError):
        screen.grab(Rect(0, 0, 10, 10))
    screen.close()


async def test_a_display_that_is_gone_cannot_be_watched() -> None:
    with xvfb(SIZE) as name:
        screen = X11Screen(name)
    with pytest.raises(DesktopError):
        Reports(screen)
    screen.close()


def test_a_library_that_capturing_needs_and_the_system_has_not_is_named(
    display: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agent.desktop.x11.screen.mss.MSS", Mock(side_effect=ScreenShotError("libxcb-randr not found")))
    with pytest.raises(DesktopError, match=r"cannot be captured .*libxcb-randr not found"):
        X11Screen(display)
