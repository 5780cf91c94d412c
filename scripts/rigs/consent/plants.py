"""Rules with a bug planted in them: each breaks one promise, and the proof must see every one, each time it runs."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from agent.desktop.base import PointerSource
from agent.media.pointer import PointerSender
from agent.performer import Performer
from agent.protocol.message import FromConsole, any_of
from agent.protocol.messages import EndReason, HidingState, Party, PauseReason, ReportLine
from agent.protocol.permissions import AVAILABLE, Permission
from agent.session import effects as do
from agent.session import gate as gate_room
from agent.session import grants as grants_room
from agent.session import questions as questions_room
from agent.session import technician as technician_room
from agent.session.consent import Consent
from agent.session.customer import CustomerSide
from agent.session.effects import Effect
from agent.session.grants import Grant, Grants
from agent.session.hiding import Hiding
from agent.session.input_priority import InputPriority
from agent.session.questions import Question, Questions
from agent.session.report import ReportPreview
from agent.session.session import Session
from agent.session.standing import Standing
from agent.session.surroundings import Surroundings

Plant = Callable[[], Any]
"""Makes a context in which the rules are broken."""


def _gate_lets_pass() -> Any:
    return patch.object(Grants, "judge", lambda self, message, now: "pass")


def _withdrawal_forgets() -> Any:
    return patch.object(Grants, "withdraw", lambda self, permission, now: [])


def _withdrawal_leaves_what_requires_it() -> Any:
    def withdraw(self: Grants, permission: Permission, now: float) -> list[Permission]:
        return [permission] if self._grants.pop(permission, None) else []

    return patch.object(Grants, "withdraw", withdraw)


def _expired_stays() -> Any:
    return patch.object(Grants, "_holds", lambda self, permission, now: permission in self._grants)


def _minutes_are_an_hour() -> Any:
    whole = Grants.answer
    return patch.object(Grants, "answer", lambda self, number, yes, now, seconds=None: whole(self, number, yes, now))


def _renews_itself() -> Any:
    def renew(self: Grants, now: float) -> list[Permission]:
        soon = [p for p, grant in self._grants.items() if grant.until - grants_room.RENEWAL_SECONDS <= now]
        for permission in soon:
            self._grants[permission] = Grant(now + grants_room.GRANT_SECONDS, limited=False)
        return soon

    return patch.object(Grants, "renew", renew)


def _silence_is_a_yes() -> Any:
    whole = Consent.due

    def due(self: Consent, now: float) -> list[Effect]:
        question = self._at.grants.question
        answered = self.answer(question.number, True, now) if question and question.until <= now else []
        return answered + whole(self, now)

    return patch.object(Consent, "due", due)


def _any_answer_answers() -> Any:
    whole = Questions.answer

    def answer(self: Questions, number: int, yes: bool, now: float) -> Question | None:
        return whole(self, self.open.number if self.open else number, yes, now)

    return patch.object(Questions, "answer", answer)


def _insisting_works() -> Any:
    return patch.object(questions_room, "REFUSALS_THAT_SILENCE", 99)


def _asks_right_after_a_no() -> Any:
    return patch.object(questions_room, "QUIET_SECONDS", 0.0)


def _asks_beyond_the_policy() -> Any:
    whole = Grants.__init__
    return patch.object(Grants, "__init__", lambda self, may_ask: whole(self, AVAILABLE))


def _pause_lets_frames_out() -> Any:
    def allowed(self: Standing) -> bool:
        return self.end_reason is None and self.lost_since is None and Permission.VIEW in self.grants.granted

    return patch.object(Standing, "picture_allowed", property(allowed))


def _pause_lets_input_in() -> Any:
    def shared(self: Standing, permission: Permission) -> bool:
        return self.end_reason is None and self.lost_since is None and permission in self.grants.granted

    whole = gate_room.admit
    return _both(
        patch.object(Standing, "_shared", shared),
        patch.object(technician_room, "admit", lambda said, grants, interrupted, now: whole(said, grants, False, now)),
    )


def _technician_ends_any_pause() -> Any:
    whole = Standing.resume
    return patch.object(Standing, "resume", lambda self, by: whole(self, Party.CUSTOMER))


def _lock_is_covered_by_a_technicians_pause() -> Any:
    whole = Standing.pause

    def pause(self: Standing, by: Party, why: PauseReason | None = None) -> list[Effect]:
        return [] if self.paused_by is not None and by is Party.SYSTEM else whole(self, by, why)

    return patch.object(Standing, "pause", pause)


def _lost_line_keeps_the_picture() -> Any:
    return patch.object(Surroundings, "_link_lost", lambda self, now: [])


def _sleep_ends_nothing() -> Any:
    whole = Standing.end

    def end(self: Standing, reason: EndReason, *rest: Any, **named: Any) -> list[Effect]:
        return [] if reason is EndReason.AWAY else whole(self, reason, *rest, **named)

    return patch.object(Standing, "end", end)


def _end_leaves_the_gate_open() -> Any:
    def end(self: Standing, reason: EndReason, *rest: Any, **named: Any) -> list[Effect]:
        return [do.Cut(last_words=self.state())]

    return patch.object(Standing, "end", end)


def _hand_is_not_minded() -> Any:
    return patch.object(InputPriority, "customer_has_hand", property(lambda self: False))


def _question_leaves_input_open() -> Any:
    def open_(self: Standing) -> bool:
        return self._shared(Permission.CONTROL) and not self.priority.customer_has_hand

    return patch.object(Standing, "input_open", property(open_))


def _keys_stay_down() -> Any:
    return _without(do.ReleaseInput)


def _marks_stay() -> Any:
    return _without(do.ClearMarks)


def _wiping_wipes_nothing() -> Any:
    return patch.object(CustomerSide, "_wiped", lambda self: [])


def _struck_lines_leave() -> Any:
    return patch.object(ReportPreview, "strike", lambda self, key, struck: None)


def _report_leaves_unread() -> Any:
    whole = ReportPreview.decide
    return patch.object(ReportPreview, "decide", lambda self, send, allowed: whole(self, True, allowed))


def _serial_number_slips_in() -> Any:
    def show(self: ReportPreview, lines: Sequence[ReportLine], serial: bool) -> None:
        self.collecting, self.lines = False, tuple(lines)

    return patch.object(ReportPreview, "show", show)


def _resuming_shows_what_was_hidden() -> Any:
    whole = Standing.resume

    def resume(self: Standing, by: Party) -> list[Effect]:
        self.hiding.items.clear()
        return whole(self, by)

    return patch.object(Standing, "resume", resume)


def _hiding_is_not_done() -> Any:
    return _without(do.UseHidden)


def _folder_is_named_in_the_journal() -> Any:
    whole = Hiding._hide
    return patch.object(
        Hiding, "_hide", lambda self, thing: [*whole(self, thing), do.Record("hiding.added", {"kind": str(thing)})]
    )


def _proposal_tells_what_there_is() -> Any:
    def state(self: Hiding) -> HidingState:
        return HidingState.SOMETHING if self.items else HidingState.NOTHING

    return patch.object(Hiding, "state", property(state))


def _any_channel_will_do() -> Any:
    whole = gate_room.admit

    def admit(said: Any, grants: Grants, interrupted: bool, now: float) -> Any:
        for channel in ("control", "input"):
            admitted = whole(replace(said, channel=channel), grants, interrupted, now)
            if not isinstance(admitted, gate_room.Refused):
                break
        return admitted

    return patch.object(technician_room, "admit", admit)


def _what_is_no_message_is_view() -> Any:
    whole = gate_room.admit

    def admit(said: Any, grants: Grants, interrupted: bool, now: float) -> Any:
        admitted = whole(said, grants, interrupted, now)
        if isinstance(admitted, gate_room.Refused) and admitted.reason == "malformed":
            grants._grants[Permission.VIEW] = Grant(now + 60, limited=True)
        return admitted

    return patch.object(technician_room, "admit", admit)


def _refusals_are_not_counted() -> Any:
    return patch.object(technician_room, "REFUSALS_THAT_END", 99)


def _late_alarm_lets_through() -> Any:
    def handle(self: Session, event: Any, now: float) -> list[Effect]:
        late, self.deadline = self.deadline, lambda: None  # type: ignore[method-assign]
        try:
            return whole(self, event, now)
        finally:
            self.deadline = late  # type: ignore[method-assign]

    whole = Session.handle
    return _both(patch.object(Session, "handle", handle), _expired_until_woken())


def _expired_until_woken() -> Any:
    def judge(self: Grants, message: FromConsole, now: float) -> str:
        needed = {*any_of(message.needs)}
        return "pass" if not needed or needed & self._grants.keys() else "not_granted"

    return patch.object(Grants, "judge", judge)


def _without(kind: type) -> Any:
    whole = Session.handle

    def handle(self: Session, event: Any, now: float) -> list[Effect]:
        return [effect for effect in whole(self, event, now) if not isinstance(effect, kind)]

    return patch.object(Session, "handle", handle)


@contextmanager
def _both(one: Any, other: Any) -> Iterator[None]:
    with one, other:
        yield


def _not_performed(kind: type) -> Plant:
    whole = Performer.perform

    def perform(self: Performer, effect: Effect) -> None:
        if not isinstance(effect, kind):
            whole(self, effect)

    return lambda: patch.object(Performer, "perform", perform)


def pointer_that_heeds_nothing() -> Any:
    """Let the pointer be told of with the gate closed, and let nothing stop it."""
    whole, made = Performer.perform, PointerSender.__init__

    def perform(self: Performer, effect: Effect) -> None:
        if isinstance(effect, do.StopPicture) and self.picture:
            self.picture.stop()
        else:
            whole(self, effect)

    def ungated(self: PointerSender, source: PointerSource, **asks: Any) -> None:
        made(self, source, **{**asks, "permitted": lambda: True})

    return _both(patch.object(Performer, "perform", perform), patch.object(PointerSender, "__init__", ungated))


APP_PLANTS: dict[str, Plant] = {
    f"the loop forgets {kind.__name__}": _not_performed(kind)
    for kind in (do.ReleaseInput, do.UseHidden, do.ClearMarks, do.Cut)
} | {"the pointer heeds neither gate nor stop": pointer_that_heeds_nothing}
"""What the loop does not do though it is asked to: seen by the machine over the real loop alone."""

PLANTS: dict[str, Plant] = {
    name.removeprefix("_").replace("_", " "): plant
    for name, plant in globals().items()
    if name.startswith("_") and getattr(plant, "__annotations__", {}) == {"return": Any}
    and name not in ("_expired_until_woken",)
}  # fmt: skip
"""Every plant by what it does."""
