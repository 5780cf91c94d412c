"""How long the computer has slept, by Linux' clocks (clock_gettime(2))."""

import time


def time_asleep() -> float:
    """Return the seconds that the computer has slept since it was started."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) - time.clock_gettime(time.CLOCK_MONOTONIC)
