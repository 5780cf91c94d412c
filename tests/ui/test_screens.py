"""Which page a view becomes: what it promises, what it offers, and what is safe to press."""

import re
from pathlib import Path
from typing import get_args

import pytest

from agent.protocol.messages import EndReason, Party
from agent.protocol.permissions import Permission
from agent.protocol.signalling import Technician
from agent.system_consent import Consent
from agent.ui.model import (
    AcceptTerms,
    Activity,
    AllowInSystem,
    Answer,
    Cover,
    Finish,
    Granted,
    Press,
    Problem,
    Question,
    Screen,
    SendReport,
    View,
    Withdraw,
)
from agent.ui.page import Button, Choices, Document, Field, Lengths, Lines, Option, Page, Paragraph, Rows, Turn
from agent.ui.parts import Local
from agent.ui.policy import NEVER
from agent.ui.screens import SCREENS, compose
from agent.ui.words import Lang, Words
from scripts.rigs.customer_views import BRAND, CAMILLE, example_views
from scripts.rigs.hostile.fill import filled

LANGS: list[Lang] = ["fr", "en"]


def text_of(page: Page) -> str:
    return "\n".join("".join(run.text for run in block.runs) for block in page.blocks if isinstance(block, Paragraph))


def lines_of(page: Page, title: str) -> list[str]:
    blocks = [block for block in page.blocks if isinstance(block, Lines) and block.title == title]
    return ["".join(run.text for run in line.runs) for block in blocks for line in block.lines]


def buttons_of(page: Page) -> list[Button]:
    return [*page.top, *page.buttons]


def test_every_screen_of_the_language_is_composed() -> None:
    assert set(SCREENS) == set(get_args(Screen))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", example_views("fr"))
def test_every_view_becomes_a_page_with_one_title(name: str, lang: Lang) -> None:
    page = compose(example_views(lang)[name])
    titles = [block for block in page.blocks if isinstance(block, Paragraph) and block.style == "title"]
    assert len(titles) == 1
    assert page.lang == lang


@pytest.mark.parametrize("permission", Permission)
def test_every_question_names_who_asks_has_no_first_and_can_be_read_about(permission: Permission) -> None:
    view = example_views("fr")["asking_view"].model_copy(update={"question": Question(number=7, permission=permission)})
    page = compose(view)
    assert "Camille D., d'Exemple Assistance, demande à" in text_of(page)
    assert [button.action for button in page.buttons] == [Answer(number=7, yes=False), Answer(number=7, yes=True)]
    assert page.focus == "first_button"
    assert page.guarded
    assert any(isinstance(block, Document) for block in page.blocks)


def test_a_question_is_a_page_of_its_own_by_its_number() -> None:
    asking = example_views("fr")["asking_view"]
    other = asking.model_copy(update={"question": Question(number=2, permission=Permission.VIEW)})
    assert compose(asking).name != compose(other).name


def test_no_button_of_a_question_is_made_to_look_like_the_right_answer() -> None:
    assert {button.style for button in compose(example_views("fr")["asking_view"]).buttons} == {"plain"}


def test_viewing_is_asked_for_with_the_advice_to_close_what_is_private() -> None:
    assert "Fermez ou réduisez" in text_of(compose(example_views("fr")["asking_view"]))


@pytest.mark.parametrize(
    "name", ["asking_view", "asking_control", "live", "guided", "hand", "paused", "link_lost", "report"]
)
def test_stop_is_on_every_screen_of_a_session(name: str) -> None:
    assert Press(button="stop") in [button.action for button in compose(example_views("fr")[name]).top]


def test_nobody_is_said_to_be_connected_over_a_cut_line() -> None:
    said = text_of(compose(example_views("fr")["link_lost"]))
    assert "La connexion avec Camille D. est coupée" in said
    assert "Vous êtes en liaison" not in said


def test_how_much_was_sent_is_told_below_what_matters_more_and_at_the_end() -> None:
    sent = "Données envoyées\u00a0: 12\u00a0Mo"
    assert sent in text_of(compose(example_views("fr")["ended"]))
    page = compose(example_views("fr")["live"])
    last = max(at for at, block in enumerate(page.blocks) if isinstance(block, Lines))
    assert sent in text_of(page)
    assert sent not in text_of(page.model_copy(update={"blocks": page.blocks[:last]}))
    before = example_views("fr")["live"].model_copy(update={"sent_bytes": 0})
    assert "Données" not in text_of(compose(before)), "nothing went yet"


def test_each_granted_permission_has_its_own_withdrawal() -> None:
    rows = [block for block in compose(example_views("fr")["live"]).blocks if isinstance(block, Rows)]
    assert [row.button.action for row in rows[0].rows] == [
        Withdraw(permission=Permission.VIEW),
        Withdraw(permission=Permission.CONTROL),
    ]


