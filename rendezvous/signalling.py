"""The two WebSockets: who may connect, how fast, how long. What the frames mean is exchange.py's."""

import asyncio
import logging
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from time import monotonic
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.websockets import WebSocket

from agent.protocol.errors import WireError
from agent.protocol.signalling import Refused, parse_client_frame
from rendezvous.access import Access, Right, attested, counted_address
from rendezvous.accounts import digest
from rendezvous.codes import Codes, Side
from rendezvous.config import Limits
from rendezvous.exchange import Exchange
from rendezvous.ledger import SessionLedger
from rendezvous.line import Close, WebSocketLine
from rendezvous.meetings import Meetings
from rendezvous.metrics import Metrics
from rendezvous.store.sessions import WebSessions
from rendezvous.store.tables import TechnicianRow

log = logging.getLogger("rendezvous")

TICK_SECONDS = 1.0
"""How soon at the latest a disabled technician is cut off, and an expired code told."""


class Switchboard:
    """Every open WebSocket, and the exchange they share."""

    def __init__(
        self, access: Access, web_sessions: WebSessions, ledger: SessionLedger, limits: Limits, metrics: Metrics
    ) -> None:
        self._access = access
        self._web_sessions = web_sessions
        self._limits = limits
        self._metrics = metrics
        self._exchange = Exchange(Codes(limits), Meetings(limits), ledger, limits.code_seconds)
        self._lines: set[WebSocketLine] = set()
        self._addresses: Counter[str] = Counter()

    async def agent(self, socket: WebSocket) -> None:
        """Serve /ws/agent: anyone, but no other site's page."""
        if self._access.foreign_origin(socket):
            return await _deny(socket, 403)
        await self._admit(socket, Side.AGENT, None)

    async def console(self, socket: WebSocket) -> None:
        """Serve /ws/console: a logged-in technician on this site's own page."""
        if not self._access.own_origin(socket):
            return await _deny(socket, 403)
        row = await self._access.who(socket, Right.HELP)
        if row is None:
            return await _deny(socket, 401)
        await self._admit(socket, Side.CONSOLE, row)

    def end_web_session(self, token_hash: str) -> None:
        """Cut off what hangs on a web session that is over."""
        self._cut(line for line in self._lines if line.web_session == token_hash)

    async def watch(self) -> None:
        """Once a second: expire codes, end idle lines, cut off whoever may no longer be here."""
        while True:
            await asyncio.sleep(TICK_SECONDS)
            now = monotonic()
            self._exchange.expire(now)
            self._end_idle(now)
            await self._recheck()
            self._gauge()

    async def _admit(self, socket: WebSocket, side: Side, row: TechnicianRow | None) -> None:
        address = counted_address(socket)
        if len(self._lines) >= self._limits.connections:
            return await _deny(socket, 503)
        if self._addresses[address] >= self._limits.connections_per_address:
            return await _deny(socket, 429)
        token = self._access.token(socket) if row else None
        line = WebSocketLine(
            socket,
            side,
            address,
            attested(row) if row else None,
            digest(token) if token else None,
            self._limits,
            self._metrics,
            monotonic(),
        )
        self._enter(line)
        try:
            await socket.accept()
            await self._serve(line)
        finally:
            self._leave(line)

    def _enter(self, line: WebSocketLine) -> None:
        self._lines.add(line)
        self._addresses[line.address] += 1
        self._metrics.connections.labels(line.side).inc()

    def _leave(self, line: WebSocketLine) -> None:
        self._lines.discard(line)
        self._addresses[line.address] -= 1
        self._addresses += Counter()  # drops addresses at zero: nobody who left is remembered
        self._metrics.connections.labels(line.side).dec()

    async def _serve(self, line: WebSocketLine) -> None:
        reader = asyncio.create_task(self._read(line))
        writer = asyncio.create_task(line.write())
        try:
            ends: set[asyncio.Future[Any]] = {reader, writer, line.over}
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        finally:
            reader.cancel()
            self._exchange.leave(line)
            await line.close(writer)
        for task in (reader, writer):
            if task.done() and not task.cancelled():
                task.result()  # a fault of ours surfaces here, after the pair was let go

    async def _read(self, line: WebSocketLine) -> None:
        while (text := await line.receive()) is not None and not line.over.done():
            now = monotonic()
            if not line.count(text, now):
                line.deliver(Refused(reason="rate"))
                return line.end(Close.FAST)
            try:
                frame = parse_client_frame(text)
            except WireError:
                line.deliver(Refused(reason="malformed"))
                return line.end(Close.MALFORMED)
            self._exchange.handle(line, frame, now)
            if frame.type == "bye":
                return line.end(Close.NORMAL)

    def _end_idle(self, now: float) -> None:
        for line in list(self._lines):
            allowed = self._limits.hello_seconds if self._exchange.idle(line) else self._limits.session_seconds
            if now - line.active_at > allowed:
                line.end(Close.IDLE)

    async def _recheck(self) -> None:
        """Cut off consoles whose web session no longer holds. When the store cannot tell, none does."""
        hashes = {line.web_session for line in self._lines if line.web_session}
        if not hashes:
            return
        try:
            valid = await run_in_threadpool(self._web_sessions.valid, hashes, datetime.now(UTC))
        except SQLAlchemyError as error:
            log.error("web sessions could not be checked (%s)", type(error).__name__)
            valid = set()
        self._cut(line for line in self._lines if line.web_session in hashes - valid)

    def _cut(self, lines: Iterable[WebSocketLine]) -> None:
        for line in lines:
            line.end(Close.LOGGED_OUT)
            self._exchange.leave(line)

    def _gauge(self) -> None:
        codes, pairs = self._exchange.counts()
        self._metrics.codes.set(codes)
        self._metrics.pairs.set(pairs)


async def _deny(socket: WebSocket, status: int) -> None:
    await socket.send_denial_response(Response(status_code=status))
