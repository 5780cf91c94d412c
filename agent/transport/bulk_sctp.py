"""SCTP for bulk: mends losses like the picture's, leaves the window to `Yielding`, and acknowledges in lots.

An acknowledgement costs this side as much as the packet it answers, and a thin line's other direction its room.
"""

import asyncio
from typing import Any

from agent.transport.sctp import PromptSctp
from agent.transport.yielding import MOST_WINDOW

SACK_PACKETS = 4
"""Packets that came in order for which one acknowledgement stands (RFC 9260, 6.2, has 2)."""
SACK_SECONDS = 0.01
"""How long the first of them waits for it; RFC 9260 allows 0.2 s."""


class BulkSctp(PromptSctp):
    """An association that never holds back what `Yielding` lets go, and answers no packet by itself."""

    _unanswered = 0
    _answer_timer: asyncio.TimerHandle | None = None
    _answering: asyncio.Task[None] | None = None

    async def _receive_sack_chunk(self, chunk: Any) -> None:
        await super()._receive_sack_chunk(chunk)
        self._cwnd = MOST_WINDOW

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
