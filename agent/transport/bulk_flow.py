"""Both directions of one bulk connection: chunks in, frames out, and back; bounded, yielding, abortable. Sans-I/O.

What may leave is decided by `Yielding` (the line) and by what the other side has taken (its memory). Twin of
rendezvous/console/src/link/bulk_flow.ts.
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from agent.protocol.errors import WireError
from agent.transport.bulk_wire import MOST_CHUNK, MOST_PIECE, WRAP, Abort, Aborted, Ack, Frame, Piece
from agent.transport.yielding import Yielding

MOST_UNTAKEN = 512 * 1024
"""Bytes that may have been sent and not been taken: what each side may have to keep for a slow reader."""

MOST_WAITING = 256 * 1024
"""Bytes that wait here to be sent; with more, whoever sends waits."""

LEAST_PIECE = 1024
"""Bytes of a piece that fill one packet: on a thin line the next letter waits for no more than that."""

MOST_CLOGGED = 2 * MOST_PIECE
"""Bytes that the channel may hold before it counts as clogged."""

ACK_SECONDS = 0.02
"""An acknowledgement stands for all that came in so long."""


@dataclass(frozen=True)
class _Sent:
    total: int
    """Bytes sent in all, this piece included."""
    at: float
    busy: bool


class Flow:
    """One end. `now` is in seconds of this side's clock, on every call the same."""

    def __init__(self) -> None:
        self._yielding = Yielding()
        self._waiting: deque[bytes] = deque()
        self._offset = self.waiting = 0
        self._under_way: deque[_Sent] = deque()
        self._sent = self._sent_arrived = self._sent_taken = 0
        self._origin: int | None = None
        """The first delay, from which others are told: the two clocks differ by anything."""
        self._calls: list[Frame] = []
        self._aborting = False
        self._parts: list[bytes] = []
        self._arrived = self._taken = 0
        self._chunk = 0
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
        return min((at for at in (self._ack_at, self._piece_at) if at is not None), default=None)

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
        self._taken += size
        self._ack_at = min(self._ack_at or now + ACK_SECONDS, now + ACK_SECONDS)

    def abort(self) -> None:
        """Drop what waits to be sent, and have the other side do so; what still comes of before is not handed on."""
        if not self._aborting:
            self._drop()
            self._forget()
            self._aborting = True
            self._calls.append(Abort())

    def frames(self, now: float, clogged: Callable[[], bool] = lambda: False) -> Iterator[Frame]:
        """Yield what leaves now, in this order; no piece while what left before is `clogged` in the channel.

        A piece bears the time when it leaves: what SCTP holds back for reasons of its own must not look like a queue.
        """
        calls, self._calls = self._calls, []
        yield from calls
        if self._ack_at is not None and self._ack_at <= now:
            yield self._ack()
        while not clogged() and (piece := self._piece(now)):
            yield piece

    def receive(self, frame: Frame, now: float) -> bytes | Abort | None:
        """Take a frame: return a chunk that became whole, `Abort` when the other side aborted, or None.

        Raise WireError when the other side keeps to no bound.
        """
        match frame:
            case Piece():
                return self._take(frame, now)
            case Ack():
                self._acknowledged(frame, now)
            case Abort():
                self._drop()
                self._forget()
                self._calls.append(Aborted())
                return frame
            case Aborted():
                self._aborting = False
        return None

    # --- out ----------------------------------------------------------------------------------------------------------

    def _piece(self, now: float) -> Piece | None:
        size, self._piece_at = self._size(now), None
        if not size:
            return None
        if wait := self._yielding.wait(now):
            self._piece_at = now + wait
            return None
        chunk = self._waiting[0]
        data = chunk[self._offset : self._offset + size]
        self._offset += len(data)
        if last := self._offset == len(chunk):
            self._waiting.popleft()
            self._offset = 0
        self.waiting -= len(data)
        self._sent += len(data)
        busy = self._sent - self._sent_arrived > self.window / 2
        self._under_way.append(_Sent(self._sent, now, busy))
        self._yielding.sent(len(data), now)
        return Piece(_stamp(now), last, data)

    def _size(self, now: float) -> int:
        """Return how many bytes the next piece may have; 0: it must wait for an acknowledgement."""
        under_way = self._sent - self._sent_arrived
        room = self._yielding.room(under_way, now)
        size = min(MOST_PIECE, max(LEAST_PIECE, self.window // 16))
        if under_way == 0:
            size = min(size, room)  # nothing will be acknowledged: something must leave
        untaken = self._sent - self._sent_taken
        return size if self._waiting and size <= min(room, MOST_UNTAKEN - untaken) else 0

    def _acknowledged(self, ack: Ack, now: float) -> None:
        if not self._sent_arrived <= ack.arrived <= self._sent or not self._sent_taken <= ack.taken <= ack.arrived:
            raise WireError("more was acknowledged than sent, or less than before")
        size, self._sent_arrived, self._sent_taken = ack.arrived - self._sent_arrived, ack.arrived, ack.taken
        newest: _Sent | None = None
        while self._under_way and self._under_way[0].total <= ack.arrived:
            newest = self._under_way.popleft()
        if newest:
            if self._origin is None:
                self._origin = ack.delay
            delay = _signed(ack.delay - self._origin) / 1e6
            self._yielding.acknowledged(size, delay, now - newest.at, newest.busy, now)

    def _drop(self) -> None:
        """Forget what waits to be sent; a chunk that is under way in part is never whole there."""
        self._waiting.clear()
        self._offset = self.waiting = 0

    # --- in -----------------------------------------------------------------------------------------------------------

    def _take(self, piece: Piece, now: float) -> bytes | None:
        self._arrived += len(piece.data)
        self._note(piece, now)
        if self._aborting:
            self._taken += len(piece.data)
            return None
        self._parts.append(piece.data)
        self._chunk += len(piece.data)
        if self._chunk > MOST_CHUNK or self._arrived - self._taken > MOST_UNTAKEN:
            raise WireError("more was sent than there is room for")
        if not piece.last:
            return None
        chunk, self._parts, self._chunk = b"".join(self._parts), [], 0
        return chunk

    def _note(self, piece: Piece, now: float) -> None:
        delay = (_stamp(now) - piece.time) % WRAP
        if self._delay is None or _signed(delay - self._delay) < 0:
            self._delay = delay
        if self._ack_at is None:
            self._ack_at = now + ACK_SECONDS

    def _ack(self) -> Ack:
        ack = Ack(self._delay or 0, self._arrived, self._taken)
        self._delay = self._ack_at = None
        return ack

    def _forget(self) -> None:
        """Of a chunk that came in part, the rest never comes; what is whole was handed on and is taken, or given up."""
        self._taken += self._chunk
        self._parts, self._chunk = [], 0


def _stamp(now: float) -> int:
    return int(now * 1e6) % WRAP


def _signed(difference: int) -> int:
    """Read a difference modulo WRAP as the nearest one."""
    return (difference + WRAP // 2) % WRAP - WRAP // 2
