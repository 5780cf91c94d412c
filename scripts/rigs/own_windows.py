"""The technician's code typed into the agent's real windows, and every answer given there by keys."""

from collections.abc import Callable

from scripts.rigs.browser import chromium
from scripts.rigs.flow_checks import SHARP
from scripts.rigs.person import person
from scripts.rigs.pixels import grab, psnr
from scripts.rigs.scene import place
from scripts.rigs.technician import Technician

Say = Callable[[str], None]


def check(say: Say) -> bool:
    """Go through a session at the real windows; print each step; return whether all of it was seen."""
    try:
        _session(say)
    except (AssertionError, TimeoutError) as missed:
        say(f"  MISSED {missed}")
        return False
    return True


def _session(say: Say) -> None:
    with place() as (desk, server), chromium("en") as tab, person(desk, server.url) as someone:
        technician = Technician(tab, server.url)
        technician.log_in(server.account)
        code = technician.issue()
        someone.arrive()
        someone.accept_terms()
        someone.enter_code(code)
        technician.wait(lambda: technician.standing("view") == "asked", "the question")
        assert technician.attribute("[data-testid=screen]", "data-shown") == "false", "a picture came before the yes"
        say("  ok     the terms accepted, the code typed, the question asked: nothing is shown yet")
        someone.allow()
        technician.wait_live()
        technician.wait(lambda: psnr(technician.picture(), grab(desk.display)) >= SHARP, "the customer's screen")
        say("  ok     Tab and Enter on the real question: the technician sees the screen, the window on it included")
        technician.wait(lambda: technician.standing("annotate") == "asked", "what the console asks by itself next")
        someone.allow()
        technician.wait(lambda: technician.standing("annotate") == "granted", "that to be granted")
        technician.press("[data-testid=permission-control] button")
        technician.wait(lambda: technician.standing("control") == "asked", "the third question")
        someone.refuse()
        technician.wait(lambda: technician.standing("control") == "refused", "the refusal")
        say("  ok     Enter alone on the next question, where no has the focus: control is refused")
        someone.panic()
        technician.wait(lambda: technician.phase == "ended", "the end")
        say("  ok     Pause/Break pressed twice: the session is over, and the console says so")
