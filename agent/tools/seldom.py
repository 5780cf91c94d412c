"""What a tool is asked again and again leaves one line in the journal, and another one after a silence."""

import asyncio

SILENCE = 30.0
"""Seconds."""


class Seldom:
    """Says whether a use is worth a line. On the event loop's thread."""

    def __init__(self) -> None:
        self._last: float | None = None

    def due(self) -> bool:
        """Count a use; say whether it is the first, or the first after a silence."""
        now = asyncio.get_running_loop().time()
        last, self._last = self._last, now
        return last is None or now - last > SILENCE

    def forget(self) -> None:
        """Take the next use for the first: it is allowed anew."""
        self._last = None
