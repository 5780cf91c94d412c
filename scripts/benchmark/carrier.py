"""A slow line's process: carries each packet between two TUN devices, late, lost and paced as its profile says.

`python -m scripts.benchmark.carrier PROFILE CUSTOMER TECHNICIAN` (two namespaces): prints "up" once it carries.
"""

import fcntl
import heapq
import os
import random
import select
import struct
import sys
import time
from dataclasses import dataclass, field

from scripts.benchmark.lines import DEVICE, PROFILES, TUN, Profile
from scripts.rigs.thin_line import inside

QUEUE_SECONDS = 0.4
"""What a bottleneck's buffer holds, in seconds at its rate; what does not fit is lost."""

_TUNSETIFF, _IFF_TUN_NO_PI = 0x400454CA, 0x1001  # linux/if_tun.h


@dataclass
class _Way:
    """One direction: where packets go, at what rate, and until when the line is taken."""

    to: int
    rate: float
    free: float = 0.0
    last: float = 0.0


@dataclass
class _Carrier:
    profile: Profile
    ways: dict[int, _Way]
    queue: list[tuple[float, int, int, bytes]] = field(default_factory=list)
    taken: int = 0

    def run(self) -> None:
        while True:
            wait = max(0.0, min(0.01, self.queue[0][0] - time.monotonic())) if self.queue else 0.01
            for fd in select.select(list(self.ways), [], [], wait)[0]:
                self._take(fd)
            self._deliver()

    def _take(self, fd: int) -> None:
        way, profile = self.ways[fd], self.profile
        for _ in range(64):
            try:
                packet = os.read(fd, 2048)
            except OSError:
                return
            now = time.monotonic()
            start = max(now, way.free)
            if start - now > QUEUE_SECONDS or random.random() < profile.loss:  # noqa: S311 - a line's luck
                continue
            way.free = start + len(packet) * 8 / way.rate
            jitter = random.uniform(-profile.jitter, profile.jitter)  # noqa: S311
            way.last = max(way.last, way.free + profile.delay + jitter)
            self.taken += 1
            heapq.heappush(self.queue, (way.last, self.taken, way.to, packet))

    def _deliver(self) -> None:
        while self.queue and self.queue[0][0] <= time.monotonic():
            _, _, fd, packet = heapq.heappop(self.queue)
            try:
                os.write(fd, packet)
            except OSError:
                continue  # the device is down: the packet is lost


def _tun() -> int:
    device = os.open(TUN, os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, _TUNSETIFF, struct.pack("16sH", DEVICE.encode(), _IFF_TUN_NO_PI))
    return device


def main(profile: str, cust: str, tech: str) -> None:
    """Carry packets until ended."""
    shape = PROFILES[profile]
    if shape is None:
        raise SystemExit("this line needs no carrier")
    customer, technician = inside(cust, _tun), inside(tech, _tun)
    print("up", flush=True)
    _Carrier(shape, {customer: _Way(technician, shape.up), technician: _Way(customer, shape.down)}).run()


if __name__ == "__main__":
    main(*sys.argv[1:4])
