"""What the customer's windows list, a line each (done, said, hidden, granted), what is asked, and what went wrong."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from agent.protocol.messages import Party
from agent.protocol.permissions import Permission

Kind = Literal["window", "application", "folder", "area"]
"""What can be hidden."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Activity(_Model):
    """One line of the live list: a journal entry in plain words. `text` names an entry of the texts' `activity.`

    `detail`: permission.*: the Permission; session.paused, .resumed: the Party; session.ended: the EndReason; else
    plain text, shown as it is.
    """

    clock: str
    text: str
    detail: str = ""


class ChatLine(_Model):
    """One chat line, plain text."""

    clock: str
    mine: bool
    text: str


class PreviewLine(_Model):
    """One line of the system report before it goes."""

    key: str
    items: list[str]
    struck: bool = False


class HiddenLine(_Model):
    """One line of what is hidden. `label`: a title, a program, a path; empty for an area. For the customer's eyes."""

    number: int
    kind: Kind
    label: str
    by: Party


class WindowLine(_Model):
    """A window that can be hidden, or shared alone."""

    id: int
    title: str
    application: str


class Problem(_Model):
    """What went wrong: `text` names an entry of the texts' `problem.`"""

    text: str
    detail: str = ""
    today: str = ""
    """What this computer takes for the date and the time, as people say it."""


class Question(_Model):
    """One permission asked for. An answer names the `number`, so that a late click answers nothing else."""

    number: int
    permission: Permission
    renewal: bool = False
    """The customer allowed it before, and that time is over."""


class Granted(_Model):
    """One permission that holds; `seconds_left` when the customer gave it for some minutes."""

    permission: Permission
    seconds_left: int | None = None
