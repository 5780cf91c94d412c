"""Which acts of the customer's the agent owes an answer, and since when."""

from agent.watchdog.acts import Acts


def test_an_act_is_owed_until_it_is_answered() -> None:
    acts = Acts()
    assert acts.owed_since() is None
    acts.seen("key", 7, 10.0)
    assert acts.owed_since() == 10.0
    acts.answered("key", 7)
    assert acts.owed_since() is None


def test_an_answer_may_come_before_the_act_is_seen() -> None:
    acts = Acts()
    acts.answered("window", 7)
    acts.seen("window", 7, 10.0)
    assert acts.owed_since() is None


def test_an_answer_counts_for_its_own_act_alone() -> None:
    acts = Acts()
    acts.answered("window", 7)
    acts.seen("key", 7, 10.0)
    acts.seen("window", 8, 11.0)
    assert acts.owed_since() == 10.0
    acts.answered("key", 7)
    assert acts.owed_since() == 11.0


def test_pressing_again_gives_no_more_time() -> None:
    acts = Acts()
    acts.seen("key", 7, 10.0)
    acts.seen("key", 7, 10.1)
    assert acts.owed_since() == 10.0
