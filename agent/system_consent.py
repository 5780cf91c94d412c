"""What a system asks the customer itself, in its own settings, before a program may do it."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol


class Consent(StrEnum):
    """What a system asks the customer itself, in its own settings, before a program may do it (macOS)."""

    SCREEN = "screen"
    CONTROL = "control"


class SystemConsent(Protocol):
    """What of that was given when the program started; what is given later holds from its next start on."""

    @property
    def missing(self) -> Sequence[Consent]:
        """What was not given, the picture first."""

    def ask(self, consent: Consent) -> None:
        """Have the system ask the customer, or show them where to give it. Never gives it by itself."""
