"""The pointer of a real X server: told of when something is new, its place and shape of one moment."""

import asyncio
import select
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import xcffib
import xcffib.render
import xcffib.xproto
from Xlib import X
from Xlib.display import Display
from Xlib.ext import xtest

from agent.desktop.base import DesktopError, PointerShape, PointerSight
from agent.desktop.x11.cursor import X11PointerSource
from scripts.rigs.xserver import xvfb
from tests.desktop.rig import PATIENCE
from tests.desktop.x11.puppet import Puppet

XTERM, WATCH = 152, 150
"""Glyphs of X's own cursors (X11/cursorfont.h)."""

HALF_RED = 0x80800000
"""A pixel of a cursor: alpha, red, green, blue, the colours multiplied by alpha."""


class Watched:
    """The pointer of one display, and how often it was told of."""

    def __init__(self, display: str) -> None:
        self.source = X11PointerSource(display)
        self.other = Display(display)
        self.told = 0
        self._new = asyncio.Event()

    def start(self) -> None:
        self.source.start(self._tell)

    def _tell(self) -> None:
        self.told += 1
        self._new.set()

    async def look(self) -> PointerSight:
        self._new.clear()
        return await asyncio.to_thread(self.source.look)

    async def tells(self) -> None:
        """Wait until something is told."""
        await asyncio.wait_for(self._new.wait(), PATIENCE)

    async def next(self) -> PointerSight:
        """Wait until something is told, and look."""
        await self.tells()
        return await self.look()

    async def rest(self) -> None:
        """Look until nothing more is told."""
        while True:
            await self.look()
            try:
                await asyncio.wait_for(self._new.wait(), 0.3)
            except TimeoutError:
                return

    def act(self, kind: int, detail: int = 0, x: int = 0, y: int = 0) -> None:
        xtest.fake_input(self.other, kind, detail, x=x, y=y)
        self.other.sync()

    def move(self, x: int, y: int) -> None:
        self.act(X.MotionNotify, x=x, y=y)


@pytest.fixture
async def watched(small_screen: str) -> AsyncIterator[Watched]:
    watched = Watched(small_screen)
    watched.start()
    await watched.rest()
    watched.told = 0
    yield watched
    watched.source.close()
    watched.other.close()


def shape_of(sight: PointerSight) -> PointerShape:
    assert sight.shape
    return sight.shape


async def test_a_pointer_that_moves_is_told_of_with_its_place(watched: Watched) -> None:
    watched.move(33, 44)
    sight = await watched.next()
    assert (sight.x, sight.y, sight.held) == (33, 44, False)


async def test_however_often_it_moves_it_is_told_once_until_somebody_looks(watched: Watched) -> None:
    for step in range(1, 300):
        watched.move(step, step % 50)
    sight = await watched.next()
    assert (sight.x, watched.told) == (299, 1)
    watched.move(5, 6)
    assert (await watched.next()).x == 5


async def test_a_resting_pointer_is_told_of_no_more(watched: Watched) -> None:
    watched.move(33, 44)
    await watched.next()
    await watched.rest()
    told = watched.told
    await asyncio.sleep(0.5)
    assert watched.told == told


async def test_a_program_gives_it_a_shape_and_another_place_another(watched: Watched, page: Puppet) -> None:
    watched.move(350, 250)
    await watched.rest()
    plain = shape_of(await watched.look())
    window = page.open(10, 10, 100, 100)
    page.act("cursor", window, glyph=XTERM)
    watched.move(50, 50)
    await watched.rest()
    over = shape_of(await watched.look())
    assert over.serial != plain.serial
    assert over.pixels != plain.pixels
    watched.move(350, 250)
    await watched.rest()
    assert shape_of(await watched.look()) == plain


async def test_a_new_shape_of_a_resting_pointer_is_told_of(watched: Watched, page: Puppet) -> None:
    window = page.open(10, 10, 100, 100)
    watched.move(50, 50)
    await watched.rest()
    before = shape_of(await watched.look())
    page.act("cursor", window, glyph=WATCH)
    assert shape_of(await watched.next()) != before


async def test_the_shape_has_its_size_its_hot_spot_and_its_pixels(watched: Watched, small_screen: str) -> None:
    x = xcffib.connect(small_screen)
    set_cursor(x, 4, 3, [HALF_RED] * 11 + [0xFF00FF00], hot=(2, 1))
    await watched.rest()
    shape = shape_of(await watched.look())
    assert (shape.width, shape.height, shape.hot_x, shape.hot_y) == (4, 3, 2, 1)
    assert shape.pixels == b"\x00\x00\x80\x80" * 11 + b"\x00\xff\x00\xff"
    x.disconnect()


