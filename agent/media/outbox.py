"""Hands messages to the channel one by one: asks the gate before each, and keeps the channel's own queue short.

Nothing leaves in the turn of the loop in which it is put here: a loop that was held up comes to what the customer did
meanwhile before it sends. What waits here is taken back at once, and the channel is asked to take back what it has.
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
        self._timer: asyncio.Handle | None = None
        self.messages = 0
        self.bytes = 0

    @property
    def waiting(self) -> int:
        """Bytes that wait here."""
        return sum(map(len, self._waiting))

    def put(self, messages: Iterable[bytes]) -> None:
        """Send `messages` after those that wait, as soon as the channel has room."""
        self._waiting.extend(messages)
        if self._timer is None:
            self._look_first()

    def clear(self) -> None:
        """Take back everything that waits here or in the channel."""
        self._waiting.clear()
        self._take_back()
        if self._timer:
            self._timer.cancel()
            self._timer = None

    def _look_first(self) -> None:
        """Send once the loop has looked at what came in, and has come to what that calls for in its next turn."""
        loop = asyncio.get_running_loop()
        self._timer = loop.call_soon(lambda: self._then(loop.call_soon(self._flush)))

    def _then(self, handle: asyncio.Handle) -> None:
        self._timer = handle

    def _flush(self) -> None:
        self._timer = None
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
        self._timer = asyncio.get_running_loop().call_later(HELD_SECONDS, self._look_first)
