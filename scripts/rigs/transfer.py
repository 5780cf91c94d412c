"""A session with a transfer at full speed both ways beside the picture, in a real browser, over a real line."""

import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from scripts.benchmark.course import Place
from scripts.benchmark.lines import Line
from scripts.benchmark.peers import SIZE, handrail
from scripts.benchmark.viewer import Screen, technician
from scripts.rigs.link_page import CONSOLE
from scripts.rigs.xserver import xvfb

GRANTS = "view,files_read,files_write"
START_SECONDS = 60.0


class Rates(NamedTuple):
    """Bytes a second that arrived."""

    to_console: float
    to_agent: float


@dataclass(frozen=True)
class Transfers:
    """What goes on the page beside the picture."""

    screen: Screen

    @contextmanager
    def going(self) -> Iterator[None]:
        """Have both directions carry what they can, for as long as the block lasts. Raise TimeoutError."""
        self._begin()
        yield
        self.screen.page.evaluate("transfer.end()")
        self._until("transfer.gone")

    @contextmanager
    def one_way(self, way: str) -> Iterator[Callable[[], float]]:
        """Have one direction (`send`, `receive`) carry what it can; yield what counts its bytes. Raise TimeoutError."""
        self._until_granted()
        self.screen.page.evaluate("(way) => transfer.begin([way])", way)
        counted = "transfer.sent" if way == "send" else "transfer.here"
        before = self._number(counted)
        self._until(f"{counted} > {before}")
        yield lambda: self._number(counted)
        self.screen.page.evaluate("transfer.end()")
        self._until("transfer.gone")

    def _number(self, expression: str) -> float:
        return float(self.screen.page.evaluate(expression))

    def _until_granted(self) -> None:
        self._until("['files_read', 'files_write'].every((p) => transfer.call.state().session?.granted.includes(p))")

    def _begin(self) -> None:
        self._until_granted()
        here = self.counts()[1]
        self.screen.page.evaluate("transfer.begin()")
        self._until(f"transfer.here > {here} && transfer.there > 0")

    def _until(self, expression: str) -> None:
        """Wait until it is so on the page, whose policy lets no expression be evaluated there."""
        deadline = time.monotonic() + START_SECONDS
        while not self.screen.page.evaluate(expression):
            if time.monotonic() > deadline:
                raise TimeoutError(f"never so on the page: {expression}")
            self.screen.page.wait_for_timeout(100)

    def counts(self) -> tuple[float, float, float]:
        """Return the time and the bytes that arrived here and there so far."""
        here, there = self.screen.page.evaluate("[transfer.here, transfer.there]")
        return time.monotonic(), float(here), float(there)

    def rates(self, since: tuple[float, float, float]) -> Rates:
        """Return what was carried since those counts."""
        now = self.counts()
        lasted = now[0] - since[0]
        return Rates((now[1] - since[1]) / lasted, (now[2] - since[2]) / lasted)


@contextmanager
def page() -> Iterator[Path]:
    """Build the page that transfers, in a folder that goes with the block."""
    with tempfile.TemporaryDirectory(prefix="handrail-transfer-") as folder:
        command = ["node", "node_modules/vite/bin/vite.js", "build", "-c", "tests/transfer/vite.config.ts"]
        subprocess.run([*command, "--outDir", folder], cwd=CONSOLE, check=True, timeout=120)
        yield Path(folder)


@contextmanager
def serving(over: Line, console: Path) -> Iterator[Place]:
    """Serve sessions whose agent transfers, and run a browser at the line's other end."""
    more = ["--customer", "scripts.rigs.transfer_customer", "--console", str(console), "--grant", GRANTS]
    with xvfb(SIZE) as display, handrail(over, display, more) as served, technician(over, served) as browser:
        yield Place(over, display, served, browser)
