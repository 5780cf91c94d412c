"""Keeps the one connection for bulk of a session: opens it as the rules say, cuts it at once, tells the console."""

import asyncio
from collections.abc import Callable, Sequence

from agent.protocol.messages import AnswerBulk, BulkClosed, FromAgent
from agent.protocol.signalling import IceServer
from agent.transport.bulk import Bulk


class BulkLine:
    """At most one connection at a time. Called on the event loop's thread."""

    def __init__(self, command: Sequence[str], tell: Callable[[FromAgent], None]) -> None:
        """`command` runs the process that carries it; `tell` sends to the console."""
        self._command, self._tell = command, tell
        self._bulk: Bulk | None = None
        self._going: set[asyncio.Task[None]] = set()
        self._user: Callable[[Bulk], None] = lambda bulk: None

    def use(self, user: Callable[[Bulk], None]) -> None:
        """Have `user` told of each connection when its offer came; it waits in `send` or `receive` until it stands."""
        self._user = user

    def open(self, offer: str, ice_servers: Sequence[IceServer]) -> None:
        """Answer an offer, in place of what stands."""
        self._let_go()
        self._bulk = Bulk(
            self._command,
            offer,
            ice_servers,
            on_answer=lambda sdp: self._tell(AnswerBulk(sdp=sdp)),
            on_gone=self.cut,
        )
        self._user(self._bulk)

    def add_candidate(self, candidate: str) -> None:
        """Take a candidate of the offer's."""
        if self._bulk:
            self._bulk.add_candidate(candidate)

    def cut(self) -> None:
        """Let nothing more over it from now on, and say so."""
        if self._bulk:
            self._let_go()
            self._tell(BulkClosed())

    async def close(self) -> None:
        """Cut it, and wait until no process is left."""
        self._let_go()
        if self._going:
            await asyncio.wait(self._going)

    def _let_go(self) -> None:
        bulk, self._bulk = self._bulk, None
        if bulk:
            bulk.cut()
            going = asyncio.get_running_loop().create_task(bulk.gone())
            self._going.add(going)
            going.add_done_callback(self._going.discard)
