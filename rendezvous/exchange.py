"""Who is paired with whom, sans-I/O: register, claim, meet, relay, leave. Bodies pass unread; a pair leaves no trace.

Sockets, queues and limits on speed are signalling.py's; who may claim what is codes.py's; who meets whom meetings.py's.
"""

from dataclasses import dataclass
from typing import Protocol, assert_never

from agent.protocol import VERSION
from agent.protocol.errors import HandrailError
from agent.protocol.signalling import (
    Bye,
    Claim,
    ClientFrame,
    IceServer,
    Meet,
    Met,
    Paired,
    PeerGone,
    Refused,
    Register,
    Registered,
    Relay,
    Technician,
)
from rendezvous.client import Line
from rendezvous.codes import Claimant, Codes, Denied
from rendezvous.meetings import Meetings


@dataclass(frozen=True)
class _Issue:
    line: Line
    nonce: str


@dataclass(frozen=True)
class Pair:
    """Two lines introduced by one code."""

    nameplate: str
    issuer: Line
    joiner: Line

    def other(self, line: Line) -> Line:
        """Return the line at the other end."""
        return self.joiner if line is self.issuer else self.issuer

    @property
    def technician(self) -> Technician:
        """Return the technician of the pair: codes.claim refuses two of a side, so exactly one has one."""
        found = self.issuer.technician or self.joiner.technician
        if found is None:
            raise HandrailError("a pair without a technician")
        return found


class Ledger(Protocol):
    """Is told when a pair begins and ends, and gives the ICE servers for it."""

    def paired(self, pair: Pair) -> None:
        """Note a beginning."""

    def parted(self, pair: Pair) -> None:
        """Note an end."""

    def ice_servers(self) -> list[IceServer]:
        """Return what both ends are to use."""


class Exchange:
    """The lines that hold a code, the lines that are paired, and those that lost one another and meet again."""

    def __init__(self, codes: Codes, meetings: Meetings, ledger: Ledger, code_seconds: float) -> None:
        self._codes = codes
        self._meetings = meetings
        self._ledger = ledger
        self._code_seconds = code_seconds
        self._issues: dict[str, _Issue] = {}
        self._nameplates: dict[Line, str] = {}
        self._pairs: dict[Line, Pair] = {}

    def idle(self, line: Line) -> bool:
        """Tell whether the line holds neither a code nor a pair, and meets nobody."""
        return not self._engaged(line)

    def counts(self) -> tuple[int, int]:
        """Return how many codes wait and how many pairs live."""
        return len(self._issues), len(self._pairs) // 2

    def handle(self, line: Line, frame: ClientFrame, now: float) -> None:
        """Do what a client asks; every answer goes out through `deliver`."""
        match frame:
            case Register():
                self._register(line, frame, now)
            case Claim():
                self._claim(line, frame, now)
            case Meet():
                self._meet(line, frame, now)
            case Relay():
                self._relay(line, frame)
            case Bye():
                self.leave(line)
            case _:
                assert_never(frame)

    def leave(self, line: Line) -> None:
        """Forget a line's code, pair and meeting; the other end is told. Calling it again does nothing."""
        for left in self._meetings.leave(line):
            left.deliver(PeerGone())
        if nameplate := self._nameplates.pop(line, None):
            del self._issues[nameplate]
            self._codes.forget(nameplate)
        if pair := self._pairs.pop(line, None):
            other = pair.other(line)
            del self._pairs[other]
            self._codes.forget(pair.nameplate)
            self._ledger.parted(pair)
            other.deliver(PeerGone())

    def expire(self, now: float) -> None:
        """Let go of the lines whose code nobody claimed in time, and of those whom nobody met."""
        for line in self._meetings.expire(now):
            line.expire()
        for nameplate in self._codes.expire(now):
            line = self._issues.pop(nameplate).line
            del self._nameplates[line]
            line.expire()

    def _register(self, line: Line, frame: Register, now: float) -> None:
        if refused := self._unfit(line, frame.version):
            return line.deliver(refused)
        self.expire(now)
        nameplate = self._codes.allocate(line.side, line.address, now)
        if isinstance(nameplate, Denied):
            return line.deliver(_refused(nameplate))
        self._issues[nameplate] = _Issue(line, frame.nonce)
        self._nameplates[line] = nameplate
        line.deliver(
            Registered(nameplate=nameplate, expires_in=int(self._code_seconds), technician=line.technician),
        )

    def _claim(self, line: Line, frame: Claim, now: float) -> None:
        if refused := self._unfit(line, frame.version):
            return line.deliver(refused)
        claimant = Claimant(line.side, line.address, line.technician.id if line.technician else None)
        if denied := self._codes.claim(frame.nameplate, claimant, now):
            return line.deliver(_refused(denied))
        issue = self._issues.pop(frame.nameplate)
        del self._nameplates[issue.line]
        self._introduce(Pair(frame.nameplate, issue.line, line), issue.nonce, frame.nonce)

    def _meet(self, line: Line, frame: Meet, now: float) -> None:
        """Bring the second of two together with the first; a first one is not answered: nobody learns who waits."""
        if refused := self._unfit(line, frame.version):
            return line.deliver(refused)
        outcome = self._meetings.meet(line, frame.tag, now)
        if isinstance(outcome, Denied):
            return line.deliver(_refused(outcome))
        for stale in outcome.parted:
            stale.deliver(PeerGone())
        for one in outcome.met:
            one.deliver(Met(ice_servers=self._ledger.ice_servers()))

    def _introduce(self, pair: Pair, issuer_nonce: str, joiner_nonce: str) -> None:
        self._pairs[pair.issuer] = self._pairs[pair.joiner] = pair
        self._ledger.paired(pair)
        paired = Paired(
            role="issuer",
            nameplate=pair.nameplate,
            issuer_nonce=issuer_nonce,
            joiner_nonce=joiner_nonce,
            technician=pair.technician,
            ice_servers=self._ledger.ice_servers(),
        )
        pair.issuer.deliver(paired)
        pair.joiner.deliver(paired.model_copy(update={"role": "joiner"}))

    def _relay(self, line: Line, frame: Relay) -> None:
        """Pass a body on. Without a pair it is dropped: the other end may have left a moment ago."""
        if pair := self._pairs.get(line):
            pair.other(line).deliver(frame)
        elif other := self._meetings.other(line):
            other.deliver(frame)

    def _engaged(self, line: Line) -> bool:
        return line in self._nameplates or line in self._pairs or line in self._meetings

    def _unfit(self, line: Line, version: str) -> Refused | None:
        if version != VERSION:
            return Refused(reason="version")
        if self._engaged(line):
            return Refused(reason="busy")
        return None


def _refused(denied: Denied) -> Refused:
    return Refused(reason=denied.reason, retry_after=denied.retry_after)
