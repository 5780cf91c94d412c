"""The screen as Windows shows it: right pixels, told when they change, in pixels whatever the scaling."""

import asyncio
from collections.abc import Iterator, Sequence

import pytest

from agent.areas import Rect, cut
from agent.desktop.base import DesktopError
from agent.desktop.windows.monitors import WindowsMonitors
from agent.desktop.windows.screen import WindowsScreen
from agent.desktop.windows.win32_display import be_aware_of_pixels
from scripts.rigs.win32_windows import PATIENCE, puppet, until

BLUE, GREEN, RED = b"\xff\x00\x00", b"\x00\xff\x00", b"\x00\x00\xff"
PLACE = Rect(100, 100, 80, 60)


@pytest.fixture
def screen() -> Iterator[WindowsScreen]:
    be_aware_of_pixels()
    screen = WindowsScreen(WindowsMonitors())
    yield screen
    screen.close()


def colour(screen: WindowsScreen, x: int, y: int) -> bytes:
    return bytes(screen.grab(Rect(x, y, 1, 1))[:3])


def test_size_and_monitors_are_what_windows_has(screen: WindowsScreen) -> None:
    assert screen.size == (1280, 800)
    assert [(one.id, one.area, one.primary) for one in screen.monitors] == [(1, Rect(0, 0, 1280, 800), True)]


@pytest.mark.parametrize(("colour_ref", "bgr"), [(0xFF0000, BLUE), (0x00FF00, GREEN), (0x0000FF, RED)])
def test_pixels_are_right_and_rows_have_no_padding(screen: WindowsScreen, colour_ref: int, bgr: bytes) -> None:
    with puppet(PLACE, colour=colour_ref, more=8):
        until(lambda: colour(screen, 110, 110) == bgr)
        pixels = screen.grab(Rect(99, 100, 83, 60))
        assert len(pixels) == 83 * 60 * 4
        row = pixels[30 * 83 * 4 : 31 * 83 * 4]
        assert row[4:7] == bgr == row[80 * 4 : 80 * 4 + 3]
        assert row[0:3] != bgr != row[81 * 4 : 81 * 4 + 3]


def test_what_lies_outside_is_refused_and_not_black(screen: WindowsScreen) -> None:
    with pytest.raises(DesktopError):
        screen.grab(Rect(1270, 0, 20, 10))


def test_behind_a_prompt_of_windows_own_nothing_is_captured(screen: WindowsScreen) -> None:
    blind = WindowsScreen(WindowsMonitors(), can_be_seen=lambda: False)
    with puppet(PLACE, colour=0x0000FF, more=8):
        until(lambda: colour(screen, 110, 110) == RED)
        assert not any(blind.grab(Rect(90, 90, 40, 40)))
    blind.close()


async def test_what_changes_is_told_and_what_does_not_is_not(screen: WindowsScreen) -> None:
    told: list[Sequence[Rect]] = []
    changed = asyncio.Event()

    def damaged(areas: Sequence[Rect]) -> None:
        told.append(areas)
        changed.set()

    screen.start(damaged, lambda: None)
    await asyncio.sleep(0.5)  # the first look is what later ones are compared with
    told.clear()
    with puppet(PLACE, colour=0x00FF00, more=8):
        until_told = asyncio.timeout(PATIENCE)
        async with until_told:
            while not any(cut(area, PLACE) for areas in told for area in areas):
                changed.clear()
                await changed.wait()
    far = Rect(600, 400, 300, 300)
    assert not any(cut(area, far) for areas in told for area in areas)
    screen.stop()
