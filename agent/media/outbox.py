"""Hands messages to the channel one by one: asks the gate before each, and keeps the channel's own queue short.

What waits here is taken back at once, and the channel is asked to take back what it has.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable

MOST_HELD = 32 * 1024
"""Bytes in the channel above which messages wait here."""

HELD_SECONDS = 0.005
"""Pause before a full channel is looked at again."""


class Outbox:
    """The last step out. Used on the event loop's thread only."""

    def __init__(
        self,
        send: Callable[[bytes], None],
        buffered: Callable[[], int],
        take_back: Callable[[], None],
        permitted: Callable[[], bool],
        on_refused: Callable[[], None],
    ) -> None:
        """Take the channel's `send`, `buffered` (bytes) and `take_back`, the gate, and what to call when it refuses."""
        self._take_back = take_back
        self._send, self._buffered, self._permitted, self._on_refused = send, buffered, permitted, on_refused
        self._waiting: deque[bytes] = deque()
        self._timer: asyncio.TimerHandle | None = None
        self.messages = 0
        self.bytes = 0

    @property
    def waiting(self) -> int:
        """Bytes that wait here."""
        return sum(map(len, self._waiting))

    def put(self, messages: Iterable[bytes]) -> None:
        """Send `messages` after those that wait, as soon as the channel has room."""
        self._waiting.extend(messages)
        self._flush()

    def clear(self) -> None:
        """Take back everything that waits here or in the channel."""
        self._waiting.clear()
        self._take_back()
        if self._timer:
            self._timer.cancel()
            self._timer = None

    def _flush(self) -> None:
        while self._waiting:
            if not self._permitted():
                self.clear()
                self._on_refused()
            elif self._buffered() > MOST_HELD:
                self._wait()
                return
            else:
                message = self._waiting.popleft()
                self._send(message)
                self.messages += 1
                self.bytes += len(message)

    def _wait(self) -> None:
        if self._timer:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(HELD_SECONDS, self._flush)
