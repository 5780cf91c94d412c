"""The session from the moment both ends are connected until its end: every rule of who may do what, when.

Leaves to others: what happens before (arrival), how things are done (the app and its rooms). `handle` never raises for
what the other side sends; whatever the app reports as failed ends the session (P10).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import assert_never

from agent.hiding.vocabulary import Guard, Hidden, HiddenThing, HiddenWindow
from agent.protocol import messages as wire
from agent.protocol.messages import ConsoleMessage, EndReason, FromConsole, Party, Phase
from agent.protocol.permissions import Permission
from agent.session import effects as do
from agent.session import events as on
from agent.session.effects import Effect
from agent.session.gate import Dropped, Refused, admit
from agent.session.grants import GRANT_SECONDS, Grants
from agent.session.hiding import KINDS, Hiding
from agent.session.input_priority import InputPriority
from agent.session.report import ReportPreview

REFUSALS_THAT_END = 3
"""The third message that asks for what was not granted ends the session."""

LOST_SECONDS = 120.0
"""How long a lost line may take to come back."""

IDLE_SECONDS = 600.0
"""A session in which nothing is granted or asked ends by itself."""

CHAT_KEPT = 200
"""Chat lines kept for the window."""

BURST_SECONDS = 30.0
"""Input after so long a silence is worth a line in the journal."""


@dataclass(frozen=True)
class ChatLine:
    """One chat line; `at` is the moment it was said, in the session's seconds."""

    mine: bool
    text: str
    at: float


@dataclass(frozen=True)
class _Before:
    """What was so before an event."""

    state: wire.SessionState
    picture: bool
    pointing: bool
    hidden: Hidden


