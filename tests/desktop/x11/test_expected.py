"""Which events of the XTEST devices are ours: those that our requests caused, and no others like them."""

import pytest
from Xlib import X

from agent.desktop.x11 import expected
from agent.desktop.x11.expected import Expected

A = 38


@pytest.fixture
def ours() -> Expected:
    return Expected()


def test_an_event_is_ours_once(ours: Expected) -> None:
    ours.add(7, X.KeyPress, A)
    assert ours.take(7, X.KeyPress, A)
    assert not ours.take(7, X.KeyPress, A)


def test_another_programs_event_is_not_ours_though_it_bears_our_number(ours: Expected) -> None:
    ours.add(7, X.KeyPress, A)
    assert not ours.take(7, X.KeyPress, A + 1)
    assert not ours.take(7, X.KeyRelease, A)


def test_an_event_before_the_request_is_not_ours(ours: Expected) -> None:
    ours.add(7, X.KeyPress, A)
    assert not ours.take(6, X.KeyPress, A)


def test_events_held_back_are_ours_in_their_order(ours: Expected) -> None:
    ours.add(7, X.ButtonPress, 1)
    ours.add(9, X.MotionNotify, 0)
    ours.add(11, X.ButtonRelease, 1)
    assert not ours.take(20, X.ButtonRelease, 1), "theirs: ours would have the press before it"
    assert all(ours.take(20, kind, what) for kind, what in ((X.ButtonPress, 1), (X.MotionNotify, 0)))
    assert not ours.take(20, X.MotionNotify, 0), "one more than we made"
    assert ours.take(20, X.ButtonRelease, 1)


def test_an_event_that_never_came_is_forgotten_with_the_next(ours: Expected) -> None:
    ours.add(7, X.KeyPress, A)
    ours.add(8, X.KeyRelease, A)
    assert ours.take(8, X.KeyRelease, A)
    assert not ours.take(9, X.KeyPress, A)


def test_keyboard_and_pointer_are_held_back_each_by_itself(ours: Expected) -> None:
    ours.add(7, X.ButtonPress, 1)
    ours.add(8, X.KeyPress, A)
    assert ours.take(8, X.KeyPress, A)
    assert ours.take(9, X.ButtonPress, 1)


def test_an_event_that_is_too_late_is_not_ours(ours: Expected, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expected, "LATE_SECONDS", -1.0)
    ours.add(7, X.KeyPress, A)
    assert not ours.take(8, X.KeyPress, A)


def test_numbers_begin_anew(ours: Expected) -> None:
    ours.add(65535, X.KeyPress, A)
    assert ours.take(1, X.KeyPress, A)
