"""The glass with the technician's marks lies over the whole screen, and changes nothing of what is covered."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

import pytest
from Xlib import X, display
from Xlib.ext import shape

from agent.areas import Rect, cut
from agent.desktop.x11.connection import X11Connection
from agent.desktop.x11.masking import X11Masking
from agent.hiding.judge import judge
from agent.hiding.vocabulary import Hidden
from tests.desktop.x11.fakes import NothingKnown
from tests.desktop.x11.puppet import Puppet

MARK = (5, 5, 390, 20)


@contextmanager
def glass(name: str, cut_down: bool = True) -> Iterator[None]:
    """Lay a window of this process over the whole screen, cut down to one mark or not."""
    connection = display.Display(name)
    window = connection.screen().root.create_window(
        *(-1, -1, 402, 302, 0, X.CopyFromParent, X.InputOutput, X.CopyFromParent), override_redirect=True
    )
    if cut_down:
        window.shape_rectangles(shape.SO.Set, shape.SK.Bounding, X.Unsorted, 0, 0, [MARK])
    window.shape_rectangles(shape.SO.Set, shape.SK.Input, X.Unsorted, 0, 0, [])
    window.map()
    connection.sync()
    yield
    connection.close()


@pytest.fixture
def masking(small_screen: str) -> Iterator[X11Masking]:
    connection = X11Connection(small_screen)
    made = X11Masking(connection, judge, NothingKnown(), lambda: {os.getpid()})
    yield made
    made.stop()
    connection.close()


async def covers(masking: X11Masking, x: int, y: int) -> bool:
    masks = await asyncio.to_thread(masking.masks, monotonic())
    return any(cut(mask, Rect(x, y, 1, 1)) for mask in masks)


@pytest.mark.parametrize("cut_down", [True, False])
async def test_the_glass_is_not_covered_with_our_own_windows_but_a_whole_one_is(
    small_screen: str, masking: X11Masking, cut_down: bool
) -> None:
    masking.start(lambda areas, sudden: None)
    masking.cover_own(True)
    with glass(small_screen, cut_down):
        assert await covers(masking, 200, 200) is not cut_down


async def test_under_a_mark_what_is_hidden_stays_covered(small_screen: str, masking: X11Masking, vault: Puppet) -> None:
    masking.start(lambda areas, sudden: None)
    masking.use(Hidden(applications=frozenset({"vault"})))
    vault.open(10, 10, 50, 40)
    with glass(small_screen):
        assert await covers(masking, 12, 12), "under the mark"
        assert await covers(masking, 50, 45), "beside it"
        assert not await covers(masking, 200, 12), "on the mark alone"


async def test_a_window_shared_alone_is_shown_under_the_glass(
    small_screen: str, masking: X11Masking, page: Puppet
) -> None:
    masking.start(lambda areas, sudden: None)
    window = page.open(100, 100, 50, 40)
    masking.use(Hidden(only=window))
    with glass(small_screen):
        assert not await covers(masking, 120, 120)
        assert await covers(masking, 200, 200)


async def test_who_picks_a_window_picks_the_one_below_the_glass(
    small_screen: str, masking: X11Masking, page: Puppet
) -> None:
    masking.start(lambda areas, sudden: None)
    page.open(100, 100, 50, 40, title="Lettre")
    with glass(small_screen):
        await covers(masking, 1, 1)
        async with asyncio.timeout(20):
            while (at := masking.window_at(120, 120)) is None:
                await asyncio.sleep(0.01)
        assert at.title == "Lettre"


async def test_what_is_covered_is_known_without_waiting(small_screen: str, masking: X11Masking, vault: Puppet) -> None:
    assert masking.covered(), "all of it before anything is known"
    masking.start(lambda areas, sudden: None)
    assert not masking.covered()
    masking.use(Hidden(applications=frozenset({"vault"})))
    vault.open(10, 10, 50, 40)
    async with asyncio.timeout(20):
        while Rect(10, 10, 50, 40) not in masking.covered():
            await asyncio.sleep(0.01)
