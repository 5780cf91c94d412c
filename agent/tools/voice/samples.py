"""Sound as samples: 48 kHz, 16 bits, one channel; how loud it is, and what waits to be heard."""

import math
import threading
from array import array

from agent.tools.voice.words import LEVELS

RATE = 48_000
"""Samples a second, as Opus has them (RFC 7587)."""
FRAME_SAMPLES = 960
"""Samples of 20 ms, one Opus packet."""
FRAME_BYTES = 2 * FRAME_SAMPLES

SILENCE_DB, STEP_DB = -54.0, 6.0
"""What is shown as no sound at all (dB of full scale), and how much louder each step is."""

READY_BYTES = 3 * FRAME_BYTES
"""What must wait before any of it is heard: packets do not come evenly."""
MOST_BYTES = 12 * FRAME_BYTES
"""What may wait at all; the oldest is dropped: who talks is heard late, but not ever later."""


def level(samples: bytes) -> int:
    """Return how loud the loudest sample is, 0 to LEVELS."""
    peak = max(map(abs, array("h", samples)), default=0)
    if peak == 0:
        return 0
    loud = 20 * math.log10(peak / 32768)
    return max(0, min(LEVELS, math.ceil((loud - SILENCE_DB) / STEP_DB)))


class Waiting:
    """What came and is not heard yet. Filled on one thread, taken from on another."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._bytes = bytearray()
        self._ready = False

    def put(self, samples: bytes) -> None:
        """Add what came."""
        with self._lock:
            self._bytes += samples
            del self._bytes[: max(0, len(self._bytes) - MOST_BYTES)]
            self._ready = self._ready or len(self._bytes) >= READY_BYTES

    def take(self, size: int) -> bytes:
        """Return so many bytes to be heard now, silence where nothing waits."""
        with self._lock:
            if not self._ready:
                return bytes(size)
            taken = bytes(self._bytes[:size])
            del self._bytes[:size]
            self._ready = bool(self._bytes)
        return taken.ljust(size, b"\0")
