"""The rules of the machine over the real loop: the customer in the window, the link and the clock in any order."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from agent.areas import Rect
from agent.desktop.base import AwayKind, HandKind
from agent.hiding.vocabulary import Guard, HiddenApplication, HiddenArea, HiddenWindow
from agent.protocol import messages as wire
from agent.protocol.messages import Party
from agent.protocol.permissions import AVAILABLE, Permission
from agent.transport import events as link_events
from agent.transport.events import LinkEvent
from agent.ui import model as ui
from scripts.rigs.consent.account import HAND, SECRET
from scripts.rigs.consent.app_stage import AREA, LIES, SEVERAL, AppStage, received
from scripts.rigs.consent.lies import broken, doing, wanted
from tests.fakes import CAMILLE


class AppMachine(AppStage):
    """One run of the plug-in after the other, in any order of events."""

    @rule(messages=st.lists(st.one_of(wanted(), doing()), min_size=1, max_size=5))
    def console_says(self, messages: list[wire.FromConsole]) -> None:
        for message in messages:
            known = not message.needs or (self.come() and self.account.may_say(message))
            if known and self.come() and not isinstance(message, wire.EndSession | wire.HideFolder):
                self.pauses(message)

    def pauses(self, message: wire.FromConsole) -> None:
        """Say a message, keeping the account of pauses."""
        account = self.account
        resumes = isinstance(message, wire.ResumeSession) and account.paused is Party.TECHNICIAN
        if isinstance(message, wire.PauseSession) and account.paused is None:
            account.paused = Party.TECHNICIAN
        if resumes:
            account.paused = None
        if account.open_for(Permission.VIEW):
            self.proposes(message)
        self.say(message)
        if resumes and self.windows.view and self.windows.view.paused_by is Party.TECHNICIAN:
            account.paused = Party.TECHNICIAN

    def proposes(self, message: wire.FromConsole) -> None:
        """Take note of what the technician proposes to hide."""
        hidden = self.account.hidden
        self.account.proposals += isinstance(message, wire.HideArea | wire.HideWindow | wire.HideApplication)
        match message:
            case wire.HideArea():
                hidden.add(HiddenArea(Rect(message.x, message.y, message.width, message.height)))
            case wire.HideWindow(x=1, y=1):
                hidden.add(HiddenWindow(7, SECRET))
            case wire.HideApplication(x=1, y=1):
                hidden.add(HiddenApplication(SECRET))
            case _:
                pass

    @rule(channel=st.sampled_from(["control", "input", "picture", "pointer"]), text=broken())
    def console_lies(self, channel: str, text: str | bytes) -> None:
        if self.come():
            self.counts["no message"] += 1
            self.link_says(received(channel, text))

    @rule(event=st.sampled_from([*LIES, link_events.Lost(), link_events.PeerPaired(CAMILLE)]))
    def link_lies(self, event: LinkEvent) -> None:
        """Let the link say what it says only once, or never in this order."""
        if self.come():
            if isinstance(event, link_events.Lost):
                self.account.lost = True
            if isinstance(event, link_events.Back):
                self.account.lost = False
            self.counts["link events"] += 1
            self.link_says(event)

    @rule(yes=st.booleans(), minutes=st.sampled_from([None, 5, 10]))
    def customer_answers(self, yes: bool, minutes: int | None) -> None:
        if self.come() and self.account.shown:
            self.answer(yes, minutes)

    @rule(asked=st.sampled_from(SEVERAL[1:]), messages=st.lists(doing(), min_size=1, max_size=6))
    def the_two_work_together(self, asked: tuple[Permission, ...], messages: list[wire.FromConsole]) -> None:
        """Let the customer resume and say yes, and the technician work."""
        if not self.come():
            return
        self.link_lies(link_events.Back())
        self.account.paused = None
        self.do(ui.Press(button="resume"))
        self.time_passes(2.0)
        self.ask_and_allow(asked)
        self.console_says(messages)

    @rule(permission=st.sampled_from(sorted(AVAILABLE)))
    def customer_withdraws(self, permission: Permission) -> None:
        if self.come():
            self.account.take_back(permission)
            self.do(ui.Withdraw(permission=permission))

    @rule(button=st.sampled_from(["pause", "resume"]), by_key=st.booleans())
    def customer_pauses_or_resumes(self, button: str, by_key: bool) -> None:
        if not self.come():
            return
        self.account.paused = Party.CUSTOMER if button == "pause" else None
        if by_key and button == "pause":
            self.happen(lambda: self.hand.on_hand(HandKind.PANIC_PAUSE))
        else:
            self.do(ui.Press(button="pause" if button == "pause" else "resume"))

    @rule()
    def customer_wipes(self) -> None:
        if self.come():
            self.do(ui.WipeMarks())
            self.account.require(not self.account.marks, "what was wiped away stays")

    @rule(kind=st.sampled_from([HandKind.POINTER, HandKind.KEY, HandKind.BUTTON]))
    def customer_moves(self, kind: HandKind) -> None:
        if self.come():
            if self.account.may(Permission.CONTROL):
                self.account.hand_until = self.loop.time() + HAND
            self.happen(lambda: self.hand.on_hand(kind))
            self.happen(lambda: self.pointer.become(x=(self.pointer.sight.x + 1) % 60))

    @rule(locked=st.booleans())
    def the_machine_pauses(self, locked: bool) -> None:
        if self.come():
            if self.account.paused is not Party.CUSTOMER:
                self.account.paused = Party.SYSTEM
            self.happen(lambda: self.absence.on_away(AwayKind.LOCKED) if locked else self.windows.freeze())

    @rule(kind=st.sampled_from(["window", "application", "area"]), covered=st.sampled_from([None, None, True, False]))
    def customer_hides(self, kind: str, covered: bool | None) -> None:
        if not self.come():
            return
        hidden = self.account.hidden
        if covered is not None:
            hidden.everything = covered
            return self.do(ui.Cover(covered=covered))
        match kind:
            case "window":
                hidden.add(HiddenWindow(7, SECRET))
                self.do(ui.Hide(kind="window", window=7))
            case "application":
                hidden.add(HiddenApplication(SECRET))
                self.do(ui.Hide(kind="application", name=SECRET))
            case _:
                hidden.add(HiddenArea(AREA))
                self.do(ui.Hide(kind="area", area=(0, 0, 9, 9)))

    @rule(guard=st.sampled_from(Guard), on_=st.booleans(), only=st.sampled_from([None, 7]))
    def customer_chooses(self, guard: Guard, on_: bool, only: int | None) -> None:
        if self.come():
            hidden = self.account.hidden
            hidden.guards = hidden.guards | {guard} if on_ else hidden.guards - {guard}
            self.do(ui.SwitchGuard(guard=guard, on=on_))
            hidden.only = only
            self.do(ui.ShareOnly(window=only))

    @rule(send=st.booleans())
    def customer_decides_about_the_report(self, send: bool) -> None:
        if self.come() and self.windows.view and self.windows.view.screen == "report":
            self.do(ui.Strike(key="disks", struck=True))
            self.account.letting_report_go = send
            self.do(ui.SendReport(send=send))
            self.account.letting_report_go = False

    @rule(seconds=st.sampled_from([0.1, 2.0, 16.0, 130.0, 301.0]))
    def time_passes(self, seconds: float) -> None:
        """Move the loop's time from alarm to alarm."""
        until = self.loop.moment + seconds
        while (alarm := self.app._alarm) and alarm.when() <= until:
            self.loop.moment = max(self.loop.moment, alarm.when())
            self.account.come_to(self.loop.moment)
            self.settle()
        self.loop.moment = until
        self.account.come_to(until)
        self.settle()

    @rule(way=st.sampled_from(["stop", "close", "key", "sleep", "lost"]), chance=st.integers(0, 5))
    def it_ends(self, way: str, chance: int) -> None:
        if chance or not self.come():
            return
        match way:
            case "stop" | "close":
                self.do(ui.Press(button="stop" if way == "stop" else "close"))
            case "key":
                self.happen(lambda: self.hand.on_hand(HandKind.PANIC_STOP))
            case "sleep":
                self.happen(lambda: self.absence.on_away(AwayKind.ASLEEP))
            case _:
                self.link_says(link_events.Failed(link_events.Problem.TAMPERED))
        self.account.require(self.account.ended, "the end that ends nothing")
