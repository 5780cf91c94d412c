"""Clicks that a window manager holds back until the banner lies under them, on a real X screen."""

import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count, takewhile

import pytest
from Xlib import display

from agent.ui import model as ui
from scripts.rigs.customer_views import example_views
from tests.ui.rig import Desk, HeldClicks, Shown, command, shown, until
from tests.ui.test_banner import appear, click, place, wait_for_buttons

FR = example_views("fr")
FAR = 400
"""Pixels down from where the banner is."""
STEP_SECONDS = 0.008


@pytest.fixture
def banner(desk: Desk) -> Iterator[Shown]:
    with shown(desk, command("banner")) as window:
        yield window


def move(desk: Desk, places: Iterable[tuple[int, int]]) -> None:
    """Move the banner, as a program may, from place to place."""
    other = display.Display(desk.display)
    window = other.create_resource_object("window", int(desk.windows("handrail-banner")[-1]))
    while (parent := window.query_tree().parent) != other.screen().root:
        window = parent
    for x, y in places:
        window.configure(x=x, y=y)
        other.sync()
    other.close()


@pytest.mark.parametrize("index", [1, 4])
def test_a_click_held_back_until_the_banner_appears_presses_nothing(
    banner: Shown, held: HeldClicks, index: int
) -> None:
    """Neither Stop, which the agent would hear of, nor "smaller", which is the banner's own."""
    appear(banner, FR["live"])
    buttons = wait_for_buttons(banner.desk, 5)
    banner.show(FR["ended"])
    until(lambda: not place(banner.desk), "no banner")
    held.click(*buttons[index])
    appear(banner, FR["live"])
    wait_for_buttons(banner.desk, 5)
    held.let_go()
    click(banner.desk, *buttons[0])
    assert banner.action() == ui.Press(button="pause")


def test_a_click_held_back_until_the_banner_moves_there_presses_nothing(banner: Shown, held: HeldClicks) -> None:
    at = appear(banner, FR["live"])
    pause, stop, *_ = wait_for_buttons(banner.desk, 5)
    held.click(stop[0], stop[1] + FAR)
    there, home = (at["X"], at["Y"] + FAR), (at["X"], at["Y"])
    move(banner.desk, [there, home, there])
    held.let_go()
    move(banner.desk, [home])
    banner.next_beat()  # it has seen that it is back
    click(banner.desk, *pause)
    assert banner.action() == ui.Press(button="pause")


def test_the_customers_click_works_while_the_banner_will_not_keep_still(banner: Shown) -> None:
    at = appear(banner, FR["live"])
    _, stop, *_ = wait_for_buttons(banner.desk, 5)
    done = threading.Event()
    restless = ((at["X"] + step % 2, at["Y"]) for step in takewhile(lambda _: not done.wait(STEP_SECONDS), count()))
    with ThreadPoolExecutor(1) as others:
        moving = others.submit(move, banner.desk, restless)
        try:
            for _ in range(5):
                click(banner.desk, *stop)
                assert banner.action() == ui.Press(button="stop")
        finally:
            done.set()
        moving.result()
