"""Trials of a line that is cut: `python -m scripts.rigs.cut_lane --cuts 2 10 30:moved --again N`; a JSON line each.

One session of the real agent and the real console in Chromium; the customer's line is cut for so many seconds. `moved`:
it comes back with another address; `technician`: the technician's line instead. `--over SECONDS`: then once for good.
"""

import argparse
import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass

import psutil
from playwright.sync_api import sync_playwright
from Xlib.display import Display

from scripts.benchmark import pages
from scripts.benchmark.barcode import reader
from scripts.rigs.browser import CHROMIUM, FLAGS, ChromiumTab
from scripts.rigs.cut_line import SERVER, CutLine, cut_line
from scripts.rigs.ending import end, end_when_asked, tied
from scripts.rigs.rendezvous import Rendezvous, rendezvous
from scripts.rigs.talker import Talker, talker
from scripts.rigs.technician import Technician
from scripts.rigs.thin_line import inside
from scripts.rigs.xserver import xvfb

SIZE = (1280, 800)
PORT = 8080
SCREEN = "[data-testid=screen]"
PATIENCE = 30.0
GRANTED = ("view", "control")


@dataclass(frozen=True)
class Outcome:
    """One cut. Seconds; None: it did not happen."""

    cut: str
    technician_told: float | None
    """From the cut until the console showed it."""
    customer_told: float | None
    picture: float | None
    """From the line's return until a step drawn after it was shown."""
    hand: float | None
    """From the line's return until the technician moved the customer's pointer."""
    same: bool
    """Whether the session, its grants and its code are those from before, and nobody was asked anything."""


@dataclass(frozen=True)
class Ending:
    """A cut without return: seconds from the cut until each side was told that it is over, and what is left."""

    technician_over: float | None
    customer_over: float | None
    sockets: int
    """Of the agent's, to anything but this machine."""


class Lane:
    """One session."""

    def __init__(self, line: CutLine, agent: Talker, technician: Technician, display: str) -> None:
        self._line, self._agent, self._technician = line, agent, technician
        self._display = Display(display)
        self._dice = random.Random()  # noqa: S311 - moments, no secrets

    def trial(self, cut: str) -> Outcome:
        """Cut the line, mend it, and see what comes back."""
        seconds, _, how = cut.partition(":")
        time.sleep(self._dice.uniform(1.0, 2.0))
        since, session = len(self._agent.drain()), self._session()
        cut_at = time.time()
        self._line.cut(how == "technician")
        told = self._watch(cut_at, float(seconds))
        if how == "moved":
            self._line.move()
        self._line.mend(how == "technician")
        mended_at = time.time()
        picture = self._until(lambda: self._shown_after(mended_at), mended_at)
        hand = self._until(self._moves, mended_at)
        asked = any(said.get("question") or said.get("code") for said in self._agent.drain()[since:])
        same = not asked and self._session() == session and self._granted()
        return Outcome(cut, told.get("technician"), told.get("customer"), picture, hand, same)

    def ending(self, seconds: float) -> Ending:
        """Cut the line for good."""
        cut_at = time.time()
        since = len(self._agent.drain())
        self._line.cut()
        over: dict[str, float] = {}
        while time.time() - cut_at < seconds and len(over) < 2:
            if self._technician.there("[data-testid=instead] button"):
                over.setdefault("technician", time.time() - cut_at)
            if any(said.get("screen") == "ended" for said in self._agent.drain()[since:]):
                over.setdefault("customer", time.time() - cut_at)
            time.sleep(0.2)
        time.sleep(5)
        return Ending(over.get("technician"), over.get("customer"), _sockets(self._agent.pid))

    def _watch(self, cut_at: float, seconds: float) -> dict[str, float]:
        """Note when each side is told, until the cut is over."""
        told: dict[str, float] = {}
        since = len(self._agent.said)
        while (now := time.time()) - cut_at < seconds:
            if any(said.get("link_lost") for said in self._agent.drain()[since:]):
                told.setdefault("customer", now - cut_at)
            if self._technician.there("[data-testid=line-lost]"):
                told.setdefault("technician", now - cut_at)
            time.sleep(0.02)
        return told

    def _shown_after(self, moment: float) -> float | None:
        seen = self._technician.tab.evaluate(f"window.seenSteps.filter(([, at]) => at > {moment}).slice(0, 1)")
        return float(seen[0][1]) if seen else None

    def _moves(self) -> float | None:
        """Move the technician's mouse over the picture; say when the customer's pointer followed."""
        x, y = self._dice.randrange(100, 1100), self._dice.randrange(100, 700)
        self._technician.tab.move(*self._technician.place(x, y))
        time.sleep(0.05)
        pointer = self._display.screen().root.query_pointer()
        return time.time() if abs(pointer.root_x - x) < 3 and abs(pointer.root_y - y) < 3 else None

    def _until(self, seen: Callable[[], float | None], since: float) -> float | None:
        while time.time() - since < PATIENCE:
            if at := seen():
                return at - since
            time.sleep(0.02)
        return None

    def _session(self) -> str:
        return str(self._agent.said[-1].get("technician")) + str(self._agent.said[-1].get("granted"))

    def _granted(self) -> bool:
        return all(self._technician.standing(permission) == "granted" for permission in GRANTED)


