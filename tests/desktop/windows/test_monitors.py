"""Monitors as the agent counts them, wherever Windows puts its origin."""

import pytest

from agent.areas import Rect
from agent.desktop.base import DesktopError
from agent.desktop.monitors import Screen
from agent.desktop.windows.monitors import WindowsMonitors

LEFT = Screen(r"\\.\DISPLAY2", Rect(-1920, -200, 1920, 1080), False)
MAIN = Screen(r"\\.\DISPLAY1", Rect(0, 0, 2560, 1440), True)
MIRROR = Screen(r"\\.\DISPLAY3", Rect(0, 0, 1280, 720), False)
WHOLE = Rect(-1920, -200, 4480, 1640)


def test_a_monitor_left_of_the_primary_one_lies_at_the_origin() -> None:
    monitors = WindowsMonitors(lambda: [MAIN, LEFT], lambda: WHOLE)
    assert monitors.size == (4480, 1640)
    assert [(one.area, one.primary) for one in monitors.known] == [
        (Rect(0, 0, 1920, 1080), False),
        (Rect(1920, 200, 2560, 1440), True),
    ]
    assert monitors.there(0, 0) == (-1920, -200)
    assert monitors.there(99999, -5) == (2559, -200)
    assert monitors.here(Rect(0, 0, 5, 5)) == Rect(1920, 200, 5, 5)


def test_one_that_mirrors_another_is_no_other_and_numbers_stay() -> None:
    there = [MAIN, MIRROR, LEFT]
    monitors = WindowsMonitors(lambda: there, lambda: WHOLE)
    before = {one.area: one.id for one in monitors.known}
    assert len(before) == 2
    there.remove(MAIN)
    there.remove(MIRROR)
    assert monitors.look()
    assert not monitors.look()
    assert [one.id for one in monitors.known] == [before[Rect(0, 0, 1920, 1080)]]


def test_no_screen_is_told_in_words() -> None:
    with pytest.raises(DesktopError, match="No screen"):
        WindowsMonitors(lambda: [], lambda: Rect(0, 0, 0, 0))
