"""SCTP for bulk: carries packets and mends nothing, leaves the window to `Yielding`, and acknowledges in lots.

Every packet counts as arrived once a later one came: browsers halve their window for each loss, which on a radio link
leaves little of it. What is lost is seen and sent again above, by the flow. An acknowledgement costs this side as much
as the packet it answers, and a thin line's other direction its room.
"""

import asyncio
from collections import OrderedDict
from typing import Any

from aiortc.utils import uint32_gt

from agent.transport.sctp import PromptSctp
from agent.transport.yielding import MOST_WINDOW

SACK_PACKETS = 4
"""Packets that came in order for which one acknowledgement stands (RFC 9260, 6.2, has 2)."""
SACK_SECONDS = 0.01
"""How long the first of them waits for it; RFC 9260 allows 0.2 s."""


REMEMBERED = 4096
"""Packets by which one that comes twice is known."""
PRUNE_PACKETS = 512
"""Packets after which what can never become whole is dropped."""

FORWARD_SECONDS = 0.1
"""So long at least from one FORWARD TSN to the next: each is acknowledged at once, and aiortc answers that with another
for as long as something is given up, until they take a quarter of a radio link. What follows brings the next in time.
"""


class BulkSctp(PromptSctp):
    """An association that never holds back what `Yielding` lets go, and answers no packet by itself."""

    _seen: OrderedDict[int, None]
    _until_pruned = PRUNE_PACKETS
    _forward_at = 0.0

    _unanswered = 0
    _answer_timer: asyncio.TimerHandle | None = None
    _answering: asyncio.Task[None] | None = None

    async def _receive_sack_chunk(self, chunk: Any) -> None:
        await super()._receive_sack_chunk(chunk)
        self._cwnd = MOST_WINDOW

    async def _transmit(self) -> None:
        now, held = asyncio.get_running_loop().time(), None
        if self._forward_tsn_chunk is not None:
            if now < self._forward_at:
                held, self._forward_tsn_chunk = self._forward_tsn_chunk, None
            else:
                self._forward_at = now + FORWARD_SECONDS
        await super()._transmit()
        if held is not None:
            self._forward_tsn_chunk = self._forward_tsn_chunk or held
            if not self._t3_handle:  # where nothing follows, this timer brings it (RFC 3758, 3.5)
                self._t3_start()

    def _update_advanced_peer_ack_point(self) -> None:
        """Tell of all that is given up at once: what arrived between two losses needs no word, and ends no list.

        RFC 3758 (3.5, C2) stops there: each loss would take a round trip of its own, and where more than that are lost
        the list grows until the other side has no room to name what arrived beyond it.
        """
        for chunk in self._sent_queue:
            known: Any = chunk
            if not (known._acked or known._abandoned):
                break
            known._abandoned = True
        super()._update_advanced_peer_ack_point()

    def _mark_received(self, tsn: int) -> bool:
        """Say whether a packet came twice; what is missing before it is not waited for."""
        seen = self.__dict__.setdefault("_seen", OrderedDict())
        if tsn in seen:
            return True
        seen[tsn] = None
        if len(seen) > REMEMBERED:
            seen.popitem(last=False)
        if self._last_received_tsn is None or uint32_gt(tsn, self._last_received_tsn):
            self._last_received_tsn = tsn
        return False

    async def _receive_data_chunk(self, chunk: Any) -> None:
        await super()._receive_data_chunk(chunk)
        self._until_pruned -= 1
        if self._until_pruned <= 0 and self._last_received_tsn is not None:
            self._until_pruned = PRUNE_PACKETS
            old = (self._last_received_tsn - PRUNE_PACKETS) % 2**32
            self._advertised_rwnd += sum(stream.prune_chunks(old) for stream in self._inbound_streams.values())

    def _t3_expired(self) -> None:
        super()._t3_expired()
        self._cwnd = MOST_WINDOW

    async def _send_sack(self) -> None:
        self._unanswered += 1
        in_order = not (self._sack_misordered or self._sack_duplicates)
        if in_order and self._unanswered < SACK_PACKETS:
            self._sack_needed = False
            if self._answer_timer is None:
                self._answer_timer = asyncio.get_running_loop().call_later(SACK_SECONDS, self._answer)
            return
        await self._answer_now()

    def _answer(self) -> None:
        self._answer_timer = None
        if self._association_state == self.State.ESTABLISHED:
            self._answering = asyncio.get_running_loop().create_task(self._answer_now())

    async def _answer_now(self) -> None:
        self._unanswered = 0
        if self._answer_timer is not None:
            self._answer_timer.cancel()
            self._answer_timer = None
        await super()._send_sack()

    def _send_last_again(self) -> None:
        """Repeat nothing on suspicion: there is always more to send."""
