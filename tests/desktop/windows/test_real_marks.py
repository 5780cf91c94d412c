"""The technician's marks and the border on a real Windows desktop, drawn by the banner's own process."""

import subprocess
import sys
import time
import tkinter as tk
from collections.abc import Iterator
from functools import partial
from itertools import groupby
from tkinter import font
from typing import Any

import pytest

from agent.areas import Rect
from agent.desktop.monitors import Screen
from agent.desktop.windows.monitors import WindowsMonitors
from agent.desktop.windows.own_windows import WindowsOwnWindows
from agent.desktop.windows.screen import WindowsScreen
from agent.desktop.windows.win32_display import be_aware_of_pixels
from agent.desktop.windows.win32_windows import (
    area_of,
    foreground,
    is_visible,
    lets_clicks_through,
    process_of,
    top_levels,
)
from agent.desktop.windows.windows import WindowsOfDesktop
from agent.protocol.annotate_messages import FADE_SECONDS, MarkColour, MarkTool
from agent.ui import border_windows, on_windows
from agent.ui.banner import GROUNDS
from agent.ui.border import THICKNESS
from agent.ui.drawn import Drawn, Mark, Spot, drawn_line
from agent.ui.marks import COLOURS
from agent.ui.model import View, view_line
from agent.ui.overlay import Overlay
from agent.ui.overlay_windows import WindowsGlass
from agent.ui.shades import on_light
from scripts.rigs.customer_views import example_views
from scripts.rigs.win32_windows import PATIENCE, puppet, real_hand, until
from tests.desktop.windows.agent_stand_in import OWN

FR = example_views("fr")
SIZE = (1280, 800)
RED, BLUE, YELLOW = (COLOURS[colour][0] for colour in (MarkColour.RED, MarkColour.BLUE, MarkColour.YELLOW))
ACCENT, WHITE = on_light(FR["live"].brand.accent).colour, "#ffffff"
LEFT_DOWN, LEFT_UP = 0x201, 0x202
LAYERED_THROUGH = 0x80000 | 0x20
NEAR = 2
"""Pixels that a mark may be off."""

_INTERPRETERS: list[Any] = []
"""Those that ended: Tcl ends the program when one is freed on another thread than its own."""

BOX = Mark(number=1, tool=MarkTool.BOX, colour=MarkColour.RED, stay=True, points=(200, 300, 400, 500))
ON_BOX = (200, 400)
SPOT = Drawn(name="Camille D.", spot=Spot(x=300, y=600), pointed=1)
ON_POINTER = (306, 620)


class Desk:
    """A desktop with the banner on it, and what can be seen there."""

    def __init__(self) -> None:
        be_aware_of_pixels()
        self.monitors = WindowsMonitors()
        self.screen = WindowsScreen(self.monitors)
        command = [sys.executable, "-B", "-m", "tests.desktop.windows.agent_stand_in"]
        self._stand_in = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)

    def show(self, view: View) -> None:
        self._say(view_line(view))

    def tell(self, drawn: Drawn) -> None:
        self._say(drawn_line(drawn))

    def draw(self, *marks: Mark, covered: tuple[Rect, ...] = ()) -> None:
        """Draw these, with the pointer, which is drawn last."""
        self.tell(SPOT.model_copy(update={"marks": marks, "covered": covered, "pointed": time.monotonic_ns()}))
        until(lambda: self.pixel(*ON_POINTER) == ACCENT)

    def pixel(self, x: int, y: int) -> str:
        return colour_at(self.screen, x, y)

    def middles(self, colour: str, *, row: int | None = None, column: int | None = None) -> list[float]:
        """Return the middles of the runs of a colour in one row, or one column."""
        line = Rect(0, row, SIZE[0], 1) if row is not None else Rect(column or 0, 0, 1, SIZE[1])
        found, at = list[float](), 0
        for same, run in groupby(colours(self.screen, line), lambda pixel: pixel == colour):
            length = len(list(run))
            if same:
                found.append(at + (length - 1) / 2)
            at += length
        return found

    def glass(self) -> list[int]:
        return [window for window in top_levels() if is_visible(window) and lets_clicks_through(window)]

    def banner(self) -> tuple[int, Rect]:
        """Return the banner's process, and where it lies."""
        process = process_of(self.glass()[0])
        ours = [window for window in top_levels() if process_of(window) == process and is_visible(window)]
        (area,) = [area_of(window) for window in ours if not lets_clicks_through(window)]
        assert area
        return process, area

    def empty(self) -> bool:
        return self.pixel(*ON_BOX) != RED and self.pixel(*ON_POINTER) != ACCENT

    def bare(self) -> bool:
        """Say whether no border is seen, at no edge."""
        return all(self.pixel(*at) != ACCENT for at in edges())

    def bordered(self) -> bool:
        """Say whether the whole border is seen, in any two rows and columns."""
        return {self.pixel(*at) for x, y in edges() for at in ((x, y), (x ^ 1, y ^ 1))} == {ACCENT}

    def end(self) -> None:
        """Close the banner's input, as an agent does that goes."""
        assert self._stand_in.stdin
        self._stand_in.stdin.close()
        self._stand_in.wait(PATIENCE)

    def close(self) -> None:
        self.end()
        self.screen.close()

    def _say(self, line: bytes) -> None:
        assert self._stand_in.stdin
        self._stand_in.stdin.write(line)
        self._stand_in.stdin.flush()


