"""The screen where the customer hides things, and when its names are gone from the window."""

from agent.choosing import Choosing
from agent.ui.model import Question, Screen, View


def view(screen: Screen, question: int | None = None) -> View:
    asked = Question(number=question, permission="view") if question else None
    return View(lang="fr", screen=screen, question=asked)


def test_it_goes_over_the_live_screen_and_over_the_question_that_was_open() -> None:
    choosing = Choosing()
    assert not choosing.goes_over(view("live"))
    choosing.begin(3)
    assert choosing.goes_over(view("live"))
    assert choosing.goes_over(view("asking", 3))


def test_a_new_question_and_the_end_go_before_it() -> None:
    choosing = Choosing()
    choosing.begin(None)
    assert not choosing.goes_over(view("asking", 4))
    assert not choosing.goes_over(view("ended"))


def test_names_are_gone_once_the_window_says_so_of_the_last_round_after_leaving() -> None:
    choosing = Choosing()
    choosing.begin(None)
    assert not choosing.names_gone(1)
    choosing.leave()
    choosing.begin(None)
    choosing.leave()
    assert not choosing.names_gone(1)
    assert choosing.names_gone(2)
    assert not choosing.names_gone(2)
