"""The X server's own time, on a real one."""

from collections.abc import Iterator

import pytest
from Xlib import display

from agent.ui.clock_x11 import X11Clock
from tests.ui.rig import Desk


@pytest.fixture
def clock(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[X11Clock]:
    monkeypatch.setenv("DISPLAY", desk.display)
    made = X11Clock()
    yield made
    made.close()


def test_time_goes_on_though_every_client_is_told_of_a_changed_keyboard(desk: Desk, clock: X11Clock) -> None:
    before = clock.now()
    other = display.Display(desk.display)
    last = other.display.info.max_keycode
    other.change_keyboard_mapping(last, other.get_keyboard_mapping(last, 1))
    other.sync()
    other.close()
    assert 0 <= clock.now() - before < 1 << 31
