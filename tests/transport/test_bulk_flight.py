from agent.transport.bulk_flight import FIRST_SILENCE, OVERTAKEN_SECONDS, Flight, Sent
from agent.transport.bulk_wire import Ack


def flight(*times: float) -> Flight:
    """Send a piece of 100 bytes at each of these times."""
    made = Flight()
    for number, time in enumerate(times):
        made.send(Sent(100 * number, True, bytes(100)), time, busy=False)
    return made


def test_what_arrived_beyond_a_gap_is_not_under_way_any_more() -> None:
    under_way = flight(1.0, 1.001, 1.002)
    assert [sent.at for sent in under_way.acknowledge(Ack(0, 0, 0, ((100, 300),)), 1.05)] == [100, 200]
    assert under_way.size == 100


def test_only_what_left_well_before_something_that_arrived_is_lost() -> None:
    soon = flight(1.0, 1.0 + OVERTAKEN_SECONDS / 2)
    soon.acknowledge(Ack(0, 0, 0, ((100, 200),)), 1.05)
    assert soon.give_up_overtaken() == 0
    late = flight(1.0, 1.0 + 2 * OVERTAKEN_SECONDS)
    late.acknowledge(Ack(0, 0, 0, ((100, 200),)), 1.1)
    assert late.give_up_overtaken() == 1
    assert (late.size, late.next_lost) == (0, 100)
    again = late.take_lost()
    assert again
    assert again.at == 0


def test_what_was_thought_lost_and_came_is_not_sent_again() -> None:
    under_way = flight(1.0, 1.1)
    under_way.acknowledge(Ack(0, 0, 0, ((100, 200),)), 1.2)
    under_way.give_up_overtaken()
    under_way.acknowledge(Ack(0, 200, 0), 1.21)
    assert under_way.next_lost == 0


def test_after_a_long_silence_everything_is_sent_again_each_time_later() -> None:
    under_way = flight(1.0, 1.1)
    under_way.give_up_overdue(1.0 + FIRST_SILENCE / 2)
    assert under_way.next_lost == 0
    under_way.give_up_overdue(1.0 + FIRST_SILENCE)
    assert (under_way.next_lost, under_way.size) == (100, 0)
    sent = under_way.take_lost()
    assert sent
    under_way.send(sent, 2.0, busy=False)
    assert under_way.overdue_at == 2.0 + 2 * FIRST_SILENCE
