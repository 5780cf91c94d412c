"""Both directions of one bulk connection: chunks in, frames out, and back; bounded, yielding. Sans-I/O.

What may leave is decided by `Yielding` (the line) and by what the other side has taken (its memory). Frames may be lost
and overtake one another. Twin of rendezvous/console/src/link/bulk_flow.ts.
"""

from collections import deque
from collections.abc import Callable, Iterator

from agent.protocol.errors import WireError
from agent.transport.bulk_arrival import Arrival
from agent.transport.bulk_flight import Flight, Sent
from agent.transport.bulk_wire import MOST_CHUNK, MOST_PIECE, WRAP, Ack, Frame, Piece
from agent.transport.yielding import Yielding

MOST_UNTAKEN = 1024 * 1024
"""Bytes that may have been sent and not been taken: what each side may have to keep for a slow reader."""

MOST_WAITING = 256 * 1024
"""Bytes that wait here to be sent; with more, whoever sends waits."""

LEAST_PIECE = 1120
"""Bytes of a piece that fill one packet: on a thin line the next letter waits for no more than that."""

MOST_CLOGGED = 2 * MOST_PIECE
"""Bytes that the channel may hold before it counts as clogged."""

ACK_SECONDS = 0.02
"""An acknowledgement stands for all that came in so long."""
REPEAT_SECONDS = 1.0
"""So long after the last one another follows in any case: it may have been lost, and with it what was taken."""


class Flow:
    """One end. `now` is in seconds of this side's clock, on every call the same."""

    def __init__(self) -> None:
        self._yielding = Yielding()
        self._waiting: deque[bytes] = deque()
        self._offset = self.waiting = 0
        self._flight = Flight()
        self._sent = self._sent_taken = 0
        self._origin: int | None = None
        """The first delay, from which others are told: the two clocks differ by anything."""
        self._arrival = Arrival(MOST_UNTAKEN)
        self._delay: int | None = None
        self._ack_at: float | None = None
        self._piece_at: float | None = None

    @property
    def window(self) -> int:
        """Bytes that may be under way."""
        return int(self._yielding.window)

    @property
    def due(self) -> float | None:
        """When `frames` should be asked for next, whatever happens before; None: only after something happened."""
        times = (self._ack_at, self._piece_at, self._flight.overdue_at)
        return min((at for at in times if at is not None), default=None)

    def late(self, seconds: float) -> None:
        """Take note of how late this process's own loop was."""
        self._yielding.late(seconds)

    def put(self, chunk: bytes) -> None:
        """Send a chunk after those that wait. Raise ValueError when it is empty or longer than MOST_CHUNK."""
        if not 0 < len(chunk) <= MOST_CHUNK:
            raise ValueError("a chunk has from 1 to 65536 bytes")
        self._waiting.append(chunk)
        self.waiting += len(chunk)

    def took(self, size: int, now: float) -> None:
        """Take note that whom they were for has taken chunks of `size` bytes: there is room for as much again."""
        self._arrival.taken += size
        self._acknowledge_by(now + ACK_SECONDS)

    def frames(self, now: float, clogged: Callable[[], bool] = lambda: False) -> Iterator[Frame]:
        """Yield what leaves now, in this order; no piece while what left before is `clogged` in the channel.

        A piece bears the time when it leaves: what SCTP holds back for reasons of its own must not look like a queue.
        """
        if self._ack_at is not None and self._ack_at <= now:
            yield self._ack(now)
        self._flight.give_up_overdue(now)
        while not clogged() and (piece := self._piece(now)):
            yield piece

    def receive(self, frame: Frame, now: float) -> list[bytes]:
        """Take a frame and return the chunks that became whole. Raise WireError when the other side keeps no bound."""
        match frame:
            case Piece():
                self._note(frame, now)
                return self._arrival.take(frame)
            case Ack():
                self._acknowledged(frame, now)
        return []

    # --- out ----------------------------------------------------------------------------------------------------------

    def _piece(self, now: float) -> Piece | None:
        self._piece_at = None
        size = self._flight.next_lost or self._size()
        under_way = self._flight.size
        room = self._yielding.room(under_way, now)
        if not size or (size > room and under_way):
            return None
        if wait := self._yielding.wait(now):
            self._piece_at = now + wait
            return None
        sent = self._flight.take_lost() or self._new(min(size, room) if not under_way else size)
        busy = under_way + len(sent.data) > self.window / 2
        self._flight.send(sent, now, busy)
        self._yielding.sent(len(sent.data), now)
        return Piece(_stamp(now), sent.last, sent.at, sent.data)

    def _size(self) -> int:
        """Return how many bytes the next new piece may have; 0: there is none, or no room for it at the other side."""
        one_packet = self._yielding.lossy  # of a larger piece all would have to be sent again
        size = LEAST_PIECE if one_packet else min(MOST_PIECE, max(LEAST_PIECE, self.window // 16))
        return size if self._waiting and size <= MOST_UNTAKEN - (self._sent - self._sent_taken) else 0

    def _new(self, size: int) -> Sent:
        chunk, at = self._waiting[0], self._sent
        data = chunk[self._offset : self._offset + size]
        self._offset += len(data)
        if last := self._offset == len(chunk):
            self._waiting.popleft()
            self._offset = 0
        self.waiting -= len(data)
        self._sent += len(data)
        return Sent(at, last, data)

    def _acknowledged(self, ack: Ack, now: float) -> None:
        if ack.arrived + (ack.ranges[-1][1] if ack.ranges else 0) > self._sent or ack.taken > ack.arrived:
            raise WireError("more was acknowledged than sent")
        self._sent_taken = max(self._sent_taken, ack.taken)
        arrived = self._flight.acknowledge(ack, now)
        if not arrived:
            return
        lost = self._flight.give_up_overtaken()
        self._yielding.lost(lost, sum(-(-len(sent.data) // LEAST_PIECE) for sent in arrived))
        if ack.delay is None:
            return
        newest = arrived[-1]
        if self._origin is None:
            self._origin = ack.delay
        delay = _signed(ack.delay - self._origin) / 1e6
        size = sum(len(sent.data) for sent in arrived)
        self._yielding.acknowledged(size, delay, now - newest.left, newest.busy, now)

    # --- in -----------------------------------------------------------------------------------------------------------

    def _note(self, piece: Piece, now: float) -> None:
        delay = (_stamp(now) - piece.time) % WRAP
        if self._delay is None or _signed(delay - self._delay) < 0:
            self._delay = delay
        self._acknowledge_by(now + ACK_SECONDS)

    def _acknowledge_by(self, at: float) -> None:
        self._ack_at = at if self._ack_at is None else min(self._ack_at, at)

    def _ack(self, now: float) -> Ack:
        ack = Ack(self._delay, self._arrival.arrived, self._arrival.taken, self._arrival.ranges())
        self._delay, self._ack_at = None, now + REPEAT_SECONDS
        return ack


def _stamp(now: float) -> int:
    return int(now * 1e6) % WRAP


def _signed(difference: int) -> int:
    """Read a difference modulo WRAP as the nearest one."""
    return (difference + WRAP // 2) % WRAP - WRAP // 2
