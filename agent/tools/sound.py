"""The voice as the customer sees and steers it: what is shown of it, and the door to what does what they choose."""

from collections.abc import Callable
from typing import Protocol, assert_never

from agent.tools.voice.words import Kind
from agent.ui.sound_shown import Mute, SoundAction, SoundShown, UseSound


class Door(Protocol):
    """Does what the customer chooses."""

    def mute(self, on: bool) -> None:
        """Close the microphone, or open it again. Raise JournalError."""

    def choose(self, kind: Kind, name: str) -> None:
        """Use another device."""


class Sound:
    """On the event loop's thread."""

    def __init__(self, on_change: Callable[[], None] = lambda: None) -> None:
        self._on_change = on_change
        self._door: Door | None = None
        self.shown: SoundShown | None = None
        """None while there is no voice."""

    def opens_to(self, door: Door) -> None:
        """Have this do what the customer chooses."""
        self._door = door

    def show(self, shown: SoundShown | None) -> None:
        """Show how the voice stands."""
        if shown != self.shown:
            self.shown = shown
            self._on_change()

    async def do(self, action: SoundAction) -> None:
        """Do what the customer chose. Raise JournalError."""
        if (door := self._door) is None:
            return
        match action:
            case Mute():
                door.mute(action.on)
            case UseSound():
                door.choose(action.kind, action.name)
            case _:
                assert_never(action)
