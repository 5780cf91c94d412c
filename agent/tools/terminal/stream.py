"""Makes what a shell says harmless before anybody draws it: only what both sides' terminals draw alike gets through.

ECMA-48 is a language in which bytes give orders to the terminal: set its title, its clipboard (OSC 52), its links
(OSC 8), its fonts, report the mouse, answer questions by typing. What is let through is a closed list: text, and what
moves the cursor, erases and colours. Questions are answered on the customer's side, not by the technician's browser.
"""

import codecs
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

MAX_SEQUENCE = 128
"""Characters of one control sequence; a longer one is none."""
MAX_STRING = 4096
"""Characters of a control string (OSC, DCS...) that are thrown away; what comes after is taken as text."""
MAX_NUMBER = 999
MAX_REPEAT = 132
"""How often a character is repeated by one REP: a few bytes must not become a flood."""
MAX_MARKS = 2
"""Combining marks on one character."""


class Question(StrEnum):
    """What a program may ask its terminal."""

    KIND = "kind"
    """DA1: what kind of terminal it is."""
    HEALTH = "health"
    """DSR 5."""
    CURSOR = "cursor"
    """DSR 6: where the cursor is."""


@dataclass(frozen=True)
class Ask:
    """A question, at its place among the text."""

    question: Question


Piece = str | Ask

CONTROLS = "\b\t\n\v\f\r\x0e\x0f"
"""Back, tab, line, return, and the shifts between character sets. No bell, no answerback, no flow control."""

NUMBERS = {
    **dict.fromkeys("@ABCDEFGJKLMPSTXZ`abdeg", 1),
    **dict.fromkeys("Hfr", 2),
    **dict.fromkeys("su", 0),
    "m": 32,
}
"""The control sequences that are let through, by their last byte: how many numbers each takes at most."""

PLAIN_MODES = frozenset({4, 20})
"""Insert; line feed means new line."""
PRIVATE_MODES = frozenset({1, 6, 7, 25, 47, 1047, 1048, 1049, 2004})
"""Cursor keys, origin, wrap, cursor shown, the alternate screen, bracketed paste. No mouse, no focus, no colours."""

_TEXT = re.compile(r"[^\x00-\x1f\x7f-\x9f]+")
_SEQUENCE = re.compile(r"\x1b\[([<=>?]?)([0-9;:]*)([ -/]*)([@-~])")
_BEGUN = re.compile(r"\x1b(\[([<=>?]?)([0-9;:]*)([ -/]*))?|\x1b[()]")
_SHORT = re.compile(r"\x1b([78DEHMc=>]|[()][0AB])")
_STRING = re.compile(r"\x1b[]PX^_]")
_STRING_END = re.compile(r"[\x07\x18\x1a\x9c]|\x1b\\?")
_MISLEADING = re.compile("[\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]")
"""Turns the direction of what follows, or cannot be seen."""


class Harmless:
    """Reads one shell's bytes in whatever portions they come."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._rest = ""
        self._in_string = 0
        self._last = ""
        self._marks = 0

    def feed(self, data: bytes) -> list[Piece]:
        """Return what may be drawn of `data` and of what waited, with the questions in between."""
        text = self._rest + self._decoder.decode(data)
        self._rest = ""
        pieces: list[Piece] = []
        for piece in self._pieces(text):
            if isinstance(piece, str) and pieces and isinstance(pieces[-1], str):
                pieces[-1] += piece
            elif piece:
                pieces.append(piece)
        return pieces

    def _pieces(self, text: str) -> Iterator[Piece]:
        at = 0
        while at < len(text):
            if self._in_string:
                at = self._skip_string(text, at)
            elif found := _TEXT.match(text, at):
                at = found.end()
                yield self._plain(found[0])
            elif text[at] == "\x1b":
                at, piece = self._escape(text, at)
                yield piece
            else:
                yield text[at] if text[at] in CONTROLS else ""
                at += 1

    def _plain(self, text: str) -> str:
        shown = _MISLEADING.sub("\ufffd", text)
        if not shown.isascii():
            shown = "".join(filter(self._not_piled, shown))
        self._marks = 0 if text.isascii() else self._marks
        self._last = shown[-1:] or self._last
        return shown

    def _not_piled(self, character: str) -> bool:
        self._marks = self._marks + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        return self._marks <= MAX_MARKS

    def _escape(self, text: str, at: int) -> tuple[int, Piece]:
        """Return where to go on, and what the sequence at `at` becomes."""
        if found := _SEQUENCE.match(text, at):
            return found.end(), self._sequence(*found.groups()) if found.end() - at <= MAX_SEQUENCE else ""
        if found := _SHORT.match(text, at):
            return found.end(), found[0]
        if found := _STRING.match(text, at):
            self._in_string = 1
            return found.end(), ""
        begun = _BEGUN.match(text, at)
        end = begun.end() if begun else at + 1
        if end == len(text) and end - at <= MAX_SEQUENCE:
            self._rest = text[at:]  # the rest of it may come
        return end, ""

    def _sequence(self, mark: str, numbers: str, between: str, last: str) -> Piece:
        values = [min(int(number or 0), MAX_NUMBER if last not in "hl" else 9999) for number in _numbers(numbers)]
        if numbers and not values:
            return ""
        match mark, between, last:
            case "", "", "c" | "n":
                return _asked(last, values)
            case "", "", "b":
                return self._last * min(max(values, default=1) or 1, MAX_REPEAT)
            case "" | "?", "", "h" | "l":
                modes = [mode for mode in values if mode in (PRIVATE_MODES if mark else PLAIN_MODES)]
                return _written(mark, modes, last) if modes else ""
            case "", "", _ if last in NUMBERS and len(values) <= NUMBERS[last]:
                return _written("", values, last)
            case _:
                return ""

    def _skip_string(self, text: str, at: int) -> int:
        """Return where the control string ends; it is thrown away as it comes."""
        found = _STRING_END.search(text, at)
        end = found.start() if found else len(text)
        self._in_string += end - at
        if self._in_string > MAX_STRING:
            at, self._in_string = max(at, end - (self._in_string - MAX_STRING)), 0
            return at
        if found is None:
            return end
        if found[0] == "\x1b" and found.end() == len(text):
            self._rest = "\x1b"  # a backslash may follow
            return len(text)
        self._in_string = 0
        return found.start() if found[0] == "\x1b" else found.end()


def _numbers(text: str) -> list[str]:
    """Return a sequence's numbers; those with parts (a colour said with colons) are left out."""
    return [number[:5] for number in text.split(";") if ":" not in number] if text else []


def _written(mark: str, values: list[int], last: str) -> str:
    return f"\x1b[{mark}{';'.join(str(value) if value else '' for value in values)}{last}"


def _asked(last: str, values: list[int]) -> Piece:
    match last, values:
        case "c", [] | [0]:
            return Ask(Question.KIND)
        case "n", [5]:
            return Ask(Question.HEALTH)
        case "n", [6]:
            return Ask(Question.CURSOR)
        case _:
            return ""
