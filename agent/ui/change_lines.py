"""What the windows are told of changes: those that can be undone, and one that the customer is to decide on."""

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
