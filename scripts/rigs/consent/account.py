"""What the customer said, kept apart from the rules: every effect is held to this account, never to the session's word.

It knows less than the rules on purpose: what was allowed until when, who paused, whose hand it is, what is hidden.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from agent.hiding.vocabulary import (
    Guard,
    Hidden,
    HiddenApplication,
    HiddenArea,
    HiddenFolder,
    HiddenThing,
    HiddenWindow,
)
from agent.protocol import messages as wire
from agent.protocol.message import FromConsole, any_of
from agent.protocol.messages import Party
from agent.protocol.permissions import REQUIRES, Permission
from agent.protocol.report_keys import ReportKey
from agent.session import effects as do
from agent.session.questions import Question

HOUR, ANSWER, QUIET, HAND = 3600.0, 120.0, 15.0, 1.5
PROPOSALS = 50
"""The figures that were promised, written down here anew: a change of the rules' own must be seen."""

SECRET = "cache-par-le-client"
"""What hidden names and struck lines hold: it leaves in no effect but those for the desktop."""


class Violation(AssertionError):
    """Something happened that the customer had not allowed, or that was promised not to."""


@dataclass
class HiddenAccount:
    """What the customer hid, and the technician on top of it."""

    things: list[HiddenThing] = field(default_factory=list)
    only: int | None = None
    guards: frozenset[Guard] = frozenset(Guard)
    everything: bool = False

    def add(self, thing: HiddenThing) -> None:
        """Hide one thing more."""
        if thing not in self.things:
            self.things.append(thing)

    def whole(self) -> Hidden:
        """Return it as the desktop must have it."""
        return Hidden(
            folders=tuple(thing.path for thing in self.things if isinstance(thing, HiddenFolder)),
            windows=frozenset(thing.id for thing in self.things if isinstance(thing, HiddenWindow)),
            applications=frozenset(thing.name for thing in self.things if isinstance(thing, HiddenApplication)),
            areas=tuple(thing.area for thing in self.things if isinstance(thing, HiddenArea)),
            only=self.only,
            guards=self.guards,
            everything=self.everything,
        )


