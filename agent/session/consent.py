"""Consent in motion: a permission asked for, answered, renewed, withdrawn, run out; each leaves its journal entry."""

from agent.protocol import messages as wire
from agent.protocol.permissions import Permission
from agent.session import effects as do
from agent.session.effects import Effect
from agent.session.standing import Standing


class Consent:
    """The only one who changes what is granted."""

    def __init__(self, at: Standing) -> None:
        self._at = at

    def request(self, permission: Permission, now: float) -> list[Effect]:
        """Let the technician ask. Whatever the reason why the customer is not asked (again), the answer is the same."""
        match self._at.grants.ask(permission, now):
            case "asked":
                return [do.Record("permission.requested", {"permission": permission})]
            case "known":
                return [do.Tell(self._at.state())]
            case reason:
                return [do.Tell(wire.Refusal(refused=f"consent/request {permission}", reason=reason))]

    def answer(self, number: int, yes: bool, now: float, minutes: int | None = None) -> list[Effect]:
        """Take the customer's answer to the open question; one to any other question answers nothing."""
        question = self._at.grants.answer(number, yes, now, None if minutes is None else minutes * 60.0)
        if question is None:
            return []
        self._at.quiet_since = now
        payload: dict[str, str] = {"permission": question.permission}
        if not yes:
            return [do.Record("permission.refused", payload)]
        if self._at.live_since is None:
            self._at.live_since = now
        return [do.Record("permission.granted", payload if minutes is None else {**payload, "minutes": str(minutes)})]

    def withdraw(self, permission: Permission, now: float) -> list[Effect]:
        """Take a permission back, with all that require it."""
        return self._end(permission, now, "permission.withdrawn")

    def due(self, now: float) -> list[Effect]:
        """End what has run out, grants and the question nobody answered; ask about grants that are about to."""
        effects: list[Effect] = []
        for permission in self._at.grants.expired(now):
            effects += self._end(permission, now, "permission.expired")
        question = self._at.grants.question
        if question and question.until <= now:
            effects += self.answer(question.number, False, now)
        effects += [do.Record("permission.renewing", {"permission": p}) for p in self._at.grants.renew(now)]
        self._at.grants.look_again(now)
        return effects

    def _end(self, permission: Permission, now: float, entry: str) -> list[Effect]:
        ended = self._at.grants.withdraw(permission, now)
        if self._at.report.open and {Permission.SYSTEM, Permission.SERIAL} & set(ended):
            self._at.report.clear()
        if ended:
            self._at.quiet_since = now
        return [do.Record(entry, {"permission": p}) for p in ended]
