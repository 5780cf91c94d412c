"""What the customer is asked, one thing at a time. A technician may ask, never insist, however many requests come.

What a permission allows, and until when, is `grants`' to say.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from agent.protocol.permissions import REQUIRES, Permission

ANSWER_SECONDS = 120.0
"""A question nobody answers is a no."""

REFUSALS_THAT_SILENCE = 2
"""After so many refusals of one permission, it is not asked again in this session."""

QUIET_SECONDS = 15.0
"""After a no, the technician's next question waits so long, whatever it is."""

MAX_WAITING = 4
"""Questions that may wait behind the open one."""

Asked = Literal["asked", "known", "not_granted"]
"""What becomes of a request. known: all of it is granted, or being asked, already."""


@dataclass(frozen=True)
class Question:
    """One permission asked for; `number` makes each asking its own. Unanswered at `until`, it is a no.

    `renewal`: the agent itself asks whether a grant that is about to end goes on; no technician asked.
    """

    number: int
    permission: Permission
    until: float
    renewal: bool = False


@dataclass(frozen=True)
class _Waiting:
    permission: Permission
    renewal: bool
    latest: float
    """It is not open beyond this."""


class Questions:
    """The open question and those behind it."""

    def __init__(self) -> None:
        self.open: Question | None = None
        self._waiting: list[_Waiting] = []
        self._refusals: Counter[Permission] = Counter()
        self._quiet_until = float("-inf")
        self._numbers = 0

    @property
    def refused(self) -> frozenset[Permission]:
        """What the customer refused at least once."""
        return frozenset(self._refusals)

    def ask(self, wanted: Sequence[Permission], now: float) -> Asked:
        """Let the technician ask for all of `wanted`, in this order."""
        if any(self._refusals[p] >= REFUSALS_THAT_SILENCE for p in wanted):
            return "not_granted"
        asked = {waiting.permission for waiting in self._waiting} | ({self.open.permission} if self.open else set())
        new = [p for p in wanted if p not in asked]
        if len(self._waiting) + len(new) > MAX_WAITING:
            return "not_granted"
        self._waiting += [_Waiting(p, renewal=False, latest=float("inf")) for p in new]
        self.show_next(now)
        return "asked" if new else "known"

    def renew(self, permission: Permission, latest: float, now: float) -> None:
        """Let the agent ask whether a grant goes on, before anything the technician waits for."""
        self._waiting.insert(0, _Waiting(permission, renewal=True, latest=latest))
        self.show_next(now)

    def answer(self, number: int, yes: bool, now: float) -> Question | None:
        """Close the question of that number and return it; None when it is not the open one."""
        question = self.open
        if question is None or question.number != number:
            return None
        self.open = None
        if not yes and not question.renewal:
            self._refusals[question.permission] += 1
            self._quiet_until = now + QUIET_SECONDS
        if not yes:
            self._drop_dependent(question.permission)
        return question

    def drop(self, ended: Collection[Permission]) -> None:
        """Ask no more about what ended, nor about what requires it."""
        self._waiting = [w for w in self._waiting if w.permission not in ended]
        if self.open and self.open.permission in ended:
            self.open = None
        for permission in ended:
            self._drop_dependent(permission)

    def clear(self) -> None:
        """Ask nothing any more."""
        self.open, self._waiting = None, []

    def show_next(self, now: float) -> None:
        """Open the next question, if none is open and its time has come."""
        while self.open is None and (waiting := self._next(now)):
            self._waiting.remove(waiting)
            if waiting.latest > now:
                self._numbers += 1
                until = min(now + ANSWER_SECONDS, waiting.latest)
                self.open = Question(self._numbers, waiting.permission, until, waiting.renewal)

    def deadline(self) -> float | None:
        """Return when the open question runs out, or the next may open."""
        if self.open:
            return self.open.until
        return self._quiet_until if self._waiting else None

    def _next(self, now: float) -> _Waiting | None:
        return next((w for w in self._waiting if w.renewal or now >= self._quiet_until), None)

    def _drop_dependent(self, permission: Permission) -> None:
        self._waiting = [w for w in self._waiting if permission not in REQUIRES.get(w.permission, ())]
        if self.open and permission in REQUIRES.get(self.open.permission, ()):
            self.open = None
