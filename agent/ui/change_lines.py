"""What the windows are told of changes: those that can be undone, now or later; one that the customer decides on."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

MAX_CHANGED = 4000
"""Changed lines of a file that a window is told."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ChangeLine(_Model):
    """One change that can be undone; `kind` is its journal entry, `what` its name, plain text."""

    number: int
    kind: str
    what: str


class ChangedText(_Model):
    """A line of a file that comes (`added`) or goes."""

    added: bool
    text: str


class DifferenceShown(_Model):
    """What would change in the file at `place`; `more` lines are not told. An answer names the `number`."""

    number: int
    place: str
    lines: list[ChangedText]
    more: int = 0


class KeptShown(_Model):
    """What was kept of a session, opened again, and what came of the last click."""

    day: str
    """The day of the session, in words."""
    until: str
    """The last day on which it can be used, in words."""
    where: str
    """The folder it lies in."""
    outcome: Literal["", "undone", "failed", "asks", "deleted", "problem"] = ""
    """asks: it was changed since, and the customer is to say whether it is undone all the same."""
    number: int = 0
    what: str = ""
    """What that change is called."""
    why: str = ""
    """failed: an entry of the texts' `things.`; problem: one of their `undo.`"""
