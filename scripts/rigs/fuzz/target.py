"""What is fuzzed: one parser of one kind of input, what it may refuse with, and the valid inputs it is fed from."""

from collections.abc import Callable
from dataclasses import dataclass

from agent.protocol.errors import HandrailError

Seeds = Callable[[int, int], list[bytes]]
"""Makes so many valid inputs, the same ones from the same number."""


@dataclass(frozen=True)
class Target:
    """One row of the table."""

    name: str
    read: Callable[[bytes], object]
    """Reads one input. Whatever it returns is well; what it raises besides `refuses` is a crash."""
    seeds: Seeds
    refuses: tuple[type[Exception], ...] = (HandrailError,)
    plain: bool = False
    """Whether it is Python of our own throughout, which a fuzzer guided by coverage can follow."""


def text(data: bytes) -> str:
    """Decode an input as a WebSocket's or a data channel's text comes: always valid."""
    return data.decode("utf-8", "replace")


def fixed(*seeds: bytes) -> Seeds:
    """Return seeds that are written down."""
    return lambda count, number: list(seeds)
