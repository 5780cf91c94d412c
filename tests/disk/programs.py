"""Small real programs that have something open, for as long as a block lasts."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WATCHER = """
import sys
from inotify_simple import INotify, flags
with INotify() as notify:
    notify.add_watch(sys.argv[1], flags.CREATE)
    print("ready", flush=True)
    sys.stdin.read()
"""
OPENER = "import sys; f = open(sys.argv[1]); print('ready', flush=True); sys.stdin.read()"
MAPPER = (
    "import mmap, sys; f = open(sys.argv[1], 'r+b'); m = mmap.mmap(f.fileno(), 0); f.close(); "
    "print('ready', flush=True); sys.stdin.read()"
)
FOLDER_OPENER = "import os, sys; f = os.open(sys.argv[1], os.O_RDONLY); print('ready', flush=True); sys.stdin.read()"
IDLER = "import sys; print('ready', flush=True); sys.stdin.read()"


@contextmanager
def program(script: str, *arguments: Path | str, cwd: Path | None = None) -> Iterator[subprocess.Popen[str]]:
    """Run a Python script that prints "ready" and ends with its standard input. What it was given by is no argument
    of the process's: it reads its arguments from the environment of the block.
    """
    handed = f"import sys; sys.argv[1:] = {list(map(str, arguments))!r}\n{script}"
    process = subprocess.Popen(
        [sys.executable, "-c", "import sys; exec(sys.stdin.readline().encode().decode('unicode_escape'))"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=cwd,
    )
    assert process.stdin
    assert process.stdout
    try:
        process.stdin.write(handed.encode("unicode_escape").decode() + "\n")
        process.stdin.flush()
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.kill()
        process.communicate()
