"""A technician draws in a real browser: the mark is on the customer's real screen, and once in the picture."""

import asyncio
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

from agent.protocol.messages import MarkColour
from agent.ui.marks import COLOURS
from scripts.rigs.applications import until
from scripts.rigs.browser import ChromiumTab, chromium
from scripts.rigs.marks_seen import Pixels
from scripts.rigs.own_lane import arrive
from scripts.rigs.scene import place
from scripts.rigs.talker import Talker, talker
from scripts.rigs.technician import Technician

RED = COLOURS[MarkColour.RED][0]


@contextmanager
def says_yes(agent: Talker) -> Iterator[None]:
    """Answer for the customer, on a thread."""
    loop = asyncio.new_event_loop()
    answering = loop.create_task(arrive(agent))

    def run() -> None:
        with pytest.raises(asyncio.CancelledError):
            loop.run_until_complete(answering)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(answering.cancel)
        thread.join()
        loop.close()


def test_what_is_drawn_in_the_browser_is_on_the_screen_and_once_in_the_picture() -> None:
    with (
        place() as (desk, server),
        chromium("fr") as tab,
        talker("scripts.rigs.windowed", "--server", server.url, "--plain", env=desk.environment) as agent,
        says_yes(agent),
    ):
        technician = Technician(tab, server.url)
        technician.log_in(server.account)
        technician.join(str(agent.wait_for(lambda said: bool(said.get("code")), "a code")["code"]))
        technician.wait_live()
        technician.wait(lambda: technician.there("[data-testid=show-box]"), "the tools")
        technician.press("[data-testid=show-box]")
        technician.press(".palette .look > button:last-child")
        draw(tab, technician, (20, 620), (320, 760))
        until(lambda: near(screen(desk.display).along(RED, row=690), [20, 320]), "the whole box on the screen")
        seen = screen(desk.display).along(RED, row=690)
        technician.wait(lambda: Pixels.of_picture(technician.picture()).along(RED, row=690) == seen, "it once")
        agent.tell({"type": "wipe_marks"})
        until(lambda: not screen(desk.display).along(RED, row=690), "nothing on the screen")
        technician.wait(lambda: "effacé" in technician.text(".palette .hint"), "what the customer did")
        agent.wait_for(
            lambda said: any(line["text"] == "annotation.drawn" for line in said.get("activity", [])), "it told"
        )


def near(seen: Sequence[float], meant: Sequence[float]) -> bool:
    """Say whether as many places as meant are seen, each within two pixels."""
    return len(seen) == len(meant) and all(abs(one - other) <= 2 for one, other in zip(seen, meant, strict=True))


def screen(display: str) -> Pixels:
    return Pixels.of_screen(display)


def draw(tab: ChromiumTab, technician: Technician, start: tuple[int, int], end: tuple[int, int]) -> None:
    """Drag from one pixel of the picture to another, shown pixel by pixel."""
    technician.show_fitted(False)
    tab.drag(technician.place(*start), technician.place(*end))
