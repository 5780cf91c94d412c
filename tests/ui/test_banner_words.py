"""What the banner says, and when there is one."""

import pytest

from agent.protocol.permissions import Permission
from agent.protocol.signalling import Technician
from agent.ui.banner_words import Bar, bar
from agent.ui.model import Cover, Granted, Press, View
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
    assert made.second == "Exemple Assistance"
    assert made.border


@pytest.mark.parametrize(
    "name", ["live", "guided", "hand", "paused", "link_lost", "report", "asking_control", "hiding", "covered"]
)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_there_is_a_banner_with_stop_all_through_a_session(name: str, lang: Lang) -> None:
    made = shown(example_views(lang)[name])
    assert Press(button="stop") in [button.action for button in made.buttons]
    assert Press(button="stop") in [button.action for button in made.few]
    assert all(button.label for button in made.buttons)


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
    assert Press(button="resume") in [button.action for button in made.buttons]


def test_covering_everything_is_one_click_away_and_so_is_taking_it_back() -> None:
    assert Cover(covered=True) in [button.action for button in shown(FR["live"]).few]
    covered = shown(FR["covered"])
    assert Cover(covered=False) in [button.action for button in covered.few]
    assert not covered.border
    assert covered.text.startswith("Tout est caché.")


def test_what_was_given_for_some_minutes_is_counted_down_without_a_change_each_second() -> None:
    made = shown(FR["limited"])
    assert made.second == "Il reste 9\u00a0min pour utiliser votre souris et votre clavier"
    sooner = [Granted(permission=Permission.CONTROL, seconds_left=left) for left in (524, 59)]
    views = [FR["limited"].model_copy(update={"granted": [held]}) for held in sooner]
    assert shown(views[0]).second == made.second
    assert shown(views[1]).second.startswith("Il reste moins d'une minute")


def test_the_banner_never_names_what_is_hidden() -> None:
    said = str(bar(FR["hiding"])) + str(bar(FR["hiding_only"]))
    names = [line.label for line in FR["hiding"].hidden if line.label] + ["Imprimantes", "Impôts"]
    assert [name for name in names if name in said] == []


def test_the_hand_is_told_only_where_there_is_one_to_have() -> None:
    assert shown(FR["hand"]).hand == "Vous avez la main."
    assert shown(FR["hand"].model_copy(update={"link_lost": True})).hand == ""


def test_a_lost_link_says_that_nothing_is_shared() -> None:
    made = shown(FR["link_lost"])
    assert made.tone == "wrong"
    assert made.text.startswith("Connexion coupée\u00a0: Camille D. ne voit plus rien.")
    assert not made.border, "the border says that something is shared"


def test_a_long_hostile_name_stays_short_and_plain() -> None:
    eve = Technician(id="e", name="\u202eX" * 60, organisation="y" * 120)
    made = shown(FR["live"].model_copy(update={"technician": eve}))
    assert len(made.short) <= 28
    assert len(made.second) <= 28
    assert "\u202e" not in made.text


def test_seconds_going_by_change_nothing_on_the_banner() -> None:
    assert bar(FR["live"]) == bar(FR["live"].model_copy(update={"live_seconds": 251}))
