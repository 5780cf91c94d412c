"""What only moved is found, and what is found is true."""

import random

import pytest
from PIL import Image

from agent.areas import Rect, box, pixels
from agent.media.motion import MotionSearch, Move
from agent.media.shadow import Shadow
from tests.media.fakes import captured
from tests.media.painter import film, text

SIZE = (640, 480)


def search(before: Image.Image, after: Image.Image, finder: MotionSearch | None = None) -> Move | None:
    """Find what moved, and check that it did."""
    shadow = Shadow(before.size)
    shadow.take(captured(before), Rect(0, 0, *before.size))
    new = captured(after)
    move = (finder or MotionSearch()).find(shadow, new, box(shadow.changed(new)))
    if move:
        shadow.move(move.area, move.dx, move.dy)
        assert shadow.changed(new, [move.area]) == [], "the copy is not what is there"
    return move


@pytest.mark.parametrize("by", [1, 15, 40, 173, -1, -60])
def test_a_scrolled_page_is_a_move_of_nearly_all_of_it(by: int) -> None:
    page = text(400, 900)
    before, after = text(*SIZE, seed=2), text(*SIZE, seed=2)
    before.paste(page.crop((0, 250, 400, 550)), (100, 90))
    after.paste(page.crop((0, 250 + by, 400, 550 + by)), (100, 90))
    move = search(before, after)
    assert move
    assert (move.dx, move.dy) == (0, -by)
    assert pixels(move.area) >= 400 * (300 - abs(by)) * 0.8


@pytest.mark.parametrize("by", [(12, 5), (-7, 3), (40, 0), (0, -31)])
def test_a_dragged_window_is_a_move(by: tuple[int, int]) -> None:
    window, back = text(300, 200), text(*SIZE, seed=4)
    before, after = back.copy(), back.copy()
    before.paste(window, (150, 120))
    after.paste(window, (150 + by[0], 120 + by[1]))
    move = search(before, after)
    assert move
    assert (move.dx, move.dy) == by
    assert pixels(move.area) >= 300 * 200 * 0.9


def test_nothing_moved_when_another_page_came() -> None:
    assert search(text(*SIZE, seed=1), film(*SIZE, 1)) is None


def test_random_changes_never_yield_a_false_move() -> None:
    chance = random.Random(11)
    finder = MotionSearch()
    before = text(*SIZE, seed=1)
    for _ in range(40):
        after = before.copy()
        for _ in range(chance.randrange(1, 4)):
            x, y = chance.randrange(500), chance.randrange(350)
            piece = before.crop((x, y, x + chance.randrange(60, 300), y + chance.randrange(60, 200)))
            after.paste(piece, (chance.randrange(500), chance.randrange(400)))
        search(before, after, finder)
        before = after


def test_after_searches_in_vain_a_page_that_scrolls_is_still_found() -> None:
    finder = MotionSearch()
    for step in range(8):
        assert search(film(*SIZE, 7 * step), text(*SIZE, seed=step), finder) is None
    page = text(400, 900)
    before, after = text(*SIZE), text(*SIZE)
    before.paste(page.crop((0, 0, 400, 300)), (100, 90))
    after.paste(page.crop((0, 20, 400, 320)), (100, 90))
    assert search(before, after, finder)


def test_where_little_is_known_to_be_right_little_is_found() -> None:
    page = text(600, 900)
    before, after = film(*SIZE, 3), film(*SIZE, 4)
    before.paste(page.crop((0, 100, 600, 180)), (20, 200))
    after.paste(page.crop((0, 0, 600, 450)), (20, 60))
    shadow, new = Shadow(SIZE), captured(after)
    shadow.take(captured(before), Rect(0, 0, *SIZE))
    changed = box(shadow.changed(new))
    assert MotionSearch().find(shadow, new, changed) is None
    move = MotionSearch().find(shadow, new, changed, Rect(20, 200, 600, 80))
    assert move
    assert (move.dx, move.dy) == (0, -40)
    assert move.area.height >= 75


def test_what_moves_on_the_same_way_is_told_at_once_and_what_rests_or_turns_is_not() -> None:
    page, frame = text(400, 900), Rect(100, 90, 400, 300)
    finder, images = MotionSearch(), []
    for top in (250, 290, 330, 290):
        image = text(*SIZE, seed=2)
        image.paste(page.crop((0, top, 400, top + 300)), (100, 90))
        images.append(image)
    shadow = Shadow(SIZE)
    shadow.take(captured(images[0]), Rect(0, 0, *SIZE))
    assert finder.again(shadow, captured(images[1], frame)) is None, "nothing moved before"
    first = finder.find(shadow, captured(images[1]), frame)
    assert first
    shadow.take(captured(images[1]), Rect(0, 0, *SIZE))
    move = finder.again(shadow, captured(images[2], frame))
    assert move
    assert (move.dx, move.dy) == (0, -40)
    assert move.area.height >= 250
    assert finder.again(shadow, captured(images[1], frame)) is None, "it rests"
    shadow.take(captured(images[2]), Rect(0, 0, *SIZE))
    assert finder.again(shadow, captured(images[3], frame)) is None, "it turns"


def test_a_window_that_jumps_is_found_where_it_was_though_a_line_says_its_words_twice() -> None:
    window, back = text(250, 180), text(*SIZE, seed=4)
    window.paste(window.crop((125, 80, 250, 120)), (0, 80))
    before, after = back.copy(), back.copy()
    before.paste(window, (10, 20))
    after.paste(window, (380, 280))
    shadow = Shadow(SIZE)
    shadow.take(captured(before), Rect(0, 0, *SIZE))
    old, new = Rect(10, 20, 250, 180), Rect(380, 280, 250, 180)
    came = captured(after, new)
    assert MotionSearch().find(shadow, came, new) is None
    assert MotionSearch().find(shadow, came, new, elsewhere=[old]) == Move(new, 370, 260)
