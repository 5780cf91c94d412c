"""What the console draws is what the encoder takes it to show, whatever the line leaves room for."""

import io
import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain

import numpy as np
import pytest
from PIL import Image

from agent.areas import Rect, coalesce, pixels
from agent.media.encode import BESIDE_URGENT, Encoded, Encoder
from agent.media.wire import Copy, Part, Tile
from agent.protocol.messages import VideoCodec
from tests.media.fakes import captured
from tests.media.measure import psnr
from tests.media.painter import film, text

SIZE = (640, 480)
WHOLE = Rect(0, 0, *SIZE)
PLENTY = 10_000_000
PAGE = Rect(100, 60, 500, 400)


class Console:
    """The canvas, drawn as the console draws it."""

    def __init__(self) -> None:
        self.canvas = Image.new("RGB", SIZE)

    def draw(self, parts: Iterable[Part]) -> None:
        for part in parts:
            area = part.area
            match part:
                case Copy():
                    source = (part.x, part.y, part.x + area.width, part.y + area.height)
                    self.canvas.paste(self.canvas.crop(source), (area.x, area.y))
                case Tile():
                    self.canvas.paste(Image.open(io.BytesIO(part.webp)).convert("RGB"), (area.x, area.y))


class Room:
    """A screen, its encoder and its console."""

    def __init__(self) -> None:
        self.screen = text(*SIZE, seed=2)
        self.encoder, self.console = Encoder(), Console()
        self.encoder.reset(SIZE)
        self.dirty = [WHOLE]
        self.frames: list[list[Part]] = []
        """What was drawn at once, of the last turn."""

    def turn(self, budget: int, areas: Sequence[Rect] = (), *, refine: bool = False, lossy: bool = True) -> Encoded:
        """Encode what changed and what is left over; have it drawn. Return what all of it became."""
        wanted = coalesce([*self.dirty, *areas])
        of = [captured(self.screen, area) for area in wanted]
        halves = list(self.encoder.encode(of, budget, refine=refine, lossy=lossy))
        self.frames = [half.parts for half in halves]
        for parts in self.frames:
            self.console.draw(parts)
        assert [half.more for half in halves] == [True] * (len(halves) - 1) + [False]
        made = replace(halves[-1], parts=list(chain(*self.frames)), roughened=any(half.roughened for half in halves))
        self.dirty = made.left_over
        return made

    def scroll(self, page: Image.Image, top: int) -> None:
        """Show `page` from that row on."""
        self.screen.paste(page.crop((0, top, PAGE.width, top + PAGE.height)), (PAGE.x, PAGE.y))

    def settle(self) -> None:
        """Let the line carry all that is left, then all that is rough."""
        while self.dirty:
            self.turn(PLENTY)
        if rough := self.turn(PLENTY).rough:
            self.turn(PLENTY, rough, refine=True)

    def wrong(self, area: Rect) -> float:
        """Return the share of the area's rows that differ much."""
        corners = (area.x, area.y, area.x + area.width, area.y + area.height)
        shown = np.asarray(self.console.canvas.crop(corners).convert("L"), np.int16)
        real = np.asarray(self.screen.crop(corners).convert("L"), np.int16)
        return float((np.abs(shown - real).max(axis=1) > 24).mean())


@pytest.fixture
def room() -> Room:
    room = Room()
    room.turn(PLENTY)
    return room


def test_the_first_picture_is_exact(room: Room) -> None:
    assert psnr(room.console.canvas, room.screen) == float("inf")


def test_a_letter_goes_before_what_is_left_of_a_page(room: Room) -> None:
    room.screen.paste(film(640, 300, 3), (0, 180))
    room.turn(4000, [Rect(0, 180, 640, 300)])
    assert room.dirty
    room.screen.paste("red", (10, 10, 19, 24))
    room.turn(4000, [Rect(10, 10, 9, 14)])
    assert room.dirty
    assert room.console.canvas.getpixel((12, 12)) == (255, 0, 0)


def test_a_letter_does_not_wait_for_a_page_that_changes_with_it(room: Room) -> None:
    room.screen.paste(text(640, 440, seed=9), (0, 40))
    room.screen.paste("red", (10, 10, 19, 24))
    made = room.turn(PLENTY, [Rect(10, 10, 9, 14), Rect(0, 40, 640, 440)])
    first, second = room.frames
    assert [part.area for part in first] == [Rect(10, 10, 9, 14)]
    assert sum(pixels(part.area) for part in second) > BESIDE_URGENT
    assert made.left_over == []
    assert psnr(room.console.canvas, room.screen) == float("inf")


def test_a_window_that_jumps_does_not_wait_for_what_it_uncovers(room: Room) -> None:
    window, below = text(310, 230, seed=4), film(310, 230, 1)
    room.screen.paste(window, (0, 0))
    room.turn(PLENTY, [Rect(0, 0, 310, 230)])
    room.screen.paste(below, (0, 0))
    room.screen.paste(window, (320, 240))
    room.turn(PLENTY, [Rect(0, 0, 310, 230), Rect(320, 240, 310, 230)])
    first, second = room.frames
    assert sum(pixels(part.area) for part in first if isinstance(part, Copy)) > 50_000
    assert sum(pixels(part.area) for part in first if isinstance(part, Tile)) < 10_000
    assert second
    assert psnr(room.console.canvas, room.screen) == float("inf")


