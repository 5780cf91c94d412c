"""Programs with hostile names that really run, as the system report tells of them."""

import shutil
import subprocess
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from agent.tools.report.portable import processes
from agent.tools.report.words import Words
from scripts.rigs.ending import end, tied
from scripts.rigs.hostile.files import STEERING

SLEEP = Path("/usr/bin/sleep")
MOST = 250
"""Bytes of a file's name."""


def in_process_names(strings: Sequence[str]) -> list[str]:
    """Run each as a program's name and its arguments; say what of the report is not text on one line."""
    with _running(strings) as count:
        told = [item for item in processes(Words("en")) if "handrail-hostile-" in item]
    steering = [item for item in told if any(unicodedata.category(c) == "Cc" or c in STEERING for c in item)]
    lost = [] if len(told) == count else [f"{len(told)} of {count} programs are in the report"]
    return [*lost, *(f"steers what stands around it: {item[:80]!r}" for item in steering)]


@contextmanager
def _running(strings: Sequence[str]) -> Iterator[int]:
    """Run what can be a file's name; yield how many run."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="handrail-hostile-")))
        running = 0
        for number, text in enumerate(strings):
            name = (
                text.replace("/", "\u2215")
                .replace("\0", "")
                .encode("utf-8", "replace")[:MOST]
                .decode("utf-8", "ignore")
            )
            place = folder / str(number)
            place.mkdir()
            with suppress(OSError):
                shutil.copy(SLEEP, place / name)
                if not (place / name).is_file():
                    continue  # "." and nothing at all name the folder
                process = subprocess.Popen(tied([place / name, "600"]))
                stack.callback(end, process)
                running += 1
        yield running
