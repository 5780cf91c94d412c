"""Files over a real session: the agent on a real disk, the console in a browser, the customer who undoes, decides."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from agent.journal.evidence import from_folder
from agent.journal.verify import judge
from scripts.rigs.applications import Desk
from scripts.rigs.browser import ChromiumTab, chromium
from scripts.rigs.rendezvous import Rendezvous
from scripts.rigs.scene import Customer, place
from scripts.rigs.talker import talker
from scripts.rigs.technician import Technician
from scripts.rigs.tool_transfers import KEPT

Stage = tuple[Desk, Rendezvous, ChromiumTab, Technician]
LEAVE = """async () => {
    const room = await navigator.storage.getDirectory();
    await room.getFileHandle("transfer-of-a-page-that-crashed", { create: true });
}"""


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    with place() as (desk, server), chromium("en") as tab:
        technician = Technician(tab, server.url)
        technician.log_in(server.account)
        yield desk, server, tab, technician


@contextmanager
def live(stage: Stage, folder: Path) -> Iterator[tuple[Customer, Page, Path]]:
    """A session with leave to files, in a home with a letter, and the panel open."""
    desk, server, tab, technician = stage
    home = folder / "home"
    (home / "data").mkdir(parents=True)
    (home / "Documents").mkdir()
    (home / "Documents" / "letter.txt").write_text("Dear Sir\nGoodbye\n")
    (folder / "etc").mkdir()
    (folder / "etc" / "hosts").write_text("127.0.0.1 localhost\n")
    tab.goto(f"{server.url}/console/")
    options = ["--server", server.url, "--grant", "view,files_read,files_write", "--journal", str(folder / "journal")]
    own = {"HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "XDG_CACHE_HOME": str(home / "cache")}
    with talker("scripts.rigs.customer", *options, env={**desk.environment, **own}) as agent:
        customer = Customer(agent)
        technician.join(customer.code())
        technician.wait_live()
        tab.page.get_by_role("tab", name="Files").click()
        tab.page.get_by_role("button", name="Ask to read the files").click()
        tab.page.get_by_role("button", name="Ask to change files").click()
        expect(row(tab.page, "Documents")).to_be_visible(timeout=20_000)
        yield customer, tab.page, home
        customer.press("stop")
        customer.agent.wait_for(lambda said: "ended" in said, "the end")


def row(page: Page, name: str) -> Locator:
    return page.locator(".file").filter(has_text=name)


def newest_change(customer: Customer) -> int:
    said = customer.sees(lambda view: bool(view.get("changes")), "a change that can be undone")
    return int(said["changes"][0]["number"])


def test_a_letter_goes_to_the_bin_and_the_customer_brings_it_back(stage: Stage, tmp_path: Path) -> None:
    with live(stage, tmp_path) as (customer, page, home):
        letter = home / "Documents" / "letter.txt"
        before = letter.stat()
        row(page, "Documents").dblclick()
        row(page, "letter.txt").click()
        page.keyboard.press("Delete")
        expect(row(page, "letter.txt")).to_have_count(0, timeout=20_000)
        assert not letter.exists()
        customer.agent.tell({"type": "undo", "number": newest_change(customer)})
        expect(row(page, "letter.txt")).to_be_visible(timeout=20_000)
        assert (letter.stat().st_ino, letter.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    verdict = judge(from_folder(tmp_path / "journal" / "session-1"))
    kinds = [entry.type for entry in verdict.entries if entry.type.startswith("files.")]
    assert kinds == [
        "files.places",
        "files.listed",
        "files.listed",
        "files.trashed",
        "files.listed",
        "files.undone",
        "files.listed",
    ]
    assert {e.sequence for e in verdict.entries if e.type in ("files.listed", "files.trashed")} <= set(verdict.erased)


@pytest.mark.parametrize("yes", [True, False])
def test_a_file_of_the_system_is_saved_only_if_the_customer_agrees(stage: Stage, tmp_path: Path, yes: bool) -> None:
    with live(stage, tmp_path) as (customer, page, home):
        hosts = tmp_path / "etc" / "hosts"
        (home / "way").symlink_to(hosts.parent)
        page.get_by_role("button", name="Read again").click()
        row(page, "way").dblclick()
        row(page, "hosts").dblclick()
        page.get_by_test_id("files-text").fill("127.0.0.1 elsewhere\n")
        page.get_by_role("button", name="See what changes").click()
        page.get_by_role("button", name="Save", exact=True).click()
        said = customer.sees(lambda view: view.get("screen") == "difference", "the difference")
        difference = said["difference"]
        assert [line["text"] for line in difference["lines"]] == ["127.0.0.1 localhost", "127.0.0.1 elsewhere"]
        assert "localhost" in hosts.read_text()
        customer.agent.tell({"type": "decide", "number": difference["number"], "yes": yes})
        act = page.get_by_test_id("act").last
        expect(act).to_have_attribute("data-state", "done" if yes else "refused", timeout=20_000)
        assert ("elsewhere" in hosts.read_text()) is yes


def test_a_withdrawal_takes_the_folders_away_at_once(stage: Stage, tmp_path: Path) -> None:
    with live(stage, tmp_path) as (customer, page, _):
        for permission in ("files_write", "files_read"):
            customer.agent.tell({"type": "withdraw", "permission": permission})
        expect(page.locator("#files-list")).to_have_count(0, timeout=20_000)
        expect(page.get_by_text("The customer has not allowed access")).to_be_visible()


def test_a_file_goes_both_ways_from_the_panel_and_the_customer_undoes_it(stage: Stage, tmp_path: Path) -> None:
    body, source = os.urandom(300_000), tmp_path / "driver.bin"
    source.write_bytes(body)
    with live(stage, tmp_path) as (customer, page, home):
        send(page, source)
        expect(page.get_by_test_id("transfer")).to_have_attribute("data-stage", "done", timeout=30_000)
        assert (home / "driver.bin").read_bytes() == body
        send(page, source)
        expect(page.get_by_test_id("transfer").last).to_have_attribute("data-stage", "name_taken", timeout=30_000)
        page.get_by_role("button", name="Keep both").click()
        expect(page.get_by_test_id("transfer").last).to_have_attribute("data-stage", "done", timeout=30_000)
        assert (home / "driver (2).bin").read_bytes() == body
        page.evaluate("() => { window.showSaveFilePicker = undefined; }")  # as in Firefox: nobody answers a dialog here
        page.evaluate(LEAVE)
        row(page, "driver.bin").click()
        with page.expect_download() as download:
            page.get_by_role("button", name="Take a copy").click()
        assert download.value.suggested_filename == "driver.bin"
        assert Path(download.value.path()).read_bytes() == body
        stage[3].wait(lambda: page.evaluate(KEPT) == {}, "nothing to be left in the browser's room")
        customer.agent.tell({"type": "undo", "number": newest_change(customer)})
        expect(row(page, "driver (2).bin")).to_have_count(0, timeout=20_000)
        assert not (home / "driver (2).bin").exists()
    told = [entry.type for entry in judge(from_folder(tmp_path / "journal" / "session-1")).entries]
    assert [kind for kind in told if kind.startswith("files.bro") or kind.startswith("files.ta")] == [
        *("files.brought", "files.brought", "files.taking", "files.taken"),
    ]


def send(page: Page, path: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Send files").click()
    chooser.value.set_files(path)
