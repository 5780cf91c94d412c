"""Decides how each changed area is coded: copied, as video, or lossless; small ones first, within a budget."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import av

from agent.areas import Rect, box, coalesce, cut, pixels, within, without
from agent.media import lossless
from agent.media.capture import Captured
from agent.media.content import natural_part
from agent.media.flow import Flow
from agent.media.lossless import Levels
from agent.media.motion import SMALLEST, MotionSearch, Move
from agent.media.shadow import Fidelity, Shadow
from agent.media.video import VideoStream
from agent.media.wire import Copy, Part, Tile, Video
from agent.protocol.errors import HandrailError
from agent.protocol.messages import VideoCodec

PIECE = 256 * 1024
"""Most pixels of one tile: its encoding bounds how long anything else waits."""

SMALLEST_PIECE = 16 * 1024
"""Pixels below which an area is not cut further."""

SMALL = 4 * 1024
"""Pixels of a letter, a caret, a menu's line: worth no delay."""

BESIDE_URGENT = 64 * 1024
"""Pixels of larger tiles that share a frame with a copy or a letter; more of them follow in a frame of their own."""

MOST_COPIES = 3
"""Copies of one frame: what moved is one rectangle, or a few where something of it was wrong before."""

PIXELS_A_BYTE = 10.0
"""What a lossless byte carries of a page of text, about: so that a piece fits into a small budget."""

NATURAL_PIXELS_A_BYTE = 1.5
"""What a lossless byte carries of what went as a film, about."""

LONG = 5
"""Frames from which on refining a film takes so long that it goes in some levels a colour first."""

LEARNED = 4
"""What a byte carries is learned over about so many pieces."""


class EncodeError(HandrailError):
    """The picture's encoder failed."""


@dataclass(frozen=True)
class Encoded:
    """What one capture became, or one half of it."""

    parts: list[Part]
    left_over: list[Rect]
    """What did not fit: to be captured again."""
    rough: list[Rect]
    """What the console now has only as lossy video or in few colours."""
    roughened: bool
    """Whether something of this frame is so."""
    more: bool = False
    """Whether the other half follows."""

    @property
    def moving(self) -> bool:
        """Say whether something goes as video now."""
        return any(isinstance(part, Video) for part in self.parts)


_Area = tuple[Rect, Captured]


@dataclass(frozen=True)
class _Piece:
    """What becomes one tile."""

    area: Rect
    part: Captured
    small: bool
    levels: Levels
    expected: float
    """Bytes that it will take, about."""


