"""Two flows over the associations that carry them, in virtual time: seconds pass in milliseconds."""

import asyncio
from collections.abc import Callable
from functools import partial

import pytest
from aiortc.rtcsctptransport import Chunk, ForwardTsnChunk, RTCSctpTransport, SackChunk

from agent.protocol.errors import WireError
from agent.transport.bulk_flow import MOST_UNTAKEN, MOST_WAITING, Flow
from agent.transport.bulk_sctp import FORWARD_SECONDS, BulkSctp
from agent.transport.bulk_wire import MOST_CHUNK, MOST_PIECE, Ack, Piece, pack, parse
from tests.transport.virtual import End, Line, run

ADSL_UP, ADSL_DOWN = Line(0.03, 0.003, 0.002, 125_000), Line(0.03, 0.003, 0.002, 1e6)
MOBILE_UP, MOBILE_DOWN = Line(0.04, 0.015, 0.02, 5e5), Line(0.04, 0.015, 0.02, 1.25e6)


class Side(BulkSctp):
    """One end: an association, and the flow over it."""

    def __init__(self, end: End) -> None:
        super().__init__(end)  # type: ignore[arg-type]
        self.flow = Flow()
        self.chunks: list[bytes] = []
        self.carried = 0
        self.taking = True
        self.on_left: Callable[[], None] = lambda: None
        self._timer: asyncio.TimerHandle | None = None
        self._sending: set[asyncio.Task[None]] = set()

    async def _receive(self, stream_id: int, pp_id: int, data: bytes) -> None:
        for chunk in self.flow.receive(parse(data), now()):
            self.chunks.append(chunk)
            self.carried += len(chunk)
            if self.taking:
                self.flow.took(len(chunk), now())
        self.pump()

    def put(self, chunk: bytes) -> None:
        self.flow.put(chunk)
        self.pump()

    def pump(self) -> None:
        for frame in self.flow.frames(now()):
            task = asyncio.get_running_loop().create_task(
                self._send(0, 53, pack(frame), max_retransmits=0, ordered=False)
            )
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)
        self.on_left()
        if self._timer:
            self._timer.cancel()
        due = self.flow.due
        self._timer = asyncio.get_running_loop().call_at(due, self.pump) if due is not None else None


def now() -> float:
    return asyncio.get_running_loop().time()


async def two(way: Line, back: Line, other: type[Side] = Side) -> tuple[Side, Side]:
    """Establish an association; `way` is the first side's line to the second, which is an `other`."""
    there, here = End("server", Line(), 1), End("client", Line(), 2)
    there.other, here.other = here, there
    sides = Side(there), other(here)
    for side in sides:
        await side.start(RTCSctpTransport.getCapabilities(), 5000)
    while any(side.state != "connected" for side in sides):
        await asyncio.sleep(0.001)
    there.line, here.line = way, back
    return sides


async def stop(*sides: Side) -> None:
    for side in sides:
        if side._timer:
            side._timer.cancel()
        await side.stop()


