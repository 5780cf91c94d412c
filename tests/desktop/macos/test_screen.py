"""The picture of a Mac: display by display, without our own windows, and an error rather than a wrong one."""

from contextlib import nullcontext

import pytest

from agent.areas import Rect
from agent.desktop.base import DesktopError
from agent.desktop.macos import capture_kit
from agent.desktop.macos.capture_kit import CaptureKit
from agent.desktop.macos.displays import MacMonitors
from agent.desktop.macos.screen import MacScreen
from tests.desktop.macos.fakes import OURS, FakeKit, FakeQuartz

LEFT, RIGHT = b"\x04\x05\x06\xff", b"\x01\x02\x03\xff"


class Desk:
    def __init__(self) -> None:
        self.quartz, self.kit = FakeQuartz(), FakeKit()
        self.quartz.screens = {1: Rect(0, 0, 1440, 900), 2: Rect(-800, 100, 800, 600)}
        self.looked = 0
        self.seen = True
        capture = CaptureKit(self.kit, self.quartz, nullcontext, lambda: {OURS})
        self.screen = MacScreen(MacMonitors(self.quartz), capture, self._look, lambda: self.seen)

    def _look(self) -> None:
        self.looked += 1


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_an_area_over_two_displays_is_put_together(desk: Desk) -> None:
    pixels = desk.screen.grab(Rect(799, 99, 2, 2))
    assert pixels == b"\0\0\0\0" + RIGHT + LEFT + RIGHT, "what no display shows is black"
    assert desk.looked == 1, "the windows are read before"
    asked = [one.how.said["setSourceRect_"] for one in desk.kit.taken]
    assert sorted(asked) == [((0, 99), (1, 2)), ((799, 0), (1, 1))]


def test_our_own_programs_are_left_out_and_the_marks_are_not(desk: Desk) -> None:
    desk.screen.grab(Rect(900, 200, 4, 4))
    chosen = desk.kit.taken[0].filter
    assert [one.processID() for one in chosen.programs] == [OURS]
    assert [one.title() for one in chosen.windows] == ["handrail marks"]
    assert desk.kit.taken[0].how.said["setShowsCursor_"] is False


def test_padding_at_a_rows_end_is_left_out(desk: Desk) -> None:
    desk.quartz.padding = 12
    assert desk.screen.grab(Rect(900, 200, 3, 2)) == RIGHT * 6


def test_another_order_of_colours_is_an_error(desk: Desk) -> None:
    desk.quartz.pixel_order = 0x4002
    with pytest.raises(DesktopError, match="another picture"):
        desk.screen.grab(Rect(900, 200, 3, 2))


def test_macos_own_error_is_one_and_so_is_its_silence(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.kit.fails = True
    with pytest.raises(DesktopError, match="could not be captured"):
        desk.screen.grab(Rect(900, 200, 3, 2))
    desk.kit.fails, desk.kit.silent = False, True
    monkeypatch.setattr(capture_kit, "PATIENCE_SECONDS", 0.01)
    with pytest.raises(DesktopError, match="could not be captured"):
        desk.screen.grab(Rect(900, 200, 3, 2))


def test_a_display_that_has_just_gone_is_an_error_and_is_asked_for_anew(desk: Desk) -> None:
    gone = desk.kit.colours.pop(1)
    with pytest.raises(DesktopError, match="changed"):
        desk.screen.grab(Rect(900, 200, 3, 2))
    desk.kit.colours[1] = gone
    assert desk.screen.grab(Rect(900, 200, 3, 2)) == RIGHT * 6
    assert desk.kit.asked == 2


def test_behind_a_prompt_nothing_is_captured(desk: Desk) -> None:
    desk.seen = False
    assert not any(desk.screen.grab(Rect(900, 200, 3, 2)))
    assert desk.kit.taken == []


def test_without_the_customers_permission_there_is_no_picture() -> None:
    screen = MacScreen(MacMonitors(FakeQuartz()), None, lambda: None, lambda: True)
    with pytest.raises(DesktopError, match="System Settings"):
        screen.grab(Rect(0, 0, 10, 10))


def test_displays_that_macos_does_not_tell_are_an_error() -> None:
    quartz = FakeQuartz()
    quartz.display_error = 1000
    with pytest.raises(DesktopError):
        MacMonitors(quartz)
    quartz.display_error, quartz.screens = 0, {}
    with pytest.raises(DesktopError, match="No screen"):
        MacMonitors(quartz)
