"""The one thing the agent's loop uses to reach the other side: one code, one pairing, one link.

Decides nothing about permissions; hands over every message unread, after the pairing is proved and bound.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine

from agent.protocol.codes import Code
from agent.protocol.errors import WireError
from agent.protocol.pairing import Body
from agent.protocol.sdp import Answer, Candidate, Offer, parse_negotiation
from agent.protocol.sealed import Opener, Sealer
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
from agent.transport.introduction import (
    PAIRING_SECONDS,
    Introduced,
    introduce_as_issuer,
    introduce_as_joiner,
    receive_body,
)
from agent.transport.peer import MAX_SENT, Peer
from agent.transport.signalling import LinkFailure, Signalling, connect_to, origin_of

OPENING_SECONDS = 20.0
"""How long negotiating, ICE, DTLS and the binding may take together."""
SILENCE_SECONDS = 3.0
"""Silence after which the line counts as lost; the console's heartbeat comes every second."""
LOST_SECONDS = 120.0
"""How long a lost line may take to come back."""

_TICK = 0.25

_Introduce = Callable[[Signalling, str], Awaitable[Introduced]]


class Link:
    """One link, good for one code: make another for the next.

    Call `issue` (the customer's code) or `join` (the technician's) once, with the event loop running. Everything that
    happens is said by `on_event`, called on the event loop's thread, in this order:
    [CodeReady] PeerPaired Opened (Received | Lost | Back)* and at any point, once and last, Failed.
    No method blocks or raises for what the network does.
    """

    def __init__(self, server_url: str, on_event: Callable[[LinkEvent], None]) -> None:
        """Prepare a link over the rendezvous at `server_url` (https://..., http:// on loopback). Nothing is sent."""
        self._server_url = server_url
        self._on_event: Callable[[LinkEvent], None] | None = on_event
        self._signalling: Signalling | None = None
        self._peer: Peer | None = None
        self._task: asyncio.Task[None] | None = None
        self._closing: asyncio.Task[None] | None = None
        self._opened = asyncio.Event()
        self._heard = 0.0
        self._lost = False
        self._sent = 0

    def issue(self) -> None:
        """Ask the server for a nameplate, make the secret and wait for a technician."""
        self._begin(lambda signalling, origin: introduce_as_issuer(signalling, origin, self._show))

    def join(self, code: Code) -> None:
        """Use a code that a technician's console shows."""
        self._begin(lambda signalling, origin: introduce_as_joiner(signalling, origin, code))

    def send(self, channel: Channel, data: str | bytes) -> None:
        """Queue one message (at most 256 KiB, what browsers take). Before `Opened` and after the end it is dropped."""
        if len(data) > MAX_SENT:
            raise ValueError("the message is too long for the wire")
        if self._peer and self._on_event and self._opened.is_set():
            self._peer.send(channel, data)
            self._sent += len(data)

    def buffered(self, channel: Channel) -> int:
        """Count the bytes queued on `channel` that SCTP has not taken yet."""
        return self._peer.buffered(channel) if self._peer else 0

    def unacknowledged(self, channel: Channel) -> int:
        """Count the bytes sent on `channel` that the other side has not acknowledged."""
        return self._peer.unacknowledged(channel) if self._peer else 0

    def on_acknowledged(self, tell: Callable[[], None]) -> None:
        """Call `tell` after each acknowledgement."""
        if self._peer:
            self._peer.on_acknowledged(tell)

    def take_back(self, channel: Channel) -> None:
        """Let nothing more of what was sent on `channel` leave, not even what is being sent; later messages go."""
        if self._peer:
            self._peer.take_back(channel)

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
        waits until the sockets are gone. Harmless when called twice.
        """
        self._on_event = None
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
        self._on_event = None
        if self._peer and last_words is not None and spoken:
            self._peer.say_last(last_words, question)
        else:
            self.cut()
        return self._close()

    async def _close(self) -> None:
        if self._peer:
            await self._peer.heard_out()
        self.cut()
        if self._task:
            await asyncio.wait([self._task])
        if self._closing:
            await asyncio.wait([self._closing])

    # --- PeerEvents -----------------------------------------------------------------------------------------------

    def peer_opened(self) -> None:
        """Tell that the channels are bound."""
        self._heard = asyncio.get_running_loop().time()
        self._opened.set()
        self._tell(Opened())

    def peer_received(self, channel: Channel, data: str | bytes) -> None:
        """Hand a message over, and note that the line lives."""
        self._heard = asyncio.get_running_loop().time()
        if self._lost:
            self._lost = False
            self._tell(Back())
        self._tell(Received(channel, data))

    def peer_failed(self, problem: Problem, detail: str) -> None:
        """End."""
        self._fail(problem, detail)

    # --- the one task ---------------------------------------------------------------------------------------------

    def _begin(self, introduce: _Introduce) -> None:
        if self._task:
            raise ValueError("a link is good for one code")
        self._task = asyncio.get_running_loop().create_task(self._run(introduce))
        self._task.add_done_callback(self._ran)

    async def _run(self, introduce: _Introduce) -> None:
        try:
            origin = origin_of(self._server_url)
            self._signalling = signalling = await connect_to(self._server_url)
            await self._live(signalling, await introduce(signalling, origin))
        except LinkFailure as failure:
            self._fail(failure.problem, failure.detail)
        except WireError as error:
            self._fail(Problem.TAMPERED, str(error))

    async def _live(self, signalling: Signalling, introduced: Introduced) -> None:
        self._peer = peer = Peer(introduced.paired.ice_servers, introduced.keys.bind, self)
        self._tell(PeerPaired(introduced.paired.technician))
        negotiation = asyncio.create_task(_negotiate(signalling, introduced, peer))
        opening = asyncio.create_task(self._opened.wait())
        try:
            await asyncio.wait({negotiation, opening}, timeout=OPENING_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            if negotiation.done():
                negotiation.result()
        finally:
            negotiation.cancel()
            opening.cancel()
        if not self._opened.is_set():
            raise LinkFailure(Problem.NO_ROUTE, f"no channel stood within {OPENING_SECONDS:.0f} s")
        await self._watch()

    async def _watch(self) -> None:
        """Tell of silence. What the server says from here on is not even read."""
        loop = asyncio.get_running_loop()
        while (silent := loop.time() - self._heard) < LOST_SECONDS:
            if silent > SILENCE_SECONDS and not self._lost:
                self._lost = True
                self._tell(Lost())
            await asyncio.sleep(_TICK)
        raise LinkFailure(Problem.LOST, f"nothing was heard for {LOST_SECONDS:.0f} s")

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

    def _tell(self, event: LinkEvent) -> None:
        if self._on_event:
            self._on_event(event)

    def _fail(self, problem: Problem, detail: str) -> None:
        on_event = self._on_event
        self.cut()
        if on_event:
            on_event(Failed(problem, detail))


async def _negotiate(signalling: Signalling, introduced: Introduced, peer: Peer) -> None:
    """Answer the console's offer and take its candidates, all sealed. Ends only by WireError or LinkFailure."""
    opener, sealer = Opener(introduced.open_key), Sealer(introduced.seal_key)
    patience: float | None = PAIRING_SECONDS
    while True:
        body = await receive_body(signalling, patience)
        patience = None
        if body[:1] != bytes([Body.SEALED]):
            raise LinkFailure(Problem.TAMPERED, "an unsealed message after the pairing")
        match parse_negotiation(opener.open(body[1:])):
            case Offer(sdp=sdp):
                answer = Answer(sdp=await peer.answer(sdp)).model_dump_json()
                await signalling.relay(bytes([Body.SEALED]) + sealer.seal(answer.encode()))
            case Candidate(candidate=candidate):
                peer.add_candidate(candidate)
            case Answer():
                raise LinkFailure(Problem.TAMPERED, "the console answered instead of offering")
