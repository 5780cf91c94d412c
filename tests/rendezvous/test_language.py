import json
from pathlib import Path

import pytest

from rendezvous.pages import language
from rendezvous.pages.language import preferred


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        ("", "fr"),
        ("fr-FR,fr;q=0.9,en;q=0.8", "fr"),
        ("en-GB,en;q=0.9,fr;q=0.8", "en"),
        ("de-DE,de;q=0.9,en;q=0.5", "en"),
        ("de", "fr"),
        ("en;q=0", "fr"),
        ("en;q=nonsense", "fr"),
        ("fr;q=0.1,en;q=0.2", "en"),
        (";;;,,,=q", "fr"),
        ("x" * 100_000, "fr"),
    ],
)
def test_the_browsers_wish_is_followed(header: str, lang: str) -> None:
    assert preferred(header) == lang


def test_both_languages_say_everything() -> None:
    folder = Path(language.__file__).parent / "texts"
    french, english = (json.loads((folder / f"{lang}.json").read_text("utf-8")) for lang in ("fr", "en"))
    assert french.keys() == english.keys()
    assert all(french.values())
    assert all(english.values())
