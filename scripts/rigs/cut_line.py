"""A line that can be cut: the customer, a router that holds the rendezvous, the technician (needs root)."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from scripts.rigs.thin_line import Line, thin_line

KILOBITS = 50_000
SERVER = "10.77.9.1"
"""The router's own address: the same name for both sides, whatever becomes of a line."""
GATEWAY, HOME = "10.77.1.1", ("10.77.1.2", "10.77.1.3")


@dataclass
class CutLine:
    """The three hosts, and which of two addresses the customer has."""

    line: Line
    at: int = field(default=0)

    @property
    def customer_end(self) -> str:
        """The customer's interface: named as thin_line names it."""
        return f"c{self.line.eye[1:-1]}"

    def cut(self, technicians: bool = False) -> None:
        """Let nothing through to the customer, or to the technician: that machine sees that its line is dead."""
        _ip("-n", self.line.router, "link", "set", self._end(technicians), "down")

    def mend(self, technicians: bool = False) -> None:
        """Let everything through again."""
        _ip("-n", self.line.router, "link", "set", self._end(technicians), "up")

    def move(self) -> None:
        """Give the customer's machine another address, as another network would."""
        customer, end = self.line.customer, self.customer_end
        _ip("-n", customer, "addr", "del", f"{HOME[self.at]}/24", "dev", end)
        self.at = 1 - self.at
        _ip("-n", customer, "addr", "add", f"{HOME[self.at]}/24", "dev", end)
        _ip("-n", customer, "route", "replace", "default", "via", GATEWAY)

    def _end(self, technicians: bool) -> str:
        """Return the router's interface towards one of the two: named as thin_line names it."""
        return f"{self.line.eye[:-1]}t" if technicians else self.line.eye


@contextmanager
def cut_line() -> Iterator[CutLine]:
    """Make the three hosts, and unmake them."""
    with thin_line(KILOBITS) as line:
        _ip("-n", line.router, "addr", "add", f"{SERVER}/32", "dev", "lo")
        yield CutLine(line)


def _ip(*words: str) -> None:
    subprocess.run(("ip", *words), check=True, capture_output=True)
