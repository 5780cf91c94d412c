"""Alters inputs at random, by bytes and by the tokens of a text. Twin of rendezvous/console/tests/fuzz/mutate.ts."""

import random
import re
from collections.abc import Sequence

_TOKENS = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[\]{}:,\n ]|[^\[\]{}:,\n "]+|"', re.DOTALL)

_WORST_SHORT = (
    *(b"0", b"-1", b"-0", b"255", b"65536", b"2147483648", b"18446744073709551616", b"0.1", b"1e999", b"-1e-999"),
    *(b"NaN", b"-Infinity", b"true", b"null", b"[]", b"{}", b'""', b"[[]]", b'{"":0}', b"\xff", b"\xed\xa0\x80"),
    *(b'"\\ud800"', b'"\\u0000"', b'"\\u202e\\u2066"', b'"__proto__"', b'"constructor"', b'"toString"', b'"type"'),
    *(b'"type":', b"{", b"}", b"[", b"]", b",", b":", b'"', b"\\", b"\n", b"\r\n", b" ", b"\x00", b"\xef\xbb\xbf"),
    *("\u202e".encode(), "\U0001f600".encode(), b"=", b"[[", b"'''", b"#", b"\t", b"%s", b"{0}", b"</pre>"),
)
_WORST_LONG = (
    *(b"9" * 5000, b'"' + b"a" * 70_000 + b'"', b"[" * 20_000, b'{"a":' * 20_000, b"-" * 3000, b"\n" * 5000),
    *(b'["",' * 5000, b"{" * 3000 + b"}" * 3000, b"[" * 1500 + b"]" * 1500, b"0" * 300 + b"1", b"a=" * 9000),
)
_LONG_ONE_IN = 400
"""How seldom something long comes: it takes a thousand times as long as something short."""


class Mutator:
    """Makes one altered input after the other from `seeds`; the same ones from the same number."""

    def __init__(self, seeds: Sequence[bytes], number: int) -> None:
        self._dice = random.Random(number)  # noqa: S311 - to be repeated, not to be secret
        self._seeds = list(seeds)
        self._tokens = [_TOKENS.findall(seed) or [b""] for seed in seeds]

    def next(self) -> bytes:
        """Alter one of the seeds, once to four times."""
        dice = self._dice.random
        which = int(dice() * len(self._seeds))
        data = self._by_token(which) if dice() < 0.6 else self._seeds[which]
        times = int(dice() * 4) if data is not self._seeds[which] else 1 + int(dice() * 3)
        for _ in range(times):
            data = self._by_byte(data)
        return data

    def _by_token(self, which: int) -> bytes:
        """Replace, drop, double, move or take from elsewhere one to three tokens."""
        dice = self._dice.random
        tokens = self._tokens[which].copy()
        for _ in range(1 + int(dice() * 3)):
            at, way = int(dice() * len(tokens)), dice()
            if way < 0.5:
                tokens[at] = self._worst()
            elif way < 0.65:
                tokens[at] = b""
            elif way < 0.75:
                tokens.insert(at, tokens[int(dice() * len(tokens))])
            elif way < 0.85:
                other = int(dice() * len(tokens))
                tokens[at], tokens[other] = tokens[other], tokens[at]
            else:
                others = self._tokens[int(dice() * len(self._tokens))]
                tokens[at] = others[int(dice() * len(others))]
        return b"".join(tokens)

    def _by_byte(self, data: bytes) -> bytes:
        """Set, drop, double or insert bytes, cut, or join with another seed."""
        dice = self._dice.random
        at, way = int(dice() * (len(data) + 1)), dice()
        if way < 0.3 and at < len(data):
            return data[:at] + bytes([data[at] ^ 1 << int(dice() * 8)]) + data[at + 1 :]
        if way < 0.45:
            return data[:at] + bytes([int(dice() * 256)]) + data[at + 1 :]
        if way < 0.6:
            return data[:at] + data[at + 1 + int(dice() * 8) :]
        if way < 0.7:
            return data[:at] + data[at : at + 8] + data[at:]
        if way < 0.8:
            return data[:at] + self._worst() + data[at:]
        if way < 0.9:
            return data[:at]
        other = self._seeds[int(dice() * len(self._seeds))]
        return data[:at] + other[int(dice() * (len(other) + 1)) :]

    def _worst(self) -> bytes:
        """Return what parsers stumble over."""
        if self._dice.random() * _LONG_ONE_IN < 1:
            return self._dice.choice(_WORST_LONG)
        return _WORST_SHORT[int(self._dice.random() * len(_WORST_SHORT))]
