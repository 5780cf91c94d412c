"""One session with both ends played, each step held to the account; the rules of the machine stand on it."""

from collections import Counter
from collections.abc import Callable
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize

from agent.protocol import messages as wire
from agent.protocol.messages import Party
from agent.protocol.permissions import AVAILABLE, Permission
from agent.session import effects as do
from agent.session import events as on
from agent.session.session import Session
from scripts.rigs.consent.account import HAND, Account
from scripts.rigs.consent.lies import channel_of

VISUAL = frozenset({Permission.VIEW, Permission.ANNOTATE})
SEVERAL = (
    (),
    (Permission.VIEW,),
    (Permission.CONTROL, Permission.SERIAL),
    (Permission.ANNOTATE, Permission.CONTROL, Permission.SERIAL),
)


class Stage(RuleBasedStateMachine):
    """Events in any order. `counts` is shared by all runs: what was tried, and what came of it."""

    counts: ClassVar[Counter[str]] = Counter()

    @initialize(asked=st.sampled_from(SEVERAL), policy=st.sampled_from([AVAILABLE, AVAILABLE, VISUAL]))
    def begin(self, asked: tuple[Permission, ...], policy: frozenset[Permission]) -> None:
        """Start a session; in most of them the customer says yes to the first questions."""
        self.now = 0.0
        self.session = Session("s", policy, HAND, self.now)
        self.account = Account(policy)
        self.said: list[on.ConsoleSaid] = []
        self.collected = 0
        self.account.judge(self.session.begin())
        self.ask_and_allow(asked)

    def ask_and_allow(self, asked: tuple[Permission, ...]) -> None:
        """Let the technician ask, and the customer say yes to whatever is shown."""
        for permission in asked:
            self.request(permission)
            while self.account.shown:
                self.answer(yes=True, minutes=None)

    def happen(self, event: on.Event) -> list[do.Effect]:
        """Give the session an event, and hold what it does to the account, which heard of it first."""
        self.counts["steps"] += 1
        effects = self.session.handle(event, self.now)
        self.account.judge(effects)
        self.account.settle(self.session.grants.question)
        for effect in effects:
            self.counts[type(effect).__name__] += 1
            self.collected += isinstance(effect, do.CollectReport)
        return effects

    def come(self) -> None:
        """Tell the account what time it is."""
        self.account.come_to(self.now)

    def hear(self, said: on.ConsoleSaid, message: wire.FromConsole) -> list[do.Effect]:
        """Let the session hear a message that the wire knows, on its channel or another."""
        self.counts[str(message.model_dump()["type"])] += 1
        self.said = [*self.said, said][-30:]
        right = said.channel == channel_of(message)
        resumes = right and isinstance(message, wire.ResumeSession) and self.account.paused is Party.TECHNICIAN
        if resumes:
            self.account.paused = None
        if right and isinstance(message, wire.PauseSession) and self.account.paused is None:
            self.account.paused = Party.TECHNICIAN
        effects = self.happen(said)
        if resumes and self.session.paused_by is Party.TECHNICIAN:
            self.account.paused = Party.TECHNICIAN  # it was not heard: too much was said at once
        return effects

    def refused(self, say: Callable[[], list[do.Effect]]) -> None:
        """Require that what is said then is refused, whatever is allowed, and nothing else comes of it."""
        if self.account.ended:
            return
        effects = say()
        refusals = [effect for effect in effects if isinstance(effect, do.Record) and effect.type == "gate.refused"]
        self.account.require(bool(refusals) or self.account.ended, "what is none of the wire's is not refused")

    def answer(self, yes: bool, minutes: int | None) -> None:
        """Answer the question that is shown."""
        assert self.account.shown
        number = self.account.shown.number
        if yes:
            self.account.yes(minutes)
        else:
            self.account.no()
        self.happen(on.CustomerAnswered(number, yes, minutes))

    def request(self, permission: Permission) -> None:
        """Let the technician ask."""
        message = wire.RequestPermission(permission=permission)
        self.hear(on.ConsoleSaid("control", message.model_dump_json()), message)
