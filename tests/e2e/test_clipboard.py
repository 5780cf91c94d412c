"""Both clipboards, end to end: a program on a real desktop, the agent, a technician in a real browser."""

import io
import time
from collections.abc import Iterator

import pytest
from PIL import Image

from scripts.rigs.applications import Desk
from scripts.rigs.browser import ChromiumTab, chromium
from scripts.rigs.copier import Copier
from scripts.rigs.rendezvous import Rendezvous
from scripts.rigs.scene import Customer, customer, place
from scripts.rigs.technician import Technician
from scripts.rigs.tool_clipboard import SIDE, noise

READ = "#clipboard-button"
PUT = ".clipboards section:last-child .react-aria-TextField ~ button"
RECEIVED = "[data-testid=clipboard-received]"
GRANT = "view,clipboard_in,clipboard_out"


@pytest.fixture(scope="module")
def stage() -> Iterator[tuple[Desk, Rendezvous, ChromiumTab, Technician]]:
    with place() as (desk, server), chromium("fr") as tab:
        technician = Technician(tab, server.url)
        technician.log_in(server.account)
        yield desk, server, tab, technician


@pytest.fixture
def met(stage: tuple[Desk, Rendezvous, ChromiumTab, Technician]) -> Iterator[tuple[Technician, Customer, Copier]]:
    desk, server, tab, technician = stage
    tab.goto(f"{server.url}/console/")
    with customer(desk, server, grant=GRANT) as agent, Copier(desk.display, "notes") as program:
        program.open("Notes")
        technician.join(agent.code())
        technician.wait_live()
        technician.press("[role=tab][data-key=clipboard]")
        yield technician, agent, program


def activity(agent: Customer, *kinds: str) -> list[str]:
    """Wait until the customer's list tells of all `kinds`; return their details, in its order."""

    def told(said: dict[str, object]) -> bool:
        lines = said.get("activity", [])
        return isinstance(lines, list) and {*kinds} <= {line["text"] for line in lines}

    lines = agent.sees(told, str(kinds))["activity"]
    return [line["detail"] for line in lines if line["text"] in kinds]


def allow(technician: Technician, button: str, then: str) -> None:
    """Press what asks, and wait for what there is once the customer said yes."""
    technician.press(button)
    technician.wait(lambda: technician.there(then), then)


def test_a_text_and_an_image_go_each_way_and_each_is_told(met: tuple[Technician, Customer, Copier]) -> None:
    technician, agent, program = met
    allow(technician, READ, f"{READ}:not(:has(em))")
    hostile = "<img src=x onerror=alert(1)>\u202e Été"
    program.copy({"UTF8_STRING": hostile.encode()})
    wait_read(technician)
    assert technician.text(f"{RECEIVED} pre") == "<img src=x onerror=alert(1)>U+202E Été"
    assert activity(agent, "clipboard.text_read") == [str(len(hostile))]

    picture = io.BytesIO()
    Image.effect_noise((640, 400), 60).save(picture, "PNG")
    program.copy({"image/png": picture.getvalue()})
    technician.press(READ)
    technician.wait(lambda: technician.attribute(f"{RECEIVED} img", "alt") == "Image de 640 × 400 points", "the image")
    assert activity(agent, "clipboard.image_read") == ["640 x 400"]

    allow(technician, ".clipboards section:last-child button", ".clipboards textarea")
    technician.fill(".clipboards textarea", "bonjour à coller")
    technician.press(PUT)
    technician.wait(lambda: "peut le coller" in technician.text(".clipboards"), "the end of it")
    technician.wait(lambda: program.paste("UTF8_STRING") == "bonjour à coller".encode(), "what can be pasted")
    assert activity(agent, "clipboard.text_put") == ["16"]


def test_a_password_manager_is_like_nothing(met: tuple[Technician, Customer, Copier]) -> None:
    technician, agent, program = met
    allow(technician, READ, f"{READ}:not(:has(em))")
    program.copy({"UTF8_STRING": b"hunter2", "x-kde-passwordManagerHint": b"secret"})
    technician.press(READ)
    technician.wait(lambda: "rien à lire" in technician.text(".clipboards"), "that there is nothing")
    activity(agent, "clipboard.asked")
    assert program.asked() == ["TARGETS"]
    assert not technician.there(RECEIVED)


def test_withdrawn_in_the_middle_the_bytes_stop_and_nothing_is_left(met: tuple[Technician, Customer, Copier]) -> None:
    technician, agent, program = met
    allow(technician, READ, f"{READ}:not(:has(em))")
    program.copy({"image/png": noise(SIDE)})
    technician.press(READ)
    technician.wait(lambda: technician.there(".clipboards [role=progressbar][aria-valuenow]"), "some of it")
    agent.agent.tell({"type": "withdraw", "permission": "clipboard_out"})
    technician.wait(lambda: "rien n’a été gardé" in technician.text(".clipboards"), "that it was stopped")
    assert not technician.there(RECEIVED)
    assert not technician.there(".clipboards [role=progressbar]")


def wait_read(technician: Technician) -> None:
    """Press until something is shown: the windows of a program that has just come are not known at once."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        technician.press(READ)
        technician.wait(lambda: not technician.there(".clipboards [role=progressbar]"), "an answer")
        if technician.there(RECEIVED):
            return
    raise TimeoutError(technician.text(".clipboards"))
