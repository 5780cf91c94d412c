"""A child process that says JSON lines: heard by a thread, told JSON lines, ended for sure."""

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from scripts.rigs.ending import tied

ROOT = Path(__file__).resolve().parents[2]
Said = dict[str, Any]


class Talker:
    """One running child and everything it has said."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout
        self.process = process
        self.said: list[Said] = []
        self._lines: queue.Queue[Said | None] = queue.Queue()
        self._silent = False
        threading.Thread(target=self._hear, args=(process.stdout,), daemon=True).start()

    @property
    def pid(self) -> int:
        return self.process.pid

    def tell(self, message: Mapping[str, Any]) -> None:
        """Write one line to the child; one that is gone hears nothing."""
        assert self.process.stdin
        try:
            self.process.stdin.write(json.dumps(message) + "\n")
            self.process.stdin.flush()
        except OSError:
            return

    def wait_for(self, accept: Callable[[Said], bool], what: str, seconds: float = 30, since: int = 0) -> Said:
        """Return the first line that `accept` takes, the lines since number `since` included. Raise TimeoutError."""
        until = time.monotonic() + seconds
        at = since
        while True:
            for said in self.said[at:]:
                at += 1
                if accept(said):
                    return said
            self._take(until, what)

    def each(self, accept: Callable[[Said], bool], what: str, count: int, seconds: float) -> Iterator[Said]:
        """Yield the first `count` lines that `accept` takes. Raise TimeoutError when the next takes over `seconds`."""
        since = 0
        for _ in range(count):
            said = self.wait_for(accept, what, seconds, since)
            since = self.said.index(said, since) + 1
            yield said

    def _take(self, until: float, what: str) -> None:
        try:
            said = None if self._silent else self._lines.get(timeout=max(0, until - time.monotonic()))
        except queue.Empty:
            raise TimeoutError(f"waited in vain for {what}; last said: {self.said[-1:]}") from None
        if said is None:
            self._silent = True
            raise TimeoutError(f"the process ended (exit code {self.process.wait(10)}) before {what}")
        self.said.append(said)

    def drain(self) -> list[Said]:
        """Take what was said meanwhile, without waiting; return everything said so far."""
        while not self._lines.empty():
            if (said := self._lines.get()) is None:
                self._silent = True
            else:
                self.said.append(said)
        return self.said

    def _hear(self, lines: IO[str]) -> None:
        for line in lines:
            self._lines.put(json.loads(line) if line.startswith("{") else {"text": line.rstrip()})
        self._lines.put(None)


@contextmanager
def talker(
    module: str,
    *arguments: str,
    env: Mapping[str, str] | None = None,
    log: Path | None = None,
    python: Sequence[str] = (sys.executable,),
) -> Iterator[Talker]:
    """Run `python -m MODULE ARGUMENTS` until the block ends. Its standard error goes to `log`, else to ours.

    `python` is another command of Python's (Windows' under Wine, which takes no file for a standard stream: what it
    says there is heard as text).
    """
    errors = log.open("a", encoding="utf-8") if log else None
    process = subprocess.Popen(
        tied([*python, "-m", module, *arguments]),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors if python == (sys.executable,) else subprocess.STDOUT,
        text=True,
        cwd=ROOT,
        env={**os.environ, **(env or {})},
    )
    try:
        yield Talker(process)
    finally:
        end(process)
        if errors:
            errors.close()


def end(process: subprocess.Popen[str], seconds: float = 8) -> int:
    """Close the child's input, which asks it to go; then ask by signal; then kill. Return its exit code."""
    if process.stdin and not process.stdin.closed:
        with suppress(OSError):
            process.stdin.close()
    for insist in (process.terminate, process.kill):
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            insist()
    return process.wait()
