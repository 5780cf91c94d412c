"""One connection for bulk at a time, with the real process at its end; cut at once, and the console told."""

import asyncio
import sys
from collections.abc import AsyncIterator

import psutil
import pytest

from agent.bulk_line import BulkLine
from agent.protocol.messages import AnswerBulk, BulkClosed, FromAgent
from agent.transport.bulk import Bulk, BulkGone
from tests.transport.bulk_console import BulkConsole

COMMAND = [sys.executable, "-m", "agent", "bulk"]
SECONDS = 60.0


class Told:
    """What the console is told, and a way to wait for it."""

    def __init__(self) -> None:
        self.messages: asyncio.Queue[FromAgent] = asyncio.Queue()

    async def next(self) -> FromAgent:
        return await asyncio.wait_for(self.messages.get(), SECONDS)


@pytest.fixture
async def console() -> AsyncIterator[BulkConsole]:
    made = BulkConsole()
    yield made
    await made.peer.close()


def processes() -> list[psutil.Process]:
    return [child for child in psutil.Process().children() if child.cmdline()[-1:] == ["bulk"]]


async def test_an_offer_is_answered_used_and_cut(console: BulkConsole) -> None:
    told, used = Told(), list[Bulk]()
    line = BulkLine(COMMAND, told.messages.put_nowait)
    line.use(used.append)
    line.open(await console.offer(), [])
    answer = await told.next()
    assert isinstance(answer, AnswerBulk)
    await console.answered(answer.sdp)
    await asyncio.wait_for(used[0].send(b"chunk"), SECONDS)
    assert await asyncio.wait_for(console.receive(), SECONDS) == b"chunk"
    assert processes()
    line.cut()
    assert await told.next() == BulkClosed()
    with pytest.raises(BulkGone):
        await used[0].receive()
    await line.close()
    assert not processes()


async def test_another_offer_takes_the_place_of_the_first(console: BulkConsole) -> None:
    told, used = Told(), list[Bulk]()
    line = BulkLine(COMMAND, told.messages.put_nowait)
    line.use(used.append)
    offer = await console.offer()
    line.open(offer, [])
    line.open(offer, [])
    with pytest.raises(BulkGone):
        await used[0].send(b"x")
    assert isinstance(await told.next(), AnswerBulk)
    assert told.messages.empty()
    await line.close()
    assert not processes()


async def test_a_connection_that_fails_is_told_once(console: BulkConsole) -> None:
    told = Told()
    line = BulkLine(["/nowhere/handrail"], told.messages.put_nowait)
    line.open(await console.offer(), [])
    assert await told.next() == BulkClosed()
    line.cut()
    assert told.messages.empty()
    await line.close()


async def test_where_none_stands_nothing_is_cut_or_told() -> None:
    told = Told()
    line = BulkLine(COMMAND, told.messages.put_nowait)
    line.add_candidate("")
    line.cut()
    assert told.messages.empty()
    await line.close()
