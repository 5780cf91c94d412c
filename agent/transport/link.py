"""The one thing the agent's loop uses to reach the other side: one code, one pairing, one link, over whatever line.

Decides nothing about permissions; hands over every message unread, after the pairing is proved and bound.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from functools import partial

from agent.protocol.codes import Code
from agent.protocol.errors import WireError
from agent.protocol.signalling import IceServer, Technician
from agent.transport.events import (
    Back,
    Channel,
    CodeReady,
    Failed,
    LastQuestion,
    LinkEvent,
    Lost,
    Opened,
    PeerPaired,
    Problem,
    Received,
)
from agent.transport.introduction import Introduced, introduce_as_issuer, introduce_as_joiner
from agent.transport.meeting import Meetings
from agent.transport.opening import Opening
from agent.transport.peer import MAX_SENT, Peer
from agent.transport.signalling import LinkFailure, Signalling, connect_to, origin_of
from agent.transport.vigil import Vigil

OPENING_SECONDS = 20.0
"""How long negotiating, ICE, DTLS and the binding may take together."""
SILENCE_SECONDS = 2.5
"""Silence after which the line counts as lost, so that it is told within 3 s; the heartbeat comes every second."""
LOST_SECONDS = 120.0
"""How long a lost line may take to come back."""

_TICK = 0.25

_Introduce = Callable[[Signalling, str], Awaitable[Introduced]]
_First = Callable[[], Awaitable[None]]


class Link:
    """One link, good for one code: make another for the next.

    Call `issue` (the customer's code), `join` (the technician's) or `come_back` (none) once, with the event loop
    running. Everything that happens is said by `on_event`, called on the event loop's thread, in this order:
    [CodeReady] PeerPaired Opened (Received | Lost | Back)* and at any point, once and last, Failed.
    No method blocks or raises for what the network does.
    """

    def __init__(self, server_url: str, on_event: Callable[[LinkEvent], None], pins: Sequence[str] = ()) -> None:
        """Prepare a link over the rendezvous at `server_url` (https://..., http:// on loopback). Nothing is sent.

        `pins`: the public keys of which it must have one, where there are any.
        """
        self._server_url, self._connect = server_url, partial(connect_to, server_url, pins=pins)
        self._on_event: Callable[[LinkEvent], None] | None = on_event
        self._signalling: Signalling | None = None
        self._peer: Peer | None = None
        self._task: asyncio.Task[None] | None = None
        self._closing: asyncio.Task[None] | None = None
        self._meetings: Meetings | None = None
        self._vigil = Vigil(0.0)
        self._letting_go: set[asyncio.Task[None]] = set()
        self._on_acknowledged: Callable[[], None] = lambda: None
        self._awaited_by: Technician | None = None
        """Whom to meet again after a restart."""
        self._opened = False
        self._sent = 0

    def issue(self) -> None:
        """Ask the server for a nameplate, make the secret and wait for a technician."""
        self._begin(lambda signalling, origin: introduce_as_issuer(signalling, origin, self._show))

    def join(self, code: Code) -> None:
        """Use a code that a technician's console shows."""
        self._begin(lambda signalling, origin: introduce_as_joiner(signalling, origin, code))

    def come_back(self, secret: bytes, technician: Technician) -> None:
        """Meet `technician` again after a restart, by the secret that both kept; it stands in for `resume`."""
        self._run_once(partial(self._return, secret, technician))

    def send(self, channel: Channel, data: str | bytes) -> None:
        """Queue one message (at most 256 KiB, what browsers take). Before `Opened` and after the end it is dropped."""
        if len(data) > MAX_SENT:
            raise ValueError("the message is too long for the wire")
        if self._peer and self._on_event and self._opened:
            self._peer.send(channel, data)
            self._sent += len(data)

    def buffered(self, channel: Channel) -> int:
        """Count the bytes queued on `channel` that SCTP has not taken yet."""
        return self._peer.buffered(channel) if self._peer else 0

    def unacknowledged(self, channel: Channel) -> int:
        """Count the bytes sent on `channel` that the other side has not acknowledged."""
        return self._peer.unacknowledged(channel) if self._peer else 0

    def has_gap(self, channel: Channel) -> bool:
        """Say whether the other side holds back some of `channel` until a lost packet has come."""
        return self._peer is not None and self._peer.has_gap(channel)

    def on_acknowledged(self, tell: Callable[[], None]) -> None:
        """Call `tell` after each acknowledgement, whatever line it comes over."""
        self._on_acknowledged = tell
        if self._peer:
            self._peer.on_acknowledged(tell)

    def take_back(self, channel: Channel) -> None:
        """Let nothing more of what was sent on `channel` leave, not even what is being sent; later messages go."""
        if self._peer:
            self._peer.take_back(channel)

    @property
    def ice_servers(self) -> Sequence[IceServer]:
        """The servers by which the other side may be reached now."""
        return self._peer.ice_servers if self._peer else ()

    @property
    def sent_bytes(self) -> int:
        """Count the bytes (of text: characters) of all messages that `send` took."""
        return self._sent

    @property
    def loss(self) -> float:
        """Share, 0 to 1, of the packets sent lately that were sent again."""
        return self._peer.loss if self._peer else 0.0

    def cut(self) -> None:
        """End now, synchronously, network or not: no message is sent or delivered and no event said after this returns.

        Only goodbyes still go: `bye` to the server, SCTP's ABORT and DTLS's close_notify to the other side. `close`
        waits until the sockets are gone. A line that is lost never comes back then. Harmless when called twice.
        """
        self._forget()
        if self._peer:
            self._peer.cut()
        if self._task:
            self._task.cancel()

    def close(self, last_words: str | None = None, question: LastQuestion | None = None) -> Coroutine[None, None, None]:
        """End: silent when this call returns; await what it returns, for 4 s at most, to let go of every socket.

        What is queued is dropped; only `last_words` still go, on `control`, for at most 0.5 s, and after them
        `question`, whose answer alone is heard, for at most 1 s. Harmless after `cut`.
        """
        spoken = self._on_event is not None and self._peer is not None and last_words is not None
        self._forget()
        if self._peer and last_words is not None and spoken:
            self._peer.say_last(last_words, question)
        else:
            self.cut()
        return self._close()

    async def _close(self) -> None:
        if self._peer:
            await self._peer.heard_out()
        self.cut()
        if self._meetings:
            await self._meetings.over()
        if self._task:
            await asyncio.wait([self._task])
        if self._closing:
            await asyncio.wait([self._closing])
        if self._letting_go:
            await asyncio.wait(self._letting_go)

    def _forget(self) -> None:
        """Say nothing more, and let no meeting follow."""
        self._on_event = None
        if self._meetings:
            self._meetings.forget()

    # --- PeerEvents, of the peer that counts ------------------------------------------------------------------------

    def peer_opened(self) -> None:
        """Do nothing: a peer is ours when it is open."""

    def peer_received(self, channel: Channel, data: str | bytes) -> None:
        """Hand a message over, and note that the line lives."""
        heard = self._vigil.hear(channel, data, self._now())
        if heard.lost:
            self._lost()
        if heard.back:
            self._back()
        if heard.deliver:
            self._tell(Received(channel, data))
        if heard.ask:
            self.send("control", self._vigil.question)

    def peer_failed(self, problem: Problem, detail: str) -> None:
        """End; or, where only this line is gone, look for another."""
        met = self._meetings is not None and self._meetings.met
        if problem is not Problem.LOST and not (problem is Problem.PEER_GONE and met):
            return self._fail(problem, detail)
        if self._peer:
            self._drop(self._peer)
            self._peer = None
        if self._vigil.lose(self._now()):
            self._lost()

    # --- a line that is lost ----------------------------------------------------------------------------------------

    def _lost(self) -> None:
        self._tell(Lost())
        if self._meetings:
            self._meetings.begin()

    def _back(self) -> None:
        if self._meetings:
            self._meetings.withdraw()
        self._tell(Back())

    def _returned(self, peer: Peer, signalling: Signalling) -> None:
        """Use the new line from here on, and nothing of the old one; after a restart, it is the first."""
        if self._peer:
            self._drop(self._peer)
        if self._signalling:
            self._later(self._signalling.close())
        self._peer, self._signalling = peer, signalling
        peer.on_acknowledged(self._on_acknowledged)
        if not self._opened and self._awaited_by:
            self._tell(PeerPaired(self._awaited_by))
            return self._open(peer)
        if not self._vigil.renew(self._now()):
            self._tell(Lost())  # to its users it is another line in any case
        self._back()

    def _drop(self, peer: Peer) -> None:
        peer.cut()
        self._later(peer.close())

    def _later(self, closing: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(closing)
        self._letting_go.add(task)
        task.add_done_callback(self._letting_go.discard)

    # --- the one task ---------------------------------------------------------------------------------------------

    def _begin(self, introduce: _Introduce) -> None:
        self._run_once(partial(self._introduce, introduce))

    def _run_once(self, first: _First) -> None:
        if self._task:
            raise ValueError("a link is good for one code")
        self._task = asyncio.get_running_loop().create_task(self._run(first))
        self._task.add_done_callback(self._ran)

    async def _run(self, first: _First) -> None:
        try:
            await first()
            await self._watch()
        except LinkFailure as failure:
            self._fail(failure.problem, failure.detail)
        except WireError as error:
            self._fail(Problem.TAMPERED, str(error))

    async def _introduce(self, introduce: _Introduce) -> None:
        origin = origin_of(self._server_url)
        self._signalling = signalling = await self._connect()
        await self._live(signalling, await introduce(signalling, origin))

    async def _return(self, secret: bytes, technician: Technician) -> None:
        """Look for the technician as for a lost line."""
        self._awaited_by = technician
        self._meetings = Meetings(self._connect, secret, self, self._returned, self._fail)
        self._vigil.lose(self._now())
        self._meetings.begin()

    async def _live(self, signalling: Signalling, introduced: Introduced) -> None:
        keys, seals = introduced.keys, (introduced.seal_key, introduced.open_key)
        opening = Opening(signalling, introduced.paired.ice_servers, keys.bind, seals, self, self._open)
        self._peer = opening.peer
        self._meetings = Meetings(self._connect, keys.resume, self, self._returned, self._fail)
        self._tell(PeerPaired(introduced.paired.technician))
        await opening.run(OPENING_SECONDS)

    def _open(self, _: Peer) -> None:
        self._vigil.renew(self._now())
        self._opened = True
        self._tell(Opened())

    async def _watch(self) -> None:
        """Tell of silence. What the server says on this connection from here on is not even read."""
        while (lost_at := self._vigil.lost_at) is None or self._now() - lost_at < LOST_SECONDS:
            if self._vigil.silent(self._now()) > SILENCE_SECONDS and self._vigil.lose(self._now()):
                self._lost()
            await asyncio.sleep(_TICK)
        raise LinkFailure(Problem.LOST, f"the line was lost for {LOST_SECONDS:.0f} s")

    def _ran(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()):
            self._fail(Problem.FAULT, type(error).__name__)
        self._closing = asyncio.get_running_loop().create_task(self._let_go())

    async def _let_go(self) -> None:
        if self._signalling:
            await self._signalling.close()
        if self._peer:
            await self._peer.close()

    def _show(self, code: Code, seconds: int) -> None:
        self._tell(CodeReady(code, seconds))

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()

    def _tell(self, event: LinkEvent) -> None:
        if self._on_event:
            self._on_event(event)

    def _fail(self, problem: Problem, detail: str) -> None:
        on_event = self._on_event
        self.cut()
        if on_event:
            on_event(Failed(problem, detail))
