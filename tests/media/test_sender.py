"""The sender alone, with a channel and a gate that the test holds."""

import asyncio
import threading
from collections.abc import AsyncIterator

import pytest
from PIL import Image

from agent.areas import Rect
from agent.media.capture import Masks
from agent.media.outbox import MOST_HELD
from agent.media.pacing import MOST_UNSHOWN
from agent.media.picture import PictureSender
from agent.media.wire import MESSAGE_BYTES
from tests.media.fakes import StillScreen
from tests.media.painter import film, text


class Channel:
    """A channel that takes everything and passes nothing on until `drain`."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.held = 0
        self.permitted = True
        self.taken_back = 0
        self.masks: Masks = lambda since: ()
        self.screen = StillScreen(film(640, 480, 1))
        self.sender = PictureSender(
            self.screen,
            send=self._send,
            buffered=lambda: self.held,
            unacknowledged=lambda: self.held,
            gap=lambda: False,
            take_back=self._take_back,
            permitted=lambda: self.permitted,
            masks=lambda since: self.masks(since),
            on_view=lambda shown: None,
            on_error=self._raise,
        )

    def _send(self, message: bytes) -> None:
        self.sent.append(message)
        self.held += len(message)

    def _take_back(self) -> None:
        self.held, self.taken_back = 0, self.taken_back + 1

    def _raise(self, error: Exception) -> None:
        raise error

    def drain(self) -> None:
        """Pass everything on."""
        self.held = 0
        self.sender.acknowledged()

    async def sent_more_than(self, count: int) -> None:
        """Wait for a further message than so many."""
        async with asyncio.timeout(20):
            while len(self.sent) <= count:
                await asyncio.sleep(0.005)

    async def show(self, count: int, pause: float) -> None:
        """Show so many other pictures, `pause` seconds each, on a channel that passes everything on."""
        for seed in range(count):
            self.drain()
            self.screen.image = text(640, 480, seed)
            self.sender.masks_changed(sudden=False)
            await asyncio.sleep(pause)


@pytest.fixture
async def channel() -> AsyncIterator[Channel]:
    channel = Channel()
    yield channel
    channel.sender.close()


async def test_a_full_channel_is_not_filled_further(channel: Channel) -> None:
    channel.sender.start()
    await channel.sent_more_than(0)
    await asyncio.sleep(0.1)
    assert MOST_HELD < channel.held <= MOST_HELD + MESSAGE_BYTES


async def test_what_was_held_back_goes_once_the_channel_is_free(channel: Channel) -> None:
    channel.sender.start()
    await channel.sent_more_than(0)
    before, channel.held = len(channel.sent), 0
    await channel.sent_more_than(before)


async def test_stop_takes_back_what_was_held_back(channel: Channel) -> None:
    channel.sender.start()
    await channel.sent_more_than(0)
    channel.sender.stop()
    before, channel.held = len(channel.sent), 0
    await asyncio.sleep(0.1)
    assert len(channel.sent) == before


async def test_stop_takes_back_what_the_channel_has(channel: Channel) -> None:
    channel.sender.start()
    await channel.sent_more_than(0)
    before = channel.taken_back
    channel.sender.stop()
    assert (channel.taken_back, channel.held) == (before + 1, 0)


async def test_a_closed_gate_takes_back_what_was_held_back(channel: Channel) -> None:
    channel.sender.start()
    await channel.sent_more_than(0)
    channel.permitted = False
    before, channel.held = len(channel.sent), 0
    await asyncio.sleep(0.1)
    assert len(channel.sent) == before


async def test_without_word_of_what_was_shown_only_few_frames_are_under_way(channel: Channel) -> None:
    channel.sender.start()
    await channel.show(40, 0.02)
    assert MOST_UNSHOWN <= channel.sender.stats.frames <= MOST_UNSHOWN + 2


async def test_nothing_is_captured_before_start_or_without_permission(channel: Channel) -> None:
    channel.sender.refresh()
    channel.sender.masks_changed()
    channel.sender.shown(3)
    channel.permitted = False
    channel.sender.start()
    await asyncio.sleep(0.1)
    assert channel.sent == []


async def test_what_was_captured_before_something_is_covered_suddenly_is_not_sent(channel: Channel) -> None:
    channel.sender.start()
    await channel.sent_more_than(0)
    assert len(channel.sent) < 10, "most of the picture still waits"
    before = len(channel.sent)
    channel.screen.image = Image.new("RGB", channel.screen.size, "white")
    channel.sender.masks_changed([Rect(0, 0, 640, 480)])
    assert channel.taken_back
    await channel.sent_more_than(before)
    assert sum(map(len, channel.sent[before:])) < 3000, "a white picture, and nothing of the film before"


async def test_what_the_worker_was_making_is_not_sent_either(channel: Channel) -> None:
    asked, answer = threading.Event(), threading.Event()

    def slowly(since: float) -> tuple[Rect, ...]:
        asked.set()
        answer.wait(20)
        return ()

    channel.masks = slowly
    channel.sender.start()
    assert await asyncio.to_thread(asked.wait, 20)
    channel.sender.masks_changed([Rect(0, 0, 640, 480)])
    channel.masks = lambda since: (Rect(0, 0, 640, 480),)
    answer.set()
    await channel.sent_more_than(0)
    await asyncio.sleep(0.1)
    assert sum(map(len, channel.sent)) < 3000


async def test_a_flat_mask_goes_out_although_much_is_under_way(channel: Channel) -> None:
    channel.sender.start()
    await channel.show(6, 0.05)
    before = len(channel.sent)
    channel.masks = lambda since: (Rect(0, 0, 640, 480),)
    channel.sender.masks_changed([Rect(0, 0, 640, 480)])
    await channel.sent_more_than(before)
