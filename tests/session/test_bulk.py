"""The way for the bytes of files: opened by a yes to either kind of file access, cut with the last of them."""

import pytest

from agent.protocol import messages as wire
from agent.protocol.messages import Party
from agent.protocol.permissions import Permission
from agent.session import effects as do
from agent.session import events as on
from agent.session.session import Session
from tests.session.talk import answer, ask, recorded, said, session_with

OFFER, CANDIDATE = wire.OfferBulk(sdp="v=0"), wire.BulkCandidate(candidate="")
EITHER = (Permission.FILES_READ, Permission.FILES_WRITE)


@pytest.fixture(params=EITHER)
def session(request: pytest.FixtureRequest) -> Session:
    made = session_with(request.param)
    made.handle(said(OFFER), 1.0)
    return made


def test_without_a_yes_to_files_an_offer_is_refused() -> None:
    session = session_with(Permission.VIEW, Permission.CONTROL)
    for message in (OFFER, CANDIDATE):
        effects = session.handle(said(message), 1.0)
        assert recorded(effects) == ["gate.refused"]
        assert not any(isinstance(effect, do.OpenBulk | do.AddBulkCandidate) for effect in effects)


@pytest.mark.parametrize("permission", EITHER)
def test_either_yes_opens_it_and_the_journal_says_so(permission: Permission) -> None:
    session = session_with(permission)
    assert session.handle(said(OFFER), 1.0) == [do.Record("bulk.opened"), do.OpenBulk("v=0")]
    assert session.handle(said(CANDIDATE), 1.0) == [do.AddBulkCandidate("")]


@pytest.mark.parametrize(
    "event",
    [
        *(on.CustomerWithdrew(permission) for permission in EITHER),
        on.CustomerPaused(),
        said(wire.PauseSession()),
        on.ScreenLocked(),
        on.LinkLost(),
        on.CustomerStopped(),
        said(wire.EndSession()),
        on.LinkClosed(),
        on.DoerFailed("files"),
    ],
)
def test_whatever_ends_what_it_needs_cuts_it_first(session: Session, event: on.Event) -> None:
    granted = session.grants.granted
    effects = session.handle(event, 2.0)
    if isinstance(event, on.CustomerWithdrew) and event.permission not in granted:
        assert do.CutBulk() not in effects
    else:
        first = next(effect for effect in effects if isinstance(effect, do.Record | do.Tell | do.CutBulk))
        assert first == do.CutBulk()


def test_it_ends_with_the_time_it_was_granted_for() -> None:
    session = session_with()
    ask(session, Permission.FILES_READ)
    answer(session, yes=True, minutes=5)
    session.handle(said(OFFER), 1.0)
    assert do.CutBulk() in session.handle(on.Woke(), 301.0)


def test_one_of_two_kinds_of_access_keeps_it() -> None:
    session = session_with(*EITHER)
    session.handle(said(OFFER), 1.0)
    assert do.CutBulk() not in session.handle(on.CustomerWithdrew(Permission.FILES_READ), 2.0)
    assert do.CutBulk() in session.handle(on.CustomerWithdrew(Permission.FILES_WRITE), 3.0)


def test_what_was_on_its_way_when_it_was_withdrawn_is_dropped_without_blame(session: Session) -> None:
    for permission in EITHER:
        session.handle(on.CustomerWithdrew(permission), 2.0)
    assert session.handle(said(OFFER), 3.0) == []
    assert recorded(session.handle(said(OFFER), 10.0)) == ["gate.refused"]


def test_during_a_pause_an_offer_opens_nothing(session: Session) -> None:
    session.handle(on.CustomerPaused(), 2.0)
    assert session.handle(said(OFFER), 3.0) == []
    session.handle(on.CustomerResumed(), 4.0)
    assert session.paused_by is not Party.CUSTOMER
    assert do.OpenBulk("v=0") in session.handle(said(OFFER), 5.0)


def test_offers_without_measure_are_not_heard() -> None:
    session = session_with(Permission.FILES_READ)
    opened = [effect for _ in range(100) for effect in session.handle(said(OFFER), 1.0)]
    assert 0 < sum(isinstance(effect, do.OpenBulk) for effect in opened) <= 20
