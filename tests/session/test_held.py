"""A key the technician holds stays down only as long as the console says so."""

import pytest

from agent.protocol import messages as wire
from agent.protocol.messages import FromConsole
from agent.protocol.permissions import Permission
from agent.session import effects as do
from agent.session import events as on
from agent.session.held import HELD_SECONDS, MOST, Held
from tests.session.talk import said, session_with

A_DOWN = wire.PressKey(code="KeyA", key="a", down=True)
A_UP = wire.PressKey(code="KeyA", key="a", down=False)
BUTTON_DOWN = wire.PressButton(x=1, y=1, button=0, down=True)


@pytest.mark.parametrize("press", [A_DOWN, BUTTON_DOWN])
def test_what_is_held_in_silence_is_let_go(press: FromConsole) -> None:
    held = Held()
    held.heard(press, 10.0)
    assert held.until == 10.0 + HELD_SECONDS
    assert not held.overdue(10.0 + HELD_SECONDS - 0.01)
    assert held.overdue(10.0 + HELD_SECONDS)


@pytest.mark.parametrize("sign", [wire.StillHolding(), wire.MovePointer(x=3, y=4), wire.TypeText(text="a")])
def test_whatever_comes_on_the_channel_renews_it(sign: FromConsole) -> None:
    held = Held()
    held.heard(A_DOWN, 10.0)
    held.heard(sign, 10.5)
    assert held.until == 10.5 + HELD_SECONDS


def test_nothing_is_waited_for_while_nothing_is_held() -> None:
    held = Held()
    held.heard(wire.StillHolding(), 10.0)
    assert held.until is None
    held.heard(A_DOWN, 10.0)
    held.heard(BUTTON_DOWN, 10.0)
    held.heard(A_UP, 10.1)
    assert held.until is not None
    held.let_go()
    assert held.until is None


def test_a_flood_of_keys_is_bounded() -> None:
    held = Held()
    for number in range(2 * MOST):
        held.heard(wire.PressKey(code=f"Key{number}", key="a", down=True), 10.0)
    for number in range(MOST):
        held.heard(wire.PressKey(code=f"Key{number}", key="a", down=False), 10.0)
    assert held.until is None


def test_the_session_wakes_for_a_silent_console_and_releases_its_keys_and_nothing_else() -> None:
    session = session_with(Permission.VIEW, Permission.CONTROL)
    session.handle(said(A_DOWN), 10.0)
    session.handle(said(wire.StillHolding()), 10.2)
    assert session.deadline() == 10.2 + HELD_SECONDS
    assert session.handle(on.Woke(), 10.5) == []
    assert session.handle(on.Woke(), 10.2 + HELD_SECONDS) == [do.ReleaseInput()]
    assert session.input_open
    assert session.held.until is None


def test_a_console_that_goes_on_saying_so_keeps_its_key() -> None:
    session = session_with(Permission.VIEW, Permission.CONTROL)
    session.handle(said(A_DOWN), 10.0)
    for beat in range(1, 50):
        assert session.handle(said(wire.StillHolding()), 10.0 + 0.2 * beat) == []


def test_what_was_released_for_another_reason_is_not_released_again() -> None:
    session = session_with(Permission.VIEW, Permission.CONTROL)
    session.handle(said(A_DOWN), 10.0)
    assert do.ReleaseInput() in session.handle(on.HandSeen(), 10.1)
    assert session.held.until is None


def test_saying_so_needs_no_permission_and_gives_none() -> None:
    session = session_with()
    assert [effect for effect in session.handle(said(wire.StillHolding()), 1.0) if isinstance(effect, do.Inject)] == []
    assert session.held.until is None