@contextmanager
def session() -> Iterator[Lane]:
    """Have a live session in which the technician sees and may act."""
    with ExitStack() as stack:
        line = stack.enter_context(cut_line())
        display = stack.enter_context(xvfb(SIZE))
        ticker = subprocess.Popen(tied([sys.executable, "-m", "scripts.rigs.line_ticker", display]))
        stack.callback(end, ticker, 5)
        hosts = line.line
        server: Rendezvous = inside(
            hosts.router, lambda: stack.enter_context(rendezvous(SERVER, PORT, insecure_plain_http=True))
        )
        customer = ("--server", server.url, "--grant", ",".join(GRANTED), "--hand-seconds", "1")
        agent: Talker = inside(
            hosts.customer,
            lambda: stack.enter_context(talker("scripts.rigs.customer", *customer, env={"DISPLAY": display})),
        )
        technician = Technician(inside(hosts.technician, lambda: stack.enter_context(_browser(server.url))), server.url)
        technician.log_in(server.account)
        technician.join(str(agent.wait_for(lambda said: bool(said.get("code")), "a code")["code"]))
        technician.wait_live()
        technician.ask("control")
        technician.tab.evaluate(f"({pages.with_picture(reader(SIZE[0]))})({json.dumps(SCREEN)})")
        yield Lane(line, agent, technician, display)


@contextmanager
def _browser(origin: str) -> Iterator[ChromiumTab]:
    with sync_playwright() as playwright:
        flags = [*FLAGS, f"--unsafely-treat-insecure-origin-as-secure={origin}"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        try:
            yield ChromiumTab(browser.new_page(viewport={"width": 1600, "height": 1000}, locale="en"))
        finally:
            browser.close()


def _sockets(pid: int) -> int:
    """Count the sockets of a process and its children that lead off the machine."""
    try:
        family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
        return sum(len(one.net_connections("inet")) for one in family)
    except psutil.NoSuchProcess:
        return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the trials; return 0."""
    parser = argparse.ArgumentParser(prog="cut_lane", description=__doc__)
    parser.add_argument("--cuts", nargs="*", default=[])
    parser.add_argument("--again", type=int, default=1)
    parser.add_argument("--over", type=float, default=0.0)
    options = parser.parse_args(arguments)
    with session() as lane:
        for cut in options.cuts * options.again:
            print(json.dumps(asdict(lane.trial(cut))), flush=True)
        if options.over:
            print(json.dumps(asdict(lane.ending(options.over))), flush=True)
    return 0


if __name__ == "__main__":
    end_when_asked()
    sys.exit(main())
