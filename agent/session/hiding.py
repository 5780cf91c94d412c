"""Who may hide and show what: the customer both, the technician only hide, and nobody learns what is hidden (P4)."""

from dataclasses import dataclass

from agent.hiding.vocabulary import (
    Guard,
    Hidden,
    HiddenApplication,
    HiddenArea,
    HiddenFolder,
    HiddenThing,
    HiddenWindow,
)
from agent.protocol.messages import HidingState, Party

MAX_HIDDEN = 100
"""Things hidden one by one; whoever needs more shares a single window."""

KINDS: dict[type[HiddenThing], str] = {
    HiddenFolder: "folder",
    HiddenWindow: "window",
    HiddenApplication: "application",
    HiddenArea: "area",
}
"""The word for each kind, in the journal and the window. The journal holds no other word of it."""


@dataclass(frozen=True)
class HiddenItem:
    """One line of the customer's list."""

    number: int
    thing: HiddenThing
    by: Party


class Hiding:
    """What is hidden now."""

    def __init__(self) -> None:
        self.items: list[HiddenItem] = []
        self.only: HiddenWindow | None = None
        self.guards: frozenset[Guard] = frozenset(Guard)
        self.everything = False
        self._numbers = 0

    def hide(self, thing: HiddenThing, by: Party) -> bool:
        """Hide one thing more; say whether that changed anything. When the list is full, everything is hidden (P10)."""
        if any(item.thing == thing for item in self.items):
            return False
        if len(self.items) >= MAX_HIDDEN:
            self.everything = True
            return True
        self._numbers += 1
        self.items.append(HiddenItem(self._numbers, thing, by))
        return True

    def show(self, number: int) -> HiddenItem | None:
        """Show again what line `number` hides; None when there is no such line. Only the customer comes here."""
        item = next((item for item in self.items if item.number == number), None)
        if item is not None:
            self.items.remove(item)
        return item

    def switch_guard(self, guard: Guard, on: bool) -> bool:
        """Switch a guard; say whether that changed anything."""
        before, self.guards = self.guards, self.guards | {guard} if on else self.guards - {guard}
        return self.guards != before

    def hidden(self, terminal: bool) -> Hidden:
        """Return the whole as a value; `terminal` says whether the terminal is granted."""
        things = [item.thing for item in self.items]
        return Hidden(
            folders=tuple(thing.path for thing in things if isinstance(thing, HiddenFolder)),
            windows=frozenset(thing.id for thing in things if isinstance(thing, HiddenWindow)),
            applications=frozenset(thing.name for thing in things if isinstance(thing, HiddenApplication)),
            areas=tuple(thing.area for thing in things if isinstance(thing, HiddenArea)),
            only=self.only.id if self.only else None,
            guards=self.guards,
            everything=self.everything,
            terminal=terminal,
        )

    @property
    def state(self) -> HidingState:
        """All that the technician is told: that something is hidden, never what."""
        if self.everything:
            return HidingState.EVERYTHING
        if self.only is not None:
            return HidingState.ALL_BUT_ONE
        return HidingState.SOMETHING if self.items else HidingState.NOTHING
