"""Whether the customer is at this Mac's screen, and whether a password is being typed (CGSession.h).

What is not told counts as no: not here, locked, secret.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

_HERE: Final = "kCGSSessionOnConsoleKey"  # kCGSessionOnConsoleKey's value
_LOCKED: Final = "CGSSessionScreenIsLocked"  # there, and 1, while the screen is locked
_SECRET: Final = "kCGSSessionSecureInputPID"  # noqa: S105 - there while a program keeps keys from all others


class SessionCalls(Protocol):
    """What is asked of Quartz."""

    def CGSessionCopyCurrentDictionary(self) -> Mapping[str, object] | None:
        """Return what is known of this login; None without one."""


@dataclass(frozen=True)
class Login:
    """How this login stands at one moment."""

    here: bool
    """The screen and the keyboard are this user's, not another's."""
    locked: bool
    secret: bool
    """A program keeps the keyboard to itself, as password fields do: nobody else hears the customer's keys then."""

    @property
    def open(self) -> bool:
        """Say whether the customer sees their own desktop."""
        return self.here and not self.locked


def login_now(calls: SessionCalls) -> Login:
    """Ask how this login stands."""
    told = calls.CGSessionCopyCurrentDictionary()
    if told is None:
        return Login(here=False, locked=True, secret=True)
    return Login(here=bool(told.get(_HERE)), locked=bool(told.get(_LOCKED)), secret=_SECRET in told)
