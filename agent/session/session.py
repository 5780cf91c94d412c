"""The session from the moment both ends are connected until its end: one event in, the effects out, local ones first.

Who may do what is decided beside: technician, customer, surroundings; consent and hiding; the gate. `handle` never
raises for what the other side sends; whatever the app reports as failed ends the session (P10).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from agent.hiding.vocabulary import Hidden
from agent.protocol.messages import Phase, SessionState
from agent.protocol.permissions import OF_TOOLS, Permission
from agent.session import effects as do
from agent.session import events as on
from agent.session.consent import Consent
from agent.session.customer import CustomerSide
from agent.session.effects import Effect
from agent.session.standing import Standing
from agent.session.surroundings import Surroundings
from agent.session.technician import TechnicianSide


@dataclass(frozen=True)
class _Before:
    """What was so before an event."""

    state: SessionState
    picture: bool
    pointing: bool
    bulk: bool
    tools: frozenset[Permission]
    hidden: Hidden


class Session(Standing):
    """One live session. Read its attributes to show it; call `handle` to change it."""

    def __init__(self, session_id: str, may_ask: Iterable[Permission], hand_seconds: float, now: float) -> None:
        super().__init__(session_id, may_ask, hand_seconds, now)
        consent = Consent(self)
        self._technician = TechnicianSide(self, consent)
        self._customer = CustomerSide(self, consent)
        self._surroundings = Surroundings(self, consent)

    def begin(self) -> list[Effect]:
        """Return what is done when both ends are connected: the console is told that nothing is granted."""
        record = do.Record("session.started", {"session": self.session_id})
        return [do.UseHidden(self.hidden), record, do.Tell(self.state())]

    def handle(self, event: on.Event, now: float) -> list[Effect]:
        """Take one event, change the state, and return what is to be done, local effects first.

        What was due before `now` is decided first: an alarm that comes late lets nothing through.
        """
        if self.phase is Phase.ENDED:
            return []
        deadline = self.deadline()
        late = deadline is not None and deadline <= now and not isinstance(event, on.Woke)
        if isinstance(event, on.HandSeen) and self.priority.customer_has_hand and not late:
            self.priority.seen(now)  # a moving mouse comes here a thousand times a second
            return []
        before = _Before(
            self.state(), self.picture_allowed, self.pointing, self.bulk_allowed, self.tools_open, self.hidden
        )
        effects = self._decide(on.Woke(), now) if late else []
        if self.end_reason is None:
            effects = effects + self._decide(event, now)
        return self._local(before) + effects + self._told(before)

    def _decide(self, event: on.Event, now: float) -> list[Effect]:
        if isinstance(event, on.ConsoleSaid):
            return self._technician.said(event, now)
        if isinstance(event, on.CustomerEvent):
            return self._customer.did(event, now)
        if isinstance(event, on.HidingEvent):
            return self.hiding.handle(event)
        return self._surroundings.happened(event, now)

    def _local(self, before: _Before) -> list[Effect]:
        if self.end_reason is not None:
            stopped = do.StopTools(OF_TOOLS, ended=True)
            return [do.StopPicture(), do.CutBulk(), stopped, do.ReleaseInput(), do.ClearMarks()]  # whatever was so
        effects: list[Effect] = []
        if before.picture and not self.picture_allowed:
            effects.append(do.StopPicture())
        if before.bulk and not self.bulk_allowed:
            effects.append(do.CutBulk())
        effects += self._stopped_tools(before)
        if before.hidden != self.hidden:
            effects.append(do.UseHidden(self.hidden))
        if before.state.input_open and not self.input_open:
            self.held.let_go()
            effects.append(do.ReleaseInput())
        if before.pointing and not self.pointing:
            effects.append(do.ClearMarks())
        if self.picture_allowed and not before.picture:
            effects.append(do.StartPicture())
        return effects

    def _stopped_tools(self, before: _Before) -> list[Effect]:
        ended = OF_TOOLS.intersection(before.state.granted).difference(self.grants.granted)
        held = before.tools - self.tools_open - ended
        stopped = [do.StopTools(ended, ended=True), do.StopTools(held, ended=False)]
        return [effect for effect in stopped if effect.permissions]

    def _told(self, before: _Before) -> list[Effect]:
        state = self.state()
        changed = state != before.state and self.end_reason is None  # the end has its last words
        return [do.Tell(state)] if changed else []
