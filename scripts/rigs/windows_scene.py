"""A session whose customer is on Windows: the agent under Wine, a technician in Chromium, a rendezvous between."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from scripts.rigs.browser import chromium
from scripts.rigs.rendezvous import Rendezvous, rendezvous
from scripts.rigs.scene import Customer
from scripts.rigs.talker import Talker, talker
from scripts.rigs.technician import Technician
from scripts.rigs.wine import PYTHON, Wine, alone
from scripts.rigs.xserver import window_manager, xvfb

SECONDS = 120.0
"""What Wine may take to start a program on a busy machine."""

WINDOWS_PYTHON = ("wine", PYTHON, "-B")


@dataclass(frozen=True)
class Place:
    """A desktop of Windows with something on it, a rendezvous, and a technician who has signed in."""

    display: str
    wine: Wine
    desk: Talker
    server: Rendezvous
    technician: Technician


@contextmanager
def windows_place(log: Path | None = None) -> Iterator[Place]:
    """Furnish it."""
    with ExitStack() as stack:
        stack.enter_context(alone())
        display = stack.enter_context(xvfb())
        stack.enter_context(window_manager(display))
        wine = Wine(display)
        desk = stack.enter_context(talker("scripts.rigs.windows_desk", env=wine.env, log=log, python=WINDOWS_PYTHON))
        desk.wait_for(lambda said: bool(said.get("ready")), "the desktop", SECONDS)
        server = stack.enter_context(rendezvous())
        technician = Technician(stack.enter_context(chromium("fr")), server.url)
        technician.log_in(server.account)
        yield Place(display, wine, desk, server, technician)


@contextmanager
def scripted_customer(place: Place, grant: str = "view,control,system", log: Path | None = None) -> Iterator[Customer]:
    """Run the agent with a scripted customer, who shows a code."""
    options = ["--server", place.server.url, "--grant", grant, "--lang", "fr"]
    with talker("scripts.rigs.customer", *options, env=place.wine.env, log=log, python=WINDOWS_PYTHON) as agent:
        agent.wait_for(lambda said: bool(said.get("code")), "a code", SECONDS)
        yield Customer(agent)
