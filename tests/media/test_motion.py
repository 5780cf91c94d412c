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


def test_a_search_in_vain_is_not_repeated_every_time() -> None:
    finder = MotionSearch()
    for step in range(4):
        search(film(*SIZE, 7 * step), text(*SIZE, seed=step), finder)
    page = text(400, 900)
    before, after = text(*SIZE), text(*SIZE)
    before.paste(page.crop((0, 0, 400, 300)), (100, 90))
    after.paste(page.crop((0, 20, 400, 320)), (100, 90))
    letter = before.copy()
    letter.paste("red", (0, 0, 9, 14))
    found = []
    for _ in range(8):
        search(before, letter, finder)  # too small to be searched, and so no search in vain
        found.append(search(before, after, finder))
    assert found[0] is None
    assert any(found)
