"""Every text in both languages, and what others wrote made fit to stand among them."""

import re
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.presentation import PROBLEM_TEXTS
from agent.protocol.codes import CodeFault
from agent.protocol.messages import ConsoleMessage, EndReason, Party
from agent.protocol.permissions import Permission
from agent.ui.ways_in import code_mistake
from agent.ui.words import FOLDER, Lang, Words, plain

LANGS: list[Lang] = ["fr", "en"]
PROBLEMS = [
    "code_mistyped",
    "no_display",
    "disk_full",
    "bad_configuration",
    "desktop_failed",
    "unknown",
]
ROOT = Path(__file__).parents[2] / "agent"
SOURCES = "".join(path.read_text("utf-8") for path in [ROOT / "app.py", *(ROOT / "session").glob("*.py")])


def recorded() -> set[str]:
    """Return every journal entry type that the agent's source names."""
    named = set(re.findall(r'"([a-z]+\.[a-z]+)"', SOURCES))
    return named | {kind.journal for kind in get_args(ConsoleMessage) if kind.journal}


def test_both_languages_have_the_same_texts() -> None:
    assert Words("fr").keys() == Words("en").keys()


def test_both_languages_name_the_same_values() -> None:
    for key in sorted(Words("fr").keys()):
        assert holes("fr", key) == holes("en", key), key


def holes(lang: Lang, key: str) -> set[str]:
    """Return the values a text takes."""
    names = re.findall(r"\{([a-z]+)\}", (FOLDER / f"{lang}.toml").read_text("utf-8"))
    return {run.text for run in Words(lang).runs(key, **{name: name for name in names}) if run.foreign}


@pytest.mark.parametrize("lang", LANGS)
def test_everything_that_can_happen_has_words(lang: Lang) -> None:
    words = Words(lang)
    assert len(recorded()) > 15
    keys = [f"activity/{kind}" for kind in recorded()]
    keys += [f"problem/{problem}/title" for problem in [*PROBLEM_TEXTS.values(), *PROBLEMS]]
    keys += [f"reason/{reason}" for reason in EndReason] + [f"by/{party}" for party in Party]
    keys += [f"paused/{party}" for party in Party]
    keys += [f"permission/{permission}/{form}" for permission in Permission for form in ("ask", "may", "now", "means")]
    assert [key for key in keys if key not in words] == []


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        (" ", CodeFault.EMPTY),
        ("12a4 5678 9012", CodeFault.NOT_DIGITS),
        ("1234", CodeFault.TOO_SHORT),
        ("1234567890123", CodeFault.TOO_LONG),
        ("1234 5678 9012", CodeFault.MISTYPED),
    ],
)
def test_each_mistake_in_a_code_has_a_sentence(typed: str, fault: CodeFault, lang: Lang) -> None:
    assert code_mistake(typed, lang).endswith(".")


def test_what_others_wrote_is_a_run_of_its_own_and_no_template() -> None:
    runs = Words("fr").runs("live/title", who="**Eve** {brand}")
    assert [run.text for run in runs if run.foreign] == ["**Eve** {brand}"]


def test_a_name_that_ends_in_a_full_stop_does_not_get_a_second_one() -> None:
    assert Words("en").text("reason/technician", who="Camille D.") == "Camille D. has finished."
    assert Words("en").text("activity/chat.sent", who="Camille D.") == "You wrote to Camille D."


def test_french_joins_an_organisation_as_it_is_spoken() -> None:
    assert Words("fr").of("Exemple Assistance") == "d'Exemple Assistance"
    assert Words("fr").of("Éco Dépannage") == "d'Éco Dépannage"
    assert Words("fr").of("Martin SA") == "de Martin SA"
    assert Words("en").of("Martin SA") == "of Martin SA"


def test_french_spaces_before_high_signs_do_not_break() -> None:
    assert "appelé\u00a0?" in Words("fr").text("warning/title")


@pytest.mark.parametrize(
    ("hostile", "made_plain"),
    [
        ("\u202eelliM", "elliM"),
        ("A\u2066B\u2069", "AB"),
        ("two\nlines\tand tabs", "two lines and tabs"),
        ("nul\x00bell\x07", "nulbell"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("Z\u0335\u0336\u0337\u0338\u0339algo", "Z\u0335\u0336algo"),
        ("x" * 200, "x" * 59 + "…"),
    ],
)
def test_hostile_text_is_made_plain(hostile: str, made_plain: str) -> None:
    assert plain(hostile) == made_plain


@given(st.text(max_size=500))
def test_no_text_gets_out_of_its_line(text: str) -> None:
    made = plain(text)
    assert len(made) <= 60
    assert all(character.isprintable() for character in made)
