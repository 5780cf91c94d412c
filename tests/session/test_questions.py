"""A technician may ask, never insist."""

from agent.protocol import messages as wire
from agent.protocol.permissions import AVAILABLE, Permission
from agent.session import events as on
from agent.session.questions import ANSWER_SECONDS, MAX_WAITING, QUIET_SECONDS
from agent.session.session import Session
from tests.session.talk import answer, ask, recorded, session_with, told

REFUSAL = wire.Refusal(refused="consent/request view", reason="not_granted")


def refused_twice() -> tuple[Session, float]:
    session = session_with()
    now = 0.0
    for _ in range(2):
        ask(session, Permission.VIEW, now)
        answer(session, yes=False, now=now)
        now += QUIET_SECONDS
    return session, now


def test_a_second_refusal_silences_the_request_for_the_session() -> None:
    session, now = refused_twice()
    for later in (now, now + 60, now + 300):
        assert told(ask(session, Permission.VIEW, later)) == [REFUSAL]
        assert session.grants.question is None


def test_silence_refuses_like_a_no() -> None:
    session = session_with()
    ask(session, Permission.VIEW)
    session.handle(on.Woke(), ANSWER_SECONDS)
    ask(session, Permission.VIEW, ANSWER_SECONDS + QUIET_SECONDS)
    answer(session, yes=False, now=ANSWER_SECONDS + QUIET_SECONDS)
    assert told(ask(session, Permission.VIEW, 400.0)) == [REFUSAL]


def test_a_permission_silenced_by_what_it_requires_is_not_asked_either() -> None:
    session, now = refused_twice()
    refusals = told(ask(session, Permission.CONTROL, now))
    assert refusals == [wire.Refusal(refused="consent/request control", reason="not_granted")]
    assert session.grants.question is None


def test_silencing_one_permission_leaves_the_others() -> None:
    session, now = refused_twice()
    ask(session, Permission.SYSTEM, now)
    assert session.grants.question is not None


def test_a_silenced_request_does_not_count_as_an_attack_and_leaves_no_entry() -> None:
    session, now = refused_twice()
    for _ in range(5):
        assert recorded(ask(session, Permission.VIEW, now)) == []
    assert session.end_reason is None


def test_after_a_no_the_technicians_next_question_waits() -> None:
    session = session_with()
    ask(session, Permission.VIEW)
    answer(session, yes=False)
    ask(session, Permission.SYSTEM, 1.0)
    assert session.grants.question is None
    assert session.deadline() == QUIET_SECONDS
    session.handle(on.Woke(), QUIET_SECONDS)
    question = session.grants.question
    assert question is not None
    assert question.permission is Permission.SYSTEM
    assert question.until == QUIET_SECONDS + ANSWER_SECONDS


def test_what_already_waited_waits_as_well_after_a_no() -> None:
    session = session_with()
    ask(session, Permission.VIEW)
    ask(session, Permission.SYSTEM)
    answer(session, yes=False)
    assert session.grants.question is None


def test_after_a_yes_the_next_question_comes_at_once() -> None:
    session = session_with()
    ask(session, Permission.CONTROL)
    answer(session, yes=True)
    assert session.grants.question is not None


def test_a_thousand_requests_are_one_question_and_one_entry() -> None:
    session = session_with()
    entries = [entry for _ in range(1000) for entry in recorded(ask(session, Permission.VIEW))]
    assert entries == ["permission.requested"]
    answer(session, yes=False)
    session.handle(on.Woke(), QUIET_SECONDS)
    assert session.grants.question is None


def test_only_so_many_questions_wait() -> None:
    session = session_with()
    for permission in AVAILABLE:
        ask(session, permission)
    open_and_waiting = 0
    while session.grants.question:
        open_and_waiting += 1
        answer(session, yes=True)
    assert open_and_waiting <= 1 + MAX_WAITING


def test_a_granted_permission_is_not_asked_again() -> None:
    session = session_with(Permission.VIEW)
    effects = ask(session, Permission.VIEW)
    assert told(effects) == [session.state()]
    assert recorded(effects) == []


def test_a_no_to_view_forgets_what_requires_it() -> None:
    session = session_with()
    ask(session, Permission.CONTROL)
    answer(session, yes=False)
    session.handle(on.Woke(), QUIET_SECONDS)
    assert session.grants.question is None
