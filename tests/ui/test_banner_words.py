"""What the banner says, and when there is one."""

import pytest

from agent.protocol.signalling import Technician
from agent.ui.banner_words import Bar, bar
from agent.ui.model import View
from agent.ui.words import Lang
from scripts.rigs.customer_views import example_views

FR = example_views("fr")


def shown(view: View) -> Bar:
    made = bar(view)
    assert made is not None
    return made


def test_the_banner_says_who_sees_what_since_when() -> None:
    made = shown(FR["live"])
    assert made.text == "Camille D. voit votre écran et peut utiliser votre souris et votre clavier depuis 4\u00a0min"
    assert made.organisation == "Exemple Assistance"
    assert made.border


@pytest.mark.parametrize("name", ["live", "guided", "hand", "paused", "link_lost", "report", "asking_control"])
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_there_is_a_banner_with_stop_all_through_a_session(name: str, lang: Lang) -> None:
    made = shown(example_views(lang)[name])
    assert made.stop_label
    assert made.pause_label


@pytest.mark.parametrize(
    "name", ["start", "ways", "code", "enter_code", "connecting", "asking_view", "ended", "problem"]
)
def test_there_is_none_before_the_first_yes_nor_after_the_end(name: str) -> None:
    assert bar(FR[name]) is None


@pytest.mark.parametrize(("name", "border"), [("live", True), ("hand", True), ("paused", False), ("guided", False)])
def test_the_border_is_there_while_something_is_shared(name: str, border: bool) -> None:
    assert shown(FR[name]).border is border


def test_a_paused_session_says_so_and_offers_to_resume() -> None:
    made = shown(FR["paused"])
    assert made.text.startswith("En pause.")
    assert made.pause_button == "resume"


def test_the_hand_is_told_only_where_there_is_one_to_have() -> None:
    assert shown(FR["hand"]).hand == "Vous avez la main."
    assert shown(FR["hand"].model_copy(update={"link_lost": True})).hand == ""


def test_a_lost_link_says_that_nothing_is_shared() -> None:
    made = shown(FR["link_lost"])
    assert made.tone == "wrong"
    assert "Rien n'est partagé" in made.text


def test_a_long_hostile_name_stays_short_and_plain() -> None:
    eve = Technician(id="e", name="\u202eX" * 60, organisation="y" * 120)
    made = shown(FR["live"].model_copy(update={"technician": eve}))
    assert len(made.short) <= 28
    assert len(made.organisation) <= 28
    assert "\u202e" not in made.text


def test_seconds_going_by_change_nothing_on_the_banner() -> None:
    assert bar(FR["live"]) == bar(FR["live"].model_copy(update={"live_seconds": 251}))
