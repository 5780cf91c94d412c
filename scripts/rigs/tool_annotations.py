"""The case of drawing for [tools]: a real mouse draws on the picture, and what is drawn goes with the consent.

Nothing of it comes to the browser by itself: what counts is what the customer's windows are told to show.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from scripts.rigs.browser import ChromiumTab
from scripts.rigs.tool_scene import ToolScene

ENTRIES = ("annotation.drawn", "annotation.cleared")
"""What `work` leaves in the journal."""
BOX = "[data-testid=show-box]"
STAY = ".palette .look > button:last-child"
SEVERAL = 3


@contextmanager
def furnished(folder: Path) -> Iterator[Mapping[str, str]]:
    """Need nothing but the customer's screen."""
    yield {}


def ask(met: ToolScene) -> None:
    """Ask with the panel's own button, but on arrival: the console asks for this by itself then."""
    if met.technician.standing("annotate") == "not_asked":
        met.technician.press("[data-testid=permission-annotate] button")


def work(met: ToolScene) -> str:
    """Draw a box that stays; the customer wipes it, and the technician is told."""
    _draw(met, 1)
    met.customer.agent.tell({"type": "wipe_marks"})
    _shown(met, lambda marks: marks == 0, "an empty screen")
    met.technician.wait(lambda: bool(met.arrivals(["annotate/cleared"])), "word of it")
    return "a box drawn, shown to the customer and wiped by them"


def busy(met: ToolScene) -> None:
    """Have several boxes on the customer's screen, which stay."""
    _draw(met, SEVERAL)


def left(met: ToolScene) -> str:
    """Say what is still shown."""
    return f"{marks} drawings are still shown" if (marks := _marks(met)) else ""


def _draw(met: ToolScene, count: int) -> None:
    technician = met.technician
    assert isinstance(technician.tab, ChromiumTab)
    technician.wait(lambda: technician.there(BOX), "the tools")
    for button in (BOX, STAY):
        if technician.attribute(button, "aria-pressed") != "true":
            technician.press(button)
    for number in range(count):
        x, y = 60 + 90 * number, 120
        technician.tab.drag(technician.place(x, y), technician.place(x + 60, y + 80))
    _shown(met, lambda marks: marks >= count, f"{count} drawings")


def _shown(met: ToolScene, accept: Callable[[int], bool], what: str) -> None:
    met.technician.wait(lambda: accept(_marks(met)), what)


def _marks(met: ToolScene) -> int:
    """Count the drawings that the customer's windows were last told to show."""
    told = [said["marks"] for said in met.customer.agent.drain() if "marks" in said]
    return int(told[-1]) if told else 0