def feed(side: Side) -> None:
    """Keep something to send."""
    while side.flow.waiting < MOST_WAITING:
        side.flow.put(bytes(MOST_CHUNK // 2))


async def carried(way: Line, back: Line, seconds: float = 20.0) -> tuple[float, float]:
    """Return the shares of both lines that a transfer in both directions carries after its first seconds."""
    sides = await two(way, back)
    for side in sides:
        side.on_left = partial(feed, side)
        feed(side)
        side.pump()
    await asyncio.sleep(5)
    before = [side.carried for side in sides]
    await asyncio.sleep(seconds)
    to_first, to_second = (side.carried - was for side, was in zip(sides, before, strict=True))
    await stop(*sides)
    return to_second / seconds / way.rate, to_first / seconds / back.rate


async def one_way(way: Line, back: Line, seconds: float = 20.0) -> float:
    """Return the share of its line that a transfer in one direction carries after its first seconds."""
    sender, receiver = await two(way, back)
    sender.on_left = partial(feed, sender)
    feed(sender)
    sender.pump()
    await asyncio.sleep(5)
    before = receiver.carried
    await asyncio.sleep(seconds)
    share = (receiver.carried - before) / seconds / way.rate
    await stop(sender, receiver)
    return share


def test_thin_and_lossy_lines_are_used_in_both_directions_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    up, down = run(lambda: carried(ADSL_UP, ADSL_DOWN), monkeypatch)
    assert up > 0.5
    assert down > 0.5
    up, down = run(lambda: carried(MOBILE_UP, MOBILE_DOWN), monkeypatch)
    assert up > 0.5
    assert down > 0.5


def test_one_direction_alone_carries_most_of_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    for way, back in ((ADSL_UP, ADSL_DOWN), (ADSL_DOWN, ADSL_UP), (MOBILE_UP, MOBILE_DOWN), (MOBILE_DOWN, MOBILE_UP)):
        share = run(lambda: one_way(way, back), monkeypatch)  # noqa: B023 - run at once
        assert share > 0.7, way


def test_chunks_come_whole_and_in_order_whatever_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    chunks = [bytes([number]) * size for number, size in enumerate((1, 1024, 16384, 16385, MOST_CHUNK, 7))]

    async def scene() -> None:
        sides = await two(MOBILE_UP, MOBILE_DOWN)
        for side in sides:
            for chunk in chunks:
                side.put(chunk)
        await asyncio.sleep(20)
        assert [side.chunks for side in sides] == [chunks, chunks]
        await stop(*sides)

    run(scene, monkeypatch)


def test_who_takes_nothing_is_sent_no_more_than_there_is_room_for_and_the_rest_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def scene() -> None:
        sender, receiver = await two(Line(), Line())
        receiver.taking = False
        for _ in range(20):
            sender.put(bytes(MOST_CHUNK))
        await asyncio.sleep(5)
        assert MOST_UNTAKEN - MOST_CHUNK <= receiver.carried <= MOST_UNTAKEN
        receiver.taking = True
        receiver.flow.took(receiver.carried, now())
        receiver.pump()
        await asyncio.sleep(5)
        assert receiver.carried == 20 * MOST_CHUNK
        await stop(sender, receiver)

    run(scene, monkeypatch)


def test_what_was_taken_is_told_even_where_the_word_of_it_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene() -> None:
        sender, receiver = await two(Line(), Line())
        receiver.taking = False
        for _ in range(20):
            sender.put(bytes(MOST_CHUNK))
        await asyncio.sleep(5)
        receiver.transport.line = Line(loss=1.0)  # type: ignore[attr-defined]
        receiver.taking = True
        receiver.flow.took(receiver.carried, now())
        receiver.pump()
        await asyncio.sleep(0.5)
        receiver.transport.line = Line()  # type: ignore[attr-defined]
        await asyncio.sleep(10)
        assert receiver.carried == 20 * MOST_CHUNK
        await stop(sender, receiver)

    run(scene, monkeypatch)


def test_a_line_that_carries_nothing_for_a_while_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene() -> None:
        sender, receiver = await two(ADSL_UP, ADSL_DOWN)
        for number in range(10):
            sender.put(bytes([number]) * MOST_CHUNK)
        await asyncio.sleep(1)
        ends = sender.transport, receiver.transport
        for end in ends:
            end.line = Line(loss=1.0)  # type: ignore[attr-defined]
        await asyncio.sleep(5)
        sender.transport.line, receiver.transport.line = ADSL_UP, ADSL_DOWN  # type: ignore[attr-defined]
        await asyncio.sleep(20)
        assert receiver.chunks == [bytes([number]) * MOST_CHUNK for number in range(10)]
        await stop(sender, receiver)

    run(scene, monkeypatch)


def test_packets_that_come_in_order_are_acknowledged_in_lots(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene() -> None:
        sender, receiver = await two(Line(), Line())
        answers = receiver.transport.packets  # type: ignore[attr-defined]
        before = len(answers)
        for _ in range(10):
            sender.put(bytes(MOST_CHUNK))
        await asyncio.sleep(5)
        assert receiver.carried == 10 * MOST_CHUNK
        assert len(answers) - before < receiver.carried / 1200 / 2
        await stop(sender, receiver)

    run(scene, monkeypatch)


class StrictSide(Side):
    """An end that acknowledges as a browser does: what is missing stays missing until it is told not to wait for it."""

    _mark_received = RTCSctpTransport._mark_received
    _receive_data_chunk = RTCSctpTransport._receive_data_chunk
    _send_sack = RTCSctpTransport._send_sack


def test_what_is_given_up_is_told_seldom_to_an_end_that_answers_each_word_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def scene() -> None:
        sender, receiver = await two(MOBILE_UP, MOBILE_DOWN, StrictSide)
        sender.on_left = partial(feed, sender)
        feed(sender)
        sender.pump()
        await asyncio.sleep(20)
        packets: list[bytes] = sender.transport.packets  # type: ignore[attr-defined]
        told = [packet for packet in packets if packet[12] == ForwardTsnChunk.type]
        assert 0 < len(told) <= 20 / FORWARD_SECONDS
        assert receiver.carried > 0.6 * 20 * MOBILE_UP.rate
        await stop(sender, receiver)

    run(scene, monkeypatch)


class BrowserSide(StrictSide):
    """One that names no more stretches of what arrived than Chromium does (dcsctp, kMaxGapAckBlocksReported)."""

    async def _send_chunk(self, chunk: Chunk) -> None:
        if isinstance(chunk, SackChunk):
            chunk.gaps = chunk.gaps[:20]
        await super()._send_chunk(chunk)


def test_more_losses_than_round_trips_hold_nothing_up(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene() -> None:
        lossy = Line(MOBILE_UP.delay, MOBILE_UP.jitter, 0.04, MOBILE_UP.rate)
        sender, receiver = await two(lossy, MOBILE_DOWN, BrowserSide)
        sender.on_left = partial(feed, sender)
        feed(sender)
        sender.pump()
        for _ in range(200):
            await asyncio.sleep(0.2)
            assert len(sender._sent_queue) < 300, f"{now():.0f} s: they are given up later than they are lost"
        assert receiver.carried > 0.6 * 40 * lossy.rate
        await stop(sender, receiver)

    run(scene, monkeypatch)


def test_more_than_there_is_room_for_is_an_error() -> None:
    flow = Flow()
    for at in range(0, MOST_UNTAKEN, MOST_PIECE):
        flow.receive(Piece(0, True, at, bytes(MOST_PIECE)), 1.0)
    with pytest.raises(WireError):
        flow.receive(Piece(0, True, MOST_UNTAKEN, bytes(MOST_PIECE)), 1.0)
    unended = Flow()
    for at in range(0, MOST_CHUNK, MOST_PIECE):
        unended.receive(Piece(0, False, at, bytes(MOST_PIECE)), 1.0)
    with pytest.raises(WireError):
        unended.receive(Piece(0, False, MOST_CHUNK, b"x"), 1.0)


@pytest.mark.parametrize("ack", [Ack(0, 1, 0), Ack(0, 0, 1), Ack(0, 2**64 - 1, 0), Ack(0, 0, 0, ((1, 2),))])
def test_an_acknowledgement_of_what_was_never_sent_is_an_error(ack: Ack) -> None:
    with pytest.raises(WireError):
        Flow().receive(ack, 1.0)


@pytest.mark.parametrize("size", [0, MOST_CHUNK + 1])
def test_a_chunk_that_is_none_is_not_taken(size: int) -> None:
    with pytest.raises(ValueError, match="chunk"):
        Flow().put(bytes(size))
