"""What is held to of aiortc's insides: an upgrade that changes them fails here."""

import asyncio
import os
import time
from collections.abc import Callable
from typing import Any

import pytest

from agent.protocol.messages import CHANNELS
from agent.transport.internals import DATA, Internals, chunk_type, stream_of
from agent.transport.link import Link
from agent.transport.turns import HELD_UP_SECONDS
from scripts.rigs.relay import Relay
from tests.transport.fakes import Console, opened

MESSAGE = bytes(16 * 1024)
PICTURE = CHANNELS["picture"]


def inside(link: Link) -> Internals:
    assert link._peer
    return link._peer._inside


class Tap:
    """Counts what leaves on the picture's stream; loses what `lose` says."""

    def __init__(self, link: Link, lose: Callable[[int], bool] = lambda number: False) -> None:
        self.seen = 0
        send = inside(link).dtls._send_data

        async def tapped(packet: bytes) -> None:
            if chunk_type(packet) == DATA and stream_of(packet) == PICTURE:
                self.seen += 1
                if lose(self.seen):
                    return
            await send(packet)

        inside(link).dtls._send_data = tapped


async def flow(tap: Tap, packets: int) -> None:
    """Wait until so many packets of the picture have left."""
    async with asyncio.timeout(10):
        while tap.seen < packets:
            await asyncio.sleep(0.001)


async def arrived(console: Console, *what: object) -> None:
    async with asyncio.timeout(10):
        while not all(any(data == wanted for _, data in console.received) for wanted in what):
            await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    "lose",
    [lambda number: False, lambda number: number % 7 == 0, lambda number: number > 30],
    ids=["good line", "lossy line", "dead line"],
)
async def test_after_taking_back_no_packet_of_the_picture_leaves(server: Relay, lose: Callable[[int], bool]) -> None:
    async with opened(server.url) as (link, _, console):
        tap = Tap(link, lose)
        for _ in range(100):
            link.send("picture", MESSAGE)
        await flow(tap, 40)
        link.take_back("picture")
        before = tap.seen
        link.send("control", "paused")
        await arrived(console, "paused")
        await asyncio.sleep(2.5)  # longer than SCTP waits before it repeats itself
        assert tap.seen == before
        assert link.buffered("picture") == 0
        assert inside(link).acknowledged


async def test_the_channel_goes_on_whole_after_taking_back(server: Relay) -> None:
    async with opened(server.url) as (link, _, console):
        tap = Tap(link)
        for turn in range(20):
            for _ in range(20):
                link.send("picture", MESSAGE)
            await flow(tap, tap.seen + 1 + turn)
            link.take_back("picture")
            link.send("picture", f"after {turn}".encode())
            await arrived(console, f"after {turn}".encode())
        texts = [data for label, data in console.received if label == "picture" and data != MESSAGE]
        assert texts == [f"after {turn}".encode() for turn in range(20)]


async def test_a_loop_that_was_held_up_hears_the_customer_before_it_sends(server: Relay) -> None:
    async with opened(server.url) as (link, _, _):
        tap, loop = Tap(link), asyncio.get_running_loop()
        reading, pressed = os.pipe()

        def press() -> None:
            os.read(reading, 1)
            loop.call_soon(link.take_back, "picture")  # as a panic key is told: on the next turn

        loop.add_reader(reading, press)
        for _ in range(100):
            link.send("picture", MESSAGE)
        await flow(tap, 10)
        os.write(pressed, b"P")
        before = tap.seen
        time.sleep(2 * HELD_UP_SECONDS)
        await asyncio.sleep(1.0)
        assert tap.seen == before
        loop.remove_reader(reading)
        os.close(reading)
        os.close(pressed)


async def test_what_a_loop_did_not_send_while_it_was_held_up_goes_afterwards(server: Relay) -> None:
    async with opened(server.url) as (link, _, console):
        for number in range(10):
            link.send("picture", f"frame {number}".encode())
            time.sleep(1.2 * HELD_UP_SECONDS)
            await asyncio.sleep(0)
        await arrived(console, b"frame 9")
        assert [data for label, data in console.received if label == "picture"] == [b"frame %d" % n for n in range(10)]


async def test_the_other_channels_lose_nothing(server: Relay) -> None:
    async with opened(server.url) as (link, _, console):
        Tap(link, lambda number: number % 5 == 0)
        for number in range(50):
            link.send("picture", MESSAGE)
            link.send("control", f"line {number}")
            if number % 10 == 9:
                await asyncio.sleep(0.01)
                link.take_back("picture")
        await arrived(console, "line 49")
        assert [data for label, data in console.received if label == "control"] == [f"line {n}" for n in range(50)]


async def test_what_was_taken_back_behind_another_channels_message_does_not_leave(server: Relay) -> None:
    async with opened(server.url) as (link, _, console):
        tap = Tap(link)
        sctp: Any = inside(link)._sctp
        window, sctp._cwnd = sctp._cwnd, 0
        await sctp._send(CHANNELS["control"], 51, b"first")
        await sctp._send(PICTURE, 53, MESSAGE)
        await sctp._send(CHANNELS["control"], 51, b"last")
        link.take_back("picture")
        sctp._cwnd = window
        await sctp._transmit()
        await arrived(console, "first", "last")
        assert tap.seen == 0
        link.send("picture", b"and on")
        await arrived(console, b"and on")


async def test_taking_back_nothing_is_harmless(server: Relay) -> None:
    async with opened(server.url) as (link, _, console):
        link.take_back("picture")
        link.send("picture", b"the first")
        await arrived(console, b"the first")
        link.cut()
        link.take_back("picture")
    Link(server.url, lambda event: None).take_back("picture")


async def test_what_was_taken_back_right_before_it_left_stops_no_timer(server: Relay) -> None:
    async with opened(server.url) as (link, _, console):
        sctp: Any = inside(link)._sctp
        window, sctp._cwnd = sctp._cwnd, 0
        await sctp._send(CHANNELS["control"], 51, b"first")
        await sctp._send(PICTURE, 53, MESSAGE)
        first, late = sctp._outbound_queue.popleft(), sctp._outbound_queue.popleft()
        await sctp._send_chunk(first)
        sctp._sent_queue.extend([first, late])  # what aiortc does before it hands a packet over to be sent
        link.take_back("picture")
        sctp._cwnd = window
        sctp._t3_cancel()
        sctp._t3_expired()
        link.send("picture", b"and on")
        await arrived(console, b"and on")
