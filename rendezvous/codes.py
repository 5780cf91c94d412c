"""Codes, sans-I/O: allocate, claim once, expire, throttle. `now` is the monotonic clock, in seconds.

A code is known here by its nameplate alone; the secret digits never come near. Who is told what is left to exchange.py.
"""

import math
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from rendezvous.config import Limits
from rendezvous.throttle import Window

NAMEPLATES = 100_000
MAX_LIVE = NAMEPLATES // 5
"""More live codes than this and drawing, and guessing, would get too easy: the server is busy."""


class Side(StrEnum):
    """Which program an end of a pair is."""

    AGENT = "agent"
    CONSOLE = "console"


@dataclass(frozen=True)
class Claimant:
    """Who claims: the program, the network address (a key for counting, kept nowhere), the technician on a console."""

    side: Side
    address: str
    technician: str | None = None


@dataclass(frozen=True)
class Denied:
    """A claim or a registration that was not granted. `code` is the one answer to every bad code."""

    reason: Literal["code", "rate", "busy"]
    retry_after: int | None = None


@dataclass
class _Entry:
    issuer: Side
    expires: float
    claimed: bool = False


def _draw() -> int:
    return secrets.randbelow(NAMEPLATES)


class Codes:
    """The live nameplates and the counters that keep guessing hopeless."""

    def __init__(self, limits: Limits, draw: Callable[[], int] = _draw) -> None:
        self._seconds = limits.code_seconds
        self._draw = draw
        self._entries: dict[str, _Entry] = {}
        self._claims = Window(limits.claims_per_address_per_minute, 60)
        self._registrations = Window(limits.registrations_per_address_per_minute, 60)
        self._failures = (
            Window(limits.failures_per_technician_in_15_minutes, 15 * 60),
            Window(limits.failures_per_technician_a_day, 24 * 3600),
        )

    def __len__(self) -> int:
        return len(self._entries)

    def allocate(self, issuer: Side, address: str, now: float) -> str | Denied:
        """Return a fresh nameplate, drawn at random among those not live, or say why not."""
        if wait := self._registrations.take(address, now):
            return Denied("rate", math.ceil(wait))
        if len(self._entries) >= MAX_LIVE:
            return Denied("busy")
        nameplate = self._free()
        self._entries[nameplate] = _Entry(issuer, now + self._seconds)
        return nameplate

    def claim(self, nameplate: str, claimant: Claimant, now: float) -> Denied | None:
        """Claim a nameplate for good; None when it is the claimant's now. The first of several wins.

        Unknown, used, expired, taken and issued by the same side are one answer, and count alike.
        """
        if wait := self._wait(claimant, now):
            return Denied("rate", math.ceil(wait))
        self._claims.count(claimant.address, now)
        entry = self._entries.get(nameplate)
        if entry is None or entry.claimed or entry.expires <= now or entry.issuer is claimant.side:
            self._count_failure(claimant, now)
            return Denied("code")
        entry.claimed = True
        return None

    def forget(self, nameplate: str) -> None:
        """Free a nameplate whose issuer, or whose pair, is gone."""
        self._entries.pop(nameplate, None)

    def expire(self, now: float) -> list[str]:
        """Forget the codes that nobody claimed in time, and return them. A claimed one is live as long as its pair."""
        gone = [name for name, entry in self._entries.items() if entry.expires <= now and not entry.claimed]
        for nameplate in gone:
            del self._entries[nameplate]
        return gone

    def _free(self) -> str:
        while (nameplate := f"{self._draw():05d}") in self._entries:
            pass
        return nameplate

    def _wait(self, claimant: Claimant, now: float) -> float:
        waits = [self._claims.wait(claimant.address, now)]
        if claimant.technician is not None:
            waits += [failures.wait(claimant.technician, now) for failures in self._failures]
        return max(waits)

    def _count_failure(self, claimant: Claimant, now: float) -> None:
        if claimant.technician is not None:
            for failures in self._failures:
                failures.count(claimant.technician, now)
