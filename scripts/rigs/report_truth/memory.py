"""What is in the memory of a browser's page: its heap as V8 tells it, and all bytes of the processes of pages."""

import json
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
from playwright.sync_api import Page

MOST_MAPPED = 128 * 1024 * 1024
"""Bytes of one mapping that are looked through; V8 reserves far more than it uses."""


def heap(page: Page) -> str:
    """Return every string of the page's heap, a line each (strings beyond 1024 characters are cut by V8)."""
    session = page.context.new_cdp_session(page)
    chunks: list[str] = []
    session.on("HeapProfiler.addHeapSnapshotChunk", lambda event: chunks.append(event["chunk"]))
    session.send("HeapProfiler.takeHeapSnapshot", {"reportProgress": False})
    session.detach()
    return "\n".join(json.loads("".join(chunks))["strings"])


def in_processes(needles: Sequence[str]) -> set[str]:
    """Return which texts lie anywhere in the pages' processes: as UTF-8, or as V8 keeps them, in one byte or two."""
    forms = {form: text for text in needles for form in (text.encode(), text.encode("latin-1", "replace"))}
    with TemporaryDirectory(prefix="handrail-proof-") as folder:
        patterns, found = Path(folder) / "patterns", Path(folder) / "found"
        patterns.write_bytes(b"\n".join(forms) + b"\n")
        with found.open("wb") as out:
            command = ["grep", "--text", "--only-matching", "--fixed-strings", f"--file={patterns}"]
            with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=out, env={"LC_ALL": "C"}) as grep:
                assert grep.stdin
                for data in _renderers():
                    for part in (data, data[::2], data[1::2]):
                        grep.stdin.write(part + b"\n")
        return {forms[line] for line in found.read_bytes().splitlines() if line in forms}


def _renderers() -> Iterator[bytes]:
    for process in psutil.Process().children(recursive=True):
        if "--type=renderer" in process.cmdline():
            yield from _mappings(process.pid)


def _mappings(pid: int) -> Iterator[bytes]:
    """Yield what can be read and written of a process's memory (proc(5))."""
    with open(f"/proc/{pid}/maps", encoding="utf-8") as maps, open(f"/proc/{pid}/mem", "rb", 0) as memory:
        for line in maps:
            span, rights, *_ = line.split()
            start, end = (int(edge, 16) for edge in span.split("-"))
            if rights.startswith("rw") and end - start <= MOST_MAPPED:
                try:
                    memory.seek(start)
                    yield memory.read(end - start)
                except OSError:  # a mapping that cannot be read, or is gone
                    continue
