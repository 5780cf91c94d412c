"""The texts in force: a version, a fingerprint, and the text itself."""

import hashlib

import pytest

from agent.ui.documents import Document, privacy, terms
from agent.ui.words import FOLDER, Lang


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("read", [terms, privacy])
def test_a_document_has_the_version_and_the_fingerprint_of_its_file(lang: Lang, read: "type") -> None:
    document: Document = read(lang)
    raw = (FOLDER / f"{document.id}.{lang}.txt").read_bytes()
    assert document.version == "1.0"
    assert document.sha256 == hashlib.sha256(raw).hexdigest()
    assert document.text == raw.decode()


def test_both_languages_are_of_the_same_version() -> None:
    assert terms("fr").version == terms("en").version
    assert privacy("fr").version == privacy("en").version


def test_an_operators_own_text_stands_in_for_the_sample() -> None:
    own = terms("fr", "Version 3.1 du 2 mai 2026\n\nNos conditions.")
    assert (own.version, own.text) == ("3.1", "Version 3.1 du 2 mai 2026\n\nNos conditions.")
    assert own.sha256 == hashlib.sha256(own.text.encode()).hexdigest()


def test_a_text_without_a_version_is_shown_all_the_same() -> None:
    assert privacy("en", "No version here").version == "-"
