"""SCTP for a live picture: aiortc's association, told to lose no time where a packet was lost or a burst is due.

How much is under way is decided by the picture's own pacing (agent/media/pacing.py), from what is acknowledged here; so
the congestion window only bounds it from above, and a loss on a radio link does not halve it to nothing. Upgrades of
aiortc must pass tests/transport/test_sctp.py.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from aiortc import rtcsctptransport as aiortc_sctp
from aiortc.rtcsctptransport import RTCSctpTransport

RTO_MIN = 0.06
"""Seconds; RFC 9260 (16) has 1 s, made for bulk: a lost letter would wait ten times its way."""

RTO_MAX = 1.0
"""Seconds; a line that is gone is tried once a second."""

RTO_MARGIN = 0.03
"""Seconds added to the round trip at least: what the other side takes to acknowledge."""

LEAST_WINDOW = 64 * 1024
"""Bytes that may be under way whatever was lost."""

STRIKES = 2
"""Later packets acknowledged before one counts as lost (RFC 9260 has 3); a live picture has few later ones."""

AGAIN_SECONDS = 0.012
"""After this long a packet goes a second time, where nothing would tell of its loss before a letter is late."""

SMALL = 2 * aiortc_sctp.USERDATA_MAX_LENGTH
"""Bytes of a message up to which its last packet is always sent twice: none follows that would tell of its loss."""

SPARED = 8 * 1024
"""Bytes of a message up to which every packet of it is sent twice, where the line loses much and has room."""

LOSSY = 0.005
"""Share of lost packets from which on a line counts as one that loses much."""

ROOM = 1.6
"""A line has room while its round trip is at most so many times its shortest, of the last WAY_SECONDS."""

WAY_SECONDS = 30.0

REMEMBERED = 256
"""Packets over which losses are counted."""

IMMEDIATE = 0x08
"""The I bit: acknowledge at once (RFC 9260, 3.3.1)."""


class PromptSctp(RTCSctpTransport):
    """An association in which the last packet of a message asks for its acknowledgement, and losses are mended soon."""

    on_acknowledged: Callable[[], None] | None = None
    """Told after each acknowledgement."""
    _most_strikes = 1 << 16
    _loss = 0.0
    _shortest: tuple[float, float] | None = None
    """The shortest round trip lately, and when it was."""
    _repeating: asyncio.Task[None] | None = None

    @property
    def loss(self) -> float:
        """Share, 0 to 1, of the last packets sent (about 256) that were lost."""
        return self._loss

    def unacknowledged(self, stream: int) -> int:
        """Count the bytes of one stream that wait, or are under way."""
        queued = sum(len(data) for channel, _, data in self._data_channel_queue if channel.id == stream)
        cut = sum(c._book_size for c in self._outbound_queue if c.stream_id == stream and not c._abandoned)
        sent = (c for c in self._sent_queue if c.stream_id == stream and not (c._acked or c._abandoned))
        return queued + cut + sum(c._book_size for c in sent)

    def has_gap(self, stream: int) -> bool:
        """Say whether something of one stream arrived after a packet that has not: the other side holds it back."""
        return any(chunk.stream_id == stream and chunk._acked for chunk in self._sent_queue)

    async def _send_chunk(self, chunk: Any) -> None:
        if chunk.type == aiortc_sctp.DataChunk.type:
            if chunk.flags & aiortc_sctp.SCTP_DATA_LAST_FRAG:
                chunk.flags |= IMMEDIATE
            chunk._last_sent = _now()
            if chunk._sent_count == 1 and not getattr(chunk, "_repeated", False):
                self._loss -= self._loss / REMEMBERED
        await super()._send_chunk(chunk)

    def _lost(self, chunk: Any) -> None:
        """Count a packet's loss, once."""
        if not getattr(chunk, "_missed", False):
            chunk._missed = True
            self._loss += (1 - self._loss) / REMEMBERED

    def _update_rto(self, R: float) -> None:
        super()._update_rto(R)
        now = _now()
        if self._shortest is None or self._shortest[0] >= R or now > self._shortest[1] + WAY_SECONDS:
            self._shortest = R, now
        if self._srtt is not None and self._rttvar is not None:
            self._rto = max(RTO_MIN, self._srtt + max(RTO_MARGIN, 4 * self._rttvar))

    def _t3_expired(self) -> None:
        """Send again what is overdue, and only that; wait longer each time, up to RTO_MAX."""
        due = _now() - 0.9 * self._rto
        under_way: Iterable[Any] = self._sent_queue
        fresh = [chunk for chunk in under_way if not chunk._acked and _last_sent(chunk) > due]
        for chunk in under_way:
            if not chunk._acked and chunk not in fresh:
                self._lost(chunk)
        window, self._rto = self._cwnd, min(2 * self._rto, RTO_MAX)
        super()._t3_expired()
        for chunk in fresh:
            if chunk._retransmit:
                chunk._retransmit = False
                self._flight_size_increase(chunk)
        self._cwnd = max(window // 2, LEAST_WINDOW)

    async def _receive_sack_chunk(self, chunk: Any) -> None:
        self._count_gaps(chunk)
        sent_before = _now() - (self._srtt or 0.0)
        under_way: Iterable[Any] = self._sent_queue
        for sent in under_way:
            if (sent._sent_count > 1 or getattr(sent, "_repeated", False)) and _last_sent(sent) > sent_before:
                sent._misses = -self._most_strikes  # what tells of its loss left before it was sent again
            elif sent._misses <= 0:
                sent._misses = 3 - STRIKES
        await super()._receive_sack_chunk(chunk)
        self._cwnd = max(self._cwnd, LEAST_WINDOW)
        if self.on_acknowledged:
            self.on_acknowledged()

    async def _transmit(self) -> None:
        """Send all that the window lets, at once: the picture's pacing sees to it that this is no burst."""
        self._fast_recovery_exit = None
        while True:
            sent, waiting = len(self._sent_queue), len(self._outbound_queue)
            await super()._transmit()
            if not self._outbound_queue or (len(self._sent_queue), len(self._outbound_queue)) == (sent, waiting):
                break
        self._send_last_again()

    def _count_gaps(self, sack: Any) -> None:
        """Count as lost what is missing before something that arrived."""
        if not sack.gaps:
            return
        arrived = {(sack.cumulative_tsn + at) % 2**32 for first, last in sack.gaps for at in range(first, last + 1)}
        missing: list[Any] = []
        under_way: Iterable[Any] = self._sent_queue
        for chunk in under_way:
            if chunk.tsn in arrived:
                for lost in missing:
                    self._lost(lost)
                missing = []
            elif not chunk._acked and 0 < (chunk.tsn - sack.cumulative_tsn) % 2**32 < 2**31:
                missing.append(chunk)

    @property
    def _has_room(self) -> bool:
        return self._shortest is not None and (self._srtt or 0.0) <= ROOM * self._shortest[0]

    def _send_last_again(self) -> None:
        """Have what was sent last sent again soon, as far as it is worth it; more messages do not put that off."""
        if not self._sent_queue or self._outbound_queue:
            return
        last: Any = self._sent_queue[-1]
        if last._sent_count > 1 or getattr(last, "_planned", False):
            return
        last._planned = True
        message = [c for c in self._sent_queue if (c.stream_id, c.stream_seq) == (last.stream_id, last.stream_seq)]
        size, lossy = sum(chunk._book_size for chunk in message), self._loss > LOSSY
        if lossy and size <= SPARED and self._has_room:
            self._repeat_soon(message)
        elif lossy or size <= SMALL:
            self._repeat_soon([last])

    def _repeat_soon(self, chunks: Sequence[Any]) -> None:
        asyncio.get_running_loop().call_later(AGAIN_SECONDS, self._repeat, chunks)

    def _repeat(self, chunks: Sequence[Any]) -> None:
        self._repeating = asyncio.get_running_loop().create_task(self._send_again(chunks))

    async def _send_again(self, chunks: Sequence[Any]) -> None:
        for chunk in chunks:
            # Sent as any other: what was taken back meanwhile does not leave (internals.py).
            if not chunk._acked and chunk._sent_count == 1 and chunk in self._sent_queue:
                chunk._repeated = True
                await self._send_chunk(chunk)


def _last_sent(chunk: Any) -> float:
    """Say when a chunk left last; one that was taken back just before it would have left never did."""
    moment: float = getattr(chunk, "_last_sent", 0.0)
    return moment


def _now() -> float:
    return asyncio.get_running_loop().time()
