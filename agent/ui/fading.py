"""What of all that the technician shows is there now: each mark goes in its own time, and so does the pointer."""

from collections.abc import Callable

from agent.protocol.annotate_messages import FADE_SECONDS
from agent.ui.drawn import Drawn, Mark
from agent.ui.marks import Look, Part, parts_of, pointer_parts

POINTER_SECONDS = 5.0
"""How long the pointer is shown after the last word of it."""


class Fading:
    """Remembers when what was shown last changed."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self.drawn = Drawn()
        self._changed: dict[int, tuple[Mark, float]] = {}
        self._pointed_at = 0.0

    def show(self, drawn: Drawn) -> None:
        """Show this from now on."""
        now = self._now()
        if drawn.pointed != self.drawn.pointed:
            self._pointed_at = now
        self._changed = {mark.number: self._known(mark, now) for mark in drawn.marks}
        self.drawn = drawn

    def clear(self) -> None:
        """Show nothing more of it."""
        self.drawn = Drawn(pointed=self.drawn.pointed)
        self._changed = {}

    @property
    def marks(self) -> list[Mark]:
        """The marks that are there now."""
        now = self._now()
        return [mark for mark, since in self._changed.values() if mark.stays or now - since < FADE_SECONDS]

    def parts(self, look: Look) -> dict[int, list[Part]]:
        """Return what each mark is made of, by its number, and the pointer last, as 0."""
        parts = {mark.number: parts_of(mark, look) for mark in self.marks}
        if self.drawn.spot and self._now() - self._pointed_at < POINTER_SECONDS:
            parts[0] = pointer_parts(self.drawn.spot, self.drawn.name, look)
        return parts

    def _known(self, mark: Mark, now: float) -> tuple[Mark, float]:
        """Return a mark with the time when it last changed: what is only told again gets no younger by it."""
        known = self._changed.get(mark.number)
        return known if known and known[0] == mark else (mark, now)
