"""What happens round the two people: the line, the clock, the lock, a room that fails. Doubt means no (P10)."""

from typing import assert_never

from agent.protocol.messages import EndReason, Party, PauseReason, Phase
from agent.protocol.permissions import Permission
from agent.session import effects as do
from agent.session import events as on
from agent.session.consent import Consent
from agent.session.effects import Effect
from agent.session.standing import IDLE_SECONDS, LOST_SECONDS, Standing


class Surroundings:
    """The line and the machine, as far as the rules go."""

    def __init__(self, at: Standing, consent: Consent) -> None:
        self._at, self._consent = at, consent

    def happened(self, event: on.SurroundingEvent, now: float) -> list[Effect]:
        """Take what nobody decided."""
        match event:
            case on.ScreenLocked():
                return self._at.pause(Party.SYSTEM, PauseReason.LOCKED)
            case on.SystemPrompt():
                return self._at.pause(Party.SYSTEM, PauseReason.PROMPT)
            case on.InterfaceFrozen():
                return self._at.pause(Party.SYSTEM, PauseReason.FROZEN)
            case on.CustomerLeft():
                return self._at.end(EndReason.AWAY, now)
            case on.ReportCollected():
                self._at.report.show(event.lines, Permission.SERIAL in self._at.grants.granted)
                return []
            case on.LinkLost():
                return self._link_lost(now)
            case on.LinkBack():
                return self._link_back()
            case on.LinkClosed():
                return self._at.end(EndReason.TAMPERING if event.tampered else EndReason.LINK_LOST, now)
            case on.DoerFailed():
                return self._at.end(EndReason.FAILURE, now, {"what": event.what})
            case on.ToolAsks():
                self._at.tool_asks = event.open
                return []
            case on.RestartBegan():
                return self._at.end(EndReason.RESTART, now)
            case on.Woke():
                return self._woke(now)
            case _:
                assert_never(event)

    def _link_lost(self, now: float) -> list[Effect]:
        if self._at.lost_since is not None:
            return []
        self._at.lost_since = now
        return [do.Record("link.lost")]

    def _link_back(self) -> list[Effect]:
        if self._at.lost_since is None:
            return []
        self._at.lost_since = None
        return [do.Record("link.back"), do.Tell(self._at.state())]

    def _woke(self, now: float) -> list[Effect]:
        effects = self._consent.due(now)
        if self._at.held.overdue(now):
            self._at.held.let_go()
            effects.insert(0, do.ReleaseInput())
        if self._at.priority.reopen(now):
            effects.append(do.Record("hand.released"))
        if self._at.lost_since is not None and now - self._at.lost_since >= LOST_SECONDS:
            return [*effects, *self._at.end(EndReason.LINK_LOST, now)]
        idle = self._at.phase is Phase.ASKING and self._at.grants.question is None
        if idle and now - self._at.quiet_since >= IDLE_SECONDS:
            return [*effects, *self._at.end(EndReason.TIMEOUT, now)]
        return effects
