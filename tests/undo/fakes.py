"""A kind of change that the test makes up, and a customer's window that the test looks into."""

from collections.abc import Callable
from typing import ClassVar

from agent.ui.child import Guard
from agent.ui.drawn import Drawn
from agent.ui.model import Action, View
from agent.undo.base import NotUndone, Undoer, WayBack


class LampWay(WayBack):
    """How a lamp is undone."""

    name: str
    was_on: bool


class LampUndoer(Undoer[LampWay]):
    """Lamps that are on or off, or refuse as the test says."""

    kinds: ClassVar[frozenset[str]] = frozenset({"services.stopped"})

    def __init__(self) -> None:
        self.on: dict[str, bool] = {}
        self.refusals: dict[str, NotUndone] = {}
        self.forgotten: list[str] = []
        self.closed = False

    def read(self, text: str) -> LampWay:
        return LampWay.model_validate_json(text)

    async def undo(self, way: LampWay, *, insist: bool = False) -> None:
        refusal = self.refusals.get(way.name)
        if refusal and not (insist and refusal.may_insist):
            raise refusal
        self.on[way.name] = way.was_on

    async def forget(self, way: LampWay) -> None:
        self.forgotten.append(way.name)

    async def close(self) -> None:
        self.closed = True


class Window:
    """agent.ui.host.Windows: what is shown, and what the customer presses."""

    def __init__(self) -> None:
        self.views: list[View] = []
        self.do: Callable[[Action], None] = lambda _: None
        self.freeze: Callable[[], None] = lambda: None
        self.processes = {1}
        self.closed = False

    @property
    def view(self) -> View:
        return self.views[-1]

    async def start(self, on_action: Callable[[Action], None], on_frozen: Callable[[], None]) -> None:
        self.do, self.freeze = on_action, on_frozen

    def guard(self, guard: Guard) -> None:
        pass

    def show(self, view: View) -> None:
        self.views.append(view)

    def annotate(self, drawn: Drawn) -> None:
        pass

    def pids(self) -> set[int]:
        return self.processes

    async def close(self) -> None:
        self.closed = True
