import json
from typing import get_args

import pytest

from agent.transport.events import Channel
from agent.transport.vigil import LOST, MARK, Heard, Vigil

PING = '{"type":"link/ping","t":1}'
NOT_HEARD = json.dumps({"type": LOST})


def lost() -> Vigil:
    vigil = Vigil(0)
    assert vigil.lose(4)
    return vigil


def mark(number: int) -> str:
    return json.dumps({"type": MARK, "mark": number})


def test_what_is_heard_on_a_living_line_is_delivered() -> None:
    vigil = Vigil(0)
    for channel in get_args(Channel):
        assert vigil.hear(channel, PING, 7) == Heard(deliver=True)
    assert vigil.silent(9) == 2


def test_a_line_is_lost_once_and_what_comes_over_it_then_makes_us_ask() -> None:
    vigil = lost()
    assert not vigil.lose(5)
    assert vigil.hear("control", PING, 6) == Heard(deliver=True, ask=True)
    assert vigil.hear("input", "a click", 6) == Heard(deliver=False, ask=True)
    assert vigil.lost_at == 4


def test_only_the_answer_to_the_newest_question_on_input_brings_the_line_back() -> None:
    vigil = lost()
    assert json.loads(vigil.question) == {"type": MARK, "mark": 1}
    assert vigil.hear("control", vigil.question, 5) == Heard()
    assert vigil.hear("input", mark(0), 5) == Heard()
    assert vigil.hear("input", mark(1), 5) == Heard(back=True)
    assert vigil.hear("input", "a click", 5) == Heard(deliver=True)
    vigil.lose(9)
    assert vigil.hear("input", mark(1), 9) == Heard()
    assert vigil.hear("input", mark(2), 9) == Heard(back=True)


def test_an_answer_that_nobody_asked_for_says_nothing() -> None:
    assert Vigil(0).hear("input", mark(0), 1) == Heard()


def test_a_console_that_hears_nothing_loses_the_line_for_both() -> None:
    vigil = Vigil(0)
    assert vigil.hear("control", NOT_HEARD, 1) == Heard(ask=True, lost=True)
    assert vigil.hear("control", NOT_HEARD, 2) == Heard(ask=True)
    assert vigil.lost_at == 1


@pytest.mark.parametrize("said", ['"link/', "[]", '{"type":"link/', '{"type":["link/lost"]}', '"link/lost"', "x" * 99])
def test_anything_else_is_left_to_the_rules(said: str) -> None:
    assert Vigil(0).hear("control", said, 1) == Heard(deliver=True)


def test_another_line_makes_the_lost_one_forgotten() -> None:
    vigil = lost()
    assert vigil.renew(8)
    assert vigil.lost_at is None
    assert not vigil.renew(9)
