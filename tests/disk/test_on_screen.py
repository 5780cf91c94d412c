"""Hidden folders on a real screen: real programs, the agent's own masking and capture, and pixels that tell."""

import time
from collections.abc import Iterator

import pytest

from agent.hiding.vocabulary import Hidden
from scripts.rigs.eye import Eye, eye
from scripts.rigs.ten_ways import WAYS, Stage, stage
from scripts.rigs.xserver import xvfb


@pytest.fixture(scope="module")
def place() -> Iterator[Stage]:
    with xvfb((1000, 700)) as display, stage(display) as made:
        yield made


@pytest.fixture
def seeing(place: Stage) -> Iterator[Eye]:
    with eye(place.display, place.home.path, Hidden(folders=(place.home.hidden,))) as made:
        yield made


@pytest.mark.parametrize("way", ["path bar", "thumbnails", "recent files", "viewer by argument"])
def test_no_frame_shows_what_is_hidden(way: str, place: Stage, seeing: Eye) -> None:
    assert seeing.settles(covered=False)
    seeing.begin()
    WAYS[way](place)
    assert seeing.leaked == 0
    assert seeing.really > 0


def test_what_was_on_the_screen_before_it_was_hidden_is_covered_from_the_first_frame_on(place: Stage) -> None:
    with place.program("pcmanfm", "--new-win", str(place.home.hidden)):
        place.focus("Coffre")
        place.look(1.0)
        with eye(place.display, place.home.path, Hidden(folders=(place.home.hidden,))) as seeing:
            place.look(1.0)
            assert (seeing.leaked, seeing.covered > 0, seeing.really > 0) == (0, True, True)


@pytest.mark.parametrize("manager", [("thunar",), ("pcmanfm", "--new-win")])
def test_a_file_manager_is_shown_elsewhere_covered_there_and_shown_again(
    manager: tuple[str, ...], place: Stage, seeing: Eye
) -> None:
    with place.program(*manager, str(place.home.open_folder)):
        place.focus("Documents")
        assert seeing.settles(covered=False)
        place.key("ctrl+l")
        place.type(str(place.home.hidden))
        place.key("Return")
        place.focus("Coffre")
        assert seeing.covered > 0
        place.key("alt+Up")
        left = time.monotonic()
        assert seeing.settles(covered=False)
        assert time.monotonic() - left > 0.5
        assert seeing.leaked == 0


def test_an_editor_is_shown_and_a_terminal_is_not(place: Stage, seeing: Eye) -> None:
    with place.program("mousepad", "--disable-server", str(place.home.open_folder / "courses.txt")):
        place.focus("courses.txt")
        assert seeing.settles(covered=False)
        with place.program("xterm", "-T", "terminal"):
            place.focus("terminal")
            assert seeing.settles(covered=True)
        assert seeing.settles(covered=False)
