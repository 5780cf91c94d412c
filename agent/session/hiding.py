"""Who may hide and show what: the customer both, the technician only hide, and nobody learns what is hidden (P4).

Nothing here depends on consent: a permission withdrawn, a pause, a lost line change nothing of what is hidden.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import assert_never

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
from agent.session import effects as do
from agent.session import events as on
from agent.session.effects import Effect

MAX_HIDDEN = 100
"""Things the customer hides one by one; whoever needs more shares a single window."""

MAX_PROPOSALS = 50
"""What the technician may propose to hide in one session; beyond it, everything is hidden."""

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
        self._proposals = 0

    def propose(self, proposal: do.Proposal) -> list[Effect]:
        """Let the technician propose to hide something, which is done at once.

        Found or not, the technician sees the same, and the journal, whose length the technician countersigns, grows by
        the same: a proposal is no way to learn which folders there are.
        """
        if self._proposals >= MAX_PROPOSALS:
            return self._cover(True)
        self._proposals += 1
        kind = proposal.type.removeprefix("hide/")
        return [do.Record("hiding.proposed", {"kind": kind}), do.FindToHide(proposal)]

    def handle(self, event: on.HidingEvent) -> list[Effect]:
        """Change what is hidden; each change leaves its line in the journal."""
        match event:
            case on.CustomerHid():
                return self._hide(event.thing)
            case on.FoundToHide():
                return self._found(event.things)
            case on.CustomerShowed():
                return self._show(event.number)
            case on.CustomerSharedOnly():
                return self._share_only(event.window)
            case on.SharedWindowClosed():
                return self._shared_window_closed()
            case on.GuardSwitched():
                return self._switch_guard(event.guard, event.on)
            case on.CustomerCovered():
                return self._cover(event.covered)
            case _:
                assert_never(event)

    def _hide(self, thing: HiddenThing) -> list[Effect]:
        if any(item.thing == thing for item in self.items):
            return []
        if sum(item.by is Party.CUSTOMER for item in self.items) >= MAX_HIDDEN:
            return self._cover(True)
        self._add(thing, Party.CUSTOMER)
        return [do.Record("hiding.added", {"kind": KINDS[type(thing)], "by": Party.CUSTOMER})]

    def _found(self, things: Iterable[HiddenThing]) -> list[Effect]:
        for thing in things:
            if all(item.thing != thing for item in self.items):
                self._add(thing, Party.TECHNICIAN)
        return []

    def _add(self, thing: HiddenThing, by: Party) -> None:
        self._numbers += 1
        self.items.append(HiddenItem(self._numbers, thing, by))

    def _show(self, number: int) -> list[Effect]:
        item = next((item for item in self.items if item.number == number), None)
        if item is None:
            return []
        self.items.remove(item)
        return [do.Record("hiding.removed", {"kind": KINDS[type(item.thing)]})]

    def _share_only(self, window: HiddenWindow | None) -> list[Effect]:
        if self.only == window:
            return []
        self.only = window
        return [do.Record("hiding.only_one" if window else "hiding.all_again")]

    def _shared_window_closed(self) -> list[Effect]:
        """Hide everything: another window may get its number, and what the customer would share is not known."""
        if self.only is None:
            return []
        self.only = None
        return self._cover(True)

    def _switch_guard(self, guard: Guard, on_: bool) -> list[Effect]:
        before, self.guards = self.guards, self.guards | {guard} if on_ else self.guards - {guard}
        if self.guards == before:
            return []
        return [do.Record("hiding.guard_on" if on_ else "hiding.guard_off", {"guard": guard})]

    def _cover(self, covered: bool) -> list[Effect]:
        if self.everything == covered:
            return []
        self.everything = covered
        return [do.Record("hiding.covered" if covered else "hiding.uncovered")]

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
        """All that the technician is told: that something is hidden, or was proposed to be; never what."""
        if self.everything:
            return HidingState.EVERYTHING
        if self.only is not None:
            return HidingState.ALL_BUT_ONE
        own = any(item.by is Party.CUSTOMER for item in self.items)
        return HidingState.SOMETHING if own or self._proposals else HidingState.NOTHING
