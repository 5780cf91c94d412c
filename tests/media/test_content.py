"""Films and photographs are told from text."""

from PIL import Image

from agent.areas import Rect, cut
from agent.media.content import natural_part
from tests.media.fakes import captured
from tests.media.painter import film, text


def test_text_is_not_natural() -> None:
    assert natural_part(captured(text(800, 600)), Rect(0, 0, 800, 600)) is None


def test_a_flat_colour_is_not_natural() -> None:
    assert natural_part(captured(Image.new("RGB", (800, 600), "teal")), Rect(0, 0, 800, 600)) is None


def test_a_film_is_natural_and_its_part_is_even() -> None:
    area = natural_part(captured(film(641, 481, 1)), Rect(1, 1, 639, 479))
    assert area == Rect(2, 2, 638, 478)


def test_a_film_in_a_page_is_found_there() -> None:
    page = text(1024, 768)
    page.paste(film(512, 256, 1), (256, 256))
    area = natural_part(captured(page), Rect(0, 0, 1024, 768))
    assert area == cut(area or Rect(0, 0, 1, 1), Rect(256, 256, 512, 256))


def test_something_small_is_never_video() -> None:
    assert natural_part(captured(film(100, 100, 1)), Rect(0, 0, 100, 100)) is None