class Account:
    """One session as the customer would tell it."""

    def __init__(self, may_ask: frozenset[Permission]) -> None:
        self.may_ask = may_ask
        self.now = 0.0
        self.until: dict[Permission, float] = {}
        self.paused: Party | None = None
        self.lost = self.ended = False
        self.hand_until = float("-inf")
        self.shown: Question | None = None
        self.noes: Counter[Permission] = Counter()
        self.quiet_until = float("-inf")
        self.hidden = HiddenAccount()
        self.proposals = 0
        self.told_hidden: Hidden | None = None
        self.letting_report_go = False
        self.picture = self.keys_down = self.marks = self.bulk = False
        self.tools: set[Permission] = set()
        self.refused_messages = 0

    # --- what the customer says ---------------------------------------------------------------------------------------

    def may(self, permission: Permission) -> bool:
        """Say whether the customer allows it at this moment, and all that it requires."""
        needed = {permission, *REQUIRES.get(permission, ())}
        return not self.ended and all(self.until.get(p, 0.0) > self.now for p in needed)

    def may_say(self, message: FromConsole) -> bool:
        """Say whether the customer allows one of what a message needs, or it needs nothing."""
        needed = any_of(message.needs)
        return not needed or any(self.may(permission) for permission in needed)

    def open_for(self, permission: Permission) -> bool:
        """Say whether it may be used at this moment."""
        return self.may(permission) and self.paused is None and not self.lost

    def open_for_files(self) -> bool:
        """Say whether bytes of files may go at this moment."""
        return self.open_for(Permission.FILES_READ) or self.open_for(Permission.FILES_WRITE)

    def acting(self, permission: Permission) -> bool:
        """Say whether the technician may act by it: not while the customer is asked something."""
        return self.open_for(permission) and self.shown is None

    def come_to(self, now: float) -> None:
        """Let what has run out by `now` be over, for good: what comes back needs another yes."""
        self.now = now
        for permission in [p for p, until in self.until.items() if until <= now]:
            self.take_back(permission)
        if self.shown and not all(self.may(p) for p in REQUIRES.get(self.shown.permission, ())):
            self.shown = None
        if self.shown and self.shown.until <= now:
            self.no()

    def yes(self, minutes: int | None) -> None:
        """Answer the shown question by yes."""
        assert self.shown is not None
        self.until[self.shown.permission] = self.now + (HOUR if minutes is None else minutes * 60)
        self.shown = None

    def no(self) -> None:
        """Answer the shown question by no."""
        assert self.shown is not None
        self._no(self.shown)
        self.shown = None

    def take_back(self, permission: Permission) -> None:
        """End a permission and all that require it."""
        if self.until.pop(permission, None) is not None:
            for other in [p for p in self.until if permission in REQUIRES.get(p, ())]:
                del self.until[other]

    def _no(self, question: Question) -> None:
        if not question.renewal:
            self.noes[question.permission] += 1
            self.quiet_until = self.now + QUIET

    # --- what is done -------------------------------------------------------------------------------------------------

    def judge(self, effects: Sequence[do.Effect]) -> None:
        """Hold each effect to what the customer said. Raise Violation."""
        for effect in effects:
            if self.ended:
                raise Violation(f"after the end: {effect}")
            self._judge(effect)
            if not isinstance(effect, do.UseHidden | do.FindToHide) and SECRET in repr(effect):
                raise Violation(f"a secret is told: {effect}")

    def _judge(self, effect: do.Effect) -> None:
        match effect:
            case do.StartPicture():
                self.require(self.open_for(Permission.VIEW), "frames")
                self.require(self.hides(self.told_hidden), "frames before what is hidden was said")
                self.picture = True
            case do.StopPicture():
                self.picture = False
            case do.AcknowledgePicture() | do.RefreshPicture():
                self.require(self.open_for(Permission.VIEW), "the picture is paced")
            case do.Inject():
                self.require(self.acting(Permission.CONTROL), "input")
                self.require(self.now >= self.hand_until, "input against the customer's hand")
                self.keys_down |= getattr(effect.message, "down", False)
            case do.ReleaseInput():
                self.keys_down = False
            case do.Annotate():
                self.require(self.acting(Permission.ANNOTATE), "a pointer or a mark")
                self.marks = True
            case do.ClearMarks():
                self.marks = False
            case do.CollectReport():
                self.require(self.open_for(Permission.SYSTEM), "a listing")
                self.require(not effect.serial or self.may(Permission.SERIAL), "the serial number")
            case do.OpenBulk() | do.AddBulkCandidate():
                self.require(self.open_for_files(), "a way for files")
                self.bulk = True
            case do.CutBulk():
                self.bulk = False
            case do.UseTool():
                needed = any_of(effect.message.needs)
                self.require(not needed or any(self.open_for(p) for p in needed), "a tool is used")
                self.tools |= {p for p in needed if self.open_for(p)}
            case do.StopTools():
                self.tools -= effect.permissions
            case do.FindToHide():
                self.proposals += 1
            case do.UseHidden():
                self.hidden.everything |= effect.hidden.everything and self.proposals >= PROPOSALS
                shown = effect.hidden.terminal
                self.require(not shown or self.may(Permission.TERMINAL), "terminals are shown")
                self.told_hidden = effect.hidden
                self.require(self.hides(self.told_hidden), "something else is hidden")
            case do.Tell():
                self.judge_message(effect.message)
            case do.Record(type="gate.refused"):
                self.refused_messages += 1
            case do.Cut():
                self.require(not self.bulk, "the way for files stays open after the end")
                self.picture = self.keys_down = self.marks = False
                self.ended = True
            case _:
                pass

    def judge_message(self, message: wire.FromAgent) -> None:
        """Hold what the console is told to what the customer said."""
        match message:
            case wire.Report():
                self.require(self.letting_report_go, "a report that the customer did not let go")
                self.require(self.may(Permission.SYSTEM), "a listing")
                has_serial = any(line.key is ReportKey.SERIAL for line in message.lines)
                self.require(not has_serial or self.may(Permission.SERIAL), "the serial number")
            case wire.ClipboardContent() | wire.ClipboardPiece():
                self.require(self.open_for(Permission.CLIPBOARD_OUT), "what was copied")
            case wire.SessionState():
                self.require(all(self.may(p) for p in message.granted), "a state with more than was granted")
            case wire.PointerPlace() | wire.PointerPicture():
                self.require(self.open_for(Permission.VIEW), "the pointer is told of")
                shown = isinstance(message, wire.PointerPlace) and message.shown
                self.require(not (shown and self.hidden.everything), "the pointer is told of while all is hidden")
            case _:
                pass

    # --- what is so afterwards ----------------------------------------------------------------------------------------

    def settle(self, question: Question | None) -> None:
        """Judge what is left standing when an event is done; `question` is what the customer sees now."""
        if question and (self.shown is None or question.number != self.shown.number):
            self._asked(question)
        self.shown = question
        if question:
            self._still_to_be_asked(question)
        self.require(not self.picture or self.open_for(Permission.VIEW), "frames go on")
        self.require(not self.bulk or self.open_for_files(), "the way for files stays open")
        self.require(all(self.open_for(p) for p in self.tools), "a tool goes on")
        self.require(not self.marks or self.acting(Permission.ANNOTATE), "a pointer or a mark stays")
        held = self.acting(Permission.CONTROL) and self.now >= self.hand_until
        self.require(not self.keys_down or held, "keys stay down")
        self.require(self.told_hidden is None or self.ended or self.hides(self.told_hidden), "not hidden")
        self.require(self.refused_messages < 3 or self.ended, "a third refusal that ends nothing")

    def _asked(self, question: Question) -> None:
        permission = question.permission
        self.require(permission in self.may_ask, f"{permission} is asked, which the policy does not allow")
        self.require(question.until <= self.now + ANSWER, "a question that stays open")
        if question.renewal:
            self.require(question.until <= self.until.get(permission, 0.0), "a renewal beyond its grant")
            return
        self.require(self.noes[permission] < 2, f"{permission} is asked a third time")
        self.require(self.now >= self.quiet_until, "asked right after a no")

    def _still_to_be_asked(self, question: Question) -> None:
        required = REQUIRES.get(question.permission, frozenset())
        self.require(all(self.may(p) for p in required), f"{question.permission} is asked without what it requires")
        self.require(self.may(question.permission) is question.renewal, "a renewal of nothing, or of what is granted")
        self.require(self.now < question.until, "a question that stays open")

    def hides(self, told: Hidden | None) -> bool:
        """Say whether that is what the customer hid. Whether terminals are shown is the permission's matter."""
        return told is not None and replace(told, terminal=False) == self.hidden.whole()

    def require(self, so: bool, what: str) -> None:
        """Raise Violation unless `so`."""
        if not so:
            raise Violation(f"not allowed at {self.now}: {what}")
