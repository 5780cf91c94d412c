"""A program of its own process that does what a test says: one JSON line a deed, one line of answer; the test's end."""

import json
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from scripts.rigs.ending import end, tied

ROOT = Path(__file__).resolve().parents[2]
GOODBYE_SECONDS = 10.0


class Doer:
    """One such program, while its block lasts."""

    def __init__(self, module: str, *arguments: str) -> None:
        command, pipe = tied([sys.executable, "-m", module, *arguments]), subprocess.PIPE
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)
        self.pid = self._process.pid

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def do(self, deed: str, **more: Any) -> Any:
        """Have it do one thing; return its answer."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"deed": deed, **more}) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def close(self) -> None:
        """End the program, and what it shows: its input ends, and it goes by that or is ended."""
        try:
            self._process.communicate(timeout=GOODBYE_SECONDS)
        except subprocess.TimeoutExpired:
            end(self._process)
            self._process.communicate()
