"""A text's parts, one after another: what is on its way at a Stop is one part, and nothing else waits behind them."""

import asyncio
from collections.abc import Callable, Sequence

from agent.protocol.message import FromAgent

PART_SECONDS = 0.05
"""Between two parts of up to 8000 characters."""


class Sending:
    """Sends the newest text; one before it that is not done is left."""

    def __init__(self, tell: Callable[[FromAgent], None], may: Callable[[], bool]) -> None:
        self._tell, self._may = tell, may
        self._round = 0

    async def send(self, parts: Sequence[FromAgent]) -> None:
        """Send the parts, until all went, or it is stopped, or nothing may go any more."""
        self._round += 1
        mine = self._round
        for at, part in enumerate(parts):
            if at:
                await asyncio.sleep(PART_SECONDS)
            if mine != self._round or not self._may():
                return
            self._tell(part)

    def stop(self) -> None:
        """Send nothing more of it."""
        self._round += 1