def test_refusing_the_screen_leaves_a_session_with_messages() -> None:
    page = compose(example_views("fr")["guided"])
    assert "ne voit rien" in "".join(run.text for run in page.status)
    assert any(isinstance(block, Field) and block.sends == "say" for block in page.blocks)


@pytest.mark.parametrize("party", Party)
def test_a_pause_by_anyone_can_be_ended_by_the_customer(party: Party) -> None:
    page = compose(example_views("fr")["live"].model_copy(update={"paused_by": party}))
    assert Press(button="resume") in [button.action for button in page.top]


def test_an_action_without_words_is_told_by_its_name() -> None:
    unknown = Activity(clock="14:00", text="voice.heard", detail="/home")
    page = compose(example_views("fr")["live"].model_copy(update={"activity": [unknown]}))
    assert lines_of(page, "Ce qui est fait") == ["Une action a été faite\u00a0: voice.heard /home"]


def test_an_activity_says_which_permission_and_who_paused() -> None:
    told = [Activity(clock="14:00", text="permission.granted", detail="view")]
    told.append(Activity(clock="14:01", text="session.paused", detail="technician"))
    page = compose(example_views("fr")["live"].model_copy(update={"activity": told}))
    assert lines_of(page, "Ce qui est fait") == [
        "Mise en pause par Camille D.",
        "Vous avez autorisé\u00a0: voir votre écran.",
    ]


def test_red_is_only_for_what_is_wrong() -> None:
    wrong = {name for name, view in example_views("fr").items() if compose(view).tone == "wrong"}
    assert wrong == {"link_lost", "problem"}


def test_the_report_goes_only_by_its_own_button_and_the_other_has_the_focus() -> None:
    page = compose(example_views("fr")["report"])
    assert [button.action for button in page.buttons] == [SendReport(send=False), SendReport(send=True)]
    assert page.focus == "first_button"


def test_an_empty_report_cannot_be_sent() -> None:
    page = compose(example_views("fr")["report"].model_copy(update={"report": []}))
    assert [button.action for button in page.buttons] == [SendReport(send=False)]


def test_the_end_lets_the_tool_be_kept_or_deleted() -> None:
    actions = [button.action for button in compose(example_views("fr")["ended"]).buttons]
    assert Finish(keep=False) in actions
    assert Finish(keep=True) in actions


@pytest.mark.parametrize("reason", EndReason)
@pytest.mark.parametrize("lang", LANGS)
def test_every_end_says_why_and_that_nothing_is_shared(reason: EndReason, lang: Lang) -> None:
    page = compose(example_views(lang)["ended"].model_copy(update={"end_reason": reason}))
    assert text_of(page).count(".") >= 4


def test_an_unknown_problem_still_has_a_sentence_and_a_way_on() -> None:
    view = View(lang="fr", screen="problem", brand=BRAND, problem=Problem(text="never heard of", detail="x" * 5000))
    page = compose(view)
    assert "Quelque chose n'a pas marché" in text_of(page)
    assert len(text_of(page)) < 1000
    assert Press(button="back") in [button.action for button in page.buttons]


def test_the_two_ways_come_only_after_the_terms() -> None:
    views = example_views("fr")
    assert not any(isinstance(block, Choices) for block in compose(views["start"]).blocks)
    assert any(isinstance(block, Choices) for block in compose(views["ways"]).blocks)


def test_terms_and_privacy_can_be_read_before_accepting() -> None:
    documents = [block for block in compose(example_views("en")["start"]).blocks if isinstance(block, Document)]
    assert [document.text.split("\n")[2][:5] for document in documents[:2]] == ["TERMS", "YOUR "]


def test_seconds_going_by_change_nothing_on_a_live_screen() -> None:
    live = example_views("fr")["live"]
    assert compose(live) == compose(live.model_copy(update={"live_seconds": live.live_seconds + 1}))


@pytest.mark.parametrize("lang", LANGS)
def test_no_text_in_a_view_keeps_it_from_becoming_a_page(lang: Lang) -> None:
    for view in example_views(lang).values():
        hostile = filled(view, "<script>{who}**\x00\u202e")  # in every text there is, names of texts among them
        assert isinstance(hostile, View)
        assert compose(hostile).buttons, view.screen


def test_a_hostile_name_does_not_break_the_sentence() -> None:
    eve = Technician(id="e", name="\u202e<img src=x>{who}**\n" + "é" * 60, organisation="x" * 120)
    page = compose(example_views("fr")["asking_view"].model_copy(update={"technician": eve}))
    assert "\u202e" not in text_of(page)
    assert "<img src=x>{who}**" in text_of(page)
    assert CAMILLE.name not in text_of(page)


