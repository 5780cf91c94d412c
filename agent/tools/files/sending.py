"""A text, part by part: each follows once the one before has come, so that a Stop leaves little to come."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence

from agent.protocol.message import FromAgent

PART_SECONDS = 0.05
"""Between two parts of up to 8000 characters, at least."""
MOST_ON_THE_WAY = 4096
"""Bytes, about half a part: a line that carries 1 Mbit/s upwards takes a tenth of a second for what it has then."""


class Sending:
    """Sends the newest text; one before it that is not done is left."""

    def __init__(
        self, tell: Callable[[FromAgent], None], may: Callable[[], bool], on_the_way: Callable[[], int]
    ) -> None:
        """`on_the_way`: the bytes told that the console has not got yet."""
        self._tell, self._may, self._on_the_way = tell, may, on_the_way
        self._round = 0

    async def send(self, parts: Sequence[FromAgent]) -> None:
        """Send the parts, until all went, or it is stopped, or nothing may go any more."""
        self._round += 1
        mine, left = self._round, deque(parts)
        while left and mine == self._round and self._may():
            if self._on_the_way() <= MOST_ON_THE_WAY:
                self._tell(left.popleft())
            await asyncio.sleep(PART_SECONDS)

    def stop(self) -> None:
        """Send nothing more of it."""
        self._round += 1
