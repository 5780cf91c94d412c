"""A technician who brings and takes files in a real browser, over a real line: the console's code on a bare page."""

import hashlib
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from playwright.sync_api import Page, sync_playwright

from scripts.benchmark.lines import Line
from scripts.benchmark.peers import SIZE, Serving, handrail
from scripts.rigs.browser import CHROMIUM, FLAGS
from scripts.rigs.xserver import xvfb

GRANTS = "view,files_read,files_write"
GRANTED = (
    "'moves' in window && ['files_read', 'files_write']"
    ".every((p) => transfer.call.state().session?.granted.includes(p))"
)
START_SECONDS = 60.0
OVER = ("done", "stopped", "failed", "damaged", "changed", "missing", "disk_full", "denied", "name_taken")


@dataclass(frozen=True)
class Seen:
    """How far a transfer is."""

    stage: str
    done: int
    faulty: int


class Mover:
    """The technician, and what their page shows."""

    def __init__(self, page: Page, serving: Serving) -> None:
        self.page, self.serving = page, serving

    def until(self, expression: str, seconds: float = START_SECONDS) -> None:
        """Wait until it is so on the page. Raise TimeoutError."""
        self.wait_for(lambda: bool(self.page.evaluate(expression)), seconds, expression)

    def wait_for(self, so: Callable[[], bool], seconds: float, what: str, look: float = 0.05) -> None:
        """Wait until something is so, looking every `look` seconds. Raise TimeoutError."""
        deadline = time.monotonic() + seconds
        while not so():
            if time.monotonic() > deadline:
                raise TimeoutError(f"never so: {what}; {self.page.evaluate('transfer.call.transfers.state()')}")
            self.page.wait_for_timeout(1000 * look)

    def bring(self, path: Path, folder: Path) -> None:
        """Begin to send a file or a folder."""
        self.page.evaluate("(folder) => { moves.folder = folder; }", str(folder))
        self.page.set_input_files("#folder" if path.is_dir() else "#files", str(path))

    def take(self, path: Path) -> None:
        """Begin to take a file (to be downloaded) or a folder."""
        self.page.evaluate(f"(path) => moves.take{'Folder' if path.is_dir() else 'File'}(path)", str(path))

    def seen(self) -> Seen:
        """Say how far the newest transfer is."""
        state: dict[str, Any] = self.page.evaluate("transfer.call.transfers.state().at(-1) ?? null") or {}
        return Seen(str(state.get("stage", "")), int(state.get("done", 0)), int(state.get("faulty", 0)))

    def finished(self, seconds: float) -> Seen:
        """Wait until the newest transfer is over. Raise TimeoutError."""
        self.wait_for(lambda: self.seen().stage in OVER, seconds, "the transfer is over")
        return self.seen()

    def reached(self, done: int, seconds: float) -> None:
        """Wait until so many bytes of the newest transfer went. Raise TimeoutError."""
        self.wait_for(lambda: self.seen().done >= done, seconds, f"{done} bytes went")

    def cut_on_the_way(self, size: int, cut: Callable[[], None], cuts: int, seconds: float) -> None:
        """Cut again and again, each time some way further into a file of `size` bytes. Raise TimeoutError."""
        for number in range(1, cuts + 1):
            self.reached(size * number // (cuts + 2), seconds)
            cut()

    def rate(self, seconds: float, settle: float) -> float:
        """Return the bytes a second of the newest transfer, once it has gone for `settle` seconds."""
        self.wait_for(lambda: self.seen().done > 0, START_SECONDS, "bytes go")
        self.page.wait_for_timeout(1000 * settle)
        first, start = self.seen().done, time.monotonic()
        self.page.wait_for_timeout(1000 * seconds)
        return (self.seen().done - first) / (time.monotonic() - start)

    def stop(self) -> None:
        """Stop the newest transfer."""
        self.page.evaluate("transfer.call.transfers.stop(transfer.call.transfers.state().at(-1).number)")

    def memory(self) -> float:
        """Return the MiB that the agent holds, with the process that carries transfers."""
        [pid] = self.serving.pids
        agent = psutil.Process(pid)
        return sum(_own(process) for process in (agent, *agent.children(recursive=True))) / (1 << 20)


@contextmanager
def moving(over: Line, console: Path, more: Sequence[str] = ()) -> Iterator[Mover]:
    """Run a session in which files may be read and changed, and open the page at the line's other end."""
    with ExitStack() as stack:
        display = stack.enter_context(xvfb(SIZE))
        serving = stack.enter_context(handrail(over, display, ["--console", str(console), "--grant", GRANTS, *more]))
        page = stack.enter_context(_page(over, serving))
        mover = Mover(page, serving)
        mover.until(GRANTED)
        yield mover


@contextmanager
def _page(over: Line, serving: Serving) -> Iterator[Page]:
    """Open the page in a browser with a profile on disk: an incognito one would keep files in its memory."""
    origin = "/".join(serving.url.split("/")[:3])
    flags = [*FLAGS, f"--unsafely-treat-insecure-origin-as-secure={origin}"]
    with ExitStack() as stack:
        profile = stack.enter_context(
            tempfile.TemporaryDirectory(prefix="handrail-browser-", ignore_cleanup_errors=True)
        )
        driver = over.at_technician(lambda: stack.enter_context(sync_playwright()))
        context = driver.chromium.launch_persistent_context(
            profile, executable_path=CHROMIUM, args=flags, accept_downloads=True
        )
        stack.callback(context.close)
        page = context.new_page()
        page.goto(serving.url)
        yield page


def sha256(path: Path) -> str:
    """Return a file's SHA-256."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each file in a folder, by its path from the folder's own name on."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder.parent)): sha256(path) for path in files}


def _own(process: psutil.Process) -> int:
    """Return the bytes that a process has for itself; 0 once it is gone."""
    try:
        return int(process.memory_full_info().uss)
    except psutil.NoSuchProcess:
        return 0