def test_only_a_button_on_a_page_can_say_yes() -> None:
    """Nothing in the agent answers consent by itself: an Answer, or a Decide, is built for a page's buttons alone."""
    sources = (Path(__file__).parents[2] / "agent").rglob("*.py")
    builders = [path.name for path in sources if re.search(r"\bAnswer\(number|yes=True", path.read_text("utf-8"))]
    assert sorted(builders) == ["changes.py", "during.py", "kept.py"]


WHOLE = Local(takes_drops=True, draws_areas=True)
PAGES = ("", "windows", "windows 2", "windows 99", "guards", "no such page")


def with_names(view: View, only: bool, count: int) -> View:
    """Put what has a name into a view: what is hidden, and the windows there are."""
    hiding = example_views(view.lang)["hiding"]
    shared = hiding.windows[0] if only else None
    return view.model_copy(update={"hidden": hiding.hidden[:count], "only": shared, "windows": hiding.windows})


@pytest.mark.parametrize("name", [name for name, view in example_views("fr").items() if view.screen != "hiding"])
@pytest.mark.parametrize(("only", "count"), [(True, 4), (False, 4), (False, 1)])
def test_no_page_but_the_hiding_screens_names_what_is_hidden(name: str, only: bool, count: int) -> None:
    """The window is covered in the picture only while it shows the hiding screen."""
    view = with_names(example_views("fr")[name], only, count)
    page = compose(view, WHOLE)
    names = [line.label for line in view.hidden if line.label] + [
        window.title for window in view.windows if window.title
    ]
    assert [named for named in names if named in page.model_dump_json()] == []
    assert not page.private


@pytest.mark.parametrize("turned", PAGES)
def test_every_page_of_the_hiding_screen_is_private_and_has_a_way_back_and_stop(turned: str) -> None:
    page = compose(example_views("fr")["hiding"], Local(turned=turned))
    assert page.private
    assert page.buttons[0].action in (Press(button="back"), Turn(to=""), Turn(to="windows"))
    assert Press(button="stop") in [button.action for button in page.top]


def test_each_page_of_the_hiding_screen_moves_the_focus() -> None:
    names = {compose(example_views("fr")["hiding"], Local(turned=turned)).name for turned in PAGES[:3]}
    assert len(names) == 3


def test_whatever_is_covered_is_told_before_anything_else_but_a_question() -> None:
    covered = example_views("fr")["covered"]
    assert compose(covered).name == "covered"
    assert compose(covered.model_copy(update={"screen": "hiding"})).name == "covered"
    asking = example_views("fr")["asking_control"].model_copy(update={"covered": True})
    assert compose(asking).name.startswith("question")


def test_covering_is_one_click_away_from_the_live_screen_and_from_the_hiding_screen() -> None:
    for name in ("live", "guided", "hand", "hiding"):
        assert Cover(covered=True) in [button.action for button in compose(example_views("fr")[name]).buttons]


def test_what_the_service_can_ask_is_listed_with_what_is_never_possible() -> None:
    for lang in LANGS:
        view = example_views(lang)["asking_view"]
        texts = [block.text for block in compose(view).blocks if isinstance(block, Document)]
        policy = next(text for text in texts if view.brand.name in text and "•" in text)
        may = [Words(lang).text(f"permission/{permission}/may") for permission in Permission]
        listed = [permission for permission, words in zip(Permission, may, strict=True) if f"•  {words}\n" in policy]
        assert sorted(listed) == sorted(view.may_ask)
        assert policy.count("•") == len(view.may_ask) + len(NEVER)
        assert view.policy
        assert policy.startswith(view.policy)


def test_a_renewed_question_says_what_was_allowed_and_keeps_no_first() -> None:
    page = compose(example_views("fr")["asking_again"])
    assert text_of(page).startswith("Vous avez autorisé Camille D.")
    assert page.focus == "first_button"
    assert [button.label for button in page.buttons] == ["Ne pas continuer", "Continuer"]


def test_a_yes_is_for_the_session_unless_some_minutes_are_chosen() -> None:
    lengths = next(block for block in compose(example_views("fr")["asking_view"]).blocks if isinstance(block, Lengths))
    assert [length.minutes for length in lengths.lengths] == [None, 30, 10, 5]


