"""Consent in motion: a permission asked for, answered, withdrawn, run out; each leaves its line in the journal."""

from agent.protocol import messages as wire
from agent.protocol.permissions import Permission
from agent.session import effects as do
from agent.session.effects import Effect
from agent.session.grants import GRANT_SECONDS
from agent.session.standing import Standing


class Consent:
    """The only one who changes what is granted."""

    def __init__(self, at: Standing) -> None:
        self._at = at

    def request(self, permission: Permission, now: float) -> list[Effect]:
        """Let the technician ask for a permission."""
        if permission in self._at.grants.granted:
            return [do.Tell(self._at.state())]
        verdict = self._at.grants.ask(permission, now)
        if verdict != "pass":
            return [do.Tell(wire.Refusal(refused=f"consent/request {permission}", reason=verdict))]
        return [do.Record("permission.requested", {"permission": permission})]

    def answer(self, number: int, yes: bool, now: float, minutes: int | None = None) -> list[Effect]:
        """Take the customer's answer to the open question; one to any other question answers nothing."""
        permission = self._at.grants.answer(number, yes, now, minutes * 60 if minutes else GRANT_SECONDS)
        if permission is None:
            return []
        if yes and self._at.live_since is None:
            self._at.live_since = now
        return [do.Record("permission.granted" if yes else "permission.refused", {"permission": permission})]

    def withdraw(self, permission: Permission, now: float) -> list[Effect]:
        """Take a permission back, with all that require it."""
        ended = self._at.grants.withdraw(permission, now)
        if self._at.report.open and {Permission.SYSTEM, Permission.SERIAL} & set(ended):
            self._at.report.clear()
        return [do.Record("permission.withdrawn", {"permission": p}) for p in ended]

    def due(self, now: float) -> list[Effect]:
        """End what has run out: grants, and the question that nobody answered."""
        effects: list[Effect] = []
        for permission in self._at.grants.expired(now):
            effects += self.withdraw(permission, now)
        question = self._at.grants.question
        if question and question.until <= now:
            effects += self.answer(question.number, False, now)
        return effects
