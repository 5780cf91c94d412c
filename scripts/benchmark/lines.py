"""Two hosts in network namespaces and the line between them: as fast as the machine, or with delay, loss and rate.

The customer's host is 10.78.0.1, the technician's 10.78.0.2. Needs root. Where the line is to be slow, a process of its
own carries each packet between two TUN devices (`python -m scripts.benchmark.lines PROFILE CUST TECH`).
"""

import ctypes
import fcntl
import heapq
import os
import random
import select
import struct
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

CUSTOMER, TECHNICIAN = "10.78.0.1", "10.78.0.2"
DEVICE = "line0"
QUEUE_SECONDS = 0.4
"""What a bottleneck's buffer holds, in seconds at its rate; what does not fit is lost."""

_CLONE_NEWNET = 0x40000000  # setns(2)
_TUNSETIFF, _IFF_TUN_NO_PI = 0x400454CA, 0x1001  # linux/if_tun.h


class Profile(NamedTuple):
    """One way's delay and jitter in seconds, loss as a share, and both rates in bit/s."""

    delay: float
    jitter: float
    loss: float
    up: float
    down: float


PROFILES: dict[str, Profile | None] = {
    "lan": None,
    "fibre": Profile(0.010, 0.001, 0.0, 50e6, 50e6),
    "adsl": Profile(0.030, 0.003, 0.002, 1e6, 8e6),
    "mobile": Profile(0.040, 0.015, 0.02, 4e6, 10e6),
}


@dataclass(frozen=True)
class Line:
    """A line that is up; `cust` and `tech` are the namespaces' names."""

    profile: str
    cust: str
    tech: str

    def in_customer(self, command: Sequence[str]) -> list[str]:
        """Return `command` as it runs on the customer's host."""
        return ["ip", "netns", "exec", self.cust, *command]

    def in_technician(self, command: Sequence[str]) -> list[str]:
        """Return `command` as it runs on the technician's host."""
        return ["ip", "netns", "exec", self.tech, *command]

    def sent_bytes(self) -> int:
        """Count the bytes that the customer's host has put on the line."""
        said = subprocess.run(self.in_customer(["cat", "/proc/net/dev"]), capture_output=True, text=True, check=True)
        row = next(line for line in said.stdout.splitlines() if line.strip().startswith(f"{DEVICE}:"))
        return int(row.split(":")[1].split()[8])

    def cut(self, cut: bool) -> None:
        """Take the customer's end of the line down, or up again."""
        _ip("-n", self.cust, "link", "set", DEVICE, "down" if cut else "up")


@contextmanager
def line(profile: str) -> Iterator[Line]:
    """Bring up both hosts and the line, for as long as the block lasts. Raise OSError or CalledProcessError."""
    made = Line(profile, f"hr-cust-{os.getpid()}", f"hr-tech-{os.getpid()}")
    with ExitStack() as stack:
        for name in (made.cust, made.tech):
            _ip("netns", "add", name)
            stack.callback(_ip, "netns", "del", name)
            _ip("-n", name, "link", "set", "lo", "up")
        if PROFILES[profile] is None:
            veth = ("type", "veth", "peer", "name", DEVICE, "netns", made.tech)
            _ip("link", "add", DEVICE, "netns", made.cust, *veth)
        else:
            stack.enter_context(_carrier(made))
        for name, address in ((made.cust, CUSTOMER), (made.tech, TECHNICIAN)):
            _ip("-n", name, "addr", "add", f"{address}/24", "dev", DEVICE)
            _ip("-n", name, "link", "set", DEVICE, "up")
        yield made


@contextmanager
def _carrier(made: Line) -> Iterator[None]:
    command = [sys.executable, "-m", "scripts.benchmark.lines", made.profile, made.cust, made.tech]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    try:
        if process.stdout is None or not process.stdout.readline():
            raise OSError("the line's carrier did not start")
        yield
    finally:
        process.terminate()
        process.wait(10)


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True)


# --- the carrier's process --------------------------------------------------------------------------------------------


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


def _tun(namespace: str) -> int:
    libc = ctypes.CDLL(None, use_errno=True)
    theirs = os.open(f"/var/run/netns/{namespace}", os.O_RDONLY)
    mine = os.open("/proc/self/ns/net", os.O_RDONLY)
    try:
        if libc.setns(theirs, _CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), f"cannot enter {namespace}")
        device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
        fcntl.ioctl(device, _TUNSETIFF, struct.pack("16sH", DEVICE.encode(), _IFF_TUN_NO_PI))
        if libc.setns(mine, _CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), "cannot come back")
        return device
    finally:
        os.close(theirs)
        os.close(mine)


def main(profile: str, cust: str, tech: str) -> None:
    """Carry packets until ended."""
    shape = PROFILES[profile]
    if shape is None:
        raise SystemExit("this line needs no carrier")
    customer, technician = _tun(cust), _tun(tech)
    print("up", flush=True)
    _Carrier(shape, {customer: _Way(technician, shape.up), technician: _Way(customer, shape.down)}).run()


if __name__ == "__main__":
    main(*sys.argv[1:4])
