"""Who lost the line and waits to be met, sans-I/O: one agent and one console that name one tag are brought together.

A tag says nothing here: not whose session it is, nor whether there is one. `now` is the monotonic clock, in seconds.
"""

import math
from dataclasses import dataclass, field

from rendezvous.client import Line
from rendezvous.codes import Denied
from rendezvous.config import Limits
from rendezvous.throttle import Window


@dataclass(frozen=True)
class Outcome:
    """What a line's coming changed: who was brought together, and who was let go for it."""

    met: tuple[Line, ...] = ()
    parted: tuple[Line, ...] = ()


@dataclass
class _Place:
    """Where one tag's lines wait (one line) or have met (two)."""

    lines: list[Line] = field(default_factory=list)
    until: float = 0.0

    @property
    def met(self) -> bool:
        return len(self.lines) == 2


class Meetings:
    """The places by their tags. A line is in one at most (exchange.py sees to it), so connections bound them."""

    def __init__(self, limits: Limits) -> None:
        self._seconds = limits.meeting_seconds
        self._places: dict[str, _Place] = {}
        self._tags: dict[Line, str] = {}
        self._addresses = Window(limits.meetings_per_address_per_minute, 60)
        self._technicians = Window(limits.meetings_per_technician_per_minute, 60)

    def __contains__(self, line: Line) -> bool:
        return line in self._tags

    def __len__(self) -> int:
        return len(self._places)

    def meet(self, line: Line, tag: str, now: float) -> Outcome | Denied:
        """Have `line` wait, or meet the one that waits.

        Who comes again for the same tag takes the place of its older self, whose connection may long be dead: that
        one, and whoever it had met, are let go.
        """
        if wait := self._wait(line, now):
            return Denied("rate", math.ceil(wait))
        place = self._places.setdefault(tag, _Place())
        stale = [other for other in place.lines if place.met or other.side is line.side]
        for other in stale:
            place.lines.remove(other)
            del self._tags[other]
        place.lines.append(line)
        place.until = now + self._seconds
        self._tags[line] = tag
        return Outcome(tuple(place.lines) if place.met else (), tuple(stale))

    def other(self, line: Line) -> Line | None:
        """Return whom the line has met."""
        tag = self._tags.get(line)
        place = self._places[tag] if tag else _Place()
        return next((other for other in place.lines if other is not line), None)

    def leave(self, line: Line) -> tuple[Line, ...]:
        """Forget a line; return whom it had met, forgotten as well."""
        tag = self._tags.pop(line, None)
        if tag is None:
            return ()
        others = tuple(other for other in self._places.pop(tag).lines if other is not line)
        for other in others:
            del self._tags[other]
        return others

    def expire(self, now: float) -> list[Line]:
        """Forget the lines that nobody met in time, and return them."""
        gone = [place.lines[0] for place in self._places.values() if place.until <= now and not place.met]
        for line in gone:
            self.leave(line)
        return gone

    def _wait(self, line: Line, now: float) -> float:
        wait = self._addresses.take(line.address, now)
        if not wait and line.technician is not None:
            wait = self._technicians.take(line.technician.id, now)
        return wait
