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
