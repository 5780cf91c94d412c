"""The customer hides and shows; the technician only hides, and learns nothing by it."""

from pathlib import Path

import pytest

from agent.areas import Rect
from agent.hiding.vocabulary import Guard, HiddenApplication, HiddenArea, HiddenFolder, HiddenThing, HiddenWindow
from agent.protocol import messages as wire
from agent.protocol.messages import HidingState
from agent.protocol.permissions import Permission
from agent.session import effects as do
from agent.session import events as on
from agent.session.hiding import MAX_HIDDEN, MAX_PROPOSALS
from agent.session.session import Session
from tests.session.talk import kinds, recorded, said, session_with, told

FOLDER = HiddenFolder(Path("/home/anne/Impots"))
THINGS = [FOLDER, HiddenWindow(7, "Relevé"), HiddenApplication("keepassxc"), HiddenArea(Rect(0, 0, 5, 5))]
PROPOSAL = wire.HideFolder(name="Impots")


def area(number: int) -> HiddenArea:
    return HiddenArea(Rect(number, 0, 1, 1))


@pytest.mark.parametrize("thing", THINGS)
def test_what_the_customer_hides_is_hidden_first_and_the_entry_says_only_its_kind(thing: HiddenThing) -> None:
    session = session_with(Permission.VIEW)
    effects = session.handle(on.CustomerHid(thing), 1.0)
    assert effects[0] == do.UseHidden(session.hidden)
    texts = str([effect for effect in effects if not isinstance(effect, do.UseHidden)])
    assert not [word for word in ("Impots", "anne", "Relevé", "keepassxc") if word in texts]
    assert session.state().hiding is HidingState.SOMETHING


def test_what_is_hidden_twice_is_hidden_once() -> None:
    session = session_with()
    session.handle(on.CustomerHid(FOLDER), 1.0)
    assert session.handle(on.CustomerHid(FOLDER), 1.0) == []


def test_the_customer_shows_again_by_the_line() -> None:
    session = session_with()
    session.handle(on.CustomerHid(FOLDER), 1.0)
    assert session.handle(on.CustomerShowed(99), 1.0) == []
    session.handle(on.CustomerShowed(session.hiding.items[0].number), 1.0)
    assert session.hidden.folders == ()
    assert session.state().hiding is HidingState.NOTHING


def test_no_message_of_the_consoles_shows_anything() -> None:
    session = session_with(Permission.VIEW)
    session.handle(on.CustomerHid(FOLDER), 1.0)
    for name in ("hide/show", "hide/remove", "show/window"):
        session.handle(on.ConsoleSaid("control", f'{{"type":"{name}","number":1}}'), 1.0)
    assert session.hidden.folders == (FOLDER.path,)


def test_a_proposal_is_recorded_found_and_hidden_at_once() -> None:
    session = session_with()
    effects = session.handle(said(PROPOSAL), 1.0)
    assert do.FindToHide(PROPOSAL) in effects
    assert do.Record("hiding.proposed", {"kind": "folder"}) in effects
    assert kinds(session.handle(on.FoundToHide((FOLDER,)), 1.0)) == [do.UseHidden]
    assert session.hidden.folders == (FOLDER.path,)


def test_the_technician_cannot_tell_a_folder_that_is_there_from_one_that_is_not() -> None:
    there, not_there = session_with(), session_with()
    for session, things in ((there, (FOLDER,)), (not_there, ())):
        for _ in range(MAX_PROPOSALS + 5):
            session.handle(said(PROPOSAL), 1.0)
            effects = session.handle(on.FoundToHide(things), 1.0)
            assert told(effects) == []
            assert recorded(effects) == []
    assert there.state() == not_there.state()
    there.handle(on.CustomerShowed(there.hiding.items[0].number), 2.0)
    assert there.state() == not_there.state()


def test_too_many_proposals_hide_everything() -> None:
    session = session_with()
    for _ in range(MAX_PROPOSALS + 1):
        session.handle(said(PROPOSAL), 1.0)
    assert session.hidden.everything


