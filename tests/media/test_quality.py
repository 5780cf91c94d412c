"""What a quality changes of what is sent, and what the sender says it waits for."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from agent.areas import Rect
from agent.media.pacing import MOST_UNSHOWN
from agent.media.quality import AIMS, Aim
from agent.protocol.messages import Limit, Quality, VideoCodec
from tests.media.painter import film, text
from tests.media.test_sender import Channel

WHOLE = Rect(0, 0, 640, 480)
FOR_EVER = Aim(video=True, crf=24, refine_seconds=60.0, pause_seconds=60.0)


@pytest.fixture
async def channel() -> AsyncIterator[Channel]:
    channel = Channel()
    channel.sender.use_codecs([VideoCodec.VP8])
    yield channel
    channel.sender.close()


async def watch(channel: Channel, films: int) -> None:
    """Show so many pictures of a film one after the other, each of which arrives and is drawn."""
    for seed in range(films):
        channel.screen.image = film(640, 480, seed)
        channel.sender.masks_changed(sudden=False)
        await everything(channel)


async def everything(channel: Channel) -> None:
    """Let everything through until nothing more comes."""
    quiet = 0
    while quiet < 5:
        before = channel.sender.stats.messages
        channel.drain()
        channel.sender.shown(channel.sender.stats.frames)
        await asyncio.sleep(0.02)
        idle = channel.sender.stats.messages == before and not channel.sender._busy
        quiet = quiet + 1 if idle else 0


@pytest.mark.parametrize("quality", list(Quality))
async def test_a_film_goes_as_video_but_where_every_pixel_is_to_be_exact(channel: Channel, quality: Quality) -> None:
    channel.sender.use_quality(quality)
    channel.sender.start()
    await watch(channel, 2)
    assert (channel.sender.stats.video_frames == 0) == (quality is Quality.SHARP)


async def test_choosing_sharp_text_sends_what_is_rough_once_more(
    channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(AIMS, Quality.SMOOTH, Aim(video=True, crf=24, refine_seconds=60.0, pause_seconds=0.0))
    channel.sender.use_quality(Quality.SMOOTH)
    channel.sender.start()
    await watch(channel, 2)
    rough = channel.sender.stats
    channel.sender.use_quality(Quality.SHARP)
    await everything(channel)
    assert channel.sender.stats.frames > rough.frames
    assert channel.sender.stats.video_frames == rough.video_frames


async def test_with_least_data_changes_wait_for_one_another(channel: Channel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(AIMS, Quality.LEAST, FOR_EVER)
    channel.sender.use_quality(Quality.LEAST)
    channel.sender.start()
    await watch(channel, 5)
    assert channel.sender.stats.frames == 1
    assert channel.sender.limited() is not Limit.LINE, "it is the technician's choice that holds them back"


async def test_what_must_be_covered_waits_for_no_choice(channel: Channel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(AIMS, Quality.LEAST, FOR_EVER)
    channel.sender.use_quality(Quality.LEAST)
    channel.sender.start()
    await watch(channel, 1)
    channel.masks = lambda since: (WHOLE,)
    channel.sender.masks_changed([WHOLE])
    await everything(channel)
    assert channel.sender.stats.frames == 2


async def test_what_has_not_arrived_is_the_lines_limit(channel: Channel) -> None:
    channel.sender.start()
    await channel.sent_more_than(0)
    channel.screen.image = text(640, 480)
    channel.sender.masks_changed(sudden=False)
    await asyncio.sleep(0.2)
    assert channel.sender.limited() is Limit.LINE


async def test_what_arrived_and_is_not_drawn_is_the_consoles_limit(channel: Channel) -> None:
    channel.sender.use_codecs([])
    channel.sender.start()
    for seed in range(MOST_UNSHOWN + 6):
        channel.drain()
        channel.screen.image = text(640, 480, seed)
        channel.sender.masks_changed(sudden=False)
        await asyncio.sleep(0.1)
    channel.drain()
    await asyncio.sleep(1.0)
    assert channel.sender.limited() is Limit.CONSOLE


async def test_nothing_limits_a_picture_that_rests(channel: Channel) -> None:
    assert channel.sender.line_rate is None
    channel.sender.use_codecs([])  # so that nothing is left to be refined
    channel.sender.start()
    await everything(channel)
    for _ in range(2):
        channel.sender.limited()
        await asyncio.sleep(1.0)
    assert channel.sender.limited() is Limit.NONE
    assert channel.sender.line_rate
