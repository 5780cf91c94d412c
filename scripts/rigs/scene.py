"""A whole session on real parts: a customer's desktop, a rendezvous, the agent, and a technician in a browser."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scripts.rigs.applications import Desk, desk
from scripts.rigs.browser import Tab
from scripts.rigs.rendezvous import Rendezvous, rendezvous
from scripts.rigs.talker import Said, Talker, talker
from scripts.rigs.technician import Technician
from scripts.rigs.xserver import xvfb

GRANT = "view,control,system"


class Customer:
    """The scripted customer's agent, told what to do and asked what it shows."""

    def __init__(self, agent: Talker) -> None:
        self.agent = agent

    def code(self) -> str:
        """Return the code that the customer reads out."""
        return str(self.agent.wait_for(lambda said: bool(said.get("code")), "a code")["code"])

    def enter(self, code: str) -> None:
        """Type the technician's code."""
        self.agent.wait_for(lambda said: said.get("screen") == "enter_code", "the field for the code")
        self.agent.tell({"type": "enter_code", "code": code})

    def press(self, button: str) -> None:
        """Press one of the buttons without words: pause, resume, stop."""
        self.agent.tell({"type": "press", "button": button})

    def say(self, text: str) -> None:
        """Write a chat line."""
        self.agent.tell({"type": "say", "text": text})

    def sees(self, accept: Callable[[Said], bool], what: str) -> Said:
        """Wait until the customer's windows show it; raise TimeoutError."""
        return self.agent.wait_for(accept, what, since=max(0, len(self.agent.drain()) - 1))


@dataclass(frozen=True)
class Scene:
    """What a check may look at and act on."""

    desk: Desk
    server: Rendezvous
    customer: Customer
    technician: Technician


@contextmanager
def place(log: Path | None = None) -> Iterator[tuple[Desk, Rendezvous]]:
    """Furnish a virtual desktop, and run a rendezvous on loopback."""
    with xvfb() as display, desk(display) as furnished, rendezvous(log=log) as server:
        yield furnished, server


@contextmanager
def customer(where: Desk, server: Rendezvous, *, join: bool = False, grant: str = GRANT) -> Iterator[Customer]:
    """Run the agent with a scripted customer on that desktop."""
    options = ["--server", server.url, "--grant", grant, "--lang", "fr", *(["--join"] if join else [])]
    with talker("scripts.rigs.customer", *options, env=where.environment) as agent:
        yield Customer(agent)


def meet(scene: Scene, join: bool) -> None:
    """Bring the two together: by the customer's code, or, with `join`, by the technician's."""
    scene.technician.log_in(scene.server.account)
    if join:
        scene.customer.enter(scene.technician.issue())
    else:
        scene.technician.join(scene.customer.code())
    scene.technician.wait_live()


@contextmanager
def scene(where: Desk, server: Rendezvous, tab: Tab, *, join: bool = False) -> Iterator[Scene]:
    """Bring a customer and a technician together in a live session with view granted."""
    with customer(where, server, join=join) as somebody:
        met = Scene(where, server, somebody, Technician(tab, server.url))
        meet(met, join)
        yield met
