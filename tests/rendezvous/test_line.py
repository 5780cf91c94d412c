"""One line over a WebSocket whose other end is this test."""

import asyncio

import pytest
from starlette.types import Message
from starlette.websockets import WebSocket

from agent.protocol.signalling import PeerGone, Refused, Relay
from rendezvous import line as line_module
from rendezvous.codes import Side
from rendezvous.config import Limits
from rendezvous.line import Close, WebSocketLine
from rendezvous.metrics import Metrics


class Wire:
    """The ASGI side of a WebSocket: keeps what is sent; `stuck` is a client that does not read."""

    def __init__(self) -> None:
        self.sent: list[Message] = []
        self.incoming: asyncio.Queue[Message] = asyncio.Queue()
        self.incoming.put_nowait({"type": "websocket.connect"})
        self.stuck = False

    async def receive(self) -> Message:
        return await self.incoming.get()

    async def send(self, message: Message) -> None:
        if self.stuck:
            await asyncio.Event().wait()
        self.sent.append(message)


async def opened(wire: Wire, limits: Limits) -> WebSocketLine:
    socket = WebSocket({"type": "websocket", "headers": []}, wire.receive, wire.send)
    await socket.accept()
    return WebSocketLine(socket, Side.AGENT, "192.0.2.1", None, None, limits, Metrics(), now=0)


async def test_a_queue_that_is_full_ends_the_line_at_once() -> None:
    line = await opened(Wire(), Limits(queue_frames=2))
    line.deliver(Relay(body=""))
    line.deliver(Relay(body=""))
    assert not line.over.done()
    line.deliver(Relay(body=""))
    assert line.over.result() is Close.SLOW


async def test_a_client_that_takes_too_long_to_read_ends_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_module, "SEND_SECONDS", 0.01)
    wire = Wire()
    line = await opened(wire, Limits())
    wire.stuck = True
    line.deliver(Relay(body=""))
    await line.write()
    assert line.over.result() is Close.SLOW


async def test_the_first_reason_to_end_stands() -> None:
    line = await opened(Wire(), Limits())
    line.end(Close.FAST)
    line.end(Close.NORMAL)
    assert line.over.result() is Close.FAST


async def test_what_is_queued_is_sent_before_the_close() -> None:
    wire = Wire()
    line = await opened(wire, Limits())
    writer = asyncio.create_task(line.write())
    line.deliver(Refused(reason="malformed"))
    line.deliver(PeerGone())
    line.end(Close.MALFORMED)
    await line.close(writer)
    told = [message.get("text") or message.get("code") for message in wire.sent[1:]]
    assert told == ['{"type":"refused","reason":"malformed"}', '{"type":"peer_gone"}', 4400]


async def test_speed_is_limited_by_frames_and_by_bytes() -> None:
    line = await opened(Wire(), Limits(frames_at_once=3, frames_per_second=1, bytes_per_second=10))
    assert [line.count("x", 0) for _ in range(4)] == [True, True, True, False]
    assert line.active_at == 0
    assert not line.count("x" * 41, 60)
    assert line.active_at == 60


async def test_a_client_that_leaves_ends_the_line() -> None:
    wire = Wire()
    line = await opened(wire, Limits())
    wire.incoming.put_nowait({"type": "websocket.disconnect", "code": 1006})
    assert await line.receive() is None
    assert line.over.result() is Close.NORMAL
