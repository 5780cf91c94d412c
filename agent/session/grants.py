"""What the customer has allowed, what is being asked, and the one gate every message passes. Deny by default."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from agent.protocol.messages import FromConsole
from agent.protocol.permissions import AVAILABLE, REQUIRES, Permission

GRANT_SECONDS = 3600.0
"""A grant ends by itself after an hour; the technician may ask again."""

ANSWER_SECONDS = 120.0
"""A question nobody answers is a no."""

REFUSALS_THAT_SILENCE = 2
"""After so many refusals of one permission, it is not asked again in this session."""

EXCUSE_SECONDS = 3.0
"""What was on its way when a permission ended is dropped without blame for so long."""

Verdict = Literal["pass", "drop", "not_granted", "unavailable"]


@dataclass(frozen=True)
class Question:
    """One permission asked for; `number` makes each asking its own."""

    number: int
    permission: Permission
    until: float


class Grants:
    """Permissions and the one open question."""

    def __init__(self, may_ask: Iterable[Permission]) -> None:
        self._may_ask = frozenset(may_ask) & AVAILABLE
        self._until: dict[Permission, float] = {}
        self._limited: set[Permission] = set()
        self._ended: dict[Permission, float] = {}
        self._refusals: Counter[Permission] = Counter()
        self._waiting: list[Permission] = []
        self._numbers = 0
        self.question: Question | None = None

    @property
    def granted(self) -> list[Permission]:
        """What is allowed now, in the order of the table."""
        return [permission for permission in Permission if permission in self._until]

    @property
    def refused(self) -> list[Permission]:
        """What was refused and is not allowed now."""
        return [p for p in Permission if self._refusals[p] and p not in self._until]

    def seconds_left(self, permission: Permission, now: float) -> int | None:
        """Say how long a grant still holds; None when it was given for the session."""
        if permission not in self._limited:
            return None
        return max(0, round(self._until[permission] - now))

    def judge(self, message: FromConsole, now: float) -> Verdict:
        """Say whether a message may pass. This is the gate: nothing else decides about permissions."""
        if message.needs is None or message.needs in self._until:
            return "pass"
        ended = self._ended.get(message.needs)
        if ended is not None and now - ended < EXCUSE_SECONDS:
            return "drop"
        return "not_granted"

    def ask(self, permission: Permission, now: float) -> Verdict:
        """Queue a question, those it requires first. One at a time is shown."""
        wanted = [*sorted(REQUIRES.get(permission, ())), permission]
        if any(p not in self._may_ask for p in wanted):
            return "unavailable"
        if any(self._refusals[p] >= REFUSALS_THAT_SILENCE for p in wanted if p not in self._until):
            return "not_granted"
        asking = self.question.permission if self.question else None
        self._waiting += [p for p in wanted if p not in self._until and p not in self._waiting and p != asking]
        self._show_next(now)
        return "pass"

    def answer(self, number: int, yes: bool, now: float, seconds: float = GRANT_SECONDS) -> Permission | None:
        """Take the customer's answer to that question, a yes for so many seconds; None when it is not the open one."""
        if self.question is None or self.question.number != number:
            return None
        permission, self.question = self.question.permission, None
        if yes:
            self._limited.discard(permission)
            if seconds < GRANT_SECONDS:
                self._limited.add(permission)
            self._until[permission] = now + min(seconds, GRANT_SECONDS)
        else:
            self._refusals[permission] += 1
            self._forget_dependent(permission)
        self._show_next(now)
        return permission

    def withdraw(self, permission: Permission, now: float) -> list[Permission]:
        """Take back a permission and all that require it; return what ended."""
        ended = [p for p in self._until if p is permission or permission in REQUIRES.get(p, ())]
        for p in ended:
            del self._until[p]
            self._ended[p] = now
        self._forget_dependent(permission)
        self._show_next(now)
        return ended

    def expired(self, now: float) -> list[Permission]:
        """Name the grants whose time is over."""
        return [p for p, until in self._until.items() if until <= now]

    def clear(self, now: float) -> None:
        """End every grant and question."""
        self.question, self._waiting = None, []
        for permission in self.granted:
            self.withdraw(permission, now)

    def deadline(self) -> float | None:
        """Return when to look again: a grant or a question runs out."""
        times = [*self._until.values(), *([self.question.until] if self.question else [])]
        return min(times, default=None)

    def _forget_dependent(self, permission: Permission) -> None:
        self._waiting = [p for p in self._waiting if permission not in REQUIRES.get(p, ())]
        if self.question and permission in REQUIRES.get(self.question.permission, ()):
            self.question = None

    def _show_next(self, now: float) -> None:
        if self.question is None and self._waiting:
            self._numbers += 1
            self.question = Question(self._numbers, self._waiting.pop(0), now + ANSWER_SECONDS)
