"""What a journal tells, as values: who, when, what was asked and answered, what was done, how it ended.

Reads a verdict, so that the report says nothing that the verifier would not find again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from agent.journal.chain import Entry
from agent.journal.verdict import Verdict
from agent.protocol.entries import detail_of


@dataclass(frozen=True)
class Moment:
    """One entry and what is proved of its content (nothing, when it was erased)."""

    entry: Entry
    payload: dict[str, str]

    @property
    def at(self) -> datetime:
        """When, with its zone (UTC)."""
        return datetime.fromisoformat(self.entry.wall)

    @property
    def detail(self) -> str:
        """What the sentence says of the content."""
        return detail_of(self.entry.type, self.payload)


@dataclass
class Asked:
    """One question and what became of it; times with their zone."""

    permission: str
    asked: datetime
    answer: bool | None = None
    answered: datetime | None = None
    minutes: str = ""
    ended: datetime | None = None


@dataclass(frozen=True)
class Story:
    """The whole journal, in order."""

    moments: tuple[Moment, ...]

    def first(self, kind: str) -> Moment | None:
        """Return the first entry of that kind."""
        return next((moment for moment in self.moments if moment.entry.type == kind), None)

    def last(self, kind: str) -> Moment | None:
        """Return the last entry of that kind."""
        return next((moment for moment in reversed(self.moments) if moment.entry.type == kind), None)

    def said(self, kind: str, key: str) -> str:
        """Return what the last entry of that kind says; empty when it says nothing."""
        moment = self.last(kind)
        return moment.payload.get(key, "") if moment else ""

    @property
    def seconds(self) -> int:
        """How long the session lasted, by the monotonic clock; 0 before one."""
        start = self.first("session.started")
        end = self.moments[-1] if self.moments else None
        return max(0, int(end.entry.monotonic - start.entry.monotonic)) if start and end else 0

    def asked(self) -> list[Asked]:
        """Return every question in its order. What was granted ends when it is withdrawn, or with the session."""
        found: list[Asked] = []
        for moment in self.moments:
            _note(found, moment)
        return found


def story_of(verdict: Verdict) -> Story:
    """Tell what a verdict proves."""
    return Story(tuple(_moments(verdict)))


def _moments(verdict: Verdict) -> Iterator[Moment]:
    for entry in verdict.entries:
        yield Moment(entry, verdict.payloads.get(entry.sequence, {}))


def _note(found: list[Asked], moment: Moment) -> None:
    permission = moment.payload.get("permission", "")
    match moment.entry.type:
        case "permission.requested" | "permission.renewing":
            found.append(Asked(permission, moment.at))
        case "permission.granted" | "permission.refused" as kind:
            asked = _open(found, permission, moment)
            _end(found, permission if kind == "permission.granted" else None, moment.at)
            asked.answer, asked.answered = kind == "permission.granted", moment.at
            asked.minutes = moment.payload.get("minutes", "")
        case "permission.withdrawn" | "permission.expired":
            _end(found, permission, moment.at)
        case "session.ended":
            for asked in found:
                _end(found, asked.permission, moment.at)


def _end(found: list[Asked], permission: str | None, at: datetime) -> None:
    """End what was granted of that permission."""
    for asked in found:
        if asked.answer and asked.ended is None and asked.permission == permission:
            asked.ended = at


def _open(found: list[Asked], permission: str, moment: Moment) -> Asked:
    """Find the question that is answered; one that came with another has no request of its own."""
    for asked in found:
        if asked.permission == permission and asked.answered is None:
            return asked
    found.append(Asked(permission, moment.at))
    return found[-1]
