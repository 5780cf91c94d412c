"""Two entries that exchange their places as fast as a process of its own can (renameat2, RENAME_EXCHANGE)."""

import ctypes
import multiprocessing
import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import c_bool, c_ulong
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path

_AT_FDCWD = -100
_EXCHANGE = 2
_PAUSES = 64
"""At most so many empty rounds between two flips, so that no step always meets the same state."""


def flip(one: bytes, other: bytes, stop: "Synchronized[bool]", flips: "Synchronized[int]") -> None:
    """Exchange the two until told to stop."""
    rename = ctypes.CDLL(None, use_errno=True).renameat2
    dice = random.Random(1)  # noqa: S311 - moments, not secrets
    parent = os.getppid()
    done = 0
    while not stop.value:
        if rename(_AT_FDCWD, one, _AT_FDCWD, other, _EXCHANGE):
            raise OSError(ctypes.get_errno(), "renameat2")
        for _ in range(dice.randrange(_PAUSES)):
            pass
        done += 1
        flips.value = done
        if done % 1024 == 0 and os.getppid() != parent:
            return


@contextmanager
def flipping(one: Path, other: Path) -> Iterator["Synchronized[int]"]:
    """Flip two entries in a process of its own meanwhile; the number counts the flips."""
    context = multiprocessing.get_context("spawn")
    stop: Synchronized[bool] = context.Value(c_bool, False)
    flips: Synchronized[int] = context.Value(c_ulong, 0)
    process = context.Process(target=flip, args=(os.fsencode(one), os.fsencode(other), stop, flips), daemon=True)
    process.start()
    try:
        while not flips.value:
            if not process.is_alive():
                raise RuntimeError("this disk cannot exchange names")
        yield flips
    finally:
        stop.value = True
        process.join(10)
        if process.is_alive():
            process.kill()
