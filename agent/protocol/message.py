"""What every message of a live session is: frozen, closed, and declared with the permission it needs and its entry.

A type that does not declare itself, or names an entry the journal does not know, does not import.
"""

from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from agent.protocol.entries import declared
from agent.protocol.permissions import Permission

Needs = Permission | tuple[Permission, ...] | None
"""The permission a message needs; several: any of them is enough; None: it is always allowed."""


def any_of(needs: Needs) -> tuple[Permission, ...]:
    """Return the permissions of which one is enough; none where nothing is needed."""
    return needs if isinstance(needs, tuple) else () if needs is None else (needs,)


class Message(BaseModel):
    """What every message is: frozen, closed, with its type, permission and journal entry declared in the class line."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    needs: ClassVar[Needs]
    """Without it the gate refuses the message."""
    journal: ClassVar[str | None]
    """The journal entry it leaves when performed (agent/protocol/entries.py); None: UNRECORDED there says why."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Take the class line's keywords, which `__pydantic_init_subclass__` judges."""
        super().__init_subclass__()

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Refuse, at import, a console message that does not declare itself."""
        if cls.__name__ in ("FromConsole", "ForTool", "FromAgent"):
            return
        if issubclass(cls, FromConsole) and not {"needs", "journal"} <= kwargs.keys():
            raise TypeError(f"{cls.__name__} must say which permission it needs and which journal entry it leaves")
        cls.needs, cls.journal = kwargs.get("needs"), kwargs.get("journal")
        if issubclass(cls, FromConsole) and not declared(cls.model_fields["type"].default, cls.journal):
            raise TypeError(f"{cls.__name__} leaves no entry that the journal knows ({cls.journal})")


class FromConsole(Message):
    """A message the technician's console may send."""


class ForTool(FromConsole):
    """A message that a tool of agent/tools performs; the tool records what it does, before or as it does it."""


class FromAgent(Message):
    """A message the agent may send. The agent alone decides, so these need no permission table on the console."""
