"""What a window shows, whatever draws it: a page of blocks and buttons, every word already chosen.

The web window and the plain one both draw these and nothing else; screens.py composes them from a view.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from agent.ui.model import Action


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Run(_Part):
    """A stretch of text. A foreign one was written by others: it is isolated, so that it cannot turn its neighbours."""

    text: str
    strong: bool = False
    foreign: bool = False


Runs = list[Run]


class Paragraph(_Part):
    """A paragraph."""

    kind: Literal["paragraph"] = "paragraph"
    style: Literal["title", "lead", "body", "alarm", "quiet", "mistake"]
    runs: Runs


class Digits(_Part):
    """The code, huge, in groups; `label` is what a screen reader says."""

    kind: Literal["digits"] = "digits"
    groups: list[str]
    label: str


class Button(_Part):
    """A button and the action it sends; `name` is its name for a screen reader where the label is short."""

    label: str
    action: Action
    style: Literal["plain", "main", "stop"] = "plain"
    name: str = ""
    note: str = ""
    """A line below the label."""


class Choices(_Part):
    """Large buttons below one another, each with its note."""

    kind: Literal["choices"] = "choices"
    choices: list[Button]


class Field(_Part):
    """A line to type in, sent as `sends` by its button or Enter."""

    kind: Literal["field"] = "field"
    sends: Literal["enter_code", "say"]
    label: str
    button: str
    maximum: int
    help: str = ""
    mistake: str = ""
    large: bool = False


class Line(_Part):
    """One line of a list that grows; `from_me` only for chat."""

    clock: str
    runs: Runs
    author: str = ""
    from_me: bool = False


class Lines(_Part):
    """A list that grows at its end, read aloud as it does."""

    kind: Literal["lines"] = "lines"
    name: Literal["activity", "chat"]
    title: str
    lines: list[Line]
    empty: str


class Grant(_Part):
    """One permission that is granted, with the button that takes it back."""

    label: str
    button: Button


class Grants(_Part):
    """What is granted now."""

    kind: Literal["grants"] = "grants"
    title: str
    grants: list[Grant]


class Tick(_Part):
    """One line that a tick lets go or keeps back."""

    key: str
    label: str
    items: list[str]
    on: bool


class Ticks(_Part):
    """The report, line by line; a tick sends a `strike`."""

    kind: Literal["ticks"] = "ticks"
    label: str
    ticks: list[Tick]


class Document(_Part):
    """A long text behind a button, shown inside the window: nothing is fetched."""

    kind: Literal["document"] = "document"
    label: str
    text: str


class Option(_Part):
    """A tick that rides on the page's buttons, as their `save_report`."""

    kind: Literal["option"] = "option"
    label: str
    note: str = ""


Block = Paragraph | Digits | Choices | Field | Lines | Grants | Ticks | Document | Option


class Shade(_Part):
    """The brand's colour as this ground can bear it, and the ink that is legible on it (contrast 7:1)."""

    colour: str
    ink: str


class Page(_Part):
    """A whole window."""

    lang: Literal["fr", "en"]
    name: str
    """Which page it is: a change moves the focus; a question's name holds its number."""
    window_title: str
    brand: str
    close: str
    """The label that closes a document."""
    light: Shade
    dark: Shade
    tone: Literal["calm", "still", "wrong"] = "calm"
    """still: paused; wrong: the only red."""
    status: Runs = []
    """The line at the top while a session is on."""
    top: list[Button] = []
    blocks: list[Block]
    buttons: list[Button] = []
    focus: Literal["heading", "first_button", "field"] = "heading"
    guarded: bool = False
    """The buttons take no click for the first moment: a key meant for something else must not answer."""
    announce: str = ""
    """What a screen reader says when it changes."""
