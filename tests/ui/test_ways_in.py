"""The way in, and where it ends: a wrong clock, and opening the tool anew as administrator."""

import pytest

from agent.admin import Admin
from agent.ui.model import Finish, Problem, View
from agent.ui.page import Choices
from agent.ui.screens import compose
from agent.ui.words import Lang, Words
from scripts.rigs.customer_views import BRAND, example_views
from tests.ui.test_screens import LANGS, text_of


@pytest.mark.parametrize("lang", LANGS)
def test_a_wrong_clock_is_told_with_the_date_that_the_computer_has(lang: Lang) -> None:
    problem = Problem(text="clock_wrong", today="3 mars 2019, 14:03")
    page = compose(View(lang=lang, screen="problem", brand=BRAND, problem=problem))
    assert "3 mars 2019, 14:03" in text_of(page)


@pytest.mark.parametrize("screen", ["ways", "ended"])
@pytest.mark.parametrize("lang", LANGS)
def test_opening_anew_as_administrator_is_offered_only_where_that_can_be(screen: str, lang: Lang) -> None:
    anew = Finish(keep=True, elevated=True)
    for admin in Admin:
        page = compose(example_views(lang)[screen].model_copy(update={"admin": admin}))
        choices = [button for block in page.blocks if isinstance(block, Choices) for button in block.choices]
        offered = anew in [button.action for button in [*choices, *page.buttons]]
        assert offered is (admin is Admin.POSSIBLE)
        said = [text_of(page), *(button.note for button in choices)]
        assert any(Words(lang).text("admin/open_help") in words for words in said) is offered


def test_with_an_administrators_rights_the_first_and_the_last_page_say_so() -> None:
    for screen, words in (("start", "admin/is"), ("ended", "admin/over")):
        page = compose(example_views("fr")[screen].model_copy(update={"admin": Admin.IS}))
        assert Words("fr").text(words) in text_of(page)
