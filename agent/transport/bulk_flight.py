"""What was sent in one direction and not acknowledged: which of it is lost, and is sent again. Sans-I/O.

A piece counts as lost when one that left some time after it has arrived (RACK, RFC 8985), or when nothing was heard for
long (its tail loss probe). Twin of rendezvous/console/src/link/bulk_flight.ts.
"""

from bisect import bisect_right
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from agent.transport.bulk_wire import Ack

OVERTAKEN_SECONDS = 0.03
"""So much later at least left what overtook a lost piece: jitter is no loss."""
OVERTAKEN_TRIPS = 0.25
"""The same as a share of the round trip."""

FIRST_SILENCE, LEAST_SILENCE, MOST_SILENCE = 1.0, 0.3, 4.0
"""Seconds without a word after which everything under way counts as lost; doubled each time, as the line may be cut."""
SILENT_TRIPS = 3.0


@dataclass
class Sent:
    """A piece from byte `at` on, when it `left` last, and whether the window was used up then."""

    at: int
    last: bool
    data: bytes
    left: float = 0.0
    busy: bool = False


class Flight:
    """What is under way, in the order in which it left."""

    def __init__(self) -> None:
        self.size = 0
        """Bytes under way."""
        self._sent: dict[int, Sent] = {}
        self._lost: deque[Sent] = deque()
        self._round_trip: float | None = None
        self._silences = 0
        self._heard = 0.0
        self._newest = 0.0
        """When the newest piece that arrived had left."""

    @property
    def next_lost(self) -> int:
        """Bytes of the piece that is to be sent again next; 0: none."""
        return len(self._lost[0].data) if self._lost else 0

    @property
    def overdue_at(self) -> float | None:
        """When what is under way counts as lost, if nothing is heard."""
        return self._heard + self._silence if self._sent else None

    def send(self, sent: Sent, now: float, busy: bool) -> None:
        """Take note that a piece leaves."""
        if not self._sent:
            self._heard = now
        sent.left, sent.busy = now, busy
        self._sent[sent.at] = sent
        self.size += len(sent.data)

    def take_lost(self) -> Sent | None:
        """Return the piece that is to be sent again next."""
        return self._lost.popleft() if self._lost else None

    def acknowledge(self, ack: Ack, now: float) -> list[Sent]:
        """Return what arrived by this word of it, in the order in which it left."""
        self._heard, self._silences = now, 0
        self._lost = deque(sent for sent in self._lost if not _covers(ack, sent))
        arrived = [sent for sent in self._sent.values() if _covers(ack, sent)]
        for sent in arrived:
            del self._sent[sent.at]
            self.size -= len(sent.data)
        if arrived:
            self._newest = max(self._newest, arrived[-1].left)
            trip = now - arrived[-1].left
            self._round_trip = trip if self._round_trip is None else self._round_trip + (trip - self._round_trip) / 8
        return arrived

    def give_up_overtaken(self) -> int:
        """Count as lost what left well before something that arrived; return how many pieces that are."""
        patience = max(OVERTAKEN_SECONDS, OVERTAKEN_TRIPS * (self._round_trip or 0.0))
        return self._give_up([sent for sent in self._sent.values() if sent.left + patience < self._newest])

    def give_up_overdue(self, now: float) -> None:
        """Count everything as lost after a long silence."""
        due = self.overdue_at
        if due is not None and now >= due:
            self._silences += 1
            self._heard = now
            self._give_up(list(self._sent.values()))

    @property
    def _silence(self) -> float:
        trip = self._round_trip
        usual = FIRST_SILENCE if trip is None else max(LEAST_SILENCE, SILENT_TRIPS * trip)
        return min(MOST_SILENCE, usual * 2.0**self._silences)

    def _give_up(self, lost: Sequence[Sent]) -> int:
        for sent in lost:
            del self._sent[sent.at]
            self.size -= len(sent.data)
        self._lost.extend(lost)
        return len(lost)


def _covers(ack: Ack, sent: Sent) -> bool:
    start, end = sent.at - ack.arrived, sent.at + len(sent.data) - ack.arrived
    if end <= 0:
        return True
    if start < 0 or not ack.ranges:
        return False
    place = bisect_right(ack.ranges, (start, 1 << 62)) - 1
    return place >= 0 and ack.ranges[place][0] <= start and end <= ack.ranges[place][1]
