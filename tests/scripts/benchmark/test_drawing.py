from PIL import Image

from scripts.benchmark import barcode
from scripts.benchmark.accuracy import on_screen
from scripts.benchmark.drawing import DISPLAY_INTERVAL, drawing, offset
from scripts.rigs.xserver import xvfb


def read(screen: Image.Image) -> int:
    """Return the step on a screen."""
    side = barcode.BLOCK
    whites = [screen.getpixel((bit * side + side // 2, side // 2)) == (255, 255, 255) for bit in range(barcode.BITS)]
    return sum(white << bit for bit, white in enumerate(whites))


def test_a_load_waits_to_be_begun_then_draws_numbered_steps_and_holds_the_screen() -> None:
    with xvfb((1920, 1080)) as display:
        empty = on_screen(display)
        with drawing(display, "typing", 0.45) as draws:
            assert on_screen(display) == empty
            steps = [draws.begin(), *draws.rest()]
            assert [step for step, _ in steps] == [1, 2, 3, 4]
            assert [at for _, at in steps] == sorted(at for _, at in steps)
            assert read(on_screen(display)) == 4
        assert read(on_screen(display)) == 0


def test_keys_fall_evenly_on_the_displays_interval_and_films_stay_regular() -> None:
    offsets = sorted(offset("typing", number) for number in range(1, 61))
    gaps = [after - before for before, after in zip([0.0, *offsets], [*offsets, DISPLAY_INTERVAL], strict=True)]
    assert max(gaps) < 2.5 * DISPLAY_INTERVAL / 60
    assert {offset("video", number) for number in range(1, 61)} == {0.0}
