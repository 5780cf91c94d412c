"""A whole session with a customer on Windows: the agent under Wine, a real browser, real WebRTC."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

import pytest

from agent.media.capture import MASK_PIXEL
from scripts.rigs import wine
from scripts.rigs.scene import Customer
from scripts.rigs.talker import Talker
from scripts.rigs.technician import Technician
from scripts.rigs.windows_desk import GREEN, RED, TARGET, VAULT
from scripts.rigs.windows_scene import Place, scripted_customer, windows_place

pytestmark = pytest.mark.timeout(wine.PATIENCE)

MASK = (MASK_PIXEL[2], MASK_PIXEL[1], MASK_PIXEL[0])
TRIES = 4
SOON_SECONDS = 10.0
NEAR = 6
"""By how much a colour may be off: video rounds."""


@dataclass(frozen=True)
class Met:
    """A session with the scripted customer."""

    display: str
    desk: Talker
    customer: Customer
    technician: Technician


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    if reason := wine.missing():
        pytest.skip(reason)
    with windows_place() as place:
        yield place


@pytest.fixture(scope="module")
def met(place: Place) -> Iterator[Met]:
    with scripted_customer(place) as customer:
        place.technician.join(customer.code())
        place.technician.wait_live()
        yield Met(place.display, place.desk, customer, place.technician)


def shows(met: Met, x: int, y: int, colour: tuple[int, int, int]) -> bool:
    seen = met.technician.picture().getpixel((x, y))
    assert isinstance(seen, tuple)
    return all(abs(one - other) <= NEAR for one, other in zip(seen, colour, strict=True))


def test_the_console_shows_the_desktop_and_a_password_manager_is_flat(met: Met) -> None:
    target, vault = (TARGET.x + 50, TARGET.y + 50), (VAULT.x + 50, VAULT.y + 50)
    met.technician.wait(lambda: shows(met, *target, GREEN), "the green place")
    assert met.technician.picture().size == (1280, 800)
    assert shows(met, *vault, MASK)
    place = met.technician.picture().crop((VAULT.x, VAULT.y, VAULT.x + VAULT.width, VAULT.y + VAULT.height))
    assert RED not in [colour for _, colour in place.getcolors(1 << 20) or []]


def test_the_technician_clicks_in_a_win32_window(met: Met) -> None:
    met.technician.ask("control")
    met.technician.wait(lambda: met.technician.hand == "technician", "the hand")
    before = len(met.desk.drain())
    met.technician.click(TARGET.x + 50, TARGET.y + 50)
    met.desk.wait_for(lambda said: said.get("clicks", 0) >= 1, "the click")
    met.desk.wait_for(lambda said: said.get("front") is False, "the keyboard to go there too", since=before)
    before = len(met.desk.drain())
    met.technician.click(200, 200)
    met.desk.wait_for(lambda said: said.get("front") is True, "the field to have the keyboard", since=before)


def test_what_the_technician_types_right_after_a_click_arrives_in_the_field(met: Met) -> None:
    met.technician.click(TARGET.x + 50, TARGET.y + 50)
    before = len(met.desk.drain())
    for _ in range(TRIES):
        met.technician.wait(lambda: met.technician.hand == "technician", "the hand")
        met.technician.click(200, 200)
        with suppress(TimeoutError):
            met.desk.wait_for(lambda said: said.get("front") is True, "the keyboard", SOON_SECONDS, before)
            break
    met.technician.take_keys()
    met.technician.tab.type("Bonjour, é à ç @ € : 12")
    met.desk.wait_for(lambda said: said.get("typed") == "Bonjour, é à ç @ € : 12", "the words", since=before)
    met.technician.tab.chord(["Backspace"])
    met.desk.wait_for(lambda said: said.get("typed") == "Bonjour, é à ç @ € : 1", "a letter less", since=before)
    assert met.technician.hand == "technician"


def test_over_what_is_hidden_a_click_is_dropped(met: Met) -> None:
    before = len(met.desk.drain())
    met.technician.click(VAULT.x + 50, VAULT.y + 50)
    met.technician.click(TARGET.x + 60, TARGET.y + 60)
    met.desk.wait_for(lambda said: "clicks" in said, "the click beside it", since=before)
    assert not any("opened" in said for said in met.desk.drain())
    assert shows(met, VAULT.x + 50, VAULT.y + 50, MASK)


def test_the_customers_real_hand_wins_at_once(met: Met) -> None:
    subprocess.run(["xdotool", "mousemove", "300", "200"], env={**os.environ, "DISPLAY": met.display}, check=True)
    met.technician.wait(lambda: met.technician.hand == "customer", "the customer's hand")
    met.technician.wait(lambda: met.technician.hand == "technician", "the technician's again")


def test_stop_ends_it_and_nothing_is_left(met: Met) -> None:
    met.customer.press("stop")
    met.technician.wait(lambda: met.technician.phase == "ended", "the end")
    said = met.customer.sees(
        lambda said: said.get("left_behind") is not None or "ended" in said, "the look for leavings"
    )
    assert said.get("left_behind") in ([], None)
    assert met.customer.agent.process.wait(60) == 0
