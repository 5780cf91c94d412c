"""How long a yes holds: for the session and renewed by the customer, or for some minutes and never longer."""

import pytest

from agent.protocol.permissions import Permission
from agent.session import effects as do
from agent.session import events as on
from agent.session.grants import EXCUSE_SECONDS, GRANT_SECONDS, RENEWAL_SECONDS
from agent.session.questions import ANSWER_SECONDS
from agent.session.session import Session
from tests.session.talk import KEY_DOWN, MOVE, answer, ask, kinds, recorded, said, session_with

RENEWAL = GRANT_SECONDS - RENEWAL_SECONDS


def limited(minutes: int) -> Session:
    session = session_with()
    ask(session, Permission.VIEW)
    answer(session, yes=True, minutes=minutes)
    return session


def test_a_yes_for_some_minutes_ends_by_itself_and_is_not_asked_about() -> None:
    session = limited(minutes=5)
    assert session.deadline() == 300.0
    assert session.handle(on.Woke(), 299.9) == []
    effects = session.handle(on.Woke(), 300.0)
    assert kinds(effects)[0] is do.StopPicture
    assert recorded(effects) == ["permission.expired"]
    assert session.grants.question is None


def test_the_minutes_left_can_be_read_and_a_yes_for_the_session_has_none() -> None:
    session = limited(minutes=10)
    assert session.grants.seconds_left(Permission.VIEW, 0.4) == 600
    assert session.grants.seconds_left(Permission.VIEW, 590.0) == 10
    assert session.grants.seconds_left(Permission.CONTROL, 590.0) is None
    assert session_with(Permission.VIEW).grants.seconds_left(Permission.VIEW, 5.0) is None


@pytest.mark.parametrize("minutes", [0, -5, 1000])
def test_no_number_of_minutes_holds_longer_than_an_hour(minutes: int) -> None:
    session = limited(minutes)
    session.handle(on.Woke(), GRANT_SECONDS)
    assert session.grants.granted == []


def test_no_minutes_at_all_allow_nothing() -> None:
    session = limited(minutes=0)
    session.handle(said(MOVE), 0.0)
    assert session.grants.granted == []


def test_the_journal_says_for_how_many_minutes() -> None:
    session = session_with()
    ask(session, Permission.VIEW)
    assert do.Record("permission.granted", {"permission": "view", "minutes": "30"}) in answer(session, True, minutes=30)


def test_shortly_before_the_hour_is_over_the_agent_itself_asks_whether_it_goes_on() -> None:
    session = session_with(Permission.VIEW)
    assert session.deadline() == RENEWAL
    effects = session.handle(on.Woke(), RENEWAL)
    question = session.grants.question
    assert question is not None
    assert (question.permission, question.renewal) == (Permission.VIEW, True)
    assert recorded(effects) == ["permission.renewing"]
    assert session.picture_allowed


def test_a_yes_to_the_renewal_gives_another_hour_from_then() -> None:
    session = session_with(Permission.VIEW)
    session.handle(on.Woke(), RENEWAL)
    answer(session, yes=True, now=RENEWAL + 10)
    session.handle(on.Woke(), GRANT_SECONDS)
    assert session.picture_allowed
    assert session.deadline() == RENEWAL + 10 + RENEWAL


def test_a_renewal_may_be_for_some_minutes() -> None:
    session = session_with(Permission.VIEW)
    session.handle(on.Woke(), RENEWAL)
    answer(session, yes=True, now=RENEWAL, minutes=10)
    assert session.grants.seconds_left(Permission.VIEW, RENEWAL) == 600


@pytest.mark.parametrize("said_no", [True, False])
def test_a_renewal_refused_or_not_answered_ends_at_the_hour_and_not_before(said_no: bool) -> None:
    session = session_with(Permission.VIEW)
    session.handle(on.Woke(), RENEWAL)
    if said_no:
        answer(session, yes=False, now=RENEWAL)
    session.handle(on.Woke(), RENEWAL + ANSWER_SECONDS)
    assert session.grants.question is None
    assert session.picture_allowed
    assert session.deadline() == GRANT_SECONDS
    session.handle(on.Woke(), GRANT_SECONDS)
    assert not session.picture_allowed


def test_a_no_to_a_renewal_is_no_refusal_of_the_technicians() -> None:
    session = session_with(Permission.VIEW)
    session.handle(on.Woke(), RENEWAL)
    answer(session, yes=False, now=RENEWAL)
    session.handle(on.Woke(), GRANT_SECONDS)
    ask(session, Permission.VIEW, GRANT_SECONDS)
    assert session.grants.question is not None


def test_each_grant_is_renewed_by_a_question_of_its_own_one_after_the_other() -> None:
    session = session_with(Permission.VIEW, Permission.CONTROL, Permission.SYSTEM)
    session.handle(on.Woke(), RENEWAL)
    asked = []
    while question := session.grants.question:
        asked.append(question.permission)
        answer(session, yes=True, now=RENEWAL)
    assert sorted(asked) == [Permission.CONTROL, Permission.SYSTEM, Permission.VIEW]


def test_what_is_withdrawn_is_not_renewed() -> None:
    session = session_with(Permission.VIEW, Permission.CONTROL)
    session.handle(on.Woke(), RENEWAL)
    session.handle(on.CustomerWithdrew(Permission.VIEW), RENEWAL + 1)
    assert session.grants.question is None
    assert session.grants.granted == []


def test_the_last_yes_decides_how_long() -> None:
    session = limited(minutes=5)
    session.handle(on.CustomerWithdrew(Permission.VIEW), 10.0)
    ask(session, Permission.VIEW, 20.0)
    answer(session, yes=True, now=20.0, minutes=30)
    assert session.handle(on.Woke(), 300.0) == []
    assert session.picture_allowed


def test_control_ends_with_the_minutes_of_view() -> None:
    session = limited(minutes=5)
    ask(session, Permission.CONTROL)
    answer(session, yes=True)
    effects = session.handle(on.Woke(), 300.0)
    assert session.grants.granted == []
    assert do.ReleaseInput() in effects


def test_a_late_alarm_lets_nothing_through() -> None:
    session = session_with()
    ask(session, Permission.CONTROL)
    answer(session, yes=True, minutes=5)
    answer(session, yes=True, minutes=5)
    effects = session.handle(said(KEY_DOWN), 300.0 + EXCUSE_SECONDS + 1)
    assert do.Inject(KEY_DOWN) not in effects
    assert kinds(effects)[0] is do.StopPicture


def test_a_late_answer_after_a_late_alarm_is_no_answer() -> None:
    session = session_with()
    ask(session, Permission.VIEW)
    answer(session, yes=True, now=ANSWER_SECONDS)
    assert session.grants.granted == []


def test_an_ended_session_has_no_grant_and_no_question() -> None:
    session = session_with(Permission.VIEW)
    ask(session, Permission.CONTROL)
    session.handle(on.CustomerStopped(), 1.0)
    assert session.grants.granted == []
    assert session.grants.question is None
    assert session.deadline() is None
