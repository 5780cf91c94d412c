"""SCTP for a live picture: aiortc's association, told to lose no time where a packet was lost or a burst is due.

How much is under way is decided by the picture's own pacing (agent/media/pacing.py), from what is acknowledged here; so
the congestion window only bounds it from above, and a loss on a radio link does not halve it to nothing. Upgrades of
aiortc must pass tests/transport/test_sctp.py.
"""

import asyncio
from collections.abc import Callable, Iterable
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
"""After this long the last packet of what was sent goes again, where nothing follows that would tell of its loss."""

SMALL = 2 * aiortc_sctp.USERDATA_MAX_LENGTH
"""Bytes of a message up to which its last packet is always sent twice; longer ones only where the line loses much."""

LOSSY = 0.005
"""Share of lost packets from which on a line counts as one that loses much."""

IMMEDIATE = 0x08
"""The I bit: acknowledge at once (RFC 9260, 3.3.1)."""


class PromptSctp(RTCSctpTransport):
    """An association in which the last packet of a message asks for its acknowledgement, and losses are mended soon."""

    on_acknowledged: Callable[[], None] | None = None
    """Told after each acknowledgement."""
    _most_strikes = 1 << 16
    _loss = 0.0
    _again: asyncio.TimerHandle | None = None
    _repeating: asyncio.Task[None] | None = None

    @property
    def loss(self) -> float:
        """Share, 0 to 1, of the last packets sent (about 128) that were sent again for lost."""
        return self._loss

    def unacknowledged(self, stream: int) -> int:
        """Count the bytes of one stream that wait, or are under way."""
        queued = sum(len(data) for channel, _, data in self._data_channel_queue if channel.id == stream)
        cut = sum(c._book_size for c in self._outbound_queue if c.stream_id == stream and not c._abandoned)
        sent = (c for c in self._sent_queue if c.stream_id == stream and not (c._acked or c._abandoned))
        return queued + cut + sum(c._book_size for c in sent)

    async def _send_chunk(self, chunk: Any) -> None:
        if chunk.type == aiortc_sctp.DataChunk.type:
            if chunk.flags & aiortc_sctp.SCTP_DATA_LAST_FRAG:
                chunk.flags |= IMMEDIATE
            chunk._last_sent = _now()
            self._loss += ((chunk._sent_count > 1) - self._loss) / 128
        await super()._send_chunk(chunk)

    def _update_rto(self, R: float) -> None:
        super()._update_rto(R)
        if self._srtt is not None and self._rttvar is not None:
            self._rto = max(RTO_MIN, self._srtt + max(RTO_MARGIN, 4 * self._rttvar))

    def _t3_expired(self) -> None:
        """Send again what is overdue, and only that; wait longer each time, up to RTO_MAX."""
        due = _now() - 0.9 * self._rto
        under_way: Iterable[Any] = self._sent_queue
        fresh = [chunk for chunk in under_way if not chunk._acked and _last_sent(chunk) > due]
        window, self._rto = self._cwnd, min(2 * self._rto, RTO_MAX)
        super()._t3_expired()
        for chunk in fresh:
            if chunk._retransmit:
                chunk._retransmit = False
                self._flight_size_increase(chunk)
        self._cwnd = max(window // 2, LEAST_WINDOW)

    async def _receive_sack_chunk(self, chunk: Any) -> None:
        sent_before = _now() - (self._srtt or 0.0)
        under_way: Iterable[Any] = self._sent_queue
        for sent in under_way:
            if sent._sent_count > 1 and _last_sent(sent) > sent_before:
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

    def _send_last_again(self) -> None:
        if self._again is not None:
            self._again.cancel()
            self._again = None
        if self._sent_queue and not self._outbound_queue:
            last = self._sent_queue[-1]
            small = sum(c._book_size for c in self._sent_queue if c.stream_seq == last.stream_seq) <= SMALL
            if last._sent_count == 1 and (small or self._loss > LOSSY):
                self._again = asyncio.get_running_loop().call_later(AGAIN_SECONDS, self._repeat, last)

    def _repeat(self, chunk: Any) -> None:
        self._again = None
        if chunk in self._sent_queue and not (chunk._acked or chunk._abandoned):
            self._repeating = asyncio.get_running_loop().create_task(super()._send_chunk(chunk))


def _last_sent(chunk: Any) -> float:
    """Say when a chunk left last; one that was taken back just before it would have left never did."""
    moment: float = getattr(chunk, "_last_sent", 0.0)
    return moment


def _now() -> float:
    return asyncio.get_running_loop().time()