def colours(screen: WindowsScreen, area: Rect) -> list[str]:
    got = bytes(screen.grab(area))
    return [f"#{got[at + 2]:02x}{got[at + 1]:02x}{got[at]:02x}" for at in range(0, len(got), 4)]


def colour_at(screen: WindowsScreen, x: int, y: int) -> str:
    return colours(screen, Rect(x, y, 1, 1))[0]


def edges() -> list[tuple[int, int]]:
    """Name a place on each side of the border."""
    inside, (width, height) = THICKNESS // 2, SIZE
    return [(inside, 400), (width - 1 - inside, 400), (200, inside), (200, height - 1 - inside)]


@pytest.fixture(scope="module")
def one_desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.close()


@pytest.fixture
def screen() -> Iterator[WindowsScreen]:
    be_aware_of_pixels()
    screen = WindowsScreen(WindowsMonitors())
    yield screen
    screen.close()


@pytest.fixture
def desk(one_desk: Desk) -> Desk:
    """The file's desktop, in a session that is live, with nothing drawn."""
    one_desk.show(FR["live"])
    until(lambda: not one_desk.bare(), 3 * PATIENCE)
    one_desk.tell(Drawn())
    until(one_desk.empty)
    return one_desk


def off(found: list[float], *wanted: float) -> float:
    """Return how far the first and last of what was found are from what was wanted."""
    assert len(found) >= len(wanted), f"{found} where {wanted} is wanted"
    return max(abs(found[at] - one) for at, one in zip((0, -1), wanted, strict=False))


def test_marks_land_where_they_were_drawn(desk: Desk) -> None:
    desk.draw(
        Mark(number=1, tool=MarkTool.PEN, colour=MarkColour.RED, stay=True, points=(60, 250, 260, 250, 360, 350)),
        Mark(number=2, tool=MarkTool.ARROW, colour=MarkColour.BLUE, stay=True, points=(450, 400, 650, 300)),
        Mark(number=3, tool=MarkTool.BOX, colour=MarkColour.RED, stay=True, points=(760, 220, 1000, 400)),
        Mark(number=4, tool="text", colour=MarkColour.YELLOW, stay=True, points=(100, 450), text="Ici, à gauche"),
    )
    assert off(desk.middles(RED, column=160), 250) <= NEAR
    assert off(desk.middles(RED, column=310), 300) <= NEAR
    assert off(desk.middles(BLUE, column=500), 375) <= NEAR, "the arrow's shaft"
    tip = [x for x in range(640, 660) for y in range(290, 310) if desk.pixel(x, y) == BLUE]
    assert tip
    assert abs(max(tip) - 650) <= NEAR
    assert off(desk.middles(RED, row=310)[-2:], 760, 1000) <= NEAR
    assert off(desk.middles(RED, column=880), 220, 400) <= NEAR
    yellow = [(x, y) for x in range(90, 110) for y in range(440, 460) if desk.pixel(x, y) == YELLOW]
    assert abs(min(x for x, _ in yellow) - 100) <= NEAR
    assert abs(min(y for _, y in yellow) - 450) <= NEAR
    pointer = [y for y in range(590, 620) if desk.pixel(301, y) == ACCENT]
    assert abs(min(pointer) - 600) <= NEAR


