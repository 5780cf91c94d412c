"""What a brand must keep as a whole; single values are tests/test_brand_file.py's."""

from pathlib import Path

import pytest

from agent.brand_mistakes import SettingsError
from installer.rules import MAX_LOGO_BYTES, check
from scripts.rigs.brands import NO_KEY, TEXTS, chunk, png, write_brand


@pytest.fixture
def brand(tmp_path: Path) -> Path:
    return write_brand(tmp_path)


def _told(brand: Path) -> list[str]:
    with pytest.raises(SettingsError) as refused:
        check(brand)
    return [str(mistake) for mistake in refused.value.mistakes]


def _change(brand: Path, written: str, instead: str) -> None:
    text = brand.read_text()
    assert text.count(written) == 1
    brand.write_text(text.replace(written, instead))


def test_a_brand_with_all_that_it_can_name_has_no_mistake(brand: Path) -> None:
    bundle = check(brand)
    assert set(bundle.files) == {
        *("operator/logo", "operator/icon"),
        *("texts/terms_fr", "texts/terms_en", "texts/privacy_fr", "texts/privacy_en"),
    }


@pytest.mark.parametrize("name", ["welcome", "terms", "privacy"])
@pytest.mark.parametrize(("lang", "other"), [("fr", "en"), ("en", "fr")])
def test_a_text_in_one_language_needs_the_other(brand: Path, name: str, lang: str, other: str) -> None:
    lines = brand.read_text().splitlines(keepends=True)
    brand.write_text("".join(line for line in lines if not line.startswith(f"{name}_{other} =")))
    assert any(f"texts.{name}_{lang}: it is there, and {name}_{other} is missing" in told for told in _told(brand))


def test_a_file_that_is_not_there_is_told_with_its_line(brand: Path) -> None:
    (brand.parent / "terms.txt").unlink()
    (told,) = _told(brand)
    assert told.startswith("line 19, texts.terms_en: the file ")
    assert told.endswith("cannot be read: No such file or directory. Put the file there, or correct its name")


def test_a_file_that_is_too_long_is_not_read(brand: Path) -> None:
    (brand.parent / "terms.txt").write_bytes(b"x" * 70_000)
    assert "is longer than 64 KiB" in _told(brand)[0]


def test_a_text_says_its_version(brand: Path) -> None:
    (brand.parent / "terms.txt").write_text("Our terms.\n")
    assert "texts.terms_en: the file does not begin with its version" in _told(brand)[0]


def test_both_languages_are_of_one_version(brand: Path) -> None:
    (brand.parent / "terms.txt").write_text("Version 1.9 of 1 April 2026\n")
    assert "the file is version 1.9, and the other language's is 2.0" in _told(brand)[0]


def test_a_text_that_is_not_utf8_is_told_with_the_line_in_it(brand: Path) -> None:
    (brand.parent / "conditions.txt").write_bytes("Version 2.0\nDonnées\n".encode("latin-1"))
    assert "texts.terms_fr: line 2 of the file is not written in UTF-8" in _told(brand)[0]


def test_a_sample_that_was_not_finished_is_found(brand: Path) -> None:
    text = TEXTS["conditions.txt"] + "CONDITIONS (exemple, à remplacer par celles de l'exploitant)\n"
    (brand.parent / "conditions.txt").write_text(text)
    assert "texts.terms_fr: the file still holds words of the sample" in _told(brand)[0]


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (b"GIF89a", "it is no PNG picture"),
        (png(481, 20), "it has 481 x 20 pixels, and 480 on a side are the most"),
        (png(100, 100)[:-20], "it is cut short"),
        (png(100, 100).replace(b"IDAT", b"IDAX"), "it is damaged"),
        (png(64, 64)[:8], "it is cut short"),
    ],
)
def test_a_logo_that_cannot_be_drawn_is_refused(brand: Path, content: bytes, wrong: str) -> None:
    (brand.parent / "logo.png").write_bytes(content)
    assert wrong in _told(brand)[0]


def test_a_logo_travels_with_each_view_and_must_be_small(brand: Path) -> None:
    picture = png(480, 480)
    (brand.parent / "logo.png").write_bytes(picture[:33] + chunk(b"tEXt", b"x" * MAX_LOGO_BYTES) + picture[33:])
    assert f"and {MAX_LOGO_BYTES:,} are the most" in _told(brand)[0]


@pytest.mark.parametrize("size", [(256, 128), (128, 128), (255, 256)])
def test_an_icon_has_the_size_that_windows_shows(brand: Path, size: tuple[int, int]) -> None:
    (brand.parent / "icon.png").write_bytes(png(*size))
    assert "and 256 x 256 is what it must have" in _told(brand)[0]


def test_the_days_that_are_kept_stand_in_the_text_on_data(brand: Path) -> None:
    _change(brand, "session_days = 30", "session_days = 365")
    told = _told(brand)
    assert [line.split(":")[0] for line in told] == ["line 20, texts.privacy_fr", "line 21, texts.privacy_en"]
    assert "does not name the 365 days of retention.session_days" in told[0]


def test_a_recording_that_no_text_speaks_of_is_refused(brand: Path) -> None:
    _change(brand, 'policy = "assist-no-copy"\nmay_ask = ["view", "control"]', 'policy = "assist-recorded"')
    told = _told(brand)
    assert len(told) == 2
    assert all("a recording can be asked for, and no text customers read" in line for line in told)


def test_a_recording_that_a_text_denies_is_refused(brand: Path) -> None:
    _change(brand, 'policy = "assist-no-copy"\nmay_ask = ["view", "control"]', 'policy = "assist-recorded"')
    (brand.parent / "conditions.txt").write_text(TEXTS["conditions.txt"] + "Rien n'est jamais enregistré.\n")
    (brand.parent / "terms.txt").write_text(TEXTS["terms.txt"] + "A recording may be asked for.\n")
    (told,) = _told(brand)
    assert "a text customers read (fr) says that nothing is recorded" in told


def test_a_recording_that_the_texts_speak_of_is_no_mistake(brand: Path) -> None:
    _change(brand, 'policy = "assist-no-copy"\nmay_ask = ["view", "control"]', 'policy = "assist-recorded"')
    (brand.parent / "conditions.txt").write_text(TEXTS["conditions.txt"] + "La séance peut être enregistrée.\n")
    (brand.parent / "terms.txt").write_text(TEXTS["terms.txt"] + "A recording may be asked for.\n")
    assert check(brand)


def test_the_samples_deny_a_recording(tmp_path: Path) -> None:
    brand = tmp_path / "brand.toml"
    smallest = '[operator]\nname = "x"\n[server]\nurl = "https://a.example"\n[session]\npolicy = "assist-recorded"\n'
    brand.write_text(smallest)
    assert all("says that nothing is recorded" in told for told in _told(brand))


def test_a_pin_needs_tls(brand: Path) -> None:
    pin = f'pins = ["sha256/{NO_KEY}"]'
    _change(brand, 'url = "https://aide.example"', f'url = "http://127.0.0.1:8080"\n{pin}')
    assert "server.pins: a server without TLS has no key" in _told(brand)[0]


def test_all_mistakes_are_told_at_once_by_line(brand: Path) -> None:
    (brand.parent / "icon.png").unlink()
    (brand.parent / "logo.png").write_bytes(b"")
    _change(brand, "session_days = 30", "session_days = 31")
    assert [told.partition(":")[0] for told in _told(brand)] == [
        "line 5, operator.logo",
        "line 6, operator.icon",
        "line 20, texts.privacy_fr",
        "line 21, texts.privacy_en",
    ]
