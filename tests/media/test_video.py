"""What moves and looks natural goes as video, and becomes exact once it is still."""

import asyncio

import pytest
from PIL import Image

from agent.areas import Rect
from agent.desktop.x11.screen import X11Screen
from agent.media.video import VideoStream
from agent.protocol.messages import VideoCodec
from tests.media.fakes import captured
from tests.media.painter import Painter, film, text
from tests.media.session import session

AREA = Rect(0, 0, 480, 320)


def sizes(stream: VideoStream, most: int, frames: int = 20) -> list[int]:
    """Return the bytes of each frame of a film of which about `most` fit."""
    return [len(stream.encode(captured(film(480, 320, step)), AREA, most).packet) for step in range(frames)]


@pytest.mark.parametrize("most", [3000, 7500, 30_000])
def test_no_frame_is_bigger_than_the_line_has_room_for(most: int) -> None:
    assert max(sizes(VideoStream(VideoCodec.H264, 24), most)) < 1.1 * most


@pytest.mark.parametrize("most", [12_000, 30_000])
def test_vp8_keeps_to_the_lines_room_in_the_mean(most: int) -> None:
    found = sizes(VideoStream(VideoCodec.VP8, 24), most, 60)
    assert sum(found) < 1.3 * most * len(found)


def test_a_line_that_became_thin_gets_smaller_frames_at_once() -> None:
    stream = VideoStream(VideoCodec.H264, 24)
    assert max(sizes(stream, 30_000)) > 6000
    assert max(sizes(stream, 5000)) < 5500


def test_smooth_is_coarser() -> None:
    fine, coarse = (sum(sizes(VideoStream(VideoCodec.H264, crf), 375_000)) for crf in (31, 33))
    assert coarse < 0.95 * fine


@pytest.mark.parametrize("codec", list(VideoCodec))
async def test_a_film_is_close_while_it_runs_and_exact_once_it_is_still(
    codec: VideoCodec, display: str, painter: Painter
) -> None:
    screen = X11Screen(display)
    painter.show(text(800, 600))
    async with session(screen, [codec]) as live:
        live.sender.start()
        await live.until_equal(painter.screen)
        for step in range(30):
            painter.show(film(480, 320, step), 101, 99)
            await asyncio.sleep(1 / 30)
        rough = await live.until_equal(painter.screen, at_least=30)
        await live.until_equal(painter.screen)
        print(f"{codec}: {rough:.1f} dB in motion, exact when still; {live.sender.stats}")
        assert live.sender.stats.video_frames > 5
        assert live.refreshes == 0
    screen.close()


async def test_codecs_told_late_are_used_without_beginning_anew(display: str, painter: Painter) -> None:
    screen = X11Screen(display)
    async with session(screen, []) as live:
        live.sender.start()
        await live.until_equal(painter.screen)
        live.sender.use_codecs([VideoCodec.VP8])
        painter.show(film(480, 320, 1), 101, 99)
        await live.until(lambda: live.sender.stats.video_frames > 0)
        await live.until_equal(painter.screen)
        assert [shown.viewport.size for shown in live.views] == [(800, 600)]
        assert live.refreshes == 0
    screen.close()


async def test_a_letter_beside_a_film_is_exact_at_once(display: str, painter: Painter) -> None:
    screen = X11Screen(display)
    painter.show(Image.new("RGB", (800, 600), "white"))
    async with session(screen) as live:
        live.sender.start()
        await live.until_equal(painter.screen)
        for step in range(10):
            painter.show(film(480, 320, step), 0, 0)
            painter.show(text(90, 14, seed=step), 600, 400)
            await asyncio.sleep(1 / 30)
        await live.until_equal(lambda: painter.screen().crop((590, 390, 700, 420)), within=(590, 390, 700, 420))
    screen.close()
