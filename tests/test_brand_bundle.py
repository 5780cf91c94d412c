from pathlib import Path

import pytest

from agent.brand_bundle import read_bundle, unpack
from agent.brand_mistakes import SettingsError
from agent.settings import settings_of
from scripts.rigs.brands import TEXTS, write_brand


def test_what_is_packed_is_unpacked(tmp_path: Path) -> None:
    bundle = read_bundle(write_brand(tmp_path))
    assert unpack(bundle.pack()) == bundle


def test_the_same_brand_is_packed_alike_wherever_it_lies(tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
    one, other = (read_bundle(write_brand(tmp_path / name)) for name in ("one", "other"))
    assert one.pack() == other.pack()


@pytest.mark.parametrize("packed", ["", "{}", "[]", '{"brand": "", "files": []}', '{"brand": "", "files": {"x": "é"}}'])
def test_what_was_not_packed_is_refused(packed: str) -> None:
    with pytest.raises(SettingsError):
        unpack(packed)


def test_windows_get_the_operators_own_words_and_picture(tmp_path: Path) -> None:
    settings = settings_of(read_bundle(write_brand(tmp_path)))
    assert settings.own("welcome") == {"fr": "Nous sommes là.", "en": "We are here."}[settings.lang]
    name = {"fr": "conditions.txt", "en": "terms.txt"}[settings.lang]
    terms, privacy = settings.documents
    assert terms.text == TEXTS[name]
    assert privacy.version == "2.0"
    assert settings.session_days == 30
    assert settings.brand.logo.startswith("iVBOR")


def test_a_byte_order_mark_and_windows_line_ends_are_no_part_of_a_text(tmp_path: Path) -> None:
    brand = write_brand(tmp_path)
    for name in ("conditions.txt", "terms.txt"):
        (tmp_path / name).write_bytes(b"\xef\xbb\xbf" + TEXTS[name].replace("\n", "\r\n").encode())
    terms, _ = settings_of(read_bundle(brand)).documents
    assert terms.text in TEXTS.values()
