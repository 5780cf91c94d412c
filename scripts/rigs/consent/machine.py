"""A hypothesis state machine over the rules: both people, the line and the clock in any order, held to the account."""

from collections.abc import Sequence

from hypothesis import strategies as st
from hypothesis.stateful import rule

from agent.protocol import messages as wire
from agent.protocol.message import any_of
from agent.protocol.messages import Party, ReportLine
from agent.protocol.permissions import AVAILABLE, Permission
from agent.session import events as on
from scripts.rigs.consent.account import HAND, SECRET
from scripts.rigs.consent.hiding_rules import HidingRules
from scripts.rigs.consent.lies import broken, channel_of, doing, wanted
from scripts.rigs.consent.stage import SEVERAL

MINUTES = (None, None, None, 5, 10, 30)


STROKE = wire.DrawMark(mark=1, tool=wire.MarkTool.PEN, colour=wire.MarkColour.RED, stay=True, points=[1, 1])


class ConsentMachine(HidingRules):
    """Events in any order."""

    # --- the technician -----------------------------------------------------------------------------------------------

    @rule(messages=st.lists(wanted(), min_size=1, max_size=8), bold=st.integers(0, 6))
    def console_says(self, messages: list[wire.FromConsole], bold: int) -> None:
        """Say what the wire knows; seldom without its permission, since the third time ends the session."""
        self.come()
        for message in messages:
            if bold != 3 and not self.account.may_say(message):
                continue
            if bold == 3 or not isinstance(message, wire.EndSession):
                self.hear(on.ConsoleSaid(channel_of(message), message.model_dump_json()), message)

    @rule(asked=st.sampled_from(SEVERAL[1:]), messages=st.lists(doing(), min_size=1, max_size=12))
    def the_two_work_together(self, asked: tuple[Permission, ...], messages: list[wire.FromConsole]) -> None:
        """Let the customer resume and say yes, and the technician work: what is closed must have been open before."""
        self.together(asked, messages)

    def together(self, asked: tuple[Permission, ...], messages: Sequence[wire.FromConsole]) -> None:
        """Bring the session to work, another one after the end, and say these messages in it."""
        if self.account.ended:
            self.begin((), self.account.may_ask)
        self.customer_resumes()
        self.link_is_back()
        self.time_passes(2.0)
        self.ask_and_allow(asked)
        self.work(messages)

    def work(self, messages: Sequence[wire.FromConsole]) -> None:
        """Let the technician say what is allowed, or is thought to be."""
        for message in messages:
            self.come()
            if self.account.may_say(message) or set(any_of(message.needs)) & set(self.session.grants.granted):
                self.hear(on.ConsoleSaid(channel_of(message), message.model_dump_json()), message)

    @rule(permission=st.sampled_from(sorted(AVAILABLE)), minutes=st.sampled_from([5, 10, 30]), message=doing())
    def some_minutes_go_by(self, permission: Permission, minutes: int, message: wire.FromConsole) -> None:
        """Let the customer allow something for some minutes, and the technician go on when they are over."""
        self.together((), [])
        self.request(permission)
        while self.account.shown:
            self.answer(yes=True, minutes=minutes)
        self.time_passes(minutes * 60.0)
        self.work([message])

    @rule(message=doing(), more=st.sampled_from(sorted(AVAILABLE)))
    def technician_works_on_while_the_customer_is_asked(self, message: wire.FromConsole, more: Permission) -> None:
        """Let input and questions cross."""
        self.together((Permission.ANNOTATE, Permission.CONTROL), [message])
        self.request(more)
        self.work([message])

    @rule(machine=st.sampled_from([on.InterfaceFrozen(), on.ScreenLocked(), on.SystemPrompt()]), message=doing())
    def both_pause(self, machine: on.Event, message: wire.FromConsole) -> None:
        """Let a pause of the machine's fall into one of the technician's, who then resumes and works on."""
        self.together((Permission.CONTROL,), [wire.PauseSession()])
        self.the_machine_pauses(machine)
        self.work([wire.ResumeSession(), message])

    @rule(serial=st.booleans(), taken_back=st.sampled_from([None, *sorted(AVAILABLE)]), send=st.booleans())
    def a_report_is_asked_for(self, serial: bool, taken_back: Permission | None, send: bool) -> None:
        """Let the report be asked for, collected, read, and decided; something may be taken back in between."""
        self.together((Permission.SERIAL if serial else Permission.SYSTEM,), [wire.RequestReport()])
        if taken_back:
            self.customer_withdraws(taken_back)
            self.work([wire.RequestReport()])
        self.report_comes()
        self.report_is_decided(send)

    @rule(message=doing())
    def console_tries_what_it_may_not(self, message: wire.FromConsole) -> None:
        """Do something, allowed or not."""
        self.come()
        self.hear(on.ConsoleSaid(channel_of(message), message.model_dump_json()), message)

    @rule(message=doing())
    def customer_takes_the_hand_while_the_technician_works(self, message: wire.FromConsole) -> None:
        self.together((Permission.CONTROL,), [message])
        self.customer_moves()
        self.work([message])

    @rule(permission=st.sampled_from(sorted(AVAILABLE)), noes=st.integers(1, 4), wait=st.sampled_from([0.0, 5.0, 15.0]))
    def customer_refuses(self, permission: Permission, noes: int, wait: float) -> None:
        """Let the technician ask again after each no."""
        for _ in range(noes):
            self.come()
            self.request(permission)
            if self.account.shown:
                self.customer_answers(yes=False, minutes=None)
            self.time_passes(wait)

    @rule(message=wanted(), channel=st.sampled_from(["control", "input", "picture", "pointer", "other", ""]))
    def console_says_it_elsewhere(self, message: wire.FromConsole, channel: str) -> None:
        """Say it on the wrong channel."""
        if channel != channel_of(message):
            self.come()
            self.refused(lambda: self.hear(on.ConsoleSaid(channel, message.model_dump_json()), message))

    @rule(which=st.integers(0, 29))
    def console_says_it_again(self, which: int) -> None:
        """Replay what was said before, in any order."""
        if which < len(self.said):
            said = self.said[which]
            message = wire.parse_console_message(said.text)
            self.come()
            if not isinstance(message, wire.EndSession) and self.account.may_say(message):
                self.hear(said, message)

    @rule(channel=st.sampled_from(["control", "input", "picture", "pointer", "other"]), text=broken())
    def console_lies(self, channel: str, text: str | bytes) -> None:
        """Say what is no message."""
        self.come()
        self.counts["no message"] += 1
        self.refused(lambda: self.happen(on.ConsoleSaid(channel, text)))

    @rule(permission=st.sampled_from(sorted(AVAILABLE)), times=st.integers(2, 40))
    def console_insists(self, permission: Permission, times: int) -> None:
        """Ask for the same again and again."""
        self.come()
        for _ in range(times if times > 36 else 2):
            self.request(permission)

    # --- the customer -------------------------------------------------------------------------------------------------

    @rule(yes=st.booleans(), minutes=st.sampled_from(MINUTES))
    def customer_answers(self, yes: bool, minutes: int | None) -> None:
        """Answer what is shown."""
        self.come()
        if self.account.shown:
            self.answer(yes, minutes)

    @rule(permission=st.sampled_from(sorted(AVAILABLE)), off=st.sampled_from([-2, -1, 1, 2]), yes=st.booleans())
    def a_late_click_answers_another_question(self, permission: Permission, off: int, yes: bool) -> None:
        """Answer a question that is not shown any more, or not yet."""
        self.come()
        self.request(permission)
        number = self.account.shown.number if self.account.shown else 3
        self.happen(on.CustomerAnswered(number + off, yes))

    @rule(permission=st.sampled_from(sorted(AVAILABLE)))
    def customer_withdraws(self, permission: Permission) -> None:
        self.come()
        self.account.take_back(permission)
        self.account.come_to(self.now)
        self.happen(on.CustomerWithdrew(permission))

    @rule()
    def customer_pauses(self) -> None:
        self.come()
        self.account.paused = Party.CUSTOMER
        self.happen(on.CustomerPaused())

    @rule()
    def customer_resumes(self) -> None:
        self.come()
        self.account.paused = None
        self.happen(on.CustomerResumed())

    @rule()
    def customer_moves(self) -> None:
        self.come()
        if self.account.may(Permission.CONTROL):
            self.account.hand_until = self.now + HAND
        self.happen(on.HandSeen())

    @rule(message=st.sampled_from([wire.PointAt(x=1, y=1), STROKE]))
    def customer_wipes(self, message: wire.FromConsole) -> None:
        """Let the technician draw, and the customer wipe it away."""
        self.together((Permission.ANNOTATE,), [message])
        self.happen(on.CustomerWiped())
        self.account.require(not self.account.marks, "what was wiped away stays")

    @rule()
    def customer_says(self) -> None:
        self.come()
        self.happen(on.CustomerSaid("bonjour"))

    # --- what happens round them --------------------------------------------------------------------------------------

    @rule(event=st.sampled_from([on.InterfaceFrozen(), on.ScreenLocked(), on.SystemPrompt()]))
    def the_machine_pauses(self, event: on.Event) -> None:
        self.come()
        if self.account.paused is not Party.CUSTOMER:
            self.account.paused = Party.SYSTEM
        self.happen(event)

    @rule()
    def link_is_lost(self) -> None:
        self.come()
        self.account.lost = True
        self.happen(on.LinkLost())

    @rule()
    def link_is_back(self) -> None:
        self.come()
        self.account.lost = False
        self.happen(on.LinkBack())

    @rule()
    def report_comes(self) -> None:
        """Bring what was collected, whenever it was asked for; the customer strikes a line."""
        self.come()
        if self.collected:
            lines = (
                ReportLine(key="os", items=["x"]),
                ReportLine(key="disks", items=[SECRET]),
                ReportLine(key="serial", items=["S"]),
            )
            self.happen(on.ReportCollected(lines))
            self.happen(on.LineStruck("disks", True))

    @rule(send=st.booleans())
    def report_is_decided(self, send: bool) -> None:
        self.come()
        self.account.letting_report_go = send
        self.happen(on.ReportDecided(send))
        self.account.letting_report_go = False

    @rule(seconds=st.sampled_from([0.1, 1.0, 2.0, 16.0, 100.0, 290.0, 3300.0, 4000.0]))
    def time_passes(self, seconds: float) -> None:
        """Let the alarm ring at every time that the rules asked for, as the app does."""
        until = self.now + seconds
        while (deadline := self.session.deadline()) is not None and deadline <= until:
            self.now = max(self.now, deadline)
            self.come()
            self.happen(on.Woke())
            self.account.require(self.session.deadline() != deadline, "what was due is still due")
        self.now = until
        self.come()
        if not self.account.ended:
            self.account.settle(self.session.grants.question)

    @rule(seconds=st.sampled_from([0.5, 2.0, 130.0, 400.0, 3700.0]), chance=st.integers(0, 3))
    def the_alarm_is_late(self, seconds: float, chance: int) -> None:
        """Let time pass while the program is too busy to notice: what comes next finds all of it over."""
        if chance == 0:
            self.now += seconds

    @rule(
        chance=st.integers(0, 5),
        event=st.sampled_from([on.DoerFailed("x"), on.CustomerStopped(), on.LinkClosed(), on.CustomerLeft()]),
    )
    def something_breaks_or_stops(self, chance: int, event: on.Event) -> None:
        self.come()
        if chance == 0 and not self.account.ended:
            self.happen(event)
            self.account.require(self.account.ended, "the end that ends nothing")