def test_marks_come_and_go_as_often_as_told_and_the_banner_stays(desk: Desk) -> None:
    before = desk.banner()[0]
    for _ in range(4):
        desk.draw(BOX)
        assert desk.pixel(*ON_BOX) == RED
        assert desk.pixel(300, 400) != RED, "a box is not filled"
        desk.tell(Drawn())
        until(desk.empty)
    desk.draw(BOX)
    assert desk.banner()[0] == before


def test_a_mark_goes_by_itself_unless_it_stays_and_the_pointer_too(desk: Desk) -> None:
    fading = BOX.model_copy(update={"number": 2, "stay": False, "points": (500, 300, 700, 500)})
    began = time.monotonic()
    desk.draw(BOX, fading)
    assert desk.pixel(500, 400) == RED
    until(lambda: desk.pixel(500, 400) != RED)
    assert time.monotonic() - began > FADE_SECONDS - 1
    assert desk.pixel(*ON_POINTER) != ACCENT
    assert desk.pixel(*ON_BOX) == RED


def test_clicks_on_marks_and_the_border_land_on_what_is_below_and_the_focus_goes_with_them(desk: Desk) -> None:
    with puppet(Rect(0, 250, 800, 450)) as below:
        desk.draw(BOX, Mark(number=3, tool="text", colour=MarkColour.BLUE, stay=True, points=(500, 300), text="Ici"))
        for at in (ON_BOX, ON_POINTER, (504, 304), (THICKNESS // 2, 400)):
            assert desk.pixel(*at) in (RED, BLUE, ACCENT), "a mark lies there"
            del below.messages[:]
            real_hand("mousemove", *map(str, at), "click", "1")
            until(lambda: {LEFT_DOWN, LEFT_UP} <= {message for message, _ in below.messages})
        assert foreground() == below.handle


def test_the_technicians_own_click_is_not_refused_where_a_mark_is(desk: Desk) -> None:
    desk.draw(BOX)
    process, area = desk.banner()
    guard = WindowsOwnWindows(desk.monitors, lambda: {process})
    assert guard.allow_pointer(*ON_BOX)
    assert not guard.allow_pointer(area.x + 2, area.y + 2)


def test_no_mark_is_over_the_banner_not_even_for_a_moment(desk: Desk) -> None:
    area = desk.banner()[1]
    places = [(area.x + 2, area.y + area.height // 2), (area.x + area.width - 3, area.y + area.height // 2)]
    stroke = (0, places[0][1], SIZE[0] - 1, places[0][1])
    desk.tell(Drawn(marks=(Mark(number=2, tool=MarkTool.PEN, colour=MarkColour.RED, stay=True, points=stroke),)))
    seen = {desk.pixel(*at) for _ in range(50) for at in places}
    until(lambda: desk.pixel(area.x - 20, places[0][1]) == RED)
    seen |= {desk.pixel(*at) for _ in range(50) for at in places}
    assert seen == {GROUNDS["calm"]}


def test_no_mark_is_over_the_agents_own_window_nor_over_what_is_hidden(desk: Desk) -> None:
    across = (OWN.x - 100, OWN.y + 50, OWN.x + OWN.width + 100, OWN.y + 50)
    stroke = Mark(number=2, tool=MarkTool.PEN, colour=MarkColour.RED, stay=True, points=across)
    until(lambda: desk.pixel(OWN.x + 50, OWN.y + 50) == WHITE)
    desk.draw(BOX, stroke, covered=(Rect(150, 350, 100, 100),))
    assert desk.pixel(OWN.x - 50, OWN.y + 50) == RED
    assert desk.pixel(OWN.x + 50, OWN.y + 50) == WHITE
    assert desk.pixel(*ON_BOX) != RED
    assert desk.pixel(200, 480) == RED
    desk.draw(BOX)
    until(lambda: desk.pixel(*ON_BOX) == RED)


def test_a_spotlight_dims_and_hides_nothing(desk: Desk) -> None:
    with puppet(Rect(0, 200, 900, 500), colour=0xFFFFFF, more=8):
        desk.draw(
            Mark(number=4, tool=MarkTool.SPOTLIGHT, colour=MarkColour.RED, stay=True, points=(400, 300, 600, 500))
        )
        until(lambda: [desk.pixel(100, y) for y in (400, 401)] == ["#000000", WHITE])
        assert [desk.pixel(500, y) for y in (400, 401)] == [WHITE, WHITE]
        until(desk.bordered)
        assert all(desk.bordered() for _ in range(50)), "the border is dimmed"


def test_glass_is_no_window_to_what_decides_what_may_be_seen(desk: Desk) -> None:
    desk.draw(BOX)
    process = desk.banner()[0]
    glass = set(desk.glass())
    assert len(glass) == 1 + len(edges())
    assert {process_of(window) for window in glass} == {process}
    read = {seen.facts.id for seen in WindowsOfDesktop(desk.monitors, lambda: {process}).read(0)}
    assert read
    assert not read & glass


@pytest.mark.parametrize("view", ["paused", "link_lost", "ended"])
def test_all_of_it_goes_with_the_session(desk: Desk, view: str) -> None:
    desk.draw(BOX)
    desk.show(FR[view])
    until(lambda: desk.empty() and desk.bare())


def test_what_is_drawn_is_in_pictures_and_the_agents_other_windows_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    left_out: list[int] = []
    monkeypatch.setattr(on_windows, "exclude_from_capture", left_out.append)
    with puppet(OWN, more=8) as plain, puppet(OWN, more=8 | LAYERED_THROUGH) as glass:
        on_windows.keep_out_of_pictures()
        assert plain.handle in left_out
        assert glass.handle not in left_out


def test_all_of_it_goes_with_the_agent(desk: Desk) -> None:
    desk.draw(BOX)
    desk.end()
    until(lambda: desk.empty() and desk.bare() and not desk.glass())


def test_marks_and_the_border_are_at_their_places_beside_a_monitor_to_the_left(
    screen: WindowsScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    left, right = Screen("1", Rect(-200, 0, 840, 800), primary=False), Screen("2", Rect(640, 0, 640, 800), primary=True)
    here = [left, right]
    monitors = WindowsMonitors(lambda: here, lambda: Rect(-200, 0, 1480, 800))
    monkeypatch.setattr(border_windows, "screens", lambda: here)
    root = tk.Tk()
    _INTERPRETERS.append(root.tk)

    def comes(x: int, y: int, colour: str) -> bool:
        root.update()
        return colour_at(screen, x, y) == colour

    border = border_windows.WindowsBorder(root)
    border.show(ACCENT)
    for x in (639 - THICKNESS // 2, 640 + THICKNESS // 2, SIZE[0] - 1 - THICKNESS // 2):
        until(partial(comes, x, 700, ACCENT))
    assert not comes(640 + THICKNESS, 700, ACCENT)
    root.tk.call("tk", "scaling", 2 * 96 / 72)  # letters of 200 %
    border.keep_up()
    until(lambda: comes(640 + 2 * THICKNESS - 1, 700, ACCENT))
    bold = font.Font(root, family="DejaVu Sans", size=-17, weight="bold")
    overlay = Overlay(root, bold, WindowsGlass(monitors, set), lambda _: None, time.monotonic)
    overlay.show(Drawn(marks=(BOX,)), ACCENT)
    until(lambda: comes(ON_BOX[0] - 200, ON_BOX[1], RED))
    del here[0]
    border.keep_up()
    until(lambda: not comes(639 - THICKNESS // 2, 700, ACCENT))
    border.hide()
    overlay.clear()
    until(lambda: not comes(ON_BOX[0] - 200, ON_BOX[1], RED) and not comes(642, 700, ACCENT))
    root.destroy()
