"""The order and places of windows, as events tell of them, and what is told before each change."""

from agent.areas import Rect
from agent.desktop.x11.stack import Stack, TopLevel

AREA = Rect(0, 0, 10, 10)
Told = list[tuple[int, Rect | None]]


def stack(told: Told, count: int = 3) -> Stack:
    made = Stack(lambda top, to: told.append((top.id, to)))
    for window in range(1, count + 1):
        made.add(TopLevel(window, AREA, mapped=True))
    return made


def order(of: Stack) -> list[int]:
    return [top.id for top in of]


def test_a_window_goes_just_above_its_sibling_or_below_all() -> None:
    windows = stack([])
    windows.place(3, AREA, 1, 0.0)
    assert order(windows) == [1, 3, 2]
    windows.place(2, AREA, 0, 0.0)
    assert order(windows) == [2, 1, 3]
    windows.raise_(2, 0.0)
    assert order(windows) == [1, 3, 2]
    windows.lower(2, 0.0)
    assert order(windows) == [2, 1, 3]


def test_every_change_is_told_before_it_happens_and_nothing_else_is() -> None:
    told: Told = []
    windows = stack(told)
    moved = Rect(5, 5, 10, 10)
    windows.place(2, AREA, 1, 0.0)
    assert told == [], "it lay there already"
    windows.place(2, moved, 1, 0.0)
    windows.map(1, False, 0.0)
    windows.map(1, False, 0.0)
    windows.map(1, True, 0.0)
    windows.remove(3)
    windows.remove(3)
    assert told == [(2, moved), (1, None), (1, AREA), (3, None)]


def test_what_is_not_seen_leaves_nothing_behind() -> None:
    told: Told = []
    windows = stack(told, 0)
    windows.add(TopLevel(1, AREA))
    windows.place(1, Rect(5, 5, 10, 10), None, 0.0)
    windows.remove(1)
    windows.add(TopLevel(2, AREA, mapped=True, drawn=False))
    windows.remove(2)
    assert told == []


def test_a_frame_is_found_by_the_programs_window_in_it() -> None:
    windows = stack([], 1)
    frame = windows.get(1)
    assert frame
    assert frame.windows == [1]
    frame.clients.append(77)
    assert frame.windows == [77]
    assert windows.holder_of(77) is frame
    assert windows.holder_of(5) is None
