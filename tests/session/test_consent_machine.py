"""A hostile technician, server and clock against the rules: nothing passes that the customer did not allow.

The machine keeps its own, much simpler account of what the customer said, and holds every effect to it.
"""

import json

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from agent.protocol import messages as wire
from agent.protocol.messages import ReportLine
from agent.protocol.permissions import AVAILABLE, REQUIRES, Permission
from agent.session import effects as do
from agent.session import events as on
from agent.session.grants import GRANT_SECONDS
from agent.session.session import Session

HAND_SECONDS = 1.5

permissions = st.sampled_from(list(Permission))
hostile_text = st.one_of(
    st.text(max_size=80),
    st.binary(max_size=80),
    st.builds(lambda t, p: json.dumps({"type": t, "permission": p}), st.text(max_size=20), st.text(max_size=20)),
)
messages = st.one_of(
    st.builds(wire.RequestPermission, permission=permissions),
    st.just(wire.PauseSession()),
    st.just(wire.ResumeSession()),
    st.builds(wire.SayFromConsole, text=st.text(min_size=1, max_size=40)),
    st.just(wire.PictureShown(frame=3)),
    st.just(wire.RefreshPicture()),
    st.just(wire.RequestReport()),
    st.just(wire.MovePointer(x=1, y=1)),
    st.just(wire.PressKey(code="KeyA", key="a", down=True)),
    st.just(wire.TypeText(text="oui")),
    st.just(wire.PressButton(x=1, y=1, button=0, down=True)),
)


class Consent(RuleBasedStateMachine):
    """Events in any order; `allowed` is what the customer said yes to, and when."""

    @initialize(asked=st.sampled_from([(), (Permission.VIEW,), (Permission.CONTROL, Permission.SERIAL)]))
    def begin(self, asked: tuple[Permission, ...]) -> None:
        """Start a session; in most of them the customer says yes to the first questions."""
        self.now = 0.0
        self.session = Session("s", AVAILABLE, HAND_SECONDS, self.now)
        self.allowed: dict[Permission, float] = {}
        self.paused = self.lost = self.ended = False
        self.hand_until = -1.0
        self.picture_runs = False
        for permission in asked:
            self.happen(on.ConsoleSaid("control", wire.RequestPermission(permission=permission).model_dump_json()))
            while self.session.grants.question:
                self.customer_answers(yes=True, off=0)

    def happen(self, event: on.Event) -> list[do.Effect]:
        effects = self.session.handle(event, self.now)
        for effect in effects:
            self.judge(effect)
        return effects

    def may(self, permission: Permission) -> bool:
        return not self.ended and permission in self.allowed and self.allowed[permission] > self.now - GRANT_SECONDS

    def judge(self, effect: do.Effect) -> None:
        match effect:
            case do.StartPicture():
                assert self.may(Permission.VIEW)
                assert not self.paused
                assert not self.lost
                self.picture_runs = True
            case do.StopPicture():
                self.picture_runs = False
            case do.Inject():
                assert self.may(Permission.CONTROL)
                assert self.may(Permission.VIEW)
                assert not self.paused
                assert not self.lost
                assert self.now >= self.hand_until
                assert self.session.grants.question is None
            case do.CollectReport(serial=serial):
                assert self.may(Permission.SYSTEM)
                assert not serial or self.may(Permission.SERIAL)
            case do.Tell(message=wire.Report(lines=lines)):
                assert self.may(Permission.SYSTEM)
                assert "struck" not in [line.key for line in lines]
            case do.Cut():
                self.ended = True
            case _:
                pass

    @rule(message=messages, bold=st.integers(0, 9))
    def console_says(self, message: wire.FromConsole, bold: int) -> None:
        """Say what the wire knows; seldom without its permission, since the third time ends the session."""
        if bold != 7 and self.session.grants.judge(message, self.now) == "not_granted":
            return
        channel = "input" if isinstance(message, wire.INPUT_TYPES) else "control"
        if isinstance(message, wire.PauseSession):
            self.paused = True
        if isinstance(message, wire.ResumeSession) and self.session.paused_by == "technician":
            self.paused = False
        self.happen(on.ConsoleSaid(channel, message.model_dump_json()))

    @rule(channel=st.sampled_from(["control", "input", "picture", "other"]), text=hostile_text, bold=st.integers(0, 9))
    def console_lies(self, channel: str, text: str | bytes, bold: int) -> None:
        if bold != 7:
            return
        self.happen(on.ConsoleSaid(channel, text))

    @rule(yes=st.booleans(), off=st.sampled_from([0, 0, 0, 1, -1]))
    def customer_answers(self, yes: bool, off: int) -> None:
        question = self.session.grants.question
        if question is None:
            return
        if yes and off == 0:
            self.allowed[question.permission] = self.now
        self.happen(on.CustomerAnswered(question.number + off, yes))

    @rule(permission=st.sampled_from(sorted(AVAILABLE)))
    def customer_withdraws(self, permission: Permission) -> None:
        for ended in [p for p in self.allowed if p is permission or permission in REQUIRES.get(p, ())]:
            del self.allowed[ended]
        self.happen(on.CustomerWithdrew(permission))

    @rule()
    def customer_pauses(self) -> None:
        self.paused = True
        self.happen(on.CustomerPaused())

    @rule()
    def customer_resumes(self) -> None:
        self.paused = False
        self.happen(on.CustomerResumed())

    @rule()
    def customer_moves(self) -> None:
        if Permission.CONTROL in self.session.grants.granted:
            self.hand_until = self.now + HAND_SECONDS
        self.happen(on.HandSeen())

    @rule()
    def interface_freezes(self) -> None:
        self.paused = True
        self.happen(on.InterfaceFrozen())

    @rule()
    def link_is_lost(self) -> None:
        self.lost = True
        self.happen(on.LinkLost())

    @rule()
    def link_is_back(self) -> None:
        self.lost = False
        self.happen(on.LinkBack())

    @rule()
    def report_comes(self) -> None:
        self.happen(on.ReportCollected((ReportLine(key="os", items=["x"]), ReportLine(key="struck", items=["y"]))))
        self.happen(on.LineStruck("struck", True))

    @rule(send=st.booleans())
    def report_is_decided(self, send: bool) -> None:
        self.happen(on.ReportDecided(send))

    @rule(seconds=st.sampled_from([0.1, 1.0, 2.0, 100.0, 4000.0]))
    def time_passes(self, seconds: float) -> None:
        """Let the alarm ring at every time that the rules asked for, as the app does."""
        until = self.now + seconds
        while (deadline := self.session.deadline()) is not None and deadline <= until:
            self.now = max(self.now, deadline)
            self.happen(on.Woke())
            assert self.session.deadline() != deadline, "what was due is still due"
        self.now = until

    @rule(
        chance=st.integers(0, 200), event=st.sampled_from([on.DoerFailed("x"), on.CustomerStopped(), on.LinkClosed()])
    )
    def something_breaks_or_stops(self, chance: int, event: on.Event) -> None:
        if chance == 157:
            self.happen(event)

    @invariant()
    def what_is_open_was_allowed(self) -> None:
        if not hasattr(self, "session"):
            return
        for permission in self.session.grants.granted:
            assert self.may(permission)
        if self.session.picture_allowed:
            assert self.may(Permission.VIEW)
            assert not self.paused
        if self.picture_runs:
            assert self.session.picture_allowed
        assert not (self.session.input_open and self.now < self.hand_until)


Consent.TestCase.settings = settings(max_examples=250, stateful_step_count=80, deadline=None, phases=[Phase.generate])
test_nothing_passes_that_the_customer_did_not_allow = Consent.TestCase
