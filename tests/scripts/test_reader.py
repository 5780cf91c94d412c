"""The eyes of a rig's customer: what stands on a picture, where, and nothing that does not."""

import pytest
from PIL import Image, ImageDraw, ImageFont

from agent.areas import Rect
from scripts.rigs.reader import Word, find, plain, read

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"


def words(*texts: str) -> list[Word]:
    return [Word(text, Rect(100 * at, 10, 90, 20)) for at, text in enumerate(texts)]


def test_a_button_is_read_and_found_where_it_stands() -> None:
    picture = Image.new("RGB", (600, 200), "white")
    draw, font = ImageDraw.Draw(picture), ImageFont.truetype(FONT, 20)
    draw.text((20, 20), "Une question", "black", font)
    draw.rectangle((300, 120, 560, 170), "#0a4f96")
    draw.text((330, 132), "J'accepte et je continue", "white", font)
    (place,) = find(read(picture), "J'accepte et je continue")
    assert abs(place.x - 330) < 12
    assert abs(place.y - 136) < 8


def test_a_word_taken_for_one_that_looks_alike_is_found_and_another_is_not() -> None:
    assert find(words("Autorlser"), "Autoriser")
    assert not find(words("Refuser"), "Autoriser")


def test_a_phrase_is_found_on_one_line_alone() -> None:
    below = Word("tout", Rect(0, 60, 40, 20))
    assert not find([*words("Arrêter"), below], "Arrêter tout")


def test_what_is_found_comes_as_one_reads() -> None:
    foot, head = Word("Arrêter", Rect(10, 300, 80, 20)), Word("Arrêter", Rect(700, 12, 80, 20))
    assert [place.y for place in find([foot, head], "Arrêter")] == [12, 300]


@pytest.mark.parametrize(("text", "bare"), [("Arrêter", "arreter"), ("« Privé »", "prive"), ("…", "")])
def test_accents_capitals_and_signs_do_not_count(text: str, bare: str) -> None:
    assert plain(text) == bare
