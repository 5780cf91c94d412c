"""One peer connection from its keys to its proof, the first or one after a loss; then it is its owner's."""

import asyncio
from collections.abc import Callable, Sequence

from agent.protocol.pairing import Body
from agent.protocol.sdp import Answer, Candidate, End, Offer, parse_negotiation
from agent.protocol.sealed import Opener, Sealer
from agent.protocol.signalling import IceServer
from agent.transport.events import Channel, Problem
from agent.transport.introduction import PAIRING_SECONDS, receive_body
from agent.transport.peer import Peer, PeerEvents
from agent.transport.signalling import LinkFailure, Signalling


class Ended(LinkFailure):
    """The other side said, sealed, that it ended the session."""


class Opening:
    """Negotiates over the rendezvous, sealed, until the channels are bound."""

    def __init__(
        self,
        signalling: Signalling,
        ice_servers: Sequence[IceServer],
        bind: bytes,
        seals: tuple[bytes, bytes],
        owner: PeerEvents,
        on_open: Callable[[Peer], None],
    ) -> None:
        """Make the peer; `seals` are our key and theirs. `on_open` is called before the peer's first message is taken.

        Raise LinkFailure when an ICE server's address is malformed.
        """
        self._signalling, self._owner, self._on_open = signalling, owner, on_open
        self._sealer, self._opener = Sealer(seals[0]), Opener(seals[1])
        self._done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.peer = Peer(ice_servers, bind, self)

    async def run(self, seconds: float) -> None:
        """Return once the channels are bound and the peer is its owner's. Raise LinkFailure or WireError."""
        negotiation = asyncio.create_task(self._negotiate())
        try:
            ends: set[asyncio.Future[None]] = {negotiation, self._done}
            await asyncio.wait(ends, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            if self._done.done():
                self._done.result()
            elif negotiation.done():
                negotiation.result()
            else:
                raise LinkFailure(Problem.NO_ROUTE, f"no channel stood within {seconds:.0f} s")
        finally:
            negotiation.cancel()
            self._done.cancel()

    async def say_end(self) -> None:
        """Tell the other side that the session is over. Raise LinkFailure when the server is gone."""
        await self._say(End().model_dump_json())

    # --- PeerEvents, until it is open -------------------------------------------------------------------------------

    def peer_opened(self) -> None:
        """Hand the peer over."""
        self.peer.hand_to(self._owner)
        self._on_open(self.peer)
        if not self._done.done():
            self._done.set_result(None)

    def peer_received(self, channel: Channel, data: str | bytes) -> None:
        """Take nothing: a peer that opened is not ours any more."""

    def peer_failed(self, problem: Problem, detail: str) -> None:
        """Note that it came to nothing."""
        if not self._done.done():
            self._done.set_exception(LinkFailure(problem, detail))

    async def _negotiate(self) -> None:
        """Answer the console's offer and take its candidates. Ends only by WireError or LinkFailure."""
        patience: float | None = PAIRING_SECONDS
        while True:
            body = await receive_body(self._signalling, patience)
            patience = None
            if body[:1] != bytes([Body.SEALED]):
                raise LinkFailure(Problem.TAMPERED, "an unsealed message after the pairing")
            match parse_negotiation(self._opener.open(body[1:])):
                case Offer(sdp=sdp):
                    await self._say(Answer(sdp=await self.peer.answer(sdp)).model_dump_json())
                case Candidate(candidate=candidate):
                    self.peer.add_candidate(candidate)
                case End():
                    raise Ended(Problem.PEER_GONE, "the other side ended the session")
                case Answer():
                    raise LinkFailure(Problem.TAMPERED, "the console answered instead of offering")

    async def _say(self, negotiation: str) -> None:
        await self._signalling.relay(bytes([Body.SEALED]) + self._sealer.seal(negotiation.encode()))