async def test_it_says_whether_a_button_is_held(watched: Watched) -> None:
    watched.act(X.ButtonPress, 1)
    assert (await watched.next()).held
    watched.act(X.ButtonRelease, 1)
    await watched.rest()
    assert not (await watched.look()).held


async def test_it_says_so_too_when_the_shape_changed_meanwhile(watched: Watched, page: Puppet) -> None:
    window = page.open(10, 10, 100, 100)
    watched.move(50, 50)
    watched.act(X.ButtonPress, 1)
    await watched.rest()
    page.act("cursor", window, glyph=WATCH)
    assert (await watched.next()).held
    watched.act(X.ButtonRelease, 1)


async def test_what_happens_while_somebody_looks_is_told_of_afterwards(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    truly_look = watched.source._look

    def look_and_move() -> PointerSight:
        sight = truly_look()
        watched.move(71, 72)
        return sight

    watched.move(5, 6)
    await watched.tells()
    monkeypatch.setattr(watched.source, "_look", look_and_move)
    assert (await watched.look()).x == 5
    monkeypatch.setattr(watched.source, "_look", truly_look)
    assert (await watched.next()).x == 71


async def test_place_and_shape_are_of_one_moment_however_it_flits(watched: Watched, page: Puppet) -> None:
    window = page.open(0, 0, 200, 300)
    page.act("cursor", window, glyph=XTERM)
    watched.move(100, 100)
    await watched.rest()
    inside = shape_of(await watched.look()).serial
    done = False

    def flit() -> None:
        while not done:
            for x in (195, 205):
                watched.move(x, 100)

    flitting = asyncio.create_task(asyncio.to_thread(flit))
    seen = [await watched.look() for _ in range(400)]
    done = True
    await flitting
    assert {sight.x < 200 for sight in seen} == {True, False}
    assert all((shape_of(sight).serial == inside) == (sight.x < 200) for sight in seen)


async def test_after_stop_nothing_is_told_and_a_new_start_tells_again(watched: Watched) -> None:
    watched.source.stop()
    watched.source._display.sync()  # the server has heard of it
    watched.move(7, 8)
    readable, _, _ = await asyncio.to_thread(select.select, [watched.source._socket], [], [], 0.3)
    assert (watched.told, readable) == (0, []), "nobody listens, and the server says nothing"
    watched.start()
    assert (await watched.look()).x == 7
    watched.move(9, 8)
    assert (await watched.next()).x == 9


@pytest.mark.alone
async def test_stop_waits_for_nobody_even_while_another_program_has_the_server(watched: Watched) -> None:
    watched.other.grab_server()
    watched.other.sync()
    looking = asyncio.create_task(watched.look())
    await asyncio.sleep(0.2)
    began = time.monotonic()
    watched.source.stop()
    assert time.monotonic() - began < 1
    watched.other.ungrab_server()
    watched.other.sync()
    await looking
    watched.move(7, 8)
    await asyncio.sleep(0.3)
    assert watched.told == 0


async def test_a_lost_display_is_said_and_wakes_the_loop_no_more() -> None:
    with xvfb((64, 64)) as display:
        watched = Watched(display)
        watched.start()
        await watched.rest()
    with pytest.raises(DesktopError):
        await watched.look()
    told = watched.told
    await asyncio.sleep(0.3)
    assert watched.told <= told + 1
    watched.source.close()


def test_a_display_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(DesktopError):
        X11PointerSource(":9999")


def set_cursor(x: Any, width: int, height: int, pixels: list[int], hot: tuple[int, int]) -> None:
    """Give the root window a cursor with transparency."""
    render = x(xcffib.render.key)
    screen = x.get_setup().roots[x.pref_screen]
    deep = next(
        found.id
        for found in render.QueryPictFormats().reply().formats
        if found.depth == 32 and found.direct.alpha_mask == 255 and found.direct.red_shift == 16
    )
    pixmap, context, picture, cursor = (x.generate_id() for _ in range(4))
    x.core.CreatePixmap(32, pixmap, screen.root, width, height)
    x.core.CreateGC(context, pixmap, 0, [])
    data = b"".join(pixel.to_bytes(4, "little") for pixel in pixels)
    x.core.PutImage(xcffib.xproto.ImageFormat.ZPixmap, pixmap, context, width, height, 0, 0, 0, 32, len(data), data)
    render.CreatePicture(picture, pixmap, deep, 0, [])
    render.CreateCursor(cursor, picture, *hot)
    x.core.ChangeWindowAttributes(screen.root, xcffib.xproto.CW.Cursor, [cursor])
    x.core.GetInputFocus().reply()
