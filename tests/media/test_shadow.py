"""What the console is taken to show, against what was captured."""

from PIL import Image

from agent.areas import Rect, box, cut
from agent.media.shadow import Fidelity, Shadow
from tests.media.fakes import captured
from tests.media.painter import text

WHOLE = Rect(0, 0, 300, 200)


def known(image: Image.Image) -> Shadow:
    shadow = Shadow(image.size)
    shadow.take(captured(image), Rect(0, 0, *image.size))
    return shadow


def test_in_the_beginning_everything_is_missing() -> None:
    assert Shadow((300, 200)).changed(captured(text(300, 200))) == [WHOLE]


def test_what_is_the_same_is_not_changed() -> None:
    assert known(text(300, 200)).changed(captured(text(300, 200))) == []


def test_one_changed_pixel_is_found_in_a_small_area() -> None:
    image = text(300, 200)
    shadow = known(image)
    for at in ((0, 0), (299, 199), (150, 31), (64, 32)):
        changed = image.copy()
        changed.putpixel(at, (1, 2, 3))
        (area,) = shadow.changed(captured(changed))
        assert cut(area, Rect(*at, 1, 1))
        assert area.width <= 64
        assert area.height == 1


def test_a_tall_change_is_one_area() -> None:
    image = text(300, 200)
    changed = image.copy()
    changed.paste("red", (70, 10, 120, 190))
    areas = known(image).changed(captured(changed))
    assert areas == [Rect(64, 10, 64, 180)]


def test_a_part_of_the_screen_is_compared_at_its_place() -> None:
    image = text(300, 200)
    changed = image.copy()
    changed.paste("red", (100, 100, 140, 140))
    areas = known(image).changed(captured(changed, Rect(90, 90, 100, 100)))
    assert cut(box(areas), Rect(100, 100, 40, 40)) == Rect(100, 100, 40, 40)


def test_a_copy_of_something_rough_is_rough() -> None:
    image = text(300, 200)
    shadow = known(image)
    shadow.take(captured(image), Rect(0, 0, 100, 100), Fidelity.FILM)
    shadow.move(Rect(150, 50, 100, 100), 150, 50)
    assert cut(box(shadow.rough), Rect(150, 50, 100, 100)) == Rect(150, 50, 100, 100)
    shadow.take(captured(image), WHOLE)
    assert shadow.rough == []


def test_overlapping_copies_read_before_they_write() -> None:
    image = text(300, 200)
    for dx, dy in ((0, -30), (0, 30), (17, 0), (-17, 0), (9, 5)):
        shadow = known(image)
        area = Rect(50, 50, 200, 100)
        shadow.move(area, dx, dy)
        moved = image.copy()
        moved.paste(image.crop((50 - dx, 50 - dy, 250 - dx, 150 - dy)), (50, 50))
        assert shadow.changed(captured(moved)) == []