def test_what_is_soon_encoded_goes_with_what_is_urgent(room: Room) -> None:
    room.screen.paste(text(640, 80, seed=9), (0, 40))
    room.screen.paste("red", (10, 10, 19, 24))
    room.turn(PLENTY, [Rect(10, 10, 9, 14), Rect(0, 40, 640, 80)])
    assert len(room.frames) == 1


def test_what_was_a_film_is_near_before_it_is_exact_where_the_line_is_thin(room: Room) -> None:
    room.encoder.use_video(VideoCodec.H264, 24)
    area = Rect(0, 0, 640, 360)
    room.screen.paste(film(640, 360, 3), (0, 0))
    assert room.turn(7500, [area]).rough == [area]
    shown = room.console.canvas.crop((0, 0, 640, 360))
    made = room.turn(7500, [area], refine=True)
    while made.left_over:
        made = room.turn(7500, refine=True)
    near = psnr(room.console.canvas, room.screen)
    assert psnr(shown, room.screen.crop((0, 0, 640, 360))) < 25
    assert 40 < near < float("inf")
    assert sum(map(pixels, made.rough)) == pixels(area), "not all of it went near first"
    while rough := made.rough:
        made = room.turn(PLENTY, rough, refine=True)
    assert psnr(room.console.canvas, room.screen) == float("inf")


def test_what_moved_is_copied(room: Room) -> None:
    page = text(PAGE.width, 900)
    room.scroll(page, 0)
    room.turn(PLENTY, [PAGE])
    room.scroll(page, 40)
    made = room.turn(PLENTY, [PAGE])
    assert isinstance(made.parts[0], Copy)
    assert psnr(room.console.canvas, room.screen) == float("inf")


def test_a_page_that_scrolls_faster_than_the_line_is_right_for_the_most_part(room: Room) -> None:
    page = text(PAGE.width, 4000)
    wrong, coarse = [], 0
    for step in range(60):
        room.scroll(page, step * 40)
        made = room.turn(2300, [PAGE])
        coarse += made.roughened
        wrong.append(room.wrong(PAGE))
    assert sum(wrong[30:]) / 30 < 0.3
    assert coarse
    room.settle()
    assert psnr(room.console.canvas, room.screen) == float("inf")


def test_nothing_goes_in_few_colours_where_only_sharp_will_do(room: Room) -> None:
    page = text(PAGE.width, 4000)
    for step in range(20):
        room.scroll(page, step * 40)
        made = room.turn(2300, [PAGE], lossy=False)
        assert not made.roughened
        assert made.rough == []


def test_a_page_that_is_turned_goes_exactly_however_thin_the_line(room: Room) -> None:
    room.screen = film(*SIZE, 5)
    turns = 0
    room.turn(2000, [WHOLE])
    while room.dirty:
        assert not room.turn(2000).roughened
        turns += 1
    assert turns > 3
    assert psnr(room.console.canvas, room.screen) == float("inf")


def test_a_frame_keeps_to_its_budget_once_the_content_is_known(room: Room) -> None:
    room.screen = film(*SIZE, 5)
    room.turn(8000, [WHOLE])
    sizes = []
    while room.dirty:
        made = room.turn(8000)
        sizes.append(sum(len(part.webp) for part in made.parts if isinstance(part, Tile)))
    assert sorted(sizes)[len(sizes) // 2] < 40_000


@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_the_canvas_becomes_the_screen(room: Room, seed: int) -> None:
    chance = random.Random(seed)
    page, top = text(PAGE.width, 4000, seed), 0
    for _ in range(60):
        match chance.randrange(5):
            case 0:
                top = min(3500, max(0, top + chance.choice((-60, -15, 30, 40, 90, 700))))
                room.scroll(page, top)
                changed = PAGE
            case 1:
                x, y = chance.randrange(600), chance.randrange(450)
                room.screen.paste((chance.randrange(256), 0, 9), (x, y, x + 20, y + 15))
                changed = Rect(x, y, 20, 15)
            case 2:
                x, y = chance.randrange(300), chance.randrange(200)
                room.screen.paste(room.screen.crop((0, 0, 300, 250)), (x, y))
                changed = WHOLE
            case 3:
                room.screen.paste(film(200, 150, chance.randrange(99)), (50, 50))
                changed = Rect(50, 50, 200, 150)
            case _:
                changed = Rect(0, 0, 1, 1)
        room.turn(chance.choice((300, 2500, 9000, PLENTY)), [changed], refine=chance.random() < 0.2)
        if chance.random() < 0.1:
            room.encoder.forget([changed])
            room.dirty = [*room.dirty, changed]
    room.settle()
    assert psnr(room.console.canvas, room.screen) == float("inf")
