"""What the customer has allowed and until when; the gate asks here what a message may. Deny by default."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from agent.protocol.message import any_of
from agent.protocol.messages import FromConsole
from agent.protocol.permissions import AVAILABLE, REQUIRES, Permission
from agent.session.questions import Asked, Question, Questions

GRANT_SECONDS = 3600.0
"""A grant for the session ends by itself after an hour, unless the customer says again that it goes on."""

RENEWAL_SECONDS = 300.0
"""So long before, the agent itself asks whether it goes on."""

EXCUSE_SECONDS = 3.0
"""What was on its way when a permission ended is dropped without blame for so long."""

Verdict = Literal["pass", "drop", "not_granted"]


@dataclass(frozen=True)
class Grant:
    """One permission that holds."""

    until: float
    limited: bool
    """Given for some minutes: it is not renewed."""
    renewing: bool = False
    """The customer was asked whether it goes on."""


class Grants:
    """Permissions and the questions about them."""

    def __init__(self, may_ask: Iterable[Permission]) -> None:
        self._may_ask = frozenset(may_ask) & AVAILABLE
        self._grants: dict[Permission, Grant] = {}
        self._ended: dict[Permission, float] = {}
        self._questions = Questions()

    @property
    def question(self) -> Question | None:
        """The one open question."""
        return self._questions.open

    @property
    def granted(self) -> list[Permission]:
        """What is allowed now, in the order of the table."""
        return [permission for permission in Permission if permission in self._grants]

    @property
    def refused(self) -> list[Permission]:
        """What was refused and is not allowed now."""
        return [p for p in Permission if p in self._questions.refused and p not in self._grants]

    def seconds_left(self, permission: Permission, now: float) -> int | None:
        """Say how long a grant for some minutes still holds; None when it was given for the session."""
        grant = self._grants.get(permission)
        return max(0, round(grant.until - now)) if grant and grant.limited else None

    def judge(self, message: FromConsole, now: float) -> Verdict:
        """Say whether what a message needs is granted, or was a moment ago; the gate's only question about consent."""
        needed = any_of(message.needs)
        if not needed or any(self._holds(permission, now) for permission in needed):
            return "pass"
        ended = max((self._ended[permission] for permission in needed if permission in self._ended), default=None)
        if ended is not None and now - ended < EXCUSE_SECONDS:
            return "drop"
        return "not_granted"

    def ask(self, permission: Permission, now: float) -> Asked | Literal["unavailable"]:
        """Let the technician ask, for what it requires first. unavailable: this service or version never asks it."""
        wanted = [*sorted(REQUIRES.get(permission, ())), permission]
        if any(p not in self._may_ask for p in wanted):
            return "unavailable"
        missing = [p for p in wanted if p not in self._grants]
        return self._questions.ask(missing, now)

    def answer(self, number: int, yes: bool, now: float, seconds: float | None = None) -> Question | None:
        """Take the customer's answer, a yes for the session or for so many `seconds`.

        Return the question it answers; None when that is not the open one. A no to a renewal lets the grant run out.
        """
        question = self._questions.answer(number, yes, now)
        if question and yes:
            held = GRANT_SECONDS if seconds is None else min(seconds, GRANT_SECONDS)
            self._grants[question.permission] = Grant(now + held, limited=seconds is not None)
        self._questions.show_next(now)
        return question

    def withdraw(self, permission: Permission, now: float) -> list[Permission]:
        """Take back a permission and all that require it; return what ended."""
        ended = [p for p in self._grants if p is permission or permission in REQUIRES.get(p, ())]
        for p in ended:
            del self._grants[p]
            self._ended[p] = now
        self._questions.drop(ended)
        self._questions.show_next(now)
        return ended

    def expired(self, now: float) -> list[Permission]:
        """Name the grants whose time is over."""
        return [p for p in self._grants if not self._holds(p, now)]

    def renew(self, now: float) -> list[Permission]:
        """Ask the customer about the grants for the session that end soon; return which."""
        soon = [p for p, grant in self._grants.items() if not _asked(grant) and grant.until - RENEWAL_SECONDS <= now]
        for permission in soon:
            until = self._grants[permission].until
            self._grants[permission] = Grant(until, limited=False, renewing=True)
            self._questions.renew(permission, until, now)
        return soon

    def look_again(self, now: float) -> None:
        """Open the question whose time has come."""
        self._questions.show_next(now)

    def clear(self, now: float) -> None:
        """End every grant and question."""
        self._questions.clear()
        for permission in self.granted:
            self.withdraw(permission, now)

    def deadline(self) -> float | None:
        """Return when to look again: a grant ends or should be renewed, a question runs out or may open."""
        times = [grant.until if _asked(grant) else grant.until - RENEWAL_SECONDS for grant in self._grants.values()]
        question = self._questions.deadline()
        return min([*times, *([] if question is None else [question])], default=None)

    def _holds(self, permission: Permission, now: float) -> bool:
        grant = self._grants.get(permission)
        return grant is not None and now < grant.until


def _asked(grant: Grant) -> bool:
    return grant.limited or grant.renewing
