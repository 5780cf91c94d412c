"""What marks look like, in pixels of the desktop: at their places, on the screen, and plain where others wrote."""

from math import hypot

import pytest

from agent.areas import Rect, cut
from agent.protocol.messages import MarkColour, MarkTool
from agent.ui.drawn import Mark, Spot
from agent.ui.marks import SPOT, Line, Look, Part, Point, Shade, Surface, Words, parts_of, pointer_parts

SCREEN = Rect(0, 0, 1024, 768)
LOOK = Look((1024, 768), 4, lambda text: 9 * len(text), 20, "#0a4f96")
CORNERS = [(0, 0), (1023, 0), (0, 767), (1023, 767), (500, 400), (1023, 400), (500, 767)]


def parts(tool: MarkTool, *points: int) -> list[Part]:
    return parts_of(Mark(number=1, tool=tool, colour=MarkColour.RED, stay=False, points=points), LOOK)


def written(text: str, x: int = 100, y: int = 100) -> list[Part]:
    mark = Mark(number=1, tool="text", colour=MarkColour.YELLOW, stay=False, points=(x, y), text=text)
    return parts_of(mark, LOOK)


def surface(found: list[Part]) -> list[Point]:
    return [point for part in found if isinstance(part, Surface) for point in part.points]


def words(found: list[Part]) -> str:
    return "".join(part.text for part in found if isinstance(part, Words))


def test_a_stroke_goes_through_its_points_on_a_wider_line_that_stands_out() -> None:
    rim, line = parts(MarkTool.PEN, 1, 2, 30, 40, 50, 6)
    assert isinstance(rim, Line)
    assert isinstance(line, Line)
    assert line.points == ((1, 2), (30, 40), (50, 6))
    assert rim.points == line.points
    assert rim.width > line.width
    assert rim.colour != line.colour


def test_one_point_is_a_dot() -> None:
    assert [part.points for part in parts(MarkTool.PEN, 7, 8) if isinstance(part, Line)] == [((7, 8), (7, 8))] * 2


@pytest.mark.parametrize("tip", [(300, 200), (100, 50), (200, 300), (203, 201), (200, 200)])
def test_an_arrows_tip_is_on_the_second_point_and_its_head_behind_it(tip: Point) -> None:
    head = surface(parts(MarkTool.ARROW, 200, 200, *tip))
    length = hypot(tip[0] - 200, tip[1] - 200)
    assert all(hypot(x - 200, y - 200) <= length + 1 for x, y in head)
    assert tip in head or tip == (200, 200)


@pytest.mark.parametrize("corners", [(10, 20, 110, 220), (110, 220, 10, 20), (10, 220, 110, 20)])
def test_a_box_lies_between_its_corners_wherever_it_was_begun(corners: tuple[int, ...]) -> None:
    line = parts(MarkTool.BOX, *corners)[-1]
    assert isinstance(line, Line)
    assert set(line.points) == {(10, 20), (110, 20), (110, 220), (10, 220)}
    assert line.points[0] == line.points[-1]


def test_a_spotlight_dims_every_second_row_and_nothing_within() -> None:
    shade = parts(MarkTool.SPOTLIGHT, 400, 300, 600, 400)[0]
    assert isinstance(shade, Shade)
    assert {row.y % 2 for row in shade.rows} == {0}
    assert {row.height for row in shade.rows} == {1}
    middle = [row for row in shade.rows if row.y == 350]
    assert middle == [Rect(0, 350, 400, 1), Rect(600, 350, 424, 1)]
    assert Rect(0, 298, 1024, 1) in shade.rows
    assert not any(cut(row, Rect(450, 320, 100, 60)) for row in shade.rows)


def test_a_spotlight_on_one_point_is_lit_around_it() -> None:
    shade = parts(MarkTool.SPOTLIGHT, 500, 400, 500, 400)[0]
    assert isinstance(shade, Shade)
    assert not any(cut(row, Rect(500 - SPOT // 4, 400 - SPOT // 4, SPOT // 2, SPOT // 2)) for row in shade.rows)


@pytest.mark.parametrize("corner", CORNERS)
def test_words_are_wholly_on_the_screen(corner: Point) -> None:
    xs, ys = zip(*surface(written("Cliquez ici, puis sur OK", *corner)), strict=True)
    assert min(xs) >= 0 <= min(ys)
    assert max(xs) <= 1024
    assert max(ys) <= 768


def test_words_begin_where_they_were_put() -> None:
    assert surface(written("Ici", 100, 120))[0] == (100, 120)


@pytest.mark.parametrize("text", ["mot " * 30, "x" * 120])
def test_long_words_are_wrapped_and_none_is_lost(text: str) -> None:
    lines = words(written(text)).split("\n")
    assert len(lines) > 1
    assert all(9 * len(line) <= 36 * 20 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize("text", ["\u202egnp.exe", "a\nb\tc", "\x1b[31mrouge", "\u200b\u2066"])
def test_what_is_written_is_plain_text(text: str) -> None:
    shown = words(written(text))
    assert shown
    assert not any(character in shown for character in "\u202e\x1b\u200b\u2066\t")


@pytest.mark.parametrize("corner", CORNERS)
def test_the_pointers_tip_is_on_the_spot_and_its_name_on_the_screen(corner: Point) -> None:
    found = pointer_parts(Spot(x=corner[0], y=corner[1]), "Camille D.", LOOK)
    arrow, label = (part for part in found if isinstance(part, Surface))
    assert arrow.points[0] == corner
    assert all(0 <= x <= 1024 and 0 <= y <= 768 for x, y in label.points)
    assert words(found) == "Camille D."


def test_without_a_name_there_is_only_the_arrow() -> None:
    assert not words(pointer_parts(Spot(x=5, y=5), "", LOOK))
