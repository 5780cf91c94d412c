"""What each of the technician's marks looks like: lines, surfaces and words in pixels of the desktop. Pure.

Every line lies on a wider one of the colour that stands out from it, so that it is seen on any ground.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin

from agent.areas import Rect
from agent.protocol.annotate_messages import MarkColour, MarkTool
from agent.ui.drawn import Mark, Spot
from agent.ui.words import plain

MAX_NAME = 28
WRAP = 36
"""Line heights that a line of words may be long."""
PADDING = 8
SPOT = 80
"""Pixels that a spotlight is wide and high, at least."""

COLOURS = {
    MarkColour.RED: ("#d4001a", "#ffffff"),
    MarkColour.BLUE: ("#0047c2", "#ffffff"),
    MarkColour.YELLOW: ("#ffd500", "#000000"),
    MarkColour.BLACK: ("#000000", "#ffffff"),
}
"""Each colour, and the one that stands out from it."""

ARROW = ((0, 0), (0, 48), (14, 36), (36, 36))
"""The pointer's outline, its tip first, in pixels to the right and down."""
LABEL_AT = (24, 42)
"""Where the box of its name begins."""
PAPER = "#ffffff"

Point = tuple[int, int]


@dataclass(frozen=True)
class Line:
    """A line with round ends through at least two points."""

    points: tuple[Point, ...]
    width: int
    colour: str


@dataclass(frozen=True)
class Surface:
    """A polygon, filled."""

    points: tuple[Point, ...]
    colour: str


@dataclass(frozen=True)
class Words:
    """Lines of words from an upper left corner on; they lie on a surface."""

    at: Point
    text: str
    colour: str


@dataclass(frozen=True)
class Shade:
    """Every second row of these areas, in black: what lies below stays legible, with or without a compositor."""

    rows: tuple[Rect, ...]


Part = Line | Surface | Words | Shade


@dataclass(frozen=True)
class Look:
    """What all marks share: the screen's size, how thick a line is, and the letters' size."""

    screen: tuple[int, int]
    thick: int
    measure: Callable[[str], int]
    """How many pixels long a line of words is."""
    line: int
    """How many pixels high."""
    accent: str
    """The pointer's colour."""


def parts_of(mark: Mark, look: Look) -> list[Part]:
    """Return what a mark is made of, the lowest first."""
    ink, edge = COLOURS[mark.colour]
    points = tuple(zip(mark.points[::2], mark.points[1::2], strict=True))
    match mark.tool:
        case "text":
            return list(_label(_wrapped(mark.text, look), points[0], look, ink, edge))
        case MarkTool.PEN:
            return _stroke(points, look, ink, edge)
        case MarkTool.ARROW:
            return _arrow(points[0], points[1], look, ink, edge)
        case MarkTool.BOX:
            return _stroke(_corners(_between(points[0], points[1])), look, ink, edge)
        case MarkTool.SPOTLIGHT:
            return _spotlight(_between(points[0], points[1]), look, ink, edge)


def _stroke(points: Sequence[Point], look: Look, ink: str, edge: str) -> list[Part]:
    drawn = (*points, *points) if len(points) == 1 else tuple(points)
    return [Line(drawn, look.thick + 2 * _rim(look), edge), Line(drawn, look.thick, ink)]


