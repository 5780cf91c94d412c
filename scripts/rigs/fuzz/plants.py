"""Parsers that are wrong on purpose: the fuzzer must find each of them, or what it says of the others means nothing."""

import itertools
import json
import time
from functools import partial

from agent.protocol.errors import WireError
from agent.protocol.messages import PressKey
from scripts.rigs.fuzz import schema
from scripts.rigs.fuzz.target import Target

_CALLS = itertools.count()
_HELD: list[bytes] = []
_TOOK: list[bytes] = []


def plants() -> dict[str, Target]:
    """Return them by their names."""
    rows = {"plant: raises": _raises, "plant: holds on": _holds_on, "plant: takes long": _takes_long}
    return {name: Target(name, read, partial(schema.examples, PressKey)) for name, read in rows.items()}


def _raises(data: bytes) -> None:
    """Read JSON as if it were always an object with a text for its code."""
    try:
        message = json.loads(data)
    except ValueError:
        raise WireError("no JSON") from None
    message["code"].upper()


def _holds_on(data: bytes) -> None:
    if next(_CALLS) % 4 == 0 and len(_HELD) < 500:
        _HELD.append(data[:1].ljust(1 << 20, b"x"))


def _takes_long(data: bytes) -> None:
    """Take more than a second, for one input."""
    until = time.thread_time() + 1.1
    while not _TOOK and time.thread_time() < until:
        pass
    _TOOK.append(data)
