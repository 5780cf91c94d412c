"""What is hidden and shown, by whom, in any order."""

from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import rule

from agent.areas import Rect
from agent.hiding.vocabulary import Guard, HiddenApplication, HiddenArea, HiddenFolder, HiddenThing, HiddenWindow
from agent.session import effects as do
from agent.session import events as on
from scripts.rigs.consent.account import SECRET
from scripts.rigs.consent.stage import Stage

things = st.sampled_from(
    [
        HiddenFolder(Path(f"/home/anne/{SECRET}")),
        HiddenFolder(Path(f"/home/anne/{SECRET}2")),
        HiddenWindow(7, SECRET),
        HiddenApplication(SECRET),
        HiddenArea(Rect(0, 0, 9, 9)),
    ]
)


class HidingRules(Stage):
    """Hiding, as part of the machine."""

    @rule(thing=things)
    def customer_hides(self, thing: HiddenThing) -> None:
        self.come()
        self.account.hidden.add(thing)
        self.happen(on.CustomerHid(thing))

    @rule(line=st.integers(0, 5))
    def customer_shows_again(self, line: int) -> None:
        """Show what a line of the list hides; or a line that is none."""
        self.come()
        if line < len(self.session.hiding.items) and not self.account.ended:
            item = self.session.hiding.items[line]
            self.account.hidden.things.remove(item.thing)
            self.happen(on.CustomerShowed(item.number))
        else:
            self.happen(on.CustomerShowed(9999))

    @rule(window=st.sampled_from([None, HiddenWindow(7, SECRET), HiddenWindow(8, SECRET)]))
    def customer_shares_one_window(self, window: HiddenWindow | None) -> None:
        self.come()
        self.account.hidden.only = window.id if window else None
        self.happen(on.CustomerSharedOnly(window))

    @rule()
    def the_shared_window_closes(self) -> None:
        self.come()
        if self.account.hidden.only is not None:
            self.account.hidden.only, self.account.hidden.everything = None, True
        self.happen(on.SharedWindowClosed())

    @rule(guard=st.sampled_from(Guard), on_=st.booleans())
    def customer_switches_a_guard(self, guard: Guard, on_: bool) -> None:
        self.come()
        guards = self.account.hidden.guards
        self.account.hidden.guards = guards | {guard} if on_ else guards - {guard}
        self.happen(on.GuardSwitched(guard, on_))

    @rule(covered=st.booleans())
    def customer_showed_something_by_accident(self, covered: bool) -> None:
        self.come()
        self.account.hidden.everything = covered
        self.happen(on.CustomerCovered(covered))

    @rule(found=st.lists(things, max_size=2))
    def what_was_proposed_is_found(self, found: list[HiddenThing]) -> None:
        """Find what the technician proposed to hide: the technician hears nothing of it."""
        self.come()
        for thing in found:
            self.account.hidden.add(thing)
        late = self.session.deadline()
        effects = self.happen(on.FoundToHide(tuple(found)))
        heard = [effect for effect in effects if isinstance(effect, do.Tell | do.Record)]
        self.account.require(
            not heard or (late is not None and late <= self.now), "the technician learns what there is"
        )
