"""The peer connection: answers the console's one offer, opens the agreed channels and no other, and proves the binding.

aiortc does the WebRTC and checks the DTLS certificate against the description's fingerprint (tests hold it to that).
Nothing of the other side's is handed on before its proof; `cut` lets nothing of ours out after it returns.
"""

import asyncio
import contextlib
import hmac
import json
from collections.abc import Callable, Sequence
from typing import Protocol, get_args

from aiortc import RTCDataChannel, RTCPeerConnection

from agent.protocol.errors import WireError
from agent.protocol.messages import CHANNELS, MAX_MESSAGE
from agent.protocol.sdp import MAX_CANDIDATES, Role, bind_proof, fingerprint
from agent.protocol.signalling import IceServer
from agent.transport import answering
from agent.transport.events import Channel, LastQuestion, Problem
from agent.transport.internals import ABORT, DATA, Internals, chunk_type, stream_of
from agent.transport.signalling import LinkFailure

MAX_SENT = 256 * 1024
"""Bytes of one message that browsers take (Chromium's a=max-message-size)."""

MAX_OVERRUN = 256 * 1024
"""Bytes of unfinished messages beyond the window we advertise (RFC 9260, 6.2) that are put up with."""

LAST_WORDS_SECONDS = 0.5
ANSWER_SECONDS = 1.0
MAX_ANSWERS = 16
"""Texts that may come instead of the one answer that is still heard after the end."""
CLOSE_SECONDS = 1.0

SHOWN = frozenset({CHANNELS["picture"], CHANNELS["pointer"]})
"""The streams that show the screen: nothing of them leaves before the customer's Pause or Stop is heard."""

BIND = "link/bind"
READY = "link/ready"


class PeerEvents(Protocol):
    """Who owns a peer is told this, on the event loop's thread."""

    def peer_opened(self) -> None:
        """Both sides proved the binding."""

    def peer_received(self, channel: Channel, data: str | bytes) -> None:
        """A message of a proved peer's."""

    def peer_failed(self, problem: Problem, detail: str) -> None:
        """The connection is over."""