def _rim(look: Look) -> int:
    return max(2, look.thick // 2)


def _arrow(tail: Point, tip: Point, look: Look, ink: str, edge: str) -> list[Part]:
    """Draw a shaft, and a head whose tip is the second point."""
    length = hypot(tip[0] - tail[0], tip[1] - tail[1])
    if length < 1:
        return _stroke([tip], look, ink, edge)
    along = (tip[0] - tail[0]) / length, (tip[1] - tail[1]) / length
    head, half = min(6.0 * look.thick, length), min(3.0 * look.thick, length / 2)

    def place(back: float, aside: float) -> Point:
        return round(tip[0] - along[0] * back - along[1] * aside), round(tip[1] - along[1] * back + along[0] * aside)

    outline = (tip, place(head, half), place(head, -half))
    rim = Line((*outline, outline[0]), 2 * _rim(look), edge)
    lower, upper = _stroke([tail, place(head, 0)], look, ink, edge)
    return [lower, rim, upper, Surface(outline, ink)]


def _spotlight(hole: Rect, look: Look, ink: str, edge: str) -> list[Part]:
    wide, high = max(hole.width, SPOT), max(hole.height, SPOT)
    lit = Rect(hole.x - (wide - hole.width) // 2, hole.y - (high - hole.height) // 2, wide, high)
    ring = tuple(
        (round(lit.x + wide / 2 * (1 + cos(turn * pi / 32))), round(lit.y + high / 2 * (1 + sin(turn * pi / 32))))
        for turn in range(65)
    )
    return [Shade(tuple(_rows(lit, look.screen))), *_stroke(ring, look, ink, edge)]


def _rows(lit: Rect, screen: tuple[int, int]) -> Iterator[Rect]:
    """Yield every second row of the screen, without an ellipse."""
    width, height = screen
    for y in range(0, height, 2):
        off = (2 * (y + 0.5 - lit.y) / lit.height) - 1
        if abs(off) >= 1:
            yield Rect(0, y, width, 1)
            continue
        half = lit.width / 2 * (1 - off * off) ** 0.5
        left, right = round(lit.x + lit.width / 2 - half), round(lit.x + lit.width / 2 + half)
        yield from (Rect(x, y, end - x, 1) for x, end in ((0, left), (right, width)) if x < end)


# --- words ------------------------------------------------------------------------------------------------------------


def _wrapped(text: str, look: Look) -> list[str]:
    """Break words into lines; a word that is longer than a line is cut."""
    lines = [""]
    room = min(WRAP * look.line, look.screen[0] - 4 * PADDING)
    for word in plain(text, len(text)).split():
        longer = f"{lines[-1]} {word}".strip()
        if look.measure(longer) <= room:
            lines[-1] = longer
            continue
        while word and look.measure(word) > room:
            fits = max(1, next(n for n in range(len(word), 0, -1) if n == 1 or look.measure(word[:n]) <= room))
            lines.append(word[:fits])
            word = word[fits:]
        lines += [word] if word else []
    return [line for line in lines if line] or ["…"]


def _label(lines: Sequence[str], at: Point, look: Look, ink: str, edge: str) -> Iterator[Part]:
    """Draw lines of words in a box, moved as far as it takes to be on the screen."""
    size = max(map(look.measure, lines)) + 2 * PADDING, len(lines) * look.line + PADDING
    x, y = (max(0, min(place, room - side)) for place, room, side in zip(at, look.screen, size, strict=True))
    box = Rect(x, y, *size)
    yield Line(_corners(box), 2 * _rim(look), edge)
    yield Surface(_corners(box)[:4], ink)
    yield Words((x + PADDING, y + PADDING // 2), "\n".join(lines), edge)


def _between(one: Point, other: Point) -> Rect:
    """Return the area between two corners, both included."""
    left, top = min(one[0], other[0]), min(one[1], other[1])
    return Rect(left, top, abs(one[0] - other[0]), abs(one[1] - other[1]))


def _corners(area: Rect) -> tuple[Point, ...]:
    """Return the corners in turn, the first one again at the end."""
    right, bottom = area.x + area.width, area.y + area.height
    return (area.x, area.y), (right, area.y), (right, bottom), (area.x, bottom), (area.x, area.y)


# --- the pointer ------------------------------------------------------------------------------------------------------


def pointer_parts(spot: Spot, name: str, look: Look) -> list[Part]:
    """Return the technician's pointer, its tip on the spot, with the name; mirrored where it would not fit."""
    name = plain(name, MAX_NAME)
    label = look.measure(name) + 2 * PADDING, look.line + PADDING
    left, up = (
        place + begin + side > room
        for place, begin, side, room in zip((spot.x, spot.y), LABEL_AT, label, look.screen, strict=True)
    )

    def place(x: int, y: int) -> Point:
        return spot.x + (-x if left else x), spot.y + (-y if up else y)

    outline = tuple(place(x, y) for x, y in ARROW)
    begin = place(*LABEL_AT)
    corner = begin[0] - (label[0] if left else 0), begin[1] - (label[1] if up else 0)
    arrow = [Line((*outline, outline[0]), 3, PAPER), Surface(outline, look.accent)]
    return [*arrow, *(_label([name], corner, look, look.accent, PAPER) if name else ())]
