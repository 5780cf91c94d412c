"""The way into a session, before both ends are connected: warning and terms, a code shown or entered, who is asking.

Nothing is sent to anybody before the customer chose a way in (P1). A code is good for one link; a failed one ends here
with a problem told in words, and the customer may try another.
"""

from dataclasses import dataclass
from typing import Literal, assert_never

from agent.protocol.codes import Code, CodeError, parse_code
from agent.protocol.signalling import Technician

Step = Literal["start", "code", "enter_code", "connecting", "problem"]


@dataclass(frozen=True)
class TermsAccepted:
    """The customer accepted the terms in force."""


@dataclass(frozen=True)
class CodeWanted:
    """Customer-first: show me a code."""


@dataclass(frozen=True)
class CodeEntered:
    """Technician-first: the code as typed; empty opens the field."""

    typed: str


@dataclass(frozen=True)
class WentBack:
    """Back to the choice, giving up the code."""


@dataclass(frozen=True)
class CodeShown:
    """The link has a code to show."""

    code: Code
    expires_in: int


@dataclass(frozen=True)
class Identified:
    """The technician knew the code; who it is was proved."""

    technician: Technician


@dataclass(frozen=True)
class LinkFailed:
    """The link came to nothing; `problem` names the sentence to show."""

    problem: str


Event = TermsAccepted | CodeWanted | CodeEntered | WentBack | CodeShown | Identified | LinkFailed


@dataclass(frozen=True)
class IssueCode:
    """Open a link that shows a code."""


@dataclass(frozen=True)
class JoinWithCode:
    """Open a link with the technician's code."""

    code: Code


@dataclass(frozen=True)
class DropLink:
    """Let go of the link that was begun."""


@dataclass(frozen=True)
class RecordTerms:
    """Write to the journal which texts were accepted."""


@dataclass(frozen=True)
class RecordTechnician:
    """Write to the journal who is at the other end."""

    technician: Technician


@dataclass(frozen=True)
class ComeBack:
    """Open a link to the technician of the session before the restart."""


Effect = IssueCode | JoinWithCode | ComeBack | DropLink | RecordTerms | RecordTechnician


class Arrival:
    """Where the customer stands before the session. Read its attributes to show it."""

    def __init__(self, offered_code: str | None = None, awaited_by: Technician | None = None) -> None:
        """`offered_code`: the digits found in the plug-in's own file name; used once, after the terms.

        `awaited_by`: who waits to go on after a restart; met once, if the customer wants that.
        """
        self.step: Step = "start"
        self.terms_accepted = False
        self.code: Code | None = None
        self.code_until = 0.0
        self.technician: Technician | None = None
        self.problem: str | None = None
        self._offered = offered_code
        self.awaited_by = awaited_by

    def handle(self, event: Event, now: float) -> list[Effect]:
        """Take one event and return what is to be done."""
        match event:
            case TermsAccepted():
                return self._accepted()
            case CodeWanted():
                return self._begin([IssueCode()])
            case CodeEntered():
                return self._entered(event.typed)
            case WentBack():
                self._go("start")
                return [DropLink()]
            case CodeShown():
                return self._code_shown(event, now)
            case Identified():
                return self._identified(event.technician)
            case LinkFailed():
                self._go("problem")
                self.problem = event.problem
                return [DropLink()]
            case _:
                assert_never(event)

    def _accepted(self) -> list[Effect]:
        if self.terms_accepted:
            return []
        self.terms_accepted = True
        awaited, self.awaited_by = self.awaited_by, None
        if awaited:
            return [RecordTerms(), *self._begin([ComeBack()])]
        offered, self._offered = self._offered, None
        return [RecordTerms(), *(self._entered(offered) if offered else [])]

    def _entered(self, typed: str) -> list[Effect]:
        self._go("enter_code")
        if not typed:
            return [DropLink()]
        try:
            return self._begin([JoinWithCode(parse_code(typed))])
        except CodeError:
            self.problem = "code_mistyped"
            return []

    def _code_shown(self, event: CodeShown, now: float) -> list[Effect]:
        if self.step == "connecting" and self.technician is None:
            self.step, self.code, self.code_until = "code", event.code, now + event.expires_in
        return []

    def _identified(self, technician: Technician) -> list[Effect]:
        """Take who it is once, from the link that was begun: one code, one technician."""
        if self.step not in ("code", "connecting"):
            return []
        if self.technician is not None:
            self._go("problem")
            self.problem = "tampering"
            return [DropLink()]
        self.step, self.technician = "connecting", technician
        return [RecordTechnician(technician)]

    def _begin(self, effects: list[Effect]) -> list[Effect]:
        if not self.terms_accepted:
            return []
        self._go("connecting")
        return [DropLink(), *effects]

    def _go(self, step: Step) -> None:
        self.step, self.code, self.technician, self.problem = step, None, None, None
