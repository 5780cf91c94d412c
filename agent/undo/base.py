"""What it takes to undo one kind of change, whatever it is: data that say how, and one class that does it.

The data are good in another run of the plug-in as well; what is kept of them is the customer's to say (`kept`).
"""

from abc import ABC, abstractmethod
from typing import Any, ClassVar, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from agent.protocol.errors import HandrailError


class WayBack(BaseModel):
    """How one change is undone: data alone, written by one run and read by another."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class NotUndone(HandrailError):
    """A change was not undone, and nothing else was done either.

    `why` names an entry of the texts' `things.`; `may_insist`: somebody changed it since, and the customer may have it
    undone all the same, by which nothing is lost.
    """

    def __init__(self, why: str, *, may_insist: bool = False) -> None:
        super().__init__(why)
        self.why, self.may_insist = why, may_insist


W = TypeVar("W", bound=WayBack)


class Undoer(ABC, Generic[W]):
    """Undoes one kind of change. Everything is called on the event loop's thread."""

    kinds: ClassVar[frozenset[str]]
    """The journal entries of the changes it undoes."""

    @abstractmethod
    def read(self, text: str) -> W:
        """Return the way back that another run wrote. Raise ValueError (pydantic's too) when it is none."""

    @abstractmethod
    async def undo(self, way: W, *, insist: bool = False) -> None:
        """Bring back exactly what was. Raise NotUndone; then nothing has changed.

        `insist`: the customer was told that it was changed since, and wants it all the same.
        """

    async def taken(self, way: W) -> None:
        """Take in that an earlier run undid this one: what others know of where things are may hang on it."""

    async def forget(self, way: W) -> None:
        """Delete what lies anywhere else for this way back alone. What cannot be deleted is left."""

    async def close(self) -> None:
        """Let go of everything."""


AnyUndoer = Undoer[Any]
"""One whose ways back are its own: it reads them itself."""
