"""What is kept of the technician's marks: bounded, the newest, with what is hidden just then."""

import pytest

from agent.annotations import MOST_COVERED, Annotations
from agent.areas import Rect, box
from agent.protocol.annotate_messages import ALL_POINTS, BATCH_POINTS, FADE_SECONDS, MARK_POINTS, MOST_MARKS
from agent.protocol.messages import DrawMark, MarkColour, MarkTool, PointAt, WriteMark
from agent.ui.drawn import Drawn, Spot


class Rig:
    """The marks, and what was told last."""

    def __init__(self) -> None:
        self.told: list[Drawn] = []
        self.covered: list[Rect] = []
        self.marks = Annotations("Camille D.", self.told.append, lambda: self.covered)

    @property
    def last(self) -> Drawn:
        return self.told[-1]

    def draw(
        self, mark: int = 1, points: tuple[int, ...] = (1, 2, 3, 4), tool: MarkTool = MarkTool.PEN, now: float = 0.0
    ) -> None:
        self.marks.take(
            DrawMark(mark=mark, tool=tool, colour=MarkColour.RED, stay=False, points=list(points)),
            now,
        )


@pytest.fixture
def rig() -> Rig:
    return Rig()


def test_a_pens_points_go_on_and_a_boxs_take_their_place(rig: Rig) -> None:
    rig.draw(1, (1, 2, 3, 4))
    rig.draw(1, (5, 6))
    assert rig.last.marks[0].points == (1, 2, 3, 4, 5, 6)
    for points in ((1, 2, 3, 4), (1, 2, 9, 9)):
        rig.draw(2, points, MarkTool.BOX)
    assert [mark.points for mark in rig.last.marks] == [(1, 2, 3, 4, 5, 6), (1, 2, 9, 9)]


def test_words_and_the_pointer_are_told_with_the_technicians_name(rig: Rig) -> None:
    rig.marks.take(WriteMark(mark=1, colour=MarkColour.BLUE, stay=True, x=7, y=8, text="Ici"), 0.0)
    rig.marks.take(PointAt(x=3, y=4), 0.0)
    assert (rig.last.name, rig.last.spot, rig.last.pointed) == ("Camille D.", Spot(x=3, y=4), 1)
    assert [(mark.tool, mark.text, mark.points) for mark in rig.last.marks] == [("text", "Ici", (7, 8))]
    rig.marks.take(PointAt(x=3, y=4), 0.0)
    assert rig.last.pointed == 2
    rig.marks.away()
    assert (rig.last.spot, len(rig.last.marks)) == (None, 1)


def test_clearing_leaves_nothing(rig: Rig) -> None:
    rig.draw()
    rig.marks.take(PointAt(x=3, y=4), 0.0)
    rig.marks.clear()
    assert (rig.last.marks, rig.last.spot) == ((), None)


def test_the_oldest_go_where_there_are_too_many_marks(rig: Rig) -> None:
    for number in range(1, MOST_MARKS + 4):
        rig.draw(number)
    assert [mark.number for mark in rig.last.marks] == list(range(4, MOST_MARKS + 4))


def test_a_stroke_and_all_of_them_have_an_end(rig: Rig) -> None:
    batch = tuple(range(2 * BATCH_POINTS))
    for number in range(1, 9):
        for _ in range(MARK_POINTS // BATCH_POINTS + 5):
            rig.draw(number, batch)
    assert {len(mark.points) for mark in rig.last.marks} == {2 * MARK_POINTS}
    assert sum(len(mark.points) for mark in rig.last.marks) <= 2 * ALL_POINTS


def test_what_has_faded_is_told_no_more_and_what_stays_is(rig: Rig) -> None:
    rig.draw(1, now=0.0)
    rig.marks.take(WriteMark(mark=2, colour=MarkColour.BLUE, stay=True, x=7, y=8, text="Ici"), 0.0)
    rig.draw(3, now=FADE_SECONDS + 1)
    assert [mark.number for mark in rig.last.marks] == [2, 3]


def test_a_spotlight_never_stays(rig: Rig) -> None:
    for stay in (False, True):
        light = DrawMark(mark=1, tool=MarkTool.SPOTLIGHT, colour=MarkColour.RED, stay=stay, points=[1, 2, 300, 400])
        rig.marks.take(light, 0.0)
        assert not rig.last.marks[0].stays
        rig.draw(2, now=FADE_SECONDS + 1)
        assert [mark.number for mark in rig.last.marks] == [2]
        rig.marks.clear()


def test_a_second_spotlight_takes_the_place_of_the_first(rig: Rig) -> None:
    for number in (1, 2):
        rig.draw(number, (1, 2, 300, 400), MarkTool.SPOTLIGHT)
    assert [mark.number for mark in rig.last.marks] == [2]


def test_what_is_hidden_is_told_with_each_word_and_when_it_changes(rig: Rig) -> None:
    rig.covered = [Rect(1, 2, 3, 4)]
    rig.draw()
    rig.covered = []
    rig.marks.masks_changed()
    assert [drawn.covered for drawn in rig.told] == [(Rect(1, 2, 3, 4),), ()]


def test_masks_that_change_are_told_of_only_while_something_is_shown(rig: Rig) -> None:
    rig.marks.masks_changed()
    rig.draw()
    rig.marks.clear()
    count = len(rig.told)
    rig.marks.masks_changed()
    assert len(rig.told) == count


def test_where_more_is_hidden_than_can_be_told_nothing_is_drawn_at_all(rig: Rig) -> None:
    rig.covered = [Rect(n, n, 1, 1) for n in range(MOST_COVERED + 1)]
    rig.draw()
    assert box(rig.last.covered).width >= 32767
