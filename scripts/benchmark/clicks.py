"""From a click in the technician's browser to the change it makes, seen there: both by the browser's own clock."""

import bisect
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise

from scripts.benchmark.course import Place
from scripts.benchmark.pages import with_picture
from scripts.benchmark.peers import SIZE
from scripts.benchmark.viewer import Screen, Seen, visit
from scripts.rigs.talker import talker

CONTROL = "[data-testid=permission-control]"
CONTROL_MS = 20_000.0
HELD, APART = (0.12, 0.2), (0.15, 0.3)
"""Seconds that the button is held, and until the next click: at no fixed place between two images of a display."""
FIRST_SECONDS = 2.0
"""Until the picture is whole, and the pointer at its place."""

NOTE = """
(screen, size) => {
  window.presses = [];
  const note = (event) => window.presses.push((performance.timeOrigin + event.timeStamp) / 1000);
  window.addEventListener("pointerdown", note, { capture: true });
  const box = screen.getBoundingClientRect();
  return [box.left + box.width / 2, box.top + box.height / 2];
}
"""
"""JavaScript: note in `presses` when the browser got each click; return the middle of the picture."""


def clicks(at: Place, count: int) -> tuple[list[float], int]:
    """Click `count` times; return the milliseconds until each change was seen, and the clicks nothing was seen of."""
    with visit(at.browser, at.serving) as screen, _counter(at, count):
        screen.wait(SIZE[0])
        if at.serving.journals:
            _ask_for_control(screen)
        x, y = screen.page.evaluate(with_picture(NOTE), screen.selector)
        screen.page.mouse.move(x - 40, y - 20)
        screen.page.mouse.move(x, y)
        screen.page.wait_for_timeout(1000 * FIRST_SECONDS)
        screen.forget()
        for _ in range(count):
            screen.page.mouse.down()
            _let_pass(screen, HELD)
            screen.page.mouse.up()
            _let_pass(screen, APART)
        return answered(screen.page.evaluate("window.presses"), screen.seen())


def answered(presses: Sequence[float], seen: Seen) -> tuple[list[float], int]:
    """Match each press with the first change before the next press; return milliseconds, and presses without any."""
    changes = [at for _, at in seen]
    waits: list[float] = []
    for press, following in pairwise([*presses, float("inf")]):
        place = bisect.bisect_right(changes, press)
        if place < len(changes) and changes[place] < following:
            waits.append(1000 * (changes[place] - press))
    return waits, len(presses) - len(waits)


def _ask_for_control(screen: Screen) -> None:
    screen.page.locator(f"{CONTROL} button").click(timeout=CONTROL_MS)
    screen.page.locator(f"{CONTROL}[data-standing=granted]").wait_for(timeout=CONTROL_MS)


def _let_pass(screen: Screen, seconds: tuple[float, float]) -> None:
    screen.page.wait_for_timeout(1000 * random.uniform(*seconds))  # noqa: S311 - a person's pace


@contextmanager
def _counter(at: Place, count: int) -> Iterator[None]:
    with talker("scripts.rigs.click_counter", at.display, str(count)) as counter:
        counter.wait_for(lambda said: said == {}, "the application's window")
        yield
