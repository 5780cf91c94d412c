"""What a window shows, whatever draws it: a page of blocks and buttons, every word already chosen.

The web window and the plain one both draw these and nothing else; screens.py composes them from a view.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, StringConstraints, TypeAdapter, ValidationError

from agent.protocol.errors import WireError
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


class Turn(_Part):
    """Turn to another page of the same screen; the agent does not hear of it."""

    type: Literal["turn"] = "turn"
    to: Annotated[str, StringConstraints(max_length=40)]


class Choose(_Part):
    """Let the customer pick a folder, or draw an area on the screen; what comes of it is a `Hide`."""

    type: Literal["choose"] = "choose"
    what: Literal["folder", "area"]


Pressed = Action | Turn | Choose
"""What a button means: an action for the agent, or a step that the window takes by itself."""

_PRESSED: TypeAdapter[Pressed] = TypeAdapter(Annotated[Pressed, Discriminator("type")])


def parse_pressed(text: str) -> Pressed:
    """Parse what the page says was pressed. Raise WireError on anything else."""
    try:
        return _PRESSED.validate_json(text)
    except ValidationError as error:
        raise WireError(f"nothing that can be pressed ({error.error_count()} faults)") from None


class Button(_Part):
    """A button and the action it sends; `name` is its name for a screen reader where the label is short."""

    label: str
    action: Pressed
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
    author: Runs = []
    from_me: bool = False


class Lines(_Part):
    """A list that grows, read aloud as it does: at its end, or at its head where the newest comes first."""

    kind: Literal["lines"] = "lines"
    name: Literal["activity", "chat"]
    title: str
    lines: list[Line]
    empty: str
    newest_first: bool = False
    note: str = ""
    """A quiet line below it."""


class Row(_Part):
    """One thing, and the button that undoes it; `note` is a quieter line below the label."""

    label: Runs
    note: Runs = []
    button: Button
    level: int | None = None
    """How loud it is, 0 to 8; drawn as a bar, on windows that can."""


class Rows(_Part):
    """A list of things, each with its button: what is granted, what is hidden."""

    kind: Literal["rows"] = "rows"
    title: str
    rows: list[Row]
    empty: str = ""


class Length(_Part):
    """How long a yes is to hold, in minutes; None: for the session."""

    label: str
    minutes: Literal[5, 10, 30] | None


class Lengths(_Part):
    """One choice of several that rides on the answer of the page's foot, as its `minutes`; the first is chosen."""

    kind: Literal["lengths"] = "lengths"
    label: str
    lengths: list[Length]


class Switch(_Part):
    """One thing that is on or off, and the action that turns it over."""

    label: str
    note: str = ""
    on: bool
    turn: Action


class Switches(_Part):
    """Switches below one another."""

    kind: Literal["switches"] = "switches"
    label: str
    switches: list[Switch]


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
    """A tick that rides on the page's buttons, as the field of their action that `rides` names; off at first."""

    kind: Literal["option"] = "option"
    rides: Literal["save_report", "save_chat", "keep_undo"] = "save_report"
    label: str
    note: str = ""


Block = Paragraph | Digits | Choices | Field | Lines | Rows | Lengths | Switches | Ticks | Document | Option


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
    logo: str = ""
    """The operator's picture, a PNG in base64; empty where there is none. The name stands beside it."""
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
    names_round: int = 0
    """Which round of the hiding screen it belongs to, or comes after."""
    private: bool = False
    """Names of hidden things are on it; once it is painted over, the window says so."""
