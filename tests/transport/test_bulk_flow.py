"""Two flows over the associations that carry them, in virtual time: seconds pass in milliseconds."""

import asyncio
from collections.abc import Callable
from functools import partial

import pytest
from aiortc.rtcsctptransport import RTCSctpTransport

from agent.protocol.errors import WireError
from agent.transport.bulk_flow import MOST_UNTAKEN, MOST_WAITING, Flow
from agent.transport.bulk_sctp import BulkSctp
from agent.transport.bulk_wire import MOST_CHUNK, MOST_PIECE, Abort, Ack, Piece, pack, parse
from tests.transport.virtual import End, Line, run

ADSL_UP, ADSL_DOWN = Line(0.03, 0.003, 0.002, 125_000), Line(0.03, 0.003, 0.002, 1e6)
MOBILE_UP, MOBILE_DOWN = Line(0.04, 0.015, 0.02, 5e5), Line(0.04, 0.015, 0.02, 1.25e6)


class Side(BulkSctp):
    """One end: an association, and the flow over it."""

    def __init__(self, end: End) -> None:
        super().__init__(end)  # type: ignore[arg-type]
        self.flow = Flow()
        self.chunks: list[bytes] = []
        self.aborts = 0
        self.carried = 0
        self.taking = True
        self.on_left: Callable[[], None] = lambda: None
        self._timer: asyncio.TimerHandle | None = None
        self._sending: set[asyncio.Task[None]] = set()

    async def _receive(self, stream_id: int, pp_id: int, data: bytes) -> None:
        event = self.flow.receive(parse(data), now())
        if isinstance(event, Abort):
            self.aborts += 1
        elif event is not None:
            self.chunks.append(event)
            self.carried += len(event)
            if self.taking:
                self.flow.took(len(event), now())
        self.pump()

    def put(self, chunk: bytes) -> None:
        self.flow.put(chunk)
        self.pump()

    def pump(self) -> None:
        for frame in self.flow.frames(now()):
            task = asyncio.get_running_loop().create_task(self._send(0, 53, pack(frame)))
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)
        self.on_left()
        if self._timer:
            self._timer.cancel()
        due = self.flow.due
        self._timer = asyncio.get_running_loop().call_at(due, self.pump) if due is not None else None


def now() -> float:
    return asyncio.get_running_loop().time()


async def two(way: Line, back: Line) -> tuple[Side, Side]:
    """Establish an association; `way` is the first side's line to the second."""
    there, here = End("server", Line(), 1), End("client", Line(), 2)
    there.other, here.other = here, there
    sides = Side(there), Side(here)
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


def test_thin_and_lossy_lines_are_used_in_both_directions_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    up, down = run(lambda: carried(ADSL_UP, ADSL_DOWN), monkeypatch)
    assert up > 0.5
    assert down > 0.5
    up, down = run(lambda: carried(MOBILE_UP, MOBILE_DOWN), monkeypatch)
    assert up > 0.1
    assert down > 0.1


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
        for _ in range(12):
            sender.put(bytes(MOST_CHUNK))
        await asyncio.sleep(5)
        assert MOST_UNTAKEN - MOST_CHUNK <= receiver.carried <= MOST_UNTAKEN
        receiver.taking = True
        receiver.flow.took(receiver.carried, now())
        receiver.pump()
        await asyncio.sleep(5)
        assert receiver.carried == 12 * MOST_CHUNK
        await stop(sender, receiver)

    run(scene, monkeypatch)


def test_what_was_under_way_before_an_abort_is_not_handed_on_and_what_comes_after_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def scene() -> None:
        sides = first, second = await two(ADSL_UP, ADSL_DOWN)
        for side in sides:
            for _ in range(4):
                side.put(b"o" * MOST_CHUNK)
        await asyncio.sleep(0.3)
        first.flow.abort()
        came = len(first.chunks)
        first.put(b"new")
        await asyncio.sleep(3)
        second.put(b"new as well")
        await asyncio.sleep(3)
        assert (first.aborts, second.aborts) == (0, 1)
        assert first.chunks[came:] == [b"new as well"]
        assert second.chunks[-1] == b"new"
        assert second.chunks.count(b"o" * MOST_CHUNK) < 4
        await stop(*sides)

    run(scene, monkeypatch)


def test_both_may_abort_at_once_and_are_both_told(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene() -> None:
        sides = await two(ADSL_UP, ADSL_DOWN)
        for side in sides:
            side.put(b"o" * MOST_CHUNK)
        await asyncio.sleep(0.1)
        for side in sides:
            side.flow.abort()
            side.put(b"said before the other's abort was heard")
        await asyncio.sleep(3)
        assert [side.aborts for side in sides] == [1, 1]
        assert [side.chunks for side in sides] == [[], []]
        for side in sides:
            side.put(b"new")
        await asyncio.sleep(3)
        assert [side.chunks for side in sides] == [[b"new"], [b"new"]]
        await stop(*sides)

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


def test_more_than_there_is_room_for_is_an_error() -> None:
    flow = Flow()
    for _ in range(MOST_UNTAKEN // MOST_PIECE):
        flow.receive(Piece(0, True, bytes(MOST_PIECE)), 1.0)
    with pytest.raises(WireError):
        flow.receive(Piece(0, True, bytes(MOST_PIECE)), 1.0)
    unended = Flow()
    for _ in range(MOST_CHUNK // MOST_PIECE):
        unended.receive(Piece(0, False, bytes(MOST_PIECE)), 1.0)
    with pytest.raises(WireError):
        unended.receive(Piece(0, False, b"x"), 1.0)


@pytest.mark.parametrize("ack", [Ack(0, 1, 0), Ack(0, 0, 1), Ack(0, 2**64 - 1, 0)])
def test_an_acknowledgement_of_what_was_never_sent_is_an_error(ack: Ack) -> None:
    with pytest.raises(WireError):
        Flow().receive(ack, 1.0)


@pytest.mark.parametrize("size", [0, MOST_CHUNK + 1])
def test_a_chunk_that_is_none_is_not_taken(size: int) -> None:
    with pytest.raises(ValueError, match="chunk"):
        Flow().put(bytes(size))