class Peer:
    """One RTCPeerConnection, for one offer."""

    def __init__(self, ice_servers: Sequence[IceServer], bind_key: bytes, events: PeerEvents) -> None:
        """Make the connection and its channels. Raise LinkFailure when an ICE server's address is malformed."""
        self._events: PeerEvents | None = events
        self.ice_servers = ice_servers
        self._bind_key = bind_key
        self._proof = self._expected = ""
        self._proved = self._opened = False
        self._offered = self._last_words = False
        self._question: LastQuestion | None = None
        self._answered = asyncio.Event()
        self._answers = 0
        self._candidates = 0
        self._adding: set[asyncio.Task[None]] = set()
        try:
            self._connection = RTCPeerConnection(answering.configuration(ice_servers))
            self._channels = {label: self._make_channel(label) for label in get_args(Channel)}
        except ValueError as error:
            raise LinkFailure(Problem.NO_ROUTE, f"an ICE server's address is malformed: {error}") from None
        self._connection.on("datachannel", self._on_stranger)
        self._connection.on("track", self._on_stranger)
        self._connection.on("connectionstatechange", self._on_state)
        self._inside = Internals(self._connection, withheld=SHOWN)
        self._inside.dtls.on("statechange", self._on_state)
        self._inside.bound_reassembly(
            MAX_OVERRUN, lambda: self._fail(Problem.TAMPERED, "more was sent than the window allows")
        )

    def hand_to(self, events: PeerEvents) -> None:
        """Tell somebody else from now on; one that was cut tells nobody."""
        if self._events:
            self._events = events

    async def answer(self, offer: str) -> str:
        """Answer the console's offer. Raise SdpError or LinkFailure when it breaks the rule or comes twice."""
        if self._offered:
            raise LinkFailure(Problem.TAMPERED, "a second offer")
        self._offered = True
        answer = await answering.answer(self._connection, offer)
        console, agent = fingerprint(offer), fingerprint(answer)
        self._proof = self._prove("agent", console, agent)
        self._expected = self._prove("console", console, agent)
        return answer

    def add_candidate(self, text: str) -> None:
        """Take one of the console's candidates. Raise LinkFailure beyond the bounds.

        The empty one, "no more", is not passed on: aioice would give up before the first check of a console whose own
        names it cannot resolve comes in. OPENING_SECONDS ends what leads nowhere.
        """
        self._candidates += 1
        if not self._offered or self._candidates > MAX_CANDIDATES:
            raise LinkFailure(Problem.TAMPERED, "candidates without an offer or without end")
        if not text:
            return
        try:
            candidate = answering.candidate(text)
        except WireError as error:
            raise LinkFailure(Problem.TAMPERED, str(error)) from None
        # A .local name takes seconds to resolve, or not to: nobody waits for it.
        adding = asyncio.get_running_loop().create_task(self._connection.addIceCandidate(candidate))
        self._adding.add(adding)
        adding.add_done_callback(self._adding.discard)

    def send(self, channel: Channel, data: str | bytes) -> None:
        """Queue one message; dropped unless the binding is proved and the channel stands."""
        if self._opened and self._events and self._channels[channel].readyState == "open":
            self._channels[channel].send(data)

    def buffered(self, channel: Channel) -> int:
        """Count the bytes queued on `channel` that SCTP has not taken yet."""
        return self._channels[channel].bufferedAmount

    def unacknowledged(self, channel: Channel) -> int:
        """Count the bytes sent on `channel` that the other side has not acknowledged."""
        return self._inside.unacknowledged(self._channels[channel])

    def has_gap(self, channel: Channel) -> bool:
        """Say whether the other side holds back some of `channel` until a lost packet has come."""
        return self._inside.has_gap(self._channels[channel])

    @property
    def loss(self) -> float:
        """Share of the packets sent lately that were sent again."""
        return self._inside.loss

    def on_acknowledged(self, tell: Callable[[], None]) -> None:
        """Call `tell` after each acknowledgement."""
        self._inside.on_acknowledged(tell)

    def take_back(self, channel: Channel) -> None:
        """Let nothing more of what was sent on `channel` leave: none of it is sent after this returns, or ever again.

        The channel goes on with the next message; the other side never sees those that were not yet whole there.
        """
        self._inside.take_back(self._channels[channel])

    def cut(self) -> None:
        """End now: nothing is delivered, and of ours nothing leaves but SCTP's own ABORT and DTLS's close_notify."""
        self._events = None
        self._inside.pass_only(lambda packet: chunk_type(packet) == ABORT)

    def say_last(self, words: str, question: LastQuestion | None = None) -> None:
        """Fall silent but for `words` and `question` on `control`: what is queued is dropped, nothing is delivered.

        Of what comes in, the question alone is given the first MAX_ANSWERS texts on `control`, until one is its answer.
        """
        self._events = None
        control = self._channels["control"]
        if self._opened and control.readyState == "open":
            self._inside.drop_queued()
            self._inside.pass_only(
                lambda packet: chunk_type(packet) != DATA or stream_of(packet) == CHANNELS["control"]
            )
            control.send(words)
            self._last_words = True
            if question:
                control.send(question.text)
                self._question = question

    async def heard_out(self) -> None:
        """Wait until the last words were acknowledged and the question answered; LAST_WORDS_SECONDS, ANSWER_SECONDS."""
        if self._question:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._answered.wait(), ANSWER_SECONDS)
        elif self._last_words:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._acknowledged(), LAST_WORDS_SECONDS)

    async def close(self) -> None:
        """Let go of the sockets, in CLOSE_SECONDS at most."""
        self.cut()
        self._inside.close()
        for adding in self._adding:
            adding.cancel()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._connection.close(), CLOSE_SECONDS)

    def _make_channel(self, label: Channel) -> RTCDataChannel:
        channel = self._connection.createDataChannel(label, negotiated=True, id=CHANNELS[label])
        channel.on("open", lambda: self._on_open(label))
        channel.on("message", lambda data: self._on_message(label, data))
        channel.on("close", lambda: self._fail(Problem.PEER_GONE, f"the channel {label} was closed"))
        return channel

    def _on_open(self, label: Channel) -> None:
        if label == "control" and self._events:
            self._channels["control"].send(json.dumps({"type": BIND, "proof": self._proof}))

    def _on_message(self, channel: Channel, data: str | bytes) -> None:
        if not self._events:
            self._hear_answer(channel, data)
        elif _size(data) > MAX_MESSAGE:
            self._fail(Problem.TAMPERED, "a message is too long")
        elif not self._proved:
            self._check_proof(channel, data)
        elif not self._opened and channel == "control":
            self._check_ready(data)
        else:
            self._open()
            if self._events:
                self._events.peer_received(channel, data)

    def _hear_answer(self, channel: Channel, data: str | bytes) -> None:
        question, self._answers = self._question, self._answers + 1
        if question is None or channel != "control" or not isinstance(data, str) or _size(data) > MAX_MESSAGE:
            return
        if self._answers > MAX_ANSWERS or question.answered(data):
            self._answered.set()
            self._question = None

    def _check_proof(self, channel: Channel, data: str | bytes) -> None:
        match _first_message(data):
            case {"type": "link/bind", "proof": str(proof)} if channel == "control" and _same(proof, self._expected):
                self._proved = True
                self._channels["control"].send(json.dumps({"type": READY}))
            case _:
                self._fail(Problem.TAMPERED, "the channels are not those of the pairing")

    def _check_ready(self, data: str | bytes) -> None:
        if _first_message(data) == {"type": READY}:
            self._open()
        else:
            self._fail(Problem.TAMPERED, "something was said before the binding stood")

    def _open(self) -> None:
        """The other side speaks only after it has our proof: its first word on any channel says as much as READY."""
        if not self._opened and self._events:
            self._opened = True
            self._events.peer_opened()

    def _on_stranger(self, _: object) -> None:
        self._fail(Problem.TAMPERED, "a channel or track that was not agreed")

    def _on_state(self) -> None:
        dtls = self._inside.dtls
        if dtls.state == "failed":
            self._fail(Problem.TAMPERED, "a certificate is not that of its description")
        elif dtls.state == "closed" and self._inside.said_goodbye:
            self._fail(Problem.PEER_GONE, "the other side closed the connection")
        elif dtls.state == "closed" or self._connection.connectionState == "failed":
            problem = Problem.LOST if self._opened else Problem.NO_ROUTE
            self._fail(problem, f"ice {self._connection.iceConnectionState}, dtls {dtls.state}")

    def _fail(self, problem: Problem, detail: str) -> None:
        events, self._events = self._events, None
        if events:
            events.peer_failed(problem, detail)

    def _prove(self, role: Role, console: bytes, agent: bytes) -> str:
        return bind_proof(self._bind_key, role, console, agent)

    async def _acknowledged(self) -> None:
        while not self._inside.acknowledged:  # noqa: ASYNC110 (no event to await)
            await asyncio.sleep(0.01)


def _size(data: str | bytes) -> int:
    return len(data.encode() if isinstance(data, str) else data)


def _same(given: str, expected: str) -> bool:
    return bool(expected) and given.isascii() and hmac.compare_digest(given, expected)


def _first_message(data: str | bytes) -> object:
    try:
        return json.loads(data) if isinstance(data, str) else None
    except (ValueError, RecursionError):
        return None
