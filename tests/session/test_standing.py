"""Pauses: whoever paused may resume, the customer always; what the machine paused is the customer's to end."""

import pytest

from agent.protocol import messages as wire
from agent.protocol.messages import EndReason, Party
from agent.protocol.permissions import Permission
from agent.session import events as on
from tests.session.talk import kinds, recorded, said, session_with

PAUSE, RESUME = said(wire.PauseSession()), said(wire.ResumeSession())


@pytest.mark.parametrize("event", [on.ScreenLocked(), on.SystemPrompt(), on.InterfaceFrozen()])
def test_a_screen_that_locks_pauses_and_only_the_customer_resumes(event: on.Event) -> None:
    session = session_with(Permission.VIEW)
    session.handle(event, 1.0)
    assert session.paused_by is Party.SYSTEM
    session.handle(RESUME, 2.0)
    assert not session.picture_allowed
    session.handle(on.CustomerResumed(), 3.0)
    assert session.picture_allowed


@pytest.mark.parametrize("event", [on.ScreenLocked(), on.InterfaceFrozen(), on.CustomerPaused()])
def test_a_technicians_pause_does_not_stand_in_for_the_machines_or_the_customers(event: on.Event) -> None:
    session = session_with(Permission.VIEW)
    session.handle(PAUSE, 1.0)
    session.handle(event, 1.0)
    session.handle(RESUME, 2.0)
    assert not session.picture_allowed


@pytest.mark.parametrize("event", [on.ScreenLocked(), PAUSE, on.CustomerPaused()])
def test_the_customers_pause_stays_the_customers(event: on.Event) -> None:
    session = session_with(Permission.VIEW)
    session.handle(on.CustomerPaused(), 1.0)
    assert session.handle(event, 2.0) == []
    assert session.paused_by is Party.CUSTOMER


def test_sleep_or_another_user_ends_the_session() -> None:
    session = session_with(Permission.VIEW, Permission.CONTROL)
    effects = session.handle(on.CustomerLeft(), 1.0)
    assert session.end_reason is EndReason.AWAY
    assert kinds(effects)[0].__name__ == "StopPicture"
    assert recorded(effects) == ["session.ended"]
