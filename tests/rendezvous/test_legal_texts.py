import hashlib
from pathlib import Path

import pytest

from rendezvous.config import Documents
from rendezvous.errors import UsageError
from rendezvous.pages.legal_texts import KINDS, legal_texts


def test_without_the_operators_own_there_are_plain_ones_in_both_languages() -> None:
    texts = legal_texts(Documents())
    assert set(texts) == {(kind, lang) for kind in KINDS for lang in ("fr", "en")}
    assert all(text.title and len(text.blocks) > 3 for text in texts.values())


def test_the_operators_text_is_read_with_its_version(tmp_path: Path) -> None:
    path = tmp_path / "terms.txt"
    raw = "Nos conditions\n\n## Une partie\n\nUn <b>texte</b>\nsur deux lignes.\n"
    path.write_text(raw, encoding="utf-8")
    text = legal_texts(Documents(terms_fr=path))["terms", "fr"]
    assert text.title == "Nos conditions"
    assert text.blocks == (("h2", "Une partie"), ("p", "Un <b>texte</b> sur deux lignes."))
    assert text.version == hashlib.sha256(raw.encode()).hexdigest()


def test_a_text_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "latin").write_bytes("é".encode("latin-1"))
    for path in (tmp_path / "none", tmp_path / "latin"):
        with pytest.raises(UsageError, match=r"documents\.privacy_en: .* cannot be read"):
            legal_texts(Documents(privacy_en=path))
