"""The picture, from a real X server to a canvas in a real Chromium."""

import asyncio
import random
from contextlib import ExitStack

from PIL import Image

from agent.areas import Rect
from agent.desktop.base import DesktopError
from agent.desktop.x11.screen import X11Screen
from agent.media.capture import MASK_PIXEL
from scripts.rigs.xserver import xvfb
from tests.media.measure import count
from tests.media.painter import Painter, film, text
from tests.media.resize import resize
from tests.media.session import Session, session

MARKER = (255, 0, 200)


def covered(screen: Image.Image, mask: Rect) -> Image.Image:
    """Return the screen as it must look from outside: `mask` filled flat."""
    blue, green, red, _ = MASK_PIXEL
    screen.paste((red, green, blue), (mask.x, mask.y, mask.x + mask.width, mask.y + mask.height))
    return screen


async def test_the_canvas_becomes_the_screen_exactly(live: Session, painter: Painter) -> None:
    painter.show(text(800, 600))
    live.sender.start()
    db = await live.until_equal(painter.screen)
    print(f"PSNR {db} dB, {live.sender.stats}")
    assert [shown.viewport.size for shown in live.views] == [(800, 600)]
    assert not live.errors


async def test_a_small_change_is_shown_and_costs_little(live: Session, painter: Painter) -> None:
    painter.show(text(800, 600))
    live.sender.start()
    await live.until_equal(painter.screen)
    before = live.sender.stats.bytes
    painter.show(text(90, 14, seed=3), 300, 200)
    await live.until_equal(painter.screen)
    assert live.sender.stats.bytes - before < 3000


async def test_an_idle_screen_sends_nothing(live: Session, painter: Painter) -> None:
    painter.show(text(800, 600))
    live.sender.start()
    await live.until_equal(painter.screen)
    frames = live.sender.stats.frames
    await asyncio.sleep(1)
    assert live.sender.stats.frames == frames


async def test_what_is_masked_never_reaches_the_canvas(live: Session, painter: Painter) -> None:
    secret = Rect(100, 100, 200, 150)
    live.masks = (secret,)
    painter.show(text(800, 600))
    painter.show(Image.new("RGB", (200, 150), MARKER), 100, 100)
    live.sender.start()
    for step in range(20):
        painter.show(text(300, 20, seed=step), 90, 95 + step * 3)
        painter.show(Image.new("RGB", (200, 150), MARKER), 100, 100)
        assert count(await live.viewer.canvas(), MARKER) == 0
    await live.until_equal(lambda: covered(painter.screen(), secret))


async def test_a_mask_that_comes_or_goes_takes_effect_without_other_changes(live: Session, painter: Painter) -> None:
    secret = Rect(100, 100, 200, 150)
    painter.show(Image.new("RGB", (200, 150), MARKER), 100, 100)
    live.sender.start()
    await live.until_equal(painter.screen)
    live.masks = (secret,)
    live.sender.masks_changed()
    await live.until_equal(lambda: covered(painter.screen(), secret))
    live.masks = ()
    live.sender.masks_changed()
    await live.until_equal(painter.screen)


async def test_nothing_is_sent_after_stop(live: Session, painter: Painter) -> None:
    chance = random.Random(5)
    for step in range(40):
        painter.show(text(800, 600, seed=step))
        live.sender.start()
        await asyncio.sleep(chance.uniform(0, 0.06))
        painter.show(text(400, 300, seed=step), 50, 50)
        live.sender.stop()
        sent = len(live.viewer.sent)
        painter.show(text(400, 300, seed=step + 1), 50, 50)
        await asyncio.sleep(0.05)
        assert len(live.viewer.sent) == sent
    live.sender.start()
    await live.until_equal(painter.screen)


async def test_a_gate_that_closes_between_two_messages_lets_no_further_one_pass(
    live: Session, painter: Painter
) -> None:
    painter.show(film(800, 600, 1))
    live.gate = lambda: not live.viewer.sent
    live.sender.start()
    await live.until(lambda: bool(live.viewer.sent))
    await asyncio.sleep(0.3)
    assert len(live.viewer.sent) == 1


async def test_a_new_screen_size_begins_anew(live: Session, painter: Painter, display: str) -> None:
    painter.show(text(800, 600))
    live.sender.start()
    await live.until_equal(painter.screen)
    resize(display, 640, 480)
    painter.show(text(640, 480, seed=9))
    await live.until_equal(painter.screen)
    assert live.views[-1].viewport.size == (640, 480)
    assert not live.errors


async def test_a_lost_message_is_noticed_and_everything_comes_anew(live: Session, painter: Painter) -> None:
    painter.show(film(800, 600, 1))
    live.sender.start()
    await live.until_equal(painter.screen, at_least=30)
    assert live.viewer.page
    await live.viewer.page.evaluate("window.skip = 1")
    painter.show(film(800, 600, 2))
    await live.until_equal(painter.screen)
    assert live.refreshes == 1


async def test_the_picture_gives_up_when_the_display_is_gone() -> None:
    with ExitStack() as server:
        screen = X11Screen(server.enter_context(xvfb((320, 200))))
        async with session(screen) as running:
            running.sender.start()
            await running.until(lambda: running.shown > 0)
            server.close()
            await running.until(lambda: bool(running.errors))
            assert isinstance(running.errors[0], DesktopError)
