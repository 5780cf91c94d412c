"""The peer connection for bulk, inside its own process: one channel, one flow; hands chunks over and takes them.

The console's certificate is the one of its offer, which came through the proved link; aiortc checks that.
"""

import asyncio
import contextlib
from typing import Protocol

from aiortc import RTCPeerConnection

from agent.protocol.errors import WireError
from agent.protocol.signalling import IceServer
from agent.transport.answering import answer, candidate, configuration
from agent.transport.bulk_flow import MOST_CLOGGED, Flow
from agent.transport.bulk_sctp import BulkSctp
from agent.transport.bulk_wire import pack, parse
from agent.transport.internals import Internals

LABEL, STREAM = "bulk", 0
"""The negotiated data channel; what is lost is sent again by the flow above it."""

BEAT_SECONDS = 0.01

MAX_OVERRUN = 256 * 1024
"""Bytes of unfinished messages beyond the window we advertise that are put up with."""


class BulkEvents(Protocol):
    """Who owns a bulk peer is told this, on the event loop's thread."""

    def opened(self) -> None:
        """The channel stands."""

    def arrived(self, chunk: bytes) -> None:
        """A whole chunk; `took` says when there is room again."""

    def left(self) -> None:
        """Some of what waits to be sent has gone: `waiting` is less."""

    def closed(self, why: str) -> None:
        """The end, said once."""


class BulkPeer:
    """One RTCPeerConnection, for one offer."""

    def __init__(self, ice_servers: list[IceServer], events: BulkEvents) -> None:
        """Make the connection and its channel. Raise ValueError when an ICE server's address is malformed."""
        self._events: BulkEvents | None = events
        self._flow = Flow()
        self._timer: asyncio.TimerHandle | None = None
        self._adding: set[asyncio.Task[None]] = set()
        self._connection = RTCPeerConnection(configuration(ice_servers))
        self._channel = self._connection.createDataChannel(
            LABEL, ordered=False, maxRetransmits=0, negotiated=True, id=STREAM
        )
        self._channel.on("open", self._opened)
        self._channel.on("message", self._take)
        self._channel.bufferedAmountLowThreshold = MOST_CLOGGED
        self._channel.on("bufferedamountlow", self._pump)
        self._channel.on("close", lambda: self._close("the channel was closed"))
        for stranger in ("datachannel", "track"):
            self._connection.on(stranger, lambda _: self._close("a channel or track that was not agreed"))
        self._connection.on("connectionstatechange", self._check_state)
        inside = Internals(self._connection, BulkSctp)
        inside.dtls.on("statechange", self._check_state)
        inside.bound_reassembly(MAX_OVERRUN, lambda: self._close("more was sent than the window allows"))
        self._dtls = inside.dtls

    async def answer(self, offer: str) -> str:
        """Answer the one offer. Raise SdpError when it breaks the rule."""
        return await answer(self._connection, offer)

    def add_candidate(self, text: str) -> None:
        """Take one of the console's candidates; the empty one says nothing. Raise WireError when it is malformed."""
        if text:
            adding = asyncio.get_running_loop().create_task(self._connection.addIceCandidate(candidate(text)))
            self._adding.add(adding)
            adding.add_done_callback(self._adding.discard)

    @property
    def waiting(self) -> int:
        """Bytes that wait to be sent."""
        return self._flow.waiting

    def send(self, chunk: bytes) -> None:
        """Send a chunk as soon as it may leave; whoever sends minds `waiting`."""
        self._flow.put(chunk)
        self._pump()

    def took(self, size: int) -> None:
        """Take note that chunks of so many bytes are in the hands of whom they are for."""
        self._flow.took(size, self._now())
        self._pump()

    async def close(self) -> None:
        """Let go of the sockets."""
        self._close("closed here")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._connection.close(), 1)

    def _opened(self) -> None:
        if self._events:
            self._events.opened()
            self._beat(self._now())

    def _beat(self, due: float) -> None:
        """See every BEAT_SECONDS how late the loop is, which packets keep busy."""
        if self._events:
            now = self._now()
            self._flow.late(now - due)
            asyncio.get_running_loop().call_at(now + BEAT_SECONDS, self._beat, now + BEAT_SECONDS)

    def _take(self, data: str | bytes) -> None:
        if self._events is None:
            return
        try:
            chunks = self._flow.receive(parse(data if isinstance(data, bytes) else b""), self._now())
        except WireError as error:
            return self._close(str(error))
        for chunk in chunks:
            self._events.arrived(chunk)
        self._pump()

    def _pump(self) -> None:
        """Send what may leave now, and come back when an acknowledgement is due."""
        if self._events is None or self._channel.readyState != "open":
            return
        before = self._flow.waiting
        for frame in self._flow.frames(self._now(), lambda: self._channel.bufferedAmount > MOST_CLOGGED):
            self._channel.send(pack(frame))
        if self._flow.waiting < before:
            self._events.left()
        if self._timer is not None:
            self._timer.cancel()
        due = self._flow.due
        self._timer = None if due is None else asyncio.get_running_loop().call_at(due, self._pump)

    def _check_state(self) -> None:
        if self._dtls.state in ("failed", "closed") or self._connection.connectionState == "failed":
            self._close(f"ice {self._connection.iceConnectionState}, dtls {self._dtls.state}")

    def _close(self, why: str) -> None:
        events, self._events = self._events, None
        if events:
            events.closed(why)

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()
