"""Waits so long for the other side's next step, and no longer: what it began and left is not kept for ever."""

import asyncio
from collections.abc import Callable
from typing import Final

PATIENCE_SECONDS: Final = 30.0
"""A line of 1 kB/s carries a part in less."""


class Patience:
    """One wait, begun as it is made, and again by each `renew`."""

    def __init__(self, on_lost: Callable[[], None], seconds: float = PATIENCE_SECONDS) -> None:
        """Call `on_lost` on the loop's thread when `seconds` have passed in vain."""
        self._on_lost, self._seconds = on_lost, seconds
        self._timer = asyncio.get_running_loop().call_later(seconds, on_lost)

    def renew(self) -> None:
        """Wait as long again."""
        self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(self._seconds, self._on_lost)

    def end(self) -> None:
        """Wait no more."""
        self._timer.cancel()