class Session:
    """One live session. Read its attributes to show it; call `handle` to change it."""

    def __init__(self, session_id: str, may_ask: Iterable[Permission], hand_seconds: float, now: float) -> None:
        self.session_id = session_id
        self.grants = Grants(may_ask)
        self.priority = InputPriority(hand_seconds)
        self.report = ReportPreview()
        self.hiding = Hiding()
        self.chat: list[ChatLine] = []
        self.paused_by: Party | None = None
        self.lost_since: float | None = None
        self.end_reason: EndReason | None = None
        self.live_since: float | None = None
        self._refusals = 0
        self._quiet_since = now
        self._last_used: dict[str, float] = {}

    # --- what it is now ---------------------------------------------------------------------------------------------

    @property
    def phase(self) -> Phase:
        """Where the session stands."""
        if self.end_reason is not None:
            return Phase.ENDED
        if self.paused_by is not None:
            return Phase.PAUSED
        return Phase.LIVE if self.grants.granted else Phase.ASKING

    @property
    def picture_allowed(self) -> bool:
        """Say whether a frame may leave now; asked right before each is sent."""
        return self.phase is Phase.LIVE and self.lost_since is None and Permission.VIEW in self.grants.granted

    @property
    def input_open(self) -> bool:
        """Say whether remote input may enter now: never while the customer acts or is being asked something."""
        return (
            self.phase is Phase.LIVE
            and self.lost_since is None
            and Permission.CONTROL in self.grants.granted
            and not self.priority.customer_has_hand
            and self.grants.question is None
            and not self.report.open
        )

    @property
    def hidden(self) -> Hidden:
        """All that is hidden now."""
        return self.hiding.hidden(terminal=Permission.TERMINAL in self.grants.granted)

    @property
    def pointing(self) -> bool:
        """Say whether the technician may point at things on the customer's screen now."""
        return self.phase is Phase.LIVE and self.lost_since is None and Permission.ANNOTATE in self.grants.granted

    def state(self) -> wire.SessionState:
        """Return all that the console may know of the session."""
        question = self.grants.question
        return wire.SessionState(
            session_id=self.session_id,
            phase=self.phase,
            granted=self.grants.granted,
            asking=question.permission if question else None,
            refused=self.grants.refused,
            paused_by=self.paused_by,
            customer_has_hand=self.priority.customer_has_hand,
            input_open=self.input_open,
            hiding=self.hiding.state,
            end_reason=self.end_reason,
        )

    def deadline(self) -> float | None:
        """Return when `Woke` should come next, or None."""
        if self.phase is Phase.ENDED:
            return None
        times = [self.grants.deadline(), self.priority.reopens_at]
        if self.lost_since is not None:
            times.append(self.lost_since + LOST_SECONDS)
        if self.phase is Phase.ASKING and self.grants.question is None:
            times.append(self._quiet_since + IDLE_SECONDS)
        return min((t for t in times if t is not None), default=None)

    # --- the one entrance -------------------------------------------------------------------------------------------

    def handle(self, event: on.Event, now: float) -> list[Effect]:
        """Take one event, change the state, and return what is to be done, local effects first."""
        if self.phase is Phase.ENDED:
            return []
        if isinstance(event, on.HandSeen) and self.priority.customer_has_hand:
            self.priority.seen(now)  # a moving mouse comes here a thousand times a second
            return []
        before = _Before(self.state(), self.picture_allowed, self.pointing, self.hidden)
        effects = self._decide(event, now)
        if self.end_reason is not None:
            return effects
        if before.state.granted and not self.grants.granted:
            self._quiet_since = now
        return self._local(before) + effects + self._told(before)

    def begin(self) -> list[Effect]:
        """Return what is done when both ends are connected: the console is told that nothing is granted."""
        record = do.Record("session.started", {"session": self.session_id})
        return [do.UseHidden(self.hidden), record, do.Tell(self.state())]

    def _local(self, before: _Before) -> list[Effect]:
        effects: list[Effect] = []
        if before.picture and not self.picture_allowed:
            effects.append(do.StopPicture())
        if before.hidden != self.hidden:
            effects.append(do.UseHidden(self.hidden))
        if before.state.input_open and not self.input_open:
            effects.append(do.ReleaseInput())
        if before.pointing and not self.pointing:
            effects.append(do.HidePointer())
        if self.picture_allowed and not before.picture:
            effects.append(do.StartPicture())
        return effects

    def _told(self, before: _Before) -> list[Effect]:
        state = self.state()
        return [do.Tell(state)] if state != before.state else []

    def _decide(self, event: on.Event, now: float) -> list[Effect]:
        match event:
            case on.ConsoleSaid():
                return self._console_said(event, now)
            case on.CustomerAnswered():
                return self._answered(event.number, event.yes, now, event.minutes)
            case on.CustomerPaused():
                return self._pause(Party.CUSTOMER)
            case on.CustomerResumed():
                return self._resume(Party.CUSTOMER)
            case on.CustomerStopped():
                return self._end(EndReason.CUSTOMER, now)
            case on.CustomerWithdrew():
                return self._withdraw(event.permission, now)
            case on.CustomerSaid():
                return self._customer_said(event.text, now)
            case on.HandSeen():
                return self._hand_seen(now)
            case on.CustomerHid():
                return self._hide((event.thing,), Party.CUSTOMER)
            case on.FoundToHide():
                return self._hide(event.things, Party.TECHNICIAN)
            case on.CustomerShowed():
                return self._showed(event.number)
            case on.CustomerSharedOnly():
                return self._shared_only(event.window)
            case on.GuardSwitched():
                return self._guard_switched(event.guard, event.on)
            case on.CustomerCovered():
                return self._covered(event.covered)
            case on.ScreenLocked():
                return self._pause(Party.SYSTEM)
            case on.CustomerLeft():
                return self._end(EndReason.AWAY, now)
            case on.ReportCollected():
                self.report.show(event.lines)
                return []
            case on.LineStruck():
                self.report.strike(event.key, event.struck)
                return []
            case on.ReportDecided():
                return self._report_decided(event.send)
            case on.LinkLost():
                return self._link_lost(now)
            case on.LinkBack():
                return self._link_back()
            case on.LinkClosed():
                return self._end(EndReason.TAMPERING if event.tampered else EndReason.LINK_LOST, now)
            case on.InterfaceFrozen():
                return self._pause(Party.SYSTEM)
            case on.DoerFailed():
                return self._end(EndReason.FAILURE, now, {"what": event.what})
            case on.Woke():
                return self._woke(now)
            case _:
                assert_never(event)

    # --- what the technician says -----------------------------------------------------------------------------------

    def _console_said(self, event: on.ConsoleSaid, now: float) -> list[Effect]:
        match admit(event, self.grants, self.phase is Phase.PAUSED, now):
            case Refused() as refused:
                return self._refuse(refused, now)
            case Dropped():
                return []
            case message:
                return self._passed(message, now)

    def _passed(self, message: ConsoleMessage, now: float) -> list[Effect]:
        """Act on a message that the gate let pass."""
        match message:
            case wire.MovePointer() | wire.PressButton() | wire.Scroll() | wire.PressKey() | wire.TypeText():
                return self._input(message, now)
            case wire.ReleaseInput():
                return [do.ReleaseInput()]
            case wire.PictureShown():
                return [do.AcknowledgePicture(message.frame)]
            case wire.RefreshPicture():
                return [do.RefreshPicture()]
            case wire.PictureCodecs():
                return [do.UseCodecs(message.codecs)]
            case wire.RequestPermission():
                return self._requested(message.permission, now)
            case wire.RequestReport():
                return self._report_requested()
            case wire.HideWindow() | wire.HideApplication() | wire.HideArea() | wire.HideFolder():
                return [do.FindToHide(message)]
            case wire.PointAt():
                return self._point(message, now)
            case wire.PointAway():
                return [do.HidePointer()]
            case wire.SayFromConsole():
                self._keep_chat(ChatLine(mine=False, text=message.text, at=now))
                return [do.Record("chat.received", {"text": message.text})]
            case wire.PauseSession():
                return self._pause(Party.TECHNICIAN)
            case wire.ResumeSession():
                return self._resume(Party.TECHNICIAN)
            case wire.EndSession():
                return self._end(EndReason.TECHNICIAN, now)
            case wire.PingFromConsole():
                return [do.Tell(wire.Pong(t=message.t))]
            case _:
                assert_never(message)

    def _refuse(self, refused: Refused, now: float) -> list[Effect]:
        self._refusals += 1
        effects: list[Effect] = [
            do.Record("gate.refused", {"message": refused.type, "reason": refused.reason}),
            do.Tell(wire.Refusal(refused=refused.type, reason=refused.reason)),
        ]
        return (
            self._end(EndReason.REFUSALS, now, before_end=effects) if self._refusals >= REFUSALS_THAT_END else effects
        )

    def _input(self, message: FromConsole, now: float) -> list[Effect]:
        if not self.input_open:
            return []
        return [*self._burst(message, now), do.Inject(message)]

    def _point(self, message: wire.PointAt, now: float) -> list[Effect]:
        if not self.pointing:
            return []
        return [*self._burst(message, now), do.ShowPointer(message.x, message.y)]

    def _burst(self, message: FromConsole, now: float) -> list[Effect]:
        """Record what comes many times a second once, and again after a silence."""
        if message.journal is None:
            return []
        last, self._last_used[message.journal] = self._last_used.get(message.journal), now
        return [do.Record(message.journal)] if last is None or now - last > BURST_SECONDS else []

    def _requested(self, permission: Permission, now: float) -> list[Effect]:
        if permission in self.grants.granted:
            return [do.Tell(self.state())]
        verdict = self.grants.ask(permission, now)
        if verdict != "pass":
            return [do.Tell(wire.Refusal(refused=f"consent/request {permission}", reason=verdict))]
        return [do.Record("permission.requested", {"permission": permission})]

    def _report_requested(self) -> list[Effect]:
        if self.report.open:
            return []
        self.report.collecting = True
        return [do.CollectReport(serial=Permission.SERIAL in self.grants.granted)]

    # --- what the customer does -------------------------------------------------------------------------------------

    def _answered(self, number: int, yes: bool, now: float, minutes: int | None = None) -> list[Effect]:
        permission = self.grants.answer(number, yes, now, minutes * 60 if minutes else GRANT_SECONDS)
        if permission is None:
            return []
        if yes and self.live_since is None:
            self.live_since = now
        return [do.Record("permission.granted" if yes else "permission.refused", {"permission": permission})]

    def _withdraw(self, permission: Permission, now: float) -> list[Effect]:
        ended = self.grants.withdraw(permission, now)
        if self.report.open and {Permission.SYSTEM, Permission.SERIAL} & set(ended):
            self.report.clear()
        return [do.Record("permission.withdrawn", {"permission": p}) for p in ended]

    def _hide(self, things: Iterable[HiddenThing], by: Party) -> list[Effect]:
        new = [thing for thing in things if self.hiding.hide(thing, by)]
        return [do.Record("hiding.added", {"kind": KINDS[type(thing)], "by": by}) for thing in new]

    def _showed(self, number: int) -> list[Effect]:
        item = self.hiding.show(number)
        return [do.Record("hiding.removed", {"kind": KINDS[type(item.thing)]})] if item else []

    def _shared_only(self, window: HiddenWindow | None) -> list[Effect]:
        if self.hiding.only == window:
            return []
        self.hiding.only = window
        return [do.Record("hiding.only_one" if window else "hiding.all_again")]

    def _guard_switched(self, guard: Guard, on_: bool) -> list[Effect]:
        changed = self.hiding.switch_guard(guard, on_)
        return [do.Record("hiding.guard_on" if on_ else "hiding.guard_off", {"guard": guard})] if changed else []

    def _covered(self, covered: bool) -> list[Effect]:
        if self.hiding.everything == covered:
            return []
        self.hiding.everything = covered
        return [do.Record("hiding.covered" if covered else "hiding.uncovered")]

    def _pause(self, by: Party) -> list[Effect]:
        if self.paused_by is not None and by is not Party.CUSTOMER:
            return []
        self.paused_by = by
        return [do.Record("session.paused", {"by": by})]

    def _resume(self, by: Party) -> list[Effect]:
        if self.paused_by is None or by not in (Party.CUSTOMER, self.paused_by):
            return []
        self.paused_by = None
        return [do.Record("session.resumed", {"by": by})]

    def _customer_said(self, text: str, now: float) -> list[Effect]:
        self._keep_chat(ChatLine(mine=True, text=text, at=now))
        return [do.Record("chat.sent", {"text": text}), do.Tell(wire.SayFromAgent(text=text))]

    def _keep_chat(self, line: ChatLine) -> None:
        self.chat = [*self.chat, line][-CHAT_KEPT:]

    def _hand_seen(self, now: float) -> list[Effect]:
        if Permission.CONTROL not in self.grants.granted:
            return []
        contested = self.input_open
        self.priority.seen(now)
        return [do.Record("hand.taken")] if contested else []

    def _report_decided(self, send: bool) -> list[Effect]:
        if not self.report.lines:
            return []
        lines = self.report.release()
        if not send or Permission.SYSTEM not in self.grants.granted:
            return [do.Record("system.withheld"), do.Tell(wire.ReportWithheld())]
        return [
            do.Record("system.reported", {"lines": ", ".join(line.key for line in lines)}),
            do.Tell(wire.Report(lines=lines)),
        ]

    # --- the line and the clock -------------------------------------------------------------------------------------

    def _link_lost(self, now: float) -> list[Effect]:
        if self.lost_since is not None:
            return []
        self.lost_since = now
        return [do.Record("link.lost")]

    def _link_back(self) -> list[Effect]:
        if self.lost_since is None:
            return []
        self.lost_since = None
        return [do.Record("link.back"), do.Tell(self.state())]

    def _woke(self, now: float) -> list[Effect]:
        effects: list[Effect] = []
        for permission in self.grants.expired(now):
            effects += self._withdraw(permission, now)
        question = self.grants.question
        if question and question.until <= now:
            effects += self._answered(question.number, False, now)
        if self.priority.reopen(now):
            effects.append(do.Record("hand.released"))
        if self.lost_since is not None and now - self.lost_since >= LOST_SECONDS:
            return self._end(EndReason.LINK_LOST, now)
        if self.phase is Phase.ASKING and question is None and now - self._quiet_since >= IDLE_SECONDS:
            return self._end(EndReason.TIMEOUT, now)
        return effects

    def _end(
        self, reason: EndReason, now: float, payload: dict[str, str] | None = None, before_end: Iterable[Effect] = ()
    ) -> list[Effect]:
        """End everything: locally first, then the record, then a last word to the console."""
        self.end_reason = reason
        self.grants.clear(now)
        self.report.clear()
        return [
            do.StopPicture(),
            do.ReleaseInput(),
            do.HidePointer(),
            *before_end,
            do.Record("session.ended", {"reason": reason, **(payload or {})}),
            do.Cut(last_words=self.state()),
        ]
