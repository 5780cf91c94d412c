"""Two hosts in network namespaces and the line between them: as fast as the machine, or with delay, loss and rate.

The customer's host is 10.78.0.1, the technician's 10.78.0.2. Needs root. Where the line is to be slow, carrier.py
carries each packet in a process of its own.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TypeVar

from scripts.rigs.ending import tied
from scripts.rigs.thin_line import can_divide, inside

T = TypeVar("T")

CUSTOMER, TECHNICIAN = "10.78.0.1", "10.78.0.2"
DEVICE = "line0"
TUN = Path("/dev/net/tun")


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
    """A line that is up; `cust` and `tech` are the namespaces' names, empty for this host itself."""

    profile: str
    cust: str
    tech: str
    address: str = CUSTOMER
    """Where the customer's host is reached."""
    device: str = DEVICE

    def in_customer(self, command: Sequence[str]) -> list[str]:
        """Return `command` as it runs on the customer's host."""
        return _within(self.cust, command)

    def in_technician(self, command: Sequence[str]) -> list[str]:
        """Return `command` as it runs on the technician's host."""
        return _within(self.tech, command)

    def at_technician(self, do: Callable[[], T]) -> T:
        """Call `do` on the technician's host: the processes and sockets it makes stay there."""
        return inside(self.tech, do) if self.tech else do()

    def sent_bytes(self) -> int:
        """Count the bytes that the customer's host has put on the line."""
        devices = Path("/proc/thread-self/net/dev")
        said = inside(self.cust, devices.read_text) if self.cust else devices.read_text()
        row = next(line for line in said.splitlines() if line.strip().startswith(f"{self.device}:"))
        return int(row.split(":")[1].split()[8])

    def cut(self, cut: bool) -> None:
        """Take the customer's end of the line down, or up again."""
        _ip("-n", self.cust, "link", "set", self.device, "down" if cut else "up")


def lacking(profiles: Iterable[str]) -> str:
    """Say what is needed for these lines and not there, "" for nothing."""
    if not can_divide():
        return (
            "The two hosts are network namespaces, which only root may make: run this as root "
            "(in a container, with the capabilities NET_ADMIN and SYS_ADMIN)."
        )
    if any(PROFILES[profile] for profile in profiles) and not TUN.exists():
        return f"A slow line needs {TUN}, which is not there (modprobe tun; in a container: --device {TUN})."
    return ""


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


def this_host() -> Line:
    """Return the line of a machine that cannot be divided: both ends are here."""
    return Line("here", "", "", "127.0.0.1", "lo")


@contextmanager
def _carrier(made: Line) -> Iterator[None]:
    command = [sys.executable, "-m", "scripts.benchmark.carrier", made.profile, made.cust, made.tech]
    process = subprocess.Popen(tied(command), stdout=subprocess.PIPE)
    try:
        if process.stdout is None or not process.stdout.readline():
            raise OSError("the line's carrier did not start")
        yield
    finally:
        process.terminate()
        process.wait(10)


def _within(namespace: str, command: Sequence[str]) -> list[str]:
    return ["ip", "netns", "exec", namespace, *command] if namespace else list(command)


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True)
