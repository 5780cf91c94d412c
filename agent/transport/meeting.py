"""How a lost line is taken up again: both sides name the same tag at the rendezvous, draw nonces and open a new peer.

The keys come from the pairing's `resume` (agent/protocol/resume.py), so nobody else can take part. `forget` erases it.
"""

import asyncio
import contextlib
import random
import secrets
from collections.abc import Callable, Coroutine

from agent.protocol import VERSION
from agent.protocol.errors import WireError
from agent.protocol.pairing import Body
from agent.protocol.resume import NONCE_BYTES, Resume
from agent.protocol.signalling import Meet, Met
from agent.transport.events import Problem
from agent.transport.introduction import PAIRING_SECONDS, expect, receive_body
from agent.transport.opening import Ended, Opening
from agent.transport.peer import Peer, PeerEvents
from agent.transport.signalling import LinkFailure, Signalling

CONNECT_SECONDS = 2.1
NEXT_SECONDS = 0.7
"""A new try begins beside those under way: what was sent into a dead line is repeated ever later (RFC 6298), and what
left from an address that is no more never arrives."""
MEETING_SECONDS = 8.0
"""How long to wait to be met before the connection itself is doubted."""
OPENING_SECONDS = 10.0
PAUSE_SECONDS = 0.3, 0.6
"""After a meeting that came to nothing."""
REFUSED_SECONDS = 2.0
"""After a server said that there are too many."""

_OF_THE_WAY = frozenset({Problem.UNREACHABLE, Problem.TLS, Problem.CLOCK, Problem.PROXY})
"""What the network in between may be the cause of, and the next one not."""

Returned = Callable[[Peer, Signalling], None]
Failure = Callable[[Problem, str], None]
Connect = Callable[[float], Coroutine[None, None, Signalling]]
"""Connects within so many seconds, or raises LinkFailure."""


class Meetings:
    """One meeting after the other until one stands, while the line is lost."""

    def __init__(self, connect: Connect, key: bytes, owner: PeerEvents, returned: Returned, failed: Failure) -> None:
        """`connect` goes to the same server as before; `returned` takes the peer (`owner`'s) and its signalling.

        `failed` is told what must end the link.
        """
        self._connect_once, self._resume = connect, Resume(key)
        self._owner, self._returned, self._failed = owner, returned, failed
        self._wanted = False
        self._task: asyncio.Task[None] | None = None
        self._opening: Opening | None = None
        self._closing: set[asyncio.Task[None]] = set()
        self.met = False
        """Whether the other side has come: from here on the console decides which line counts."""

    def begin(self) -> None:
        """Try from now on."""
        self._wanted = not self._resume.erased
        if self._wanted and self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._try())
            self._task.add_done_callback(self._tried)

    def withdraw(self) -> None:
        """Try no more: the old line lives. What was met goes its way."""
        self._wanted = False
        if self._task and not self.met:
            self._task.cancel()

    def forget(self) -> None:
        """Erase the key, and end a meeting under way: synchronously impossible ever after."""
        self._resume.erase()
        self._wanted = False
        if self._opening:
            self._opening.peer.cut()
        if self._task:
            self._task.cancel()

    async def over(self) -> None:
        """Wait until nothing of it is left."""
        if self._task:
            await asyncio.wait([self._task])
        if self._closing:
            await asyncio.wait(self._closing)

    async def _try(self) -> None:
        while self._wanted:
            try:
                return await self._meet()
            except LinkFailure as failure:
                if _ends(failure):
                    raise
                refused = failure.problem in (Problem.RATE, Problem.BUSY)
            await asyncio.sleep(REFUSED_SECONDS if refused else random.uniform(*PAUSE_SECONDS))  # noqa: S311

    def _tried(self, task: asyncio.Task[None]) -> None:
        self._task = None
        if task.cancelled():
            if self._wanted:
                self.begin()
            return
        match task.exception():
            case None:
                pass
            case LinkFailure() as failure:
                self._failed(failure.problem, failure.detail)
            case WireError() as error:
                self._failed(Problem.TAMPERED, str(error))
            case error:
                self._failed(Problem.FAULT, type(error).__name__)

    async def _meet(self) -> None:
        signalling = await self._connect()
        handed_over = False
        try:
            await signalling.send(Meet(version=VERSION, tag=self._resume.tag))
            met = await expect(signalling, Met, MEETING_SECONDS, Problem.TIMEOUT)
            self.met = True
            ours = secrets.token_bytes(NONCE_BYTES)
            await signalling.relay(bytes([Body.NONCE]) + ours)
            keys = self._resume.keys(_nonce(await receive_body(signalling, PAIRING_SECONDS)), ours)
            seals = keys.agent_seals, keys.console_seals

            def opened(peer: Peer) -> None:
                nonlocal handed_over
                handed_over = True
                self._returned(peer, signalling)

            self._opening = Opening(signalling, met.ice_servers, keys.bind, seals, self._owner, opened)
            await self._opening.run(OPENING_SECONDS)
        except (LinkFailure, WireError) as error:
            if _ends(error):
                self._resume.erase()
            raise
        finally:
            opening, self._opening, self.met = self._opening, None, False
            if not handed_over:
                await self._let_go(signalling, opening)

    async def _connect(self) -> Signalling:
        """Connect, with a new try every NEXT_SECONDS. Raise LinkFailure when the server answers and lets us not in."""
        trying: set[asyncio.Task[Signalling]] = set()
        now = asyncio.get_running_loop().time
        try:
            while True:
                trying.add(asyncio.create_task(self._connect_once(CONNECT_SECONDS)))
                next_at = now() + NEXT_SECONDS
                while trying and (left := next_at - now()) > 0:
                    done, trying = await asyncio.wait(trying, timeout=left, return_when=asyncio.FIRST_COMPLETED)
                    if connected := [one for one in done if _is_open(one)]:
                        trying.update(connected[1:])
                        return connected[0].result()
                await asyncio.sleep(max(0.0, next_at - now()))
        finally:
            for one in trying:
                one.cancel()
                one.add_done_callback(self._abandon)

    def _abandon(self, one: asyncio.Task[Signalling]) -> None:
        """Close a connection that was not needed any more."""
        if not one.cancelled() and one.exception() is None:
            closing = asyncio.get_running_loop().create_task(one.result().close())
            self._closing.add(closing)
            closing.add_done_callback(self._closing.discard)

    async def _let_go(self, signalling: Signalling, opening: Opening | None) -> None:
        if opening:
            opening.peer.cut()
            if self._resume.erased:  # the session is over, not only this try
                with contextlib.suppress(LinkFailure):
                    await opening.say_end()
        await signalling.close()
        if opening:
            await opening.peer.close()


def _is_open(one: asyncio.Task[Signalling]) -> bool:
    """Say whether a try connected. Raise LinkFailure for what another try would not mend."""
    error = one.exception()
    if isinstance(error, LinkFailure) and error.problem in _OF_THE_WAY:
        return False
    return one.result() is not None


def _ends(error: LinkFailure | WireError) -> bool:
    """Say whether the session cannot go on, rather than this try."""
    return isinstance(error, WireError | Ended) or error.problem is Problem.TAMPERED


def _nonce(body: bytes) -> bytes:
    if len(body) != 1 + NONCE_BYTES or body[0] != Body.NONCE:
        raise LinkFailure(Problem.TAMPERED, "a meeting began with something else than a nonce")
    return body[1:]
