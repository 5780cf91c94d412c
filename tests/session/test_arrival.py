"""The way in: nothing is begun before the terms, one link at a time, and every mistake leaves another try."""

import pytest

from agent.protocol.codes import Code, parse_code
from agent.protocol.signalling import Technician
from agent.session import arrival as way
from agent.session.arrival import Arrival

CODE = Code("12345", "678901")
CAMILLE = Technician(id="t1", name="Camille D.", organisation="Exemple Assistance")


def accepted() -> Arrival:
    arrival = Arrival()
    arrival.handle(way.TermsAccepted(), 0.0)
    return arrival


@pytest.mark.parametrize("event", [way.CodeWanted(), way.CodeEntered(CODE.digits)])
def test_nothing_is_begun_before_the_terms_are_accepted(event: way.Event) -> None:
    effects = Arrival().handle(event, 0.0)
    assert not [effect for effect in effects if isinstance(effect, way.IssueCode | way.JoinWithCode)]


def test_acceptance_is_recorded_once() -> None:
    arrival = Arrival()
    assert arrival.handle(way.TermsAccepted(), 0.0) == [way.RecordTerms()]
    assert arrival.handle(way.TermsAccepted(), 0.0) == []


def test_a_wanted_code_drops_what_was_begun_and_issues_another() -> None:
    assert accepted().handle(way.CodeWanted(), 0.0) == [way.DropLink(), way.IssueCode()]


def test_a_shown_code_runs_out_ten_minutes_after_it_came() -> None:
    arrival = accepted()
    arrival.handle(way.CodeWanted(), 0.0)
    arrival.handle(way.CodeShown(CODE, 600), 5.0)
    assert (arrival.step, arrival.code, arrival.code_until) == ("code", CODE, 605.0)


def test_an_entered_code_is_joined_in_any_grouping() -> None:
    typed = f" {CODE.digits[:3]}-{CODE.digits[3:8]} {CODE.digits[8:]} "
    assert accepted().handle(way.CodeEntered(typed), 0.0) == [way.DropLink(), way.JoinWithCode(parse_code(CODE.digits))]


def test_a_mistyped_code_is_told_at_once_and_nothing_is_sent() -> None:
    arrival = accepted()
    wrong = CODE.digits[:-1] + str((int(CODE.digits[-1]) + 1) % 10)
    assert arrival.handle(way.CodeEntered(wrong), 0.0) == []
    assert (arrival.step, arrival.problem) == ("enter_code", "code_mistyped")


def test_the_code_in_the_files_name_is_used_once_and_after_the_terms() -> None:
    arrival = Arrival(offered_code=CODE.digits)
    assert way.JoinWithCode(CODE) in arrival.handle(way.TermsAccepted(), 0.0)
    arrival.handle(way.LinkFailed("code_refused"), 1.0)
    assert arrival.step == "problem"
    assert way.JoinWithCode(CODE) not in arrival.handle(way.CodeEntered(""), 2.0)


def test_the_technician_is_shown_and_recorded_once_proved() -> None:
    arrival = accepted()
    arrival.handle(way.CodeWanted(), 0.0)
    assert arrival.handle(way.Identified(CAMILLE), 0.0) == [way.RecordTechnician(CAMILLE)]
    assert (arrival.step, arrival.technician) == ("connecting", CAMILLE)


def test_a_failed_link_forgets_the_code_and_the_technician() -> None:
    arrival = accepted()
    arrival.handle(way.CodeShown(CODE, 600), 0.0)
    arrival.handle(way.Identified(CAMILLE), 1.0)
    assert arrival.handle(way.LinkFailed("pairing_failed"), 2.0) == [way.DropLink()]
    assert (arrival.step, arrival.problem, arrival.code, arrival.technician) == (
        "problem",
        "pairing_failed",
        None,
        None,
    )


def test_going_back_gives_up_the_code() -> None:
    arrival = accepted()
    arrival.handle(way.CodeShown(CODE, 600), 0.0)
    assert arrival.handle(way.WentBack(), 1.0) == [way.DropLink()]
    assert (arrival.step, arrival.code) == ("start", None)


def test_another_technician_in_the_same_link_ends_it() -> None:
    arrival = accepted()
    arrival.handle(way.CodeWanted(), 0.0)
    arrival.handle(way.Identified(CAMILLE), 1.0)
    eve = CAMILLE.model_copy(update={"name": "Eve"})
    assert arrival.handle(way.Identified(eve), 2.0) == [way.DropLink()]
    assert (arrival.step, arrival.problem, arrival.technician) == ("problem", "tampering", None)


@pytest.mark.parametrize("event", [way.CodeShown(CODE, 600), way.Identified(CAMILLE)])
def test_what_a_link_says_that_was_given_up_changes_nothing(event: way.Event) -> None:
    arrival = accepted()
    arrival.handle(way.CodeWanted(), 0.0)
    arrival.handle(way.WentBack(), 0.0)
    assert arrival.handle(event, 1.0) == []
    assert (arrival.step, arrival.code, arrival.technician) == ("start", None, None)


def test_a_code_that_comes_after_the_technician_is_not_shown() -> None:
    arrival = accepted()
    arrival.handle(way.CodeEntered(CODE.digits), 0.0)
    arrival.handle(way.Identified(CAMILLE), 1.0)
    arrival.handle(way.CodeShown(CODE, 600), 2.0)
    assert (arrival.step, arrival.code) == ("connecting", None)


def test_after_a_restart_the_same_technician_is_met_once_and_only_after_a_yes() -> None:
    assert Arrival(awaited_by=CAMILLE).awaited_by == CAMILLE
    arrival = Arrival("123456789018", CAMILLE)
    assert arrival.handle(way.CodeWanted(), 0.0) == []
    assert arrival.handle(way.TermsAccepted(), 0.0) == [way.RecordTerms(), way.DropLink(), way.ComeBack()]
    assert (arrival.step, arrival.awaited_by) == ("connecting", None)
    arrival.handle(way.LinkFailed("link_failed"), 1.0)
    arrival.handle(way.WentBack(), 2.0)
    assert arrival.step == "start"
    assert arrival.handle(way.TermsAccepted(), 3.0) == []
    assert arrival.handle(way.CodeWanted(), 4.0) == [way.DropLink(), way.IssueCode()]
