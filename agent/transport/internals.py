"""The one place that reaches into aiortc's transports, which offer no way to drop what is queued, to take back what is
under way, to fall silent at once while saying goodbye, or to bound what is gathered of a message that never ends.

Upgrades of aiortc must pass tests/transport/test_internals.py.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from itertools import chain
from typing import Any

from aiortc import RTCDataChannel, RTCPeerConnection

from agent.transport.sctp import PromptSctp
from agent.transport.turns import Turns

DATA, ABORT = 0, 6
"""SCTP chunk types (RFC 9260, 3.2); aiortc puts one chunk in a packet, behind a header of 12 bytes."""

RECEIVED_SHUTDOWN = 2
"""SSL_get_shutdown(3): the other side's close_notify came."""


def chunk_type(packet: bytes) -> int:
    """Return the type of the one chunk in an SCTP packet."""
    return packet[12]


def stream_of(packet: bytes) -> int:
    """Return the stream of the DATA chunk in an SCTP packet."""
    return int.from_bytes(packet[20:22], "big")


class Internals:
    """The SCTP association and the DTLS transport under one peer connection with data channels."""

    def __init__(
        self,
        connection: RTCPeerConnection,
        kind: type[PromptSctp] = PromptSctp,
        withheld: frozenset[int] = frozenset(),
    ) -> None:
        """Take hold of them. From here on a chunk that was taken back is not sent.

        Nor is one of the streams `withheld` while the loop has not come to what the customer did when it was held up.
        """
        self._sctp: Any = connection.sctp
        self._sctp.__class__ = kind  # aiortc makes its own and takes no other
        self._going_on: asyncio.Task[None] | None = None
        self._turns = Turns() if withheld else None
        self._withheld = withheld
        self._spare_abandoned()

    @property
    def dtls(self) -> Any:
        """The DTLS transport."""
        return self._sctp.transport

    @property
    def said_goodbye(self) -> bool:
        """Say whether the other side closed DTLS, which nobody else can say for it (RFC 5246, 7.2.1)."""
        return bool(self.dtls._ssl.get_shutdown() & RECEIVED_SHUTDOWN)

    def bound_reassembly(self, most: int, on_excess: Callable[[], None]) -> None:
        """Call `on_excess` when more than `most` bytes come in beyond the window we advertise (RFC 9260, 6.2)."""
        sctp = self._sctp
        handle: Callable[[bytes], Awaitable[None]] = sctp._handle_data

        async def bounded(packet: bytes) -> None:
            await handle(packet)
            if sctp._advertised_rwnd < -most:
                on_excess()

        sctp._handle_data = bounded

    def pass_only(self, allowed: Callable[[bytes], bool]) -> None:
        """Let only these SCTP packets out from now on."""
        dtls = self.dtls
        send: Callable[[bytes], Awaitable[None]] = type(dtls)._send_data.__get__(dtls)

        async def gated(packet: bytes) -> None:
            if allowed(packet):
                await send(packet)

        dtls._send_data = gated

    def unacknowledged(self, channel: RTCDataChannel) -> int:
        """Count the bytes of `channel` that the other side has not acknowledged."""
        return int(self._sctp.unacknowledged(channel.id))

    def has_gap(self, channel: RTCDataChannel) -> bool:
        """Say whether the other side holds back some of `channel` until a lost packet has come."""
        return bool(self._sctp.has_gap(channel.id))

    @property
    def loss(self) -> float:
        """Share of the packets sent lately that were sent again."""
        return float(self._sctp.loss)

    def on_acknowledged(self, tell: Callable[[], None]) -> None:
        """Call `tell` after each acknowledgement."""
        self._sctp.on_acknowledged = tell

    def close(self) -> None:
        """Let go of what runs here."""
        if self._turns:
            self._turns.close()

    def drop_queued(self) -> None:
        """Forget every message, on any channel, that has not been sent; at the end only, as the other side waits."""
        self._sctp._data_channel_queue.clear()
        self._sctp._outbound_queue.clear()

    def take_back(self, channel: RTCDataChannel) -> None:
        """Send nothing more of `channel`'s messages: not what waits, not what was cut, not what was lost on the way.

        The other side is told not to wait for it (RFC 3758, FORWARD TSN); the channel goes on with its next message.
        """
        sctp = self._sctp
        queued = [entry for entry in sctp._data_channel_queue if entry[0] is channel]
        for entry in queued:
            sctp._data_channel_queue.remove(entry)
        channel._addBufferedAmount(-sum(len(data) for _, _, data in queued))
        chunks = [chunk for chunk in chain(sctp._sent_queue, sctp._outbound_queue) if chunk.stream_id == channel.id]
        for chunk in chunks:
            chunk._abandoned, chunk._retransmit = True, False
            sctp._flight_size_decrease(chunk)
        if chunks:
            sctp._update_advanced_peer_ack_point()
            self._going_on = asyncio.get_running_loop().create_task(self._go_on())

    @property
    def acknowledged(self) -> bool:
        """Say whether the other side has everything that was sent."""
        return not (self._sctp._data_channel_queue or self._sctp._outbound_queue or self._sctp._sent_queue)

    async def _go_on(self) -> None:
        """Send what other channels have waiting, and the FORWARD TSN."""
        await self._sctp._data_channel_flush()
        await self._sctp._transmit()

    def _spare_abandoned(self) -> None:
        """Skip what was taken back also where it is not first in its queue: aiortc looks only there."""
        sctp = self._sctp
        send: Callable[[Any], Awaitable[None]] = sctp._send_chunk

        async def sparing(chunk: Any) -> None:
            if getattr(chunk, "_abandoned", False):
                sctp._flight_size_decrease(chunk)
                return
            if self._turns and self._turns.held_up and getattr(chunk, "stream_id", None) in self._withheld:
                return  # as if it were lost: it goes with the repeats
            with contextlib.suppress(ConnectionError):  # the line is gone; its state says so
                await send(chunk)

        sctp._send_chunk = sparing