def test_a_full_list_hides_everything_and_says_so_once() -> None:
    session = session_with()
    for number in range(MAX_HIDDEN):
        session.handle(on.CustomerHid(area(number)), 1.0)
    assert not session.hidden.everything
    assert recorded(session.handle(on.CustomerHid(area(-1)), 1.0)) == ["hiding.covered"]
    assert session.handle(on.CustomerHid(area(-2)), 1.0) == []
    assert session.hidden.everything


def test_the_technicians_things_take_no_place_in_the_customers_list() -> None:
    session = session_with()
    session.handle(on.FoundToHide(tuple(area(number) for number in range(2 * MAX_HIDDEN))), 1.0)
    session.handle(on.CustomerHid(FOLDER), 1.0)
    assert session.hidden.folders == (FOLDER.path,)
    assert not session.hidden.everything


def test_one_window_is_shared_alone_until_the_customer_says_otherwise() -> None:
    session = session_with(Permission.VIEW)
    session.handle(on.CustomerSharedOnly(HiddenWindow(7, "Relevé")), 1.0)
    assert session.hidden.only == 7
    assert session.state().hiding is HidingState.ALL_BUT_ONE
    assert session.handle(on.CustomerSharedOnly(HiddenWindow(7, "Relevé")), 1.0) == []
    session.handle(on.CustomerSharedOnly(None), 1.0)
    assert session.hidden.only is None


def test_when_the_shared_window_closes_everything_is_hidden() -> None:
    session = session_with(Permission.VIEW)
    session.handle(on.CustomerSharedOnly(HiddenWindow(7, "Relevé")), 1.0)
    effects = session.handle(on.SharedWindowClosed(), 2.0)
    assert effects[0] == do.UseHidden(session.hidden)
    assert (session.hidden.only, session.hidden.everything) == (None, True)
    assert session.handle(on.SharedWindowClosed(), 3.0) == []


def test_by_accident_hides_everything_first_and_only_the_customer_uncovers() -> None:
    session = session_with(Permission.VIEW)
    effects = session.handle(on.CustomerCovered(True), 1.0)
    assert effects[0] == do.UseHidden(session.hidden)
    assert session.state().hiding is HidingState.EVERYTHING
    session.handle(on.CustomerCovered(False), 2.0)
    assert not session.hidden.everything


def test_the_guards_are_on_from_the_start_and_only_a_change_is_recorded() -> None:
    session = session_with()
    assert session.hidden.guards == set(Guard)
    assert recorded(session.handle(on.GuardSwitched(Guard.BANKING, False), 1.0)) == ["hiding.guard_off"]
    assert session.handle(on.GuardSwitched(Guard.BANKING, False), 1.0) == []
    assert session.hidden.guards == {Guard.PASSWORDS, Guard.PRIVATE}
    assert session.state().hiding is HidingState.NOTHING


def hide_and(session: Session, *events: on.Event) -> Session:
    session.handle(on.CustomerHid(FOLDER), 1.0)
    for event in events:
        session.handle(event, 2.0)
    return session


@pytest.mark.parametrize(
    "events",
    [
        (on.CustomerWithdrew(Permission.VIEW),),
        (on.CustomerPaused(), on.CustomerResumed()),
        (on.LinkLost(), on.LinkBack()),
        (on.ScreenLocked(),),
        (on.CustomerCovered(True), on.CustomerCovered(False)),
        (on.CustomerSharedOnly(HiddenWindow(7, "x")), on.CustomerSharedOnly(None)),
        (on.CustomerStopped(),),
    ],
)
def test_whatever_happens_to_the_consent_what_is_hidden_stays_hidden(events: tuple[on.Event, ...]) -> None:
    assert hide_and(session_with(Permission.VIEW), *events).hidden.folders == (FOLDER.path,)


def test_hidden_is_said_before_the_first_frame() -> None:
    session = hide_and(session_with())
    assert kinds(session.begin())[0] is do.UseHidden
