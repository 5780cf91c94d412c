"""What can still be undone later: a button each, calm words for what failed, and "leave it" under the finger."""

import pytest

from agent.ui.change_lines import KeptShown
from agent.ui.model import Decide, Forget, Press
from agent.ui.page import Option, Page, Paragraph
from agent.ui.screens import compose
from agent.ui.words import Lang
from scripts.rigs.customer_views import example_views
from tests.ui.test_changes import undo_rows

LANGS: list[Lang] = ["fr", "en"]
UNDO_WHYS = ("kept_changed", "refused", "failed")


def said(page: Page) -> str:
    return "\n".join("".join(run.text for run in block.runs) for block in page.blocks if isinstance(block, Paragraph))


def shown(lang: Lang, **change: object) -> Page:
    view = example_views(lang)["kept"]
    assert view.kept
    return compose(view.model_copy(update={"kept": view.kept.model_copy(update=change)}))


@pytest.mark.parametrize("lang", LANGS)
def test_each_change_has_its_button_and_all_can_be_deleted_in_one(lang: Lang) -> None:
    view = example_views(lang)["kept"]
    page = compose(view)
    assert [number for _, number in undo_rows(page, lang)] == [change.number for change in view.changes]
    assert [button.action for button in page.buttons] == [Press(button="close"), Forget()]
    assert "/home/anne/Documents" in said(page)


@pytest.mark.parametrize("lang", LANGS)
def test_what_changed_since_is_asked_and_leaving_it_comes_first(lang: Lang) -> None:
    page = shown(lang, outcome="asks", number=3, what="Documents/lettre.txt")
    assert [button.action for button in page.buttons] == [Decide(number=3, yes=False), Decide(number=3, yes=True)]
    assert page.guarded
    assert page.focus == "first_button"
    assert "Documents/lettre.txt" in said(page)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("why", ["files/changed", "files/name_taken", *(f"undo/{why}" for why in UNDO_WHYS)])
def test_what_failed_is_said_with_its_reason_and_stays_offered(lang: Lang, why: str) -> None:
    page = shown(lang, outcome="failed", number=3, what="lettre.txt", why=why)
    assert "lettre.txt" in said(page)
    assert undo_rows(page, lang)
    assert page.announce


@pytest.mark.parametrize("why", ["nothing_kept", "unreadable", "altered", "not_private", "over", "not_deleted"])
@pytest.mark.parametrize("lang", LANGS)
def test_where_nothing_can_be_undone_it_says_why_and_offers_nothing(lang: Lang, why: str) -> None:
    page = shown(lang, outcome="problem", why=why)
    assert undo_rows(page, lang) == []
    assert [button.action for button in page.buttons] == [Press(button="close")]
    assert said(page)


def test_a_hostile_name_stays_text_and_short() -> None:
    page = shown("fr", outcome="undone", what="\u202e<b>{who}**\n" + "x" * 500)
    assert "\u202e" not in said(page)
    assert "<b>{who}**" in said(page)
    assert max(map(len, said(page).split("\n"))) < 400


@pytest.mark.parametrize("lang", LANGS)
def test_at_the_end_it_is_offered_off_and_only_where_something_can_be_undone(lang: Lang) -> None:
    offered = {
        name: [block.rides for block in compose(view).blocks if isinstance(block, Option)]
        for name, view in example_views(lang).items()
        if view.screen == "ended"
    }
    assert "keep_undo" in offered["ended_changed"]
    assert "keep_undo" not in offered["ended"]


def test_a_view_without_what_was_kept_draws_nothing() -> None:
    view = example_views("fr")["kept"].model_copy(update={"kept": None})
    assert compose(view).blocks == []


def test_when_all_is_undone_only_closing_is_left() -> None:
    view = example_views("fr")["kept"].model_copy(update={"changes": []})
    page = compose(view)
    assert [button.action for button in page.buttons] == [Press(button="close")]
    assert isinstance(view.kept, KeptShown)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("outcome", ["failed", "problem"])
def test_a_reason_that_has_no_words_is_told_as_one_that_has(lang: Lang, outcome: str) -> None:
    page = shown(lang, outcome=outcome, number=3, what="lettre.txt", why="<b>nobody foresaw this</b>")
    assert said(page)
    assert "foresaw" not in said(page)
