"""Waiting for what a thread finds out."""

import time
from collections.abc import Callable

from agent.hiding.knowledge import Knowledge, Knows


def until(knows: Knows, true: Callable[[Knowledge], bool], seconds: float = 15) -> Knowledge:
    """Return what is known as soon as `true` says so of it. Raise TimeoutError."""
    end = time.monotonic() + seconds
    while not true(known := knows.knowledge()):
        if time.monotonic() > end:
            raise TimeoutError(f"not known after {seconds} s: {known}")
        time.sleep(0.005)
    return known


def ready(knows: Knows) -> Knowledge:
    """Return what is known once everything has been looked at."""
    return until(knows, lambda known: known.ready and not known.doubt)
