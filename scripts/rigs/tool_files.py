"""The two cases of files for [tools]: a real home that is read, and changed with the customer's way back."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from scripts.rigs.applications import until
from scripts.rigs.tool_scene import ToolScene

READ_ENTRIES = ("files.places", "files.listed", "files.viewed")
CHANGE_ENTRIES = ("files.places", "files.listed", "files.trashed", "files.undone")
"""What each case's `work` leaves in the journal."""
LETTER = "Dear Sir\nGoodbye\n"
LONG = 250_000
"""Characters of a text that comes in parts, for more than a second."""
CROWD = 15_000
"""Files of a folder that takes seconds to copy."""
PATIENCE_MS = 30_000
MANY, ELSEWHERE = "Many", "Elsewhere"


@contextmanager
def furnished(folder: Path) -> Iterator[Mapping[str, str]]:
    """Make the customer's home: a letter, a long text, a folder of very many files, and an empty one."""
    home = home_of(folder)
    (home / "data").mkdir(parents=True)
    for name in ("Documents", MANY, ELSEWHERE):
        (home / name).mkdir()
    (home / "Documents" / "letter.txt").write_text(LETTER)
    (home / "long.txt").write_text("so it goes on\n" * (LONG // 14))
    for number in range(CROWD):
        (home / MANY / f"{number:05}.txt").write_text(str(number))
    yield {"HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "XDG_CACHE_HOME": str(home / "cache")}


def home_of(folder: Path) -> Path:
    """Return the customer's home in a case's folder."""
    return folder / "home"


# --- reading ----------------------------------------------------------------------------------------------------------


def ask_to_read(met: ToolScene) -> None:
    """Ask with the panel's own button."""
    ask(met, "Ask to read the files")


def read(met: ToolScene) -> str:
    """Look into a folder, and read a text."""
    page = at_home(met)
    row(page, "Documents").dblclick()
    row(page, "letter.txt").dblclick()
    expect(page.get_by_test_id("files-text")).to_have_value(LETTER, timeout=PATIENCE_MS)
    return "a folder looked into and a text read"


def read_on(met: ToolScene) -> None:
    """Begin to read a text that takes seconds to come."""
    page = at_home(met)
    since = time.time()
    row(page, "long.txt").dblclick()
    met.technician.wait(lambda: bool(met.arrivals(["files/text"], since)), "a part of it")


# --- changing ---------------------------------------------------------------------------------------------------------


def ask_to_change(met: ToolScene) -> None:
    """Ask with the panel's own button."""
    ask(met, "Ask to change files")


def change(met: ToolScene) -> str:
    """Put a letter into the bin; the customer brings it back."""
    page, letter = at_home(met), home_of(met.folder) / "Documents" / "letter.txt"
    row(page, "Documents").dblclick()
    row(page, "letter.txt").click()
    page.keyboard.press("Delete")
    expect(row(page, "letter.txt")).to_have_count(0, timeout=PATIENCE_MS)
    assert not letter.exists(), "the letter is still there"
    said = met.customer.sees(lambda view: bool(view.get("changes")), "a change that can be undone")
    met.customer.agent.tell({"type": "undo", "number": said["changes"][0]["number"]})
    until(letter.exists, "the letter to be back", 30)
    assert letter.read_text() == LETTER, "another letter is back"
    return "a letter put into the bin, and brought back by the customer"


def change_on(met: ToolScene) -> None:
    """Begin to copy a folder that takes seconds."""
    page = at_home(met)
    row(page, MANY).click()
    page.keyboard.press("Control+c")
    row(page, ELSEWHERE).dblclick()
    expect(page.get_by_test_id("files-way")).to_contain_text(ELSEWHERE, timeout=PATIENCE_MS)
    page.locator("#files-list").focus()
    since = time.time()
    page.keyboard.press("Control+v")
    met.technician.wait(lambda: bool(met.arrivals(["files/progress"], since)), "a part of it to be copied")


def change_left(met: ToolScene) -> str:
    """Say what is left of a copy that was stopped."""
    left = list((home_of(met.folder) / ELSEWHERE).iterdir())
    return f"{left[0].name} is left of a copy that was stopped" if left else ""


# --- the panel --------------------------------------------------------------------------------------------------------


def ask(met: ToolScene, button: str) -> None:
    """Ask with one of the panel's buttons."""
    met.open_tab("files")
    met.click_text(button)


def at_home(met: ToolScene) -> Page:
    """Go to the customer's home by the list of places, from wherever; return the page."""
    page, home = met.page, str(home_of(met.folder))
    if met.technician.there(".editor"):
        page.locator(".editor").get_by_role("button", name="Close", exact=True).click()
    page.get_by_test_id("files-places").select_option(home, timeout=PATIENCE_MS)
    expect(row(page, "Documents")).to_be_visible(timeout=PATIENCE_MS)
    return page


def row(page: Page, name: str) -> Locator:
    """Find a file's row."""
    return page.locator(".file").filter(has_text=name)
