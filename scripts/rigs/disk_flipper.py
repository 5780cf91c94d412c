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
_PAUSES = 12
"""Between two flips come up to 2**12 empty rounds (some 0.1 ms), short pauses as often as long ones."""
_libc = ctypes.CDLL(None, use_errno=True)


def exchange(one: Path, other: Path) -> None:
    """Exchange two entries once. Raise OSError."""
    _exchange(os.fsencode(one), os.fsencode(other))


def _exchange(one: bytes, other: bytes) -> None:
    if _libc.renameat2(_AT_FDCWD, one, _AT_FDCWD, other, _EXCHANGE):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def flip(one: bytes, other: bytes, stop: "Synchronized[bool]", flips: "Synchronized[int]") -> None:
    """Exchange the two until told to stop, on the last of the processors."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    dice = random.Random(1)  # noqa: S311 - moments, not secrets
    parent = os.getppid()
    done = 0
    while not stop.value:
        _exchange(one, other)
        for _ in range(dice.randrange(1 << dice.randrange(_PAUSES + 1))):
            pass
        done += 1
        flips.value = done
        if done % 1024 == 0 and os.getppid() != parent:
            return


@contextmanager
def flipping(one: Path, other: Path) -> Iterator["Synchronized[int]"]:
    """Flip two entries in a process on another processor meanwhile; the number counts the flips."""
    context = multiprocessing.get_context("spawn")
    stop: Synchronized[bool] = context.Value(c_bool, False)
    flips: Synchronized[int] = context.Value(c_ulong, 0)
    process = context.Process(target=flip, args=(os.fsencode(one), os.fsencode(other), stop, flips), daemon=True)
    process.start()
    processors = os.sched_getaffinity(0)
    os.sched_setaffinity(0, processors - {max(processors)} or processors)
    try:
        while not flips.value:
            if not process.is_alive():
                raise RuntimeError("this disk cannot exchange names")
        yield flips
    finally:
        os.sched_setaffinity(0, processors)
        stop.value = True
        process.join(10)
        if process.is_alive():
            process.kill()
