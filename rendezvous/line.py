"""One WebSocket as the exchange sees it: a bounded queue out, limits on speed, one way to end."""

import asyncio
from contextlib import suppress
from enum import IntEnum

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from agent.protocol.signalling import Refused, ServerFrame, Technician
from rendezvous.codes import Side
from rendezvous.config import Limits
from rendezvous.metrics import Metrics
from rendezvous.throttle import Bucket

SEND_SECONDS = 10


class Close(IntEnum):
    """WebSocket close codes (RFC 6455 section 7.4; 4000 and up are the application's)."""

    NORMAL = 1000
    MALFORMED = 4400
    LOGGED_OUT = 4401
    IDLE = 4408
    SLOW = 4413
    FAST = 4429


class WebSocketLine:
    """A client at the end of a WebSocket. Compared by identity."""

    def __init__(
        self,
        socket: WebSocket,
        side: Side,
        address: str,
        technician: Technician | None,
        web_session: str | None,
        limits: Limits,
        metrics: Metrics,
        now: float,
    ) -> None:
        self._socket = socket
        self.side = side
        self.address = address
        self.technician = technician
        self.web_session = web_session
        self.active_at = now
        self.over: asyncio.Future[Close] = asyncio.get_running_loop().create_future()
        self._metrics = metrics
        self._frames = Bucket(limits.frames_per_second, limits.frames_at_once, now)
        self._bytes = Bucket(limits.bytes_per_second, 4 * limits.bytes_per_second, now)
        self._outbox: asyncio.Queue[str | None] = asyncio.Queue(limits.queue_frames)

    def deliver(self, frame: ServerFrame) -> None:
        """Queue a frame; a client that does not read what it is sent is cut off."""
        self._metrics.answers.labels(frame.type, frame.reason if isinstance(frame, Refused) else "").inc()
        try:
            self._outbox.put_nowait(frame.model_dump_json(exclude_none=True))
        except asyncio.QueueFull:
            self.end(Close.SLOW)

    def expire(self) -> None:
        """End: nobody claimed the code in time."""
        self.end(Close.IDLE)

    def end(self, code: Close) -> None:
        """End the connection; the first reason stands."""
        if not self.over.done():
            self.over.set_result(code)

    async def receive(self) -> str | None:
        """Return the next text frame; None when the client left or sent no text (the line is ended then)."""
        message = await self._socket.receive()
        if message["type"] == "websocket.disconnect":
            self.end(Close.NORMAL)
            return None
        text: str | None = message.get("text")
        if text is None:
            self.end(Close.MALFORMED)
        return text

    def count(self, text: str, now: float) -> bool:
        """Note that the line lives; False when this frame is one too many, or too much."""
        self.active_at = now
        return self._frames.take(1, now) and self._bytes.take(len(text), now)

    async def write(self) -> None:
        """Send what is queued, until the end is queued."""
        try:
            while (text := await self._outbox.get()) is not None:
                async with asyncio.timeout(SEND_SECONDS):
                    await self._socket.send_text(text)
        except TimeoutError:
            self.end(Close.SLOW)
        except WebSocketDisconnect:
            self.end(Close.NORMAL)

    async def close(self, writer: "asyncio.Task[None]") -> None:
        """Send what is still queued, but not for long, then close with the reason."""
        code = self.over.result() if self.over.done() else Close.NORMAL
        if code is Close.SLOW:
            writer.cancel()
        else:
            with suppress(asyncio.QueueFull):
                self._outbox.put_nowait(None)
        await asyncio.wait({writer}, timeout=1)
        writer.cancel()
        if code is not Close.NORMAL:
            self._metrics.closed.labels(str(code.value)).inc()
        await self._say_goodbye(code)

    async def _say_goodbye(self, code: Close) -> None:
        states = (self._socket.client_state, self._socket.application_state)
        if WebSocketState.DISCONNECTED in states:
            return
        with suppress(TimeoutError, WebSocketDisconnect, RuntimeError):
            async with asyncio.timeout(SEND_SECONDS):
                await self._socket.close(code.value)
