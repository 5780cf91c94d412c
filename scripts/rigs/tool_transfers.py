"""The two cases of transfers for [tools]: a file each way, whole and the same, and nothing of one that consent cut."""

import hashlib
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect

from scripts.rigs.tool_files import PATIENCE_MS, ask_to_change, ask_to_read, at_home, home_of, row
from scripts.rigs.tool_scene import ToolScene

TAKE_ENTRIES = ("files.places", "files.listed", "files.taking", "files.taken")
BRING_ENTRIES = ("files.places", "files.listed", "files.bringing", "files.brought")
"""What each way's `work` leaves in the journal."""
SMALL, LARGE = 300_000, 1 << 30
"""Bytes of a file that is there at once, and of one that takes many seconds."""
INBOX, OUTBOX = "Inbox", "technician"
STILL_SECONDS = 0.5
RUNNING = ("queued", "asking", "waiting", "going", "paused")
BYTES = "bulk"
"""The channel that they come by (console/src/link/bulk.ts)."""
KEPT = """(async () => {
    const kept = {};
    for await (const [name, file] of await navigator.storage.getDirectory()) kept[name] = (await file.getFile()).size;
    return kept;
})()"""
"""The size of each file in the browser's own room: what was handed over, and is not large, is there no more."""

ask_to_take, ask_to_bring = ask_to_read, ask_to_change


@contextmanager
def furnished(folder: Path) -> Iterator[Mapping[str, str]]:
    """Make a home with a small and a large file and an empty folder, and the same files at the technician's."""
    home = home_of(folder)
    for made in (home / "Documents", home / INBOX, folder / OUTBOX):
        made.mkdir(parents=True)
    for place in (home, folder / OUTBOX):
        (place / "small.bin").write_bytes(os.urandom(SMALL))
        with (place / "large.bin").open("wb") as large:
            large.truncate(LARGE)
    yield {"HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "XDG_CACHE_HOME": str(home / "cache")}


# --- from the customer ------------------------------------------------------------------------------------------------


def take(met: ToolScene) -> str:
    """Take a file: it is handed over like a download, the same byte for byte."""
    page = at_home(met)
    row(page, "small.bin").click()
    with page.expect_download(timeout=PATIENCE_MS) as saving:
        page.get_by_role("button", name="Take a copy").click()
    sent, came = (_digest(path) for path in (home_of(met.folder) / "small.bin", Path(saving.value.path())))
    assert sent == came, "another file came"
    return f"a file taken, SHA-256 {came[:12]}… on both sides"


def take_on(met: ToolScene) -> None:
    """Begin to take a file that takes many seconds."""
    page = at_home(met)
    _stop_all(page)
    row(page, "large.bin").click()
    since = time.time()
    page.get_by_role("button", name="Take a copy").click()
    met.technician.wait(lambda: bool(met.arrivals([BYTES], since)), "a part of it")


def take_left(met: ToolScene) -> str:
    """Say what is left at the technician's of a file whose rest never comes; in a pause it may go on."""
    kept = met.page.evaluate(KEPT)
    return f"left at the technician's: {', '.join(kept)}" if kept and not _running(met.page) else ""


# --- to the customer --------------------------------------------------------------------------------------------------


def bring(met: ToolScene) -> str:
    """Send a file: it gets its name once it is whole, the same byte for byte."""
    _send(met, "small.bin")
    expect(met.page.get_by_test_id("transfer")).to_have_attribute("data-stage", "done", timeout=PATIENCE_MS)
    sent, came = (_digest(folder / "small.bin") for folder in (met.folder / OUTBOX, _inbox(met)))
    assert sent == came, "another file came"
    (_inbox(met) / "small.bin").unlink()
    return f"a file brought, SHA-256 {came[:12]}… on both sides"


def bring_on(met: ToolScene) -> None:
    """Begin to send a file that takes many seconds."""
    since = time.time()
    _send(met, "large.bin")
    met.technician.wait(lambda: bool(met.arrivals([BYTES], since)) and bool(_sizes(met)), "a part of it to be there")


def bring_left(met: ToolScene) -> str:
    """Say what is left of a file whose rest never comes, or what is still written in a pause."""
    before = _sizes(met)
    time.sleep(STILL_SECONDS)
    if "large.bin" in before:
        return "a file that is not whole has its name"
    if before and not _running(met.page):
        return f"left at the customer's: {', '.join(before)}"
    return "a file is still written" if _sizes(met) != before else ""


def _send(met: ToolScene, name: str) -> None:
    page = at_home(met)
    _stop_all(page)
    row(page, INBOX).dblclick()
    expect(page.get_by_test_id("files-way")).to_contain_text(INBOX, timeout=PATIENCE_MS)
    with page.expect_file_chooser(timeout=PATIENCE_MS) as chooser:
        page.get_by_role("button", name="Send files").click()
    chooser.value.set_files(met.folder / OUTBOX / name)


def _inbox(met: ToolScene) -> Path:
    return home_of(met.folder) / INBOX


def _sizes(met: ToolScene) -> dict[str, int]:
    return {path.name: path.stat().st_size for path in _inbox(met).iterdir()}


# --- the panel --------------------------------------------------------------------------------------------------------


def _running(page: Page) -> int:
    return sum(page.locator(f"[data-testid=transfer][data-stage={stage}]").count() for stage in RUNNING)


def _stop_all(page: Page) -> None:
    """Stop what goes on again after a pause, and take what is over out of sight."""
    while _running(page):
        page.get_by_test_id("transfer").get_by_role("button", name="Stop").first.click()
    if page.get_by_test_id("transfer").count():
        page.locator("section:has([data-testid=transfer]) > button.quiet").click()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