class Encoder:
    """Turns captured areas into parts of a frame. Belongs to one thread."""

    def __init__(self) -> None:
        self._shadow = Shadow((0, 0))
        self._search = MotionSearch()
        self._flow = Flow()
        self._video: VideoStream | None = None
        self._pixels_a_byte = PIXELS_A_BYTE
        self._next_row = 0
        """Where the next large piece is taken from, so that none waits for ever while everything changes."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the stream, in pixels."""
        return self._shadow.size

    def reset(self, size: tuple[int, int]) -> None:
        """Begin anew: the console has nothing, and its decoder needs a key frame."""
        self._shadow = Shadow(size)
        self._search, self._flow = MotionSearch(), Flow()
        self._video = None

    def forget(self, areas: Sequence[Rect]) -> None:
        """Take note that the console may not have been told of `areas` as encoded: a frame was taken back."""
        self._shadow.lose(areas)
        self._video = None

    def use_video(self, codec: VideoCodec | None, crf: int) -> None:
        """Send films by `codec`, as coarse as `crf` says, from now on; None: no video, everything lossless."""
        if codec is None:
            self._video = None
        elif self._video is None or (self._video.codec, self._video.crf) != (codec, crf):
            self._video = VideoStream(codec, crf)

    def encode(
        self, captured: Sequence[Captured], budget: int, *, refine: bool = False, lossy: bool = True
    ) -> Iterator[Encoded]:
        """Encode what of `captured` the console does not show yet, in about `budget` bytes, at least one part.

        What is urgent (copies, letters) comes first by itself where much else is to be encoded. `refine`: also what it
        shows only roughly, unless something still moves. `lossy`: what flows faster than the line carries it may go in
        few colours. Raise EncodeError.
        """
        try:
            yield from self._encoded(captured, budget, refine=refine, lossy=lossy)
        except av.FFmpegError as error:
            raise EncodeError(f"the picture could not be encoded: {error}") from error

    def _encoded(self, captured: Sequence[Captured], budget: int, *, refine: bool, lossy: bool) -> Iterator[Encoded]:
        parts, changed = self._moves(captured)
        changed, video = self._as_video(changed, budget)
        parts += video
        budget -= sum(len(part.packet) for part in video)
        scarce = sum(pixels(area) for area, _ in changed) > budget * self._pixels_a_byte
        coarse = lossy and scarce and self._flow.active
        roughened = bool(video) or coarse
        wanted = self._pieces(changed, budget, Levels.FEW if coarse else Levels.ALL, self._pixels_a_byte)
        if refine and not video and not coarse:
            wanted += self._refined(captured, budget)
        wanted.sort(key=self._rank)
        if not scarce and _worth_two(parts, wanted):
            large = [piece for piece in wanted if not piece.small]
            tiles, left = self._as_tiles([piece for piece in wanted if piece.small], budget, beside=bool(parts))
            budget -= sum(len(tile.webp) for tile in tiles)
            yield Encoded([*parts, *tiles], [], self._shadow.rough, roughened, more=True)
            parts, wanted, roughened = [], [*left, *large], False
        tiles, left = self._as_tiles(wanted, budget, beside=bool(parts), thorough=scarce)
        if not left:
            self._flow.complete()
        yield Encoded([*parts, *tiles], [piece.area for piece in left], self._shadow.rough, roughened)

    def _moves(self, captured: Sequence[Captured]) -> tuple[list[Part], list[_Area]]:
        """Copy what only moved, if most of what changed did; return what is left to send."""
        parts: list[Part] = []
        left: list[_Area] = []
        for part in captured:
            move, changed = self._moved_on(part), [part.area]
            if move is None:
                changed = self._shadow.changed(part)
                move = self._moved(part, changed, [other.area for other in captured if other is not part])
            if move:
                self._flow.moved(box(changed), move.area, move.dy)
            for _ in range(MOST_COPIES):
                if move is None or within(self._shadow.missing, move.source):
                    break
                self._shadow.move(move.area, move.dx, move.dy)
                parts.append(Copy(move.area, move.source.x, move.source.y))
                changed = self._shadow.changed(part, without([part.area], move.area))
                move = self._search.also(self._shadow, part, changed)
            left += [(area, part) for area in coalesce(changed)]
        return parts, left

    def _moved_on(self, captured: Captured) -> Move | None:
        if not self._flow.whole or (self._video and self._video.covers(captured.area)):
            return None
        move = self._search.again(self._shadow, captured)
        return move if move and not within(self._shadow.missing, box([captured.area, move.source])) else None

    def _moved(self, captured: Captured, changed: Sequence[Rect], elsewhere: Sequence[Rect]) -> Move | None:
        if not changed or (self._video and self._video.covers(box(changed))):
            return None  # what is a film already is left to the film
        area = box(changed)
        if within(self._shadow.missing, area):
            return None
        large = [other for other in elsewhere if pixels(other) >= SMALLEST]
        move = self._search.find(self._shadow, captured, area, self._flow.known, large)
        if move and not within(self._shadow.missing, move.source):
            return move
        if pixels(area) >= SMALLEST:
            self._flow.lost(area)
        return None

    def _refined(self, captured: Sequence[Captured], budget: int) -> list[_Piece]:
        """Return what is shown roughly: what was a film first, in less than all levels where that takes long."""
        filmed, a_byte = self._shadow.inexact[Fidelity.FILM], self._pixels_a_byte
        areas, levels = self._shadow.rough, Levels.ALL
        if filmed:
            a_byte = min(a_byte, NATURAL_PIXELS_A_BYTE)
            if sum(map(pixels, areas)) > LONG * budget * a_byte:
                areas, levels = filmed, Levels.SOME
        rough = [(area, part) for part in captured for area in within(areas, part.area)]
        return self._pieces(rough, budget, levels, a_byte)

    def _as_video(self, changed: list[_Area], budget: int) -> tuple[list[_Area], list[Video]]:
        """Send the largest natural area as video, if the console can; return what is left to send."""
        if self._video is None:
            return changed, []
        natural = [(found, part) for area, part in changed if (found := natural_part(part, area))]
        if not natural:
            return changed, []
        area, part = max(natural, key=lambda pair: pixels(pair[0]))
        video = self._video.encode(part, area, budget)
        self._shadow.take(part, area, Fidelity.FILM)
        return [(rest, of) for at, of in changed for rest in without([at], area)], [video]

    def _is_small(self, area: Rect) -> bool:
        """Say whether `area` is worth no delay; what is left of a page that scrolls on is not."""
        return pixels(area) <= SMALL and not (self._flow.active and self._flow.holds(area))

    def _pieces(self, areas: Iterable[_Area], budget: int, levels: Levels, a_byte: float) -> list[_Piece]:
        """Cut `areas` into pieces, of which a byte carries about `a_byte` pixels; what is small gets all levels."""
        most = min(PIECE, max(SMALLEST_PIECE, int(budget * a_byte) // 2))
        return [
            _Piece(piece, part, small, Levels.ALL if small else levels, pixels(piece) / a_byte)
            for area, part in areas
            for small in [self._is_small(area)]
            for piece in _strips(area, most)
        ]

    def _rank(self, piece: _Piece) -> tuple[bool, int]:
        """Put the most urgent first: what is small, then what flows, then the rest by turns."""
        if piece.small:
            return False, pixels(piece.area)
        if self._flow.holds(piece.area):
            return True, self._flow.distance(piece.area)
        return True, (piece.area.y - self._next_row) % self.size[1]

    def _as_tiles(
        self, wanted: Sequence[_Piece], budget: int, *, beside: bool, thorough: bool = False
    ) -> tuple[list[Tile], Sequence[_Piece]]:
        """Encode what `budget` lasts for, at least one tile if there is nothing `beside`; return what is left, too."""
        tiles: list[Tile] = []
        for at, piece in enumerate(wanted):
            if (beside or tiles) and budget < piece.expected:
                return tiles, wanted[at:]
            tiles.append(self._tile(piece, thorough=thorough))
            budget -= len(tiles[-1].webp)
        return tiles, []

    def _tile(self, piece: _Piece, *, thorough: bool) -> Tile:
        area, exact = piece.area, piece.levels is Levels.ALL
        tile = lossless.tile(piece.part, area, levels=piece.levels, thorough=thorough)
        self._shadow.take(piece.part, area, Fidelity.EXACT if exact else Fidelity.COARSE)
        if not piece.small:
            self._next_row = area.y + area.height
            self._learn(pixels(area) / len(tile.webp))
            if self._flow.holds(area):
                self._flow.sent(area)
        return tile

    def _learn(self, pixels_a_byte: float) -> None:
        self._pixels_a_byte += (pixels_a_byte - self._pixels_a_byte) / LEARNED


def _worth_two(parts: Sequence[Part], wanted: Sequence[_Piece]) -> bool:
    """Say whether something urgent would wait long for the encoding of the rest."""
    urgent = parts or any(piece.small for piece in wanted)
    return bool(urgent) and sum(pixels(piece.area) for piece in wanted if not piece.small) > BESIDE_URGENT


def _strips(area: Rect, most: int) -> Iterator[Rect]:
    """Cut `area` into strips of at most `most` pixels."""
    height = max(1, most // area.width)
    for top in range(area.y, area.y + area.height, height):
        if piece := cut(area, Rect(area.x, top, area.width, height)):
            yield piece
