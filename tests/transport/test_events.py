from agent.presentation import PROBLEM_TEXTS
from agent.transport.events import Problem


def test_there_is_a_sentence_for_every_way_a_link_can_fail() -> None:
    assert set(PROBLEM_TEXTS) == set(Problem)
