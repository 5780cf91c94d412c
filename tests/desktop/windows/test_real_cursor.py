"""The pointer as Windows shows it: its place and shape, told after each look once it moved."""

import asyncio

from agent.desktop.windows.cursor import WindowsPointerSource
from agent.desktop.windows.monitors import WindowsMonitors
from scripts.rigs.win32_windows import PATIENCE, real_hand, until


def test_place_and_shape_are_told() -> None:
    source = WindowsPointerSource(WindowsMonitors())
    real_hand("mousemove", "321", "123")
    until(lambda: (source.look().x, source.look().y) == (321, 123))
    sight = source.look()
    assert not sight.held
    if sight.shape is not None:
        assert len(sight.shape.pixels) == sight.shape.width * sight.shape.height * 4
        assert any(sight.shape.pixels[3::4])
        assert source.look().shape is sight.shape


async def test_it_is_told_once_and_again_after_each_look() -> None:
    source = WindowsPointerSource(WindowsMonitors())
    told: asyncio.Queue[None] = asyncio.Queue()
    source.start(lambda: told.put_nowait(None))
    async with asyncio.timeout(PATIENCE):
        await told.get()
        source.look()
        real_hand("mousemove", "200", "200")
        await told.get()
        assert (source.look().x, source.look().y) == (200, 200)
    source.stop()
    real_hand("mousemove", "10", "10")
    await asyncio.sleep(0.2)
    assert told.empty()


def test_behind_a_prompt_there_is_no_pointer() -> None:
    sight = WindowsPointerSource(WindowsMonitors(), lambda: False).look()
    assert sight.shape is None
    assert not sight.held
