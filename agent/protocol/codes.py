"""The code that pairs two sides: 5 public digits (nameplate), 6 secret ones, 1 check digit (Damm).

The nameplate comes from the server; the secret is made where the code is shown and is never sent. docs/protocol.md
"The code" is the specification.
"""

import secrets
from dataclasses import dataclass, field
from enum import StrEnum

from agent.protocol.errors import WireError

NAMEPLATE_DIGITS = 5
SECRET_DIGITS = 6
CODE_DIGITS = NAMEPLATE_DIGITS + SECRET_DIGITS + 1

MAX_TYPED = 64
"""Characters that are looked at; longer input is no code."""

_SEPARATORS = frozenset(" \t\r\n-.,_/\u00a0\u2007\u2009\u200b\u2010\u2011\u2012\u2013\u2014\u202f\u2212\u00b7\ufeff")

# Damm, "Total anti-symmetrische Quasigruppen" (2004): detects every single slip and every adjacent swap.
_DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)


class CodeFault(StrEnum):
    """What is wrong with a typed code; the views have a sentence for each."""

    EMPTY = "empty"
    NOT_DIGITS = "not_digits"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    MISTYPED = "mistyped"
    """Twelve digits that cannot be a code: one is wrong or two are swapped."""


class CodeError(WireError):
    """A typed code is none; `fault` says why. The digits are not quoted."""

    def __init__(self, fault: CodeFault) -> None:
        super().__init__(f"not a code: {fault}")
        self.fault = fault


@dataclass(frozen=True)
class Code:
    """A whole code. The secret part is kept out of `repr`, hence out of logs."""

    nameplate: str
    secret: str = field(repr=False)

    @property
    def digits(self) -> str:
        """Give the twelve digits without spaces."""
        body = self.nameplate + self.secret
        return body + check_digit(body)

    @property
    def groups(self) -> tuple[str, str, str]:
        """Give three groups of four digits, as they are read aloud."""
        return self.digits[:4], self.digits[4:8], self.digits[8:]

    def __str__(self) -> str:
        """Give the code as it is shown: "1234 5678 9012"."""
        return " ".join(self.groups)


def new_secret() -> str:
    """Make six secret digits, each value equally likely."""
    return f"{secrets.randbelow(10**SECRET_DIGITS):0{SECRET_DIGITS}d}"


def check_digit(digits: str) -> str:
    """Compute the Damm check digit of `digits`."""
    interim = 0
    for digit in digits:
        interim = int(_DAMM[interim][int(digit)])
    return str(interim)


def parse_code(typed: str) -> Code:
    """Read a code typed in any grouping. Raise CodeError with the reason; nothing needs sending to know it."""
    digits = "".join(character for character in typed[: MAX_TYPED + 1] if character not in _SEPARATORS)
    if fault := _fault(digits, len(typed)):
        raise CodeError(fault)
    return Code(digits[:NAMEPLATE_DIGITS], digits[NAMEPLATE_DIGITS:-1])


def _fault(digits: str, typed_length: int) -> CodeFault | None:
    if not digits:
        return CodeFault.EMPTY
    if not (digits.isascii() and digits.isdigit()):
        return CodeFault.NOT_DIGITS
    if len(digits) < CODE_DIGITS:
        return CodeFault.TOO_SHORT
    if len(digits) > CODE_DIGITS or typed_length > MAX_TYPED:
        return CodeFault.TOO_LONG
    return CodeFault.MISTYPED if check_digit(digits) != "0" else None
