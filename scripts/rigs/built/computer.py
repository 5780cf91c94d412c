"""What the steps of [built-session] ask of a computer with the plug-in on it: each system has its half."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PIL import Image

from agent.areas import Rect
from scripts.rigs.built.hand import Hand
from scripts.rigs.technician import Technician


@dataclass(frozen=True)
class Setting:
    """A setting that the technician changes. `path` as the console's field takes it; `new` as its editor does."""

    path: str
    name: str
    new: str


class Computer(Protocol):
    """The customer's computer, seen and asked from outside."""

    hand: Hand
    home: Path
    """The customer's home, as files of this machine; `downloads` lies in it."""
    downloads: Path
    secret: str
    """The name of the folder that the customer hides; it lies in the home."""
    place: str
    """The home's path on the wire, as the console's list of places has it."""
    coloured: Rect
    """Where a window with flat colours and small letters lies."""
    written: Rect
    """Where the window of a real program lies, into which the technician types."""
    folder_window: Rect
    """Where a window that shows the hidden folder lies, once it is there."""
    field: tuple[int, int]
    """A pixel at which a click gives that program the keyboard."""
    setting: Setting

    def typed(self) -> str:
        """Return what that program was given, asked of it or of what it saved."""

    def clicked(self) -> list[tuple[int, int]]:
        """Return where the coloured window was clicked, oldest first."""

    def choose_folder(self) -> None:
        """Pick the secret folder in the system's own dialog, which the plug-in has just opened, by hand."""

    def show_folder(self) -> None:
        """Open the secret folder in a file manager, as the customer may."""

    def truth(self) -> Image.Image:
        """Return what is really on the screen."""

    def setting_now(self) -> str:
        """Return what the setting is, asked of another program than ours."""

    def left(self) -> list[str]:
        """Say what is otherwise than before the plug-in was started: files, processes, sockets, settings, keys held.

        The plug-in's own file is to be gone; the record and the file that was sent are meant to lie in `downloads`.
        """


@dataclass(frozen=True)
class Met:
    """The two sides, and the file that is sent."""

    computer: Computer
    technician: Technician
    parcel: Path

    @property
    def hand(self) -> Hand:
        """The customer's."""
        return self.computer.hand
