"""What the technician holds down: it is let go when the console does not go on saying so.

A console that froze, was killed or has lost its line says nothing, and a key that stays down repeats (P3, P10).
"""

from typing import Final

from agent.protocol import messages as wire
from agent.protocol.messages import FromConsole

HELD_SECONDS: Final = 0.7
"""Silence on the channel `input` after which what is held is released; the console says so every 0.2 s."""

MOST: Final = 32
"""Keys and buttons that are told apart; nobody holds more."""


class Held:
    """Keys by their code and buttons by their number, as the console said; whether they were injected is not asked."""

    def __init__(self) -> None:
        self._down: set[str | int] = set()
        self.until: float | None = None
        """When to let go, unless something is heard before; None while nothing is held."""

    def heard(self, message: FromConsole, now: float) -> None:
        """Take note of a message on the channel `input`: each one says that the console is there."""
        match message:
            case wire.PressKey():
                self._note(message.code, message.down)
            case wire.PressButton():
                self._note(message.button, message.down)
            case _:
                pass
        self.until = now + HELD_SECONDS if self._down else None

    def let_go(self) -> None:
        """Forget what is held: it is released."""
        self._down.clear()
        self.until = None

    def overdue(self, now: float) -> bool:
        """Say whether the console has been silent for too long."""
        return self.until is not None and self.until <= now

    def _note(self, what: str | int, down: bool) -> None:
        if not down:
            self._down.discard(what)
        elif len(self._down) < MOST:
            self._down.add(what)
