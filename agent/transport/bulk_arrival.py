"""What arrives of one direction, in whatever order: put in its order, and into whole chunks. Sans-I/O.

Twin of rendezvous/console/src/link/bulk_arrival.ts.
"""

from agent.protocol.errors import WireError
from agent.transport.bulk_wire import MOST_CHUNK, MOST_RANGES, Piece, Range


class Arrival:
    """`arrived`: every byte before it came. `taken`: of how many the chunk was taken by whom it is for."""

    def __init__(self, most: int) -> None:
        """At most `most` bytes may have come and not been taken."""
        self.arrived = self.taken = 0
        self._most = most
        self._beyond: dict[int, Piece] = {}
        self._parts: list[bytes] = []
        self._partial = 0

    def take(self, piece: Piece) -> list[bytes]:
        """Take a piece and return the chunks that became whole. Raise WireError when more came than there is room."""
        if piece.at + len(piece.data) - self.taken > self._most:
            raise WireError("more was sent than there is room for")
        if piece.at >= self.arrived:
            self._beyond.setdefault(piece.at, piece)
        chunks: list[bytes] = []
        while next_one := self._beyond.pop(self.arrived, None):
            self.arrived += len(next_one.data)
            chunks += self._join(next_one)
        return chunks

    def ranges(self) -> tuple[Range, ...]:
        """Return what came beyond `arrived`, each from and to how far beyond; the first MOST_RANGES."""
        ranges: list[Range] = []
        for at in sorted(self._beyond):
            start, end = at - self.arrived, at - self.arrived + len(self._beyond[at].data)
            if ranges and ranges[-1][1] == start:
                ranges[-1] = (ranges[-1][0], end)
            elif not ranges or start > ranges[-1][1]:
                ranges.append((start, end))
        return tuple(ranges[:MOST_RANGES])

    def _join(self, piece: Piece) -> list[bytes]:
        self._parts.append(piece.data)
        self._partial += len(piece.data)
        if self._partial > MOST_CHUNK:
            raise WireError("a chunk is too long")
        if not piece.last:
            return []
        chunk, self._parts, self._partial = b"".join(self._parts), [], 0
        return [chunk]
