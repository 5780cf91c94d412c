"""Puts a switched start-up entry back after the session: for the customer alone, who hides nothing from themselves."""

from functools import partial
from typing import ClassVar

from agent.hiding.knowledge import Knowledge
from agent.hiding.vocabulary import Hidden
from agent.tools.discretion import Discretion
from agent.tools.off_loop import off_loop
from agent.tools.startup.entries import Places
from agent.tools.startup.switch import StartupWay, Switch
from agent.undo.base import NotUndone, Undoer

SECONDS = 10.0
"""How long the disk may take."""


class StartupUndoer(Undoer[StartupWay]):
    """Over the customer's own folder."""

    kinds: ClassVar[frozenset[str]] = frozenset({"startup.on", "startup.off"})

    def __init__(self, places: Places | None = None) -> None:
        self._switch = Switch(places or Places.of_this_session())

    def read(self, text: str) -> StartupWay:
        """Read a way back; see Undoer.read."""
        return StartupWay.model_validate_json(text)

    async def undo(self, way: StartupWay, *, insist: bool = False) -> None:
        """Put back what lay there; see Undoer.undo. What was changed since stays: it cannot be kept beside."""
        discretion = Discretion(Hidden(), Knowledge(ready=True))
        why = await off_loop(partial(self._switch.put_back, way, discretion), SECONDS, "startup-undo")
        if why != "":
            raise NotUndone(why or "undo/failed")
