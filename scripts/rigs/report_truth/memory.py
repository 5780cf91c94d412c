"""What is in the memory of a browser's page: its heap as V8 tells it, and all bytes of the processes of pages."""

import json
from collections.abc import Iterator, Sequence

import psutil
from playwright.sync_api import Page

MOST_MAPPED = 512 * 1024 * 1024
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
    """Return which of the texts lie anywhere in the pages' processes, as UTF-8 or UTF-16."""
    encoded = {text: (text.encode(), text.encode("utf-16-le")) for text in needles}
    found: set[str] = set()
    for data in _renderers():
        found |= {text for text in encoded.keys() - found if any(form in data for form in encoded[text])}
    return found


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
