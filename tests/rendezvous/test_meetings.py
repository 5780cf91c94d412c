from rendezvous.codes import Denied
from rendezvous.config import Limits
from rendezvous.meetings import Meetings, Outcome
from tests.rendezvous.fakes import agent, console

TAG, OTHER = "a" * 64, "b" * 64
NOTHING = Outcome()


def test_an_agent_and_a_console_that_name_one_tag_meet_whoever_comes_first() -> None:
    for first, second in ((agent(), console()), (console(), agent())):
        meetings = Meetings(Limits())
        assert meetings.meet(first, TAG, 0) == NOTHING
        assert meetings.meet(second, TAG, 100) == Outcome(met=(first, second))
        assert meetings.other(first) is second
        assert meetings.other(second) is first


def test_two_of_one_kind_do_not_meet_and_the_later_takes_the_place() -> None:
    meetings, old, new, technician = Meetings(Limits()), agent(), agent(), console()
    meetings.meet(old, TAG, 0)
    assert meetings.meet(new, TAG, 1) == Outcome(parted=(old,))
    assert old not in meetings
    assert meetings.meet(technician, TAG, 2) == Outcome(met=(new, technician))


def test_other_tags_do_not_meet() -> None:
    meetings, customer, technician = Meetings(Limits()), agent(), console()
    meetings.meet(customer, TAG, 0)
    assert meetings.meet(technician, OTHER, 0) == NOTHING
    assert meetings.other(customer) is None


def test_who_comes_again_parts_those_who_had_met() -> None:
    meetings, dead, technician, back = Meetings(Limits()), agent(), console(), agent()
    meetings.meet(dead, TAG, 0)
    meetings.meet(technician, TAG, 1)
    assert meetings.meet(back, TAG, 9) == Outcome(parted=(dead, technician))
    assert technician not in meetings
    assert meetings.meet(technician, TAG, 10) == Outcome(met=(back, technician))


def test_who_leaves_lets_go_of_whom_it_met_and_nothing_is_remembered() -> None:
    meetings, customer, technician = Meetings(Limits()), agent(), console()
    meetings.meet(customer, TAG, 0)
    meetings.meet(technician, TAG, 1)
    assert meetings.leave(technician) == (customer,)
    assert meetings.leave(customer) == ()
    assert len(meetings) == 0
    assert (customer in meetings, technician in meetings) == (False, False)


def test_whom_nobody_meets_is_let_go_in_time() -> None:
    meetings, lonely, together = Meetings(Limits()), agent(), agent()
    meetings.meet(lonely, TAG, 0)
    meetings.meet(together, OTHER, 0)
    meetings.meet(console(), OTHER, 1)
    assert meetings.expire(119) == []
    assert meetings.expire(120) == [lonely]
    assert together in meetings


def test_too_many_tries_are_refused_by_address_and_by_technician() -> None:
    meetings = Meetings(Limits(meetings_per_address_per_minute=3, meetings_per_technician_per_minute=2))
    assert [type(meetings.meet(agent(), TAG, 0)) for _ in range(4)] == [Outcome, Outcome, Outcome, Denied]
    assert meetings.meet(console("198.51.100.1"), OTHER, 0) == NOTHING
    assert isinstance(meetings.meet(console("198.51.100.2"), OTHER, 0), Outcome)
    assert meetings.meet(console("198.51.100.3"), OTHER, 0) == Denied("rate", 60)
    assert isinstance(meetings.meet(agent(), TAG, 61), Outcome)
