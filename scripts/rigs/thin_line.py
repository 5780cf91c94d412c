"""A line that is slower than the picture, and a look at what leaves: three network namespaces in a row (needs root).

    customer --(veth)-- router --(veth, token bucket)-- technician

What leaves the customer's machine is seen at the router's end of the first pair, before the bucket slows it down.
"""

import ctypes
import os
import secrets
import socket
import struct
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

CLONE_NEWNET = 0x40000000
IPV4, UDP = 0x0800, 17
_SO_TIMESTAMPNS = 35
_TIME = struct.Struct("@ll")
BIG = 1000
"""Bytes of UDP payload: full packets of the picture are bigger (SCTP carries 1,200 of it), session messages smaller."""


@dataclass(frozen=True)
class Line:
    """The namespaces by their names."""

    customer: str
    router: str
    technician: str
    eye: str
    """The router's interface at which what leaves the customer is seen."""


def can_divide() -> bool:
    """Say whether this process may make namespaces."""
    name = f"hr{secrets.token_hex(3)}"
    made = subprocess.run(["ip", "netns", "add", name], capture_output=True, check=False).returncode == 0
    if made:
        _ip("netns", "del", name)
    return made


@contextmanager
def thin_line(kilobits: int) -> Iterator[Line]:
    """Make the row, `kilobits` per second towards the technician, and unmake it."""
    mark = secrets.token_hex(3)
    line = Line(f"hr{mark}c", f"hr{mark}r", f"hr{mark}t", f"r{mark}c")
    names = (line.customer, line.router, line.technician)
    try:
        for name in names:
            _ip("netns", "add", name)
            _ip("-n", name, "link", "set", "lo", "up")
        _pair(line.customer, f"c{mark}", "10.77.1.2", line.router, line.eye, "10.77.1.1")
        _pair(line.technician, f"t{mark}", "10.77.2.2", line.router, f"r{mark}t", "10.77.2.1")
        inside(line.router, lambda: Path("/proc/sys/net/ipv4/ip_forward").write_text("1"))
        bucket = ["rate", f"{kilobits}kbit", "burst", "8kb", "latency", "150ms"]
        _run("tc", "-n", line.router, "qdisc", "add", "dev", f"r{mark}t", "root", "tbf", *bucket)
        yield line
    finally:
        for name in names:
            subprocess.run(["ip", "netns", "del", name], capture_output=True, check=False)


def inside(namespace: str, do: Callable[[], T]) -> T:
    """Call `do` with this thread in a namespace: the sockets it makes stay there."""
    with open("/proc/thread-self/ns/net") as before, open(f"/run/netns/{namespace}") as wanted:
        _enter(wanted.fileno())
        try:
            return do()
        finally:
            _enter(before.fileno())


def move_into(namespace: str) -> None:
    """Have this thread, and the threads it starts, in a namespace from now on."""
    with open(f"/run/netns/{namespace}") as wanted:
        _enter(wanted.fileno())


class Eye:
    """Notes when each big datagram leaves the customer's machine (monotonic seconds)."""

    def __init__(self, line: Line) -> None:
        self.seen: list[float] = []
        self._socket = inside(
            line.router, lambda: socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(IPV4))
        )
        self._socket.bind((line.eye, IPV4))
        self._socket.setsockopt(socket.SOL_SOCKET, _SO_TIMESTAMPNS, 1)
        threading.Thread(target=self._look, daemon=True).start()

    def _look(self) -> None:
        while True:
            try:
                packet, ancillary, _, (_, _, kind, *_) = self._socket.recvmsg(2048, 64)
            except OSError:  # the line is no more
                return
            seconds, nanoseconds = _TIME.unpack(ancillary[0][2])
            now = seconds + nanoseconds / 1e9 - time.time() + time.monotonic()
            length = (
                struct.unpack_from("!H", packet, (packet[0] & 15) * 4 + 4)[0] if packet[9:10] == bytes([UDP]) else 0
            )
            if kind == socket.PACKET_HOST and length >= BIG:
                self.seen.append(now)


def _pair(left: str, left_end: str, left_address: str, right: str, right_end: str, right_address: str) -> None:
    _ip("-n", left, "link", "add", left_end, "type", "veth", "peer", "name", right_end, "netns", right)
    for name, end, address in ((left, left_end, left_address), (right, right_end, right_address)):
        _ip("-n", name, "addr", "add", f"{address}/24", "dev", end)
        _ip("-n", name, "link", "set", end, "up")
    _ip("-n", left, "route", "add", "default", "via", right_address)


def _ip(*words: str) -> None:
    _run("ip", *words)


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


def _enter(namespace: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.setns(namespace, CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
