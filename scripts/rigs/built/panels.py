"""The technician at the console's panels: permissions that a hand must grant, files, settings."""

import json
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from scripts.rigs.browser import ChromiumTab
from scripts.rigs.built.computer import Met

SECONDS = 60.0
PATIENCE_MS = 1000 * SECONDS


def page_of(met: Met) -> Page:
    """Return the technician's page."""
    assert isinstance(met.technician.tab, ChromiumTab)
    return met.technician.tab.page


def ask(met: Met, permission: str) -> None:
    """Ask for a permission; the hand says yes in the plug-in's window."""
    technician = met.technician
    technician.turn_to("session")
    technician.press(f"[data-testid=permission-{permission}] button")
    technician.wait(lambda: technician.standing(permission) == "asked", f"{permission} to be asked for", SECONDS)
    met.hand.allows()
    technician.wait(lambda: technician.standing(permission) == "granted", f"{permission} to be granted", SECONDS)


def ask_on_panel(met: Met, tab: str, button: str, granted: str) -> None:
    """Ask with a panel's own button; the hand says yes, and then the panel has an element that it had not."""
    page = page_of(met)
    met.technician.turn_to(tab)
    page.get_by_role("button", name=button).click(timeout=PATIENCE_MS)
    assert page.get_by_test_id(granted).count() == 0, f"{tab} is open before the hand's yes"
    met.hand.allows()
    expect(page.get_by_test_id(granted)).to_be_visible(timeout=PATIENCE_MS)


def open_home(met: Met) -> Page:
    """Turn to the files and to the customer's home; return the page, whose rows have come."""
    technician, page = met.technician, page_of(met)
    technician.turn_to("files")
    place = page.get_by_test_id("files-places")
    place.select_option(met.computer.place, timeout=PATIENCE_MS)
    expect(row(page, met.computer.downloads.name)).to_be_visible(timeout=PATIENCE_MS)
    return page


def row(page: Page, name: str) -> Locator:
    """Find a file's row."""
    return page.locator(".file").filter(has_text=name)


def send(met: Met, file: Path) -> None:
    """Send a file into the folder that is open, and wait until it is there."""
    page = page_of(met)
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Send files").click()
    chooser.value.set_files(file)
    expect(page.get_by_test_id("transfer")).to_have_attribute("data-stage", "done", timeout=PATIENCE_MS)


def change_setting(met: Met) -> None:
    """Go to a setting by its path, open it, write another value, and save."""
    technician, page, setting = met.technician, page_of(met), met.computer.setting
    technician.turn_to("registry")
    field = page.get_by_test_id("registry-path")
    expect(field).to_be_visible(timeout=PATIENCE_MS)
    field.fill(setting.path)
    field.press("Enter")
    page.locator(f"#registry-values .line:has(bdi:text-is({json.dumps(setting.name)}))").dblclick(timeout=PATIENCE_MS)
    data = page.get_by_test_id("registry-data")
    expect(data).to_be_visible(timeout=PATIENCE_MS)
    if data.evaluate("(field) => field.tagName") == "SELECT":
        data.select_option(setting.new)
    else:
        data.fill(setting.new)
    page.get_by_test_id("registry-save").click()
    expect(page.locator(".value-editor")).to_have_count(0, timeout=PATIENCE_MS)
