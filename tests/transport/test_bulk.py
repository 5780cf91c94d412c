"""The real process, over a real peer connection on loopback, with a console in Python at the other end."""

import asyncio
import hashlib
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import psutil
import pytest

from agent.transport.bulk import Bulk, BulkGone
from agent.transport.bulk_flow import MOST_UNTAKEN, MOST_WAITING
from agent.transport.bulk_wire import MOST_CHUNK
from tests.transport.bulk_console import BulkConsole

COMMAND = [sys.executable, "-m", "agent", "bulk"]
SECONDS = 60.0


class Ends:
    """Both ends of one bulk connection."""

    def __init__(self, console: BulkConsole, offer: str) -> None:
        self.console = console
        self.answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self.gone = asyncio.Event()
        self.bulk = Bulk(COMMAND, offer, [], self.answer.set_result, self.gone.set)

    @property
    def process(self) -> psutil.Process:
        """The process that carries it."""
        made = self.bulk._process
        assert made
        return psutil.Process(made.pid)


@asynccontextmanager
async def connected() -> AsyncIterator[Ends]:
    console = BulkConsole()
    ends = Ends(console, await console.offer())
    try:
        async with asyncio.timeout(SECONDS):
            await console.answered(await ends.answer)
            await console.open.wait()
            yield ends
    finally:
        ends.bulk.cut()
        await ends.bulk.gone()
        await console.peer.close()


async def test_chunks_come_whole_and_in_order_both_ways_at_once() -> None:
    chunks = [os.urandom(size) for size in (1, 1000, 1024, 16384, 16385, MOST_CHUNK)] * 4
    async with connected() as ends:

        async def to_console() -> None:
            for chunk in chunks:
                await ends.bulk.send(chunk)

        async def to_agent() -> None:
            for chunk in chunks:
                await ends.console.send(chunk)

        async def at_agent() -> list[bytes]:
            return [await ends.bulk.receive() for _ in chunks]

        async def at_console() -> list[bytes]:
            return [await ends.console.receive() for _ in chunks]

        _, _, here, there = await asyncio.gather(to_console(), to_agent(), at_agent(), at_console())
    assert here == chunks
    assert there == chunks


@pytest.mark.alone
async def test_the_process_stands_below_the_picture() -> None:
    async with connected() as ends:
        assert os.sched_getscheduler(ends.process.pid) == os.SCHED_IDLE


async def test_who_does_not_receive_is_sent_no_more_than_there_is_room_for() -> None:
    chunk = bytes(MOST_CHUNK)
    async with connected() as ends:
        sent = 0
        with suppress(TimeoutError):
            async with asyncio.timeout(3):
                while True:
                    await ends.console.send(chunk)
                    sent += len(chunk)
        assert 0 < sent <= MOST_UNTAKEN + 4 * MOST_CHUNK
        for _ in range(sent // len(chunk)):
            assert await ends.bulk.receive() == chunk


async def test_who_sends_waits_while_the_other_side_takes_nothing() -> None:
    async with connected() as ends:
        ends.console.taking = False
        sent = 0
        with suppress(TimeoutError):
            async with asyncio.timeout(3):
                while True:
                    await ends.bulk.send(bytes(MOST_CHUNK))
                    sent += MOST_CHUNK
        assert MOST_WAITING <= sent <= MOST_UNTAKEN + MOST_WAITING + 4 * MOST_CHUNK


async def test_a_cut_kills_the_process_and_is_told_to_nobody_but_who_waits() -> None:
    async with connected() as ends:
        process = ends.process
        waiting = asyncio.create_task(ends.bulk.receive())
        await asyncio.sleep(0)
        ends.bulk.cut()
        with pytest.raises(BulkGone):
            await waiting
        with pytest.raises(BulkGone):
            await ends.bulk.send(b"more")
        await ends.bulk.gone()
        assert not process.is_running()
        assert not ends.gone.is_set()


async def test_ending_it_is_a_cut_that_is_told() -> None:
    async with connected() as ends:
        ends.bulk.end()
        assert ends.gone.is_set()
        with pytest.raises(BulkGone):
            await ends.bulk.send(b"more")


async def test_the_end_of_the_other_side_is_told_once_and_leaves_no_process() -> None:
    async with connected() as ends:
        process = ends.process
        await ends.console.peer.close()
        await ends.gone.wait()
        await ends.bulk.gone()
        assert not process.is_running()
        with pytest.raises(BulkGone):
            await ends.bulk.receive()


async def test_a_process_that_dies_is_told() -> None:
    async with connected() as ends:
        ends.process.kill()
        await ends.gone.wait()
        with pytest.raises(BulkGone):
            await ends.bulk.send(b"more")


async def test_a_process_that_cannot_be_started_is_told() -> None:
    gone = asyncio.Event()
    bulk = Bulk(["/nowhere/handrail"], "", [], lambda _: None, gone.set)
    await asyncio.wait_for(gone.wait(), SECONDS)
    await bulk.gone()


async def test_an_offer_that_breaks_the_rule_ends_it() -> None:
    console = BulkConsole()
    offer = (await console.offer()).replace("a=fingerprint:sha-256", "a=fingerprint:sha-1")
    ends = Ends(console, offer)
    await asyncio.wait_for(ends.gone.wait(), SECONDS)
    assert not ends.answer.done()
    await ends.bulk.gone()
    await console.peer.close()


async def test_another_certificate_than_the_offers_gets_nothing() -> None:
    console = BulkConsole()
    digest = hashlib.sha256(b"another").hexdigest().upper()
    other = ":".join(digest[at : at + 2] for at in range(0, 64, 2))
    lines = (await console.offer()).splitlines()
    offer = "\r\n".join(f"a=fingerprint:sha-256 {other}" if "fingerprint" in line else line for line in lines) + "\r\n"
    ends = Ends(console, offer)
    await console.answered(await ends.answer)
    await asyncio.wait_for(ends.gone.wait(), SECONDS)
    assert not console.open.is_set()
    await ends.bulk.gone()
    await console.peer.close()
