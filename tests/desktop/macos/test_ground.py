"""Where the technician's input would go: never to the agent's own windows, never where nobody knows."""

from collections.abc import Callable

import pytest

from agent.areas import Rect
from agent.desktop.macos.displays import MacMonitors
from agent.desktop.macos.ground import MacGround
from agent.desktop.macos.windows import GLASS
from tests.desktop.macos.fakes import OURS, FakeFocus, FakeQuartz, window


@pytest.fixture
def quartz() -> FakeQuartz:
    return FakeQuartz()


@pytest.fixture
def focus() -> FakeFocus:
    return FakeFocus()


@pytest.fixture
def ground(quartz: FakeQuartz, focus: FakeFocus) -> MacGround:
    return MacGround(quartz, focus, MacMonitors(quartz), lambda: {OURS})


INSIDE, OUTSIDE = (50, 50), (1000, 800)


def test_the_pointer_may_go_to_others_and_not_to_ours(quartz: FakeQuartz, ground: MacGround) -> None:
    quartz.shown = [window(1, area=Rect(500, 500, 50, 50), pid=OURS), window(2)]
    assert ground.allow_pointer(*INSIDE)
    assert not ground.allow_pointer(510, 510)
    assert not ground.allow_pointer(*OUTSIDE), "no window there is known of"


def test_the_banner_takes_no_remote_input_even_below_another_window(quartz: FakeQuartz, ground: MacGround) -> None:
    quartz.shown = [window(1), window(2, pid=OURS, layer=3)]
    assert not ground.allow_pointer(*INSIDE)
    quartz.shown = [window(1), window(2, pid=OURS)]
    assert ground.allow_pointer(*INSIDE), "a window of ours that lies quite below is out of reach"


def test_the_glass_for_the_marks_is_in_nobodys_way(quartz: FakeQuartz, ground: MacGround) -> None:
    quartz.shown = [window(1, pid=OURS, title=GLASS, layer=25, area=Rect(0, 0, 1440, 900)), window(2)]
    assert ground.allow_pointer(*INSIDE)
    assert ground.top_at(*INSIDE) == [2]


def test_all_windows_of_the_program_in_front_may_have_the_keys(quartz: FakeQuartz, ground: MacGround) -> None:
    quartz.shown = [window(1), window(2, pid=8), window(3)]
    assert ground.focused() == [1, 3]


def test_keys_go_to_others_and_not_to_ours(ground: MacGround, focus: FakeFocus) -> None:
    assert ground.allow_keys()
    focus.pid = OURS
    assert not ground.allow_keys()


def fail_focus(quartz: FakeQuartz, focus: FakeFocus) -> None:
    focus.error = -25204


def no_program(quartz: FakeQuartz, focus: FakeFocus) -> None:
    focus.pid = 0


def type_a_password(quartz: FakeQuartz, focus: FakeFocus) -> None:
    quartz.login = {"kCGSSessionOnConsoleKey": True, "kCGSSessionSecureInputPID": 7}


def lose_the_login(quartz: FakeQuartz, focus: FakeFocus) -> None:
    quartz.login = None


@pytest.mark.parametrize("goes_wrong", [fail_focus, no_program, type_a_password, lose_the_login])
def test_no_key_is_typed_where_nobody_knows_whereto_or_the_customer_could_not_be_heard(
    quartz: FakeQuartz, focus: FakeFocus, ground: MacGround, goes_wrong: Callable[[FakeQuartz, FakeFocus], None]
) -> None:
    goes_wrong(quartz, focus)
    assert not ground.allow_keys()


def test_where_windows_are_not_listed_the_pointer_goes_nowhere(quartz: FakeQuartz, ground: MacGround) -> None:
    quartz.shown = None
    assert not ground.allow_pointer(*INSIDE)