def test_a_limited_permission_counts_down_by_minutes_on_the_live_screen() -> None:
    limited = example_views("fr")["limited"]
    later = [Granted(permission=held.permission, seconds_left=held.seconds_left and 524) for held in limited.granted]
    assert compose(limited) == compose(limited.model_copy(update={"granted": later}))
    rows = next(block for block in compose(limited).blocks if isinstance(block, Rows))
    assert ["".join(run.text for run in row.note) for row in rows.rows] == ["", "encore 9\u00a0min"]


def test_a_locked_screen_says_why_all_is_paused_and_how_to_go_on() -> None:
    page = compose(example_views("fr")["locked"])
    assert "verrouillé" in "".join(run.text for run in page.status)
    assert Press(button="resume") in [button.action for button in page.top]


def test_a_prompt_of_the_computers_own_says_why_all_is_paused() -> None:
    page = compose(example_views("en")["prompt"])
    assert "asked you a question" in "".join(run.text for run in page.status)


def test_the_end_tells_what_was_left_nothing_was_or_that_nobody_looked() -> None:
    ended = example_views("fr")["ended"]
    assert "rien n'est resté" in text_of(compose(ended))
    left = compose(ended.model_copy(update={"left_behind": ["/home/anne/x\u202e"]}))
    assert "•  /home/anne/x" in text_of(left)
    assert "il n'en reste rien" not in text_of(left)
    unknown = compose(ended.model_copy(update={"left_behind": None}))
    assert "resté" not in text_of(unknown)


def test_a_report_that_could_not_be_saved_is_told_at_the_end() -> None:
    problem = Problem(text="report_not_saved", detail="No space left on device")
    page = compose(example_views("fr")["ended"].model_copy(update={"problem": problem}))
    assert "No space left on device" in text_of(page)


@pytest.mark.parametrize("lang", LANGS)
def test_the_messages_are_kept_only_with_a_tick_of_their_own_which_is_there_when_there_are_any(lang: Lang) -> None:
    view = example_views(lang)["live"].model_copy(update={"screen": "ended", "end_reason": EndReason.CUSTOMER})
    assert view.chat
    assert [block.rides for block in compose(view).blocks if isinstance(block, Option)] == ["save_report", "save_chat"]
    silent = compose(view.model_copy(update={"chat": []}))
    assert [block.rides for block in silent.blocks if isinstance(block, Option)] == ["save_report"]
    assert not Finish(keep=True).save_chat


def test_that_the_technician_writes_stands_below_the_messages_and_moves_nothing() -> None:
    view = example_views("fr")["live"]
    quiet, writing = compose(view), compose(view.model_copy(update={"typing": True}))
    chats = [
        [block for block in page.blocks if isinstance(block, Lines) and block.name == "chat"]
        for page in (quiet, writing)
    ]
    assert [chat.note for (chat,) in chats] == ["", "Camille D. écrit…"]
    assert len(quiet.blocks) == len(writing.blocks)


@pytest.mark.parametrize("lang", LANGS)
def test_after_a_restart_it_says_who_waits_and_no_comes_first(lang: Lang) -> None:
    page = compose(example_views(lang)["awaited"])
    assert CAMILLE.name in text_of(page)
    assert [button.action for button in page.buttons] == [Press(button="close"), AcceptTerms()]
    assert (page.focus, page.guarded) == ("first_button", True)


@pytest.mark.parametrize("lang", LANGS)
def test_before_a_restart_it_says_what_stays_and_offers_to_take_it_back(lang: Lang) -> None:
    view = example_views(lang)["restarts"]
    page = compose(view)
    assert "15 minutes" in text_of(page)
    assert Press(button="no_return") in [button.action for button in page.buttons]
    assert Words(lang).text("ended/tool") not in text_of(page)
    assert Words(lang).text("ended/tool") in text_of(compose(view.model_copy(update={"comes_back": False})))


@pytest.mark.parametrize("lang", LANGS)
def test_what_the_computer_does_not_allow_yet_is_said_before_the_two_ways_and_they_can_go_on(lang: Lang) -> None:
    view = example_views(lang)["allow"]
    asked = [b.action for block in compose(view).blocks if isinstance(block, Choices) for b in block.choices]
    assert asked == [AllowInSystem(consent=Consent.SCREEN), AllowInSystem(consent=Consent.CONTROL)]
    assert buttons_of(compose(view))[-1].action == Turn(to="ways")
    assert compose(view, Local(turned="ways")).name == "ways"
    one = compose(view.model_copy(update={"to_allow": [Consent.CONTROL]}))
    assert BRAND.name in text_of(one)
    assert len(one.blocks) < len(compose(view).blocks)


def test_before_the_terms_nothing_is_asked_of_the_computer() -> None:
    before = example_views("fr")["allow"].model_copy(update={"terms_accepted": False})
    assert compose(before).name == "start"
