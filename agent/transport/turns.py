"""Notices when the event loop was held up, and may not have come yet to what the customer did meanwhile."""

import asyncio

TICK_SECONDS = 0.05
HELD_UP_SECONDS = 0.1


class Turns:
    """Follows the running loop's turns until `close`."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.Handle | None = None
        self._note()

    @property
    def held_up(self) -> bool:
        """Say whether the loop stood still lately and has not gone round twice since.

        Once it has read what came in, and once it has come to what that calls for.
        """
        return self._loop.time() - self._came > HELD_UP_SECONDS

    def close(self) -> None:
        """Follow no more."""
        if self._timer:
            self._timer.cancel()

    def _note(self) -> None:
        self._came = self._loop.time()
        self._timer = self._loop.call_later(TICK_SECONDS, self._again, 2)

    def _again(self, turns: int) -> None:
        self._timer = self._loop.call_soon(self._again, turns - 1) if turns else self._loop.call_soon(self._note)
