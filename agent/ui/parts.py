"""The page being composed, and the pieces that several screens share."""

from dataclasses import dataclass
from typing import Literal

from agent.protocol.permissions import Permission
from agent.ui.documents import privacy
from agent.ui.model import Press, View
from agent.ui.page import Block, Button, Document, Paragraph, Run, Runs
from agent.ui.words import Words, plain

Pressable = Literal["pause", "resume", "stop", "close", "back", "hiding", "no_return"]
Style = Literal["title", "lead", "body", "alarm", "quiet", "mistake"]


@dataclass(frozen=True)
class Local:
    """What only the window knows: what is wrong with the code just typed, and the page turned to."""

    mistake: str = ""
    turned: str = ""
    takes_drops: bool = False
    """Whether a folder can be dropped on this kind of window."""
    draws_levels: bool = False
    """Whether a bar that moves can be drawn without drawing the page anew."""
    draws_areas: bool = False
    """Whether an area can be drawn on this system's screen."""


class Draft:
    """A page in the making."""

    def __init__(self, view: View, words: Words, local: Local) -> None:
        self.view, self.words, self.local = view, words, local
        self.name: str = view.screen
        self.tone: Literal["calm", "still", "wrong"] = "calm"
        self.status: Runs = []
        self.top: list[Button] = []
        self.blocks: list[Block] = []
        self.buttons: list[Button] = []
        self.focus: Literal["heading", "first_button", "field"] = "heading"
        self.guarded = False
        self.private = False
        self.announce = ""

    @property
    def who(self) -> str:
        """The technician's name, made plain."""
        technician = self.view.technician
        return plain(technician.name) if technician else self.words.text("frame/nameless")

    @property
    def of(self) -> str:
        """Where the technician belongs: "d'Exemple Assistance"."""
        technician = self.view.technician
        return self.words.of(plain(technician.organisation)) if technician else ""

    @property
    def brand(self) -> str:
        """Who runs the service."""
        return plain(self.view.brand.name)

    def say(self, style: Style, key: str, **values: str) -> None:
        """Add a paragraph."""
        self.blocks.append(Paragraph(style=style, runs=self.words.runs(key, **values)))

    def add(self, style: Style, text: str) -> None:
        """Add a paragraph of words already chosen."""
        self.blocks.append(Paragraph(style=style, runs=[Run(text=text)]))

    def press(self, label: str, button: Pressable) -> Button:
        """Make a button without words of its own."""
        style: Literal["plain", "stop"] = "stop" if button == "stop" else "plain"
        return Button(label=self.words.text(label), action=Press(button=button), style=style)

    def notice(self) -> None:
        """Add what is done with the customer's data, in force, readable here."""
        text = privacy(self.view.lang, self.view.privacy).text
        self.blocks.append(Document(label=self.words.text("asking/notice"), text=text))

    def permission(self, permission: Permission, form: Literal["ask", "may", "now", "means"]) -> str:
        """Return the words for a permission."""
        return self.words.text(f"permission/{permission}/{form}")


def time_left(words: Words, seconds: int) -> str:
    """Say what is left: "Il reste 9 min 40", "Il reste 40 secondes"."""
    if seconds >= 60:
        return words.text("time/left_long", m=str(seconds // 60), ss=f"{seconds % 60:02d}")
    if seconds > 1:
        return words.text("time/left_short", s=str(seconds))
    return words.text("time/left_one" if seconds == 1 else "time/left_none")
