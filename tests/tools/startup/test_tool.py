"""What starts by itself: told as the desktop would take it, switched off in the customer's folder, put back exactly."""

import asyncio
import os
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest

from agent.hiding.vocabulary import Hidden
from agent.journal import JournalError
from agent.protocol.permissions import Permission
from agent.protocol.process_messages import ListUnreadable
from agent.protocol.service_messages import (
    ListStartup,
    StartupPage,
    StartupRow,
    StartupSwitched,
    SwitchOutcome,
    SwitchStartup,
)
from agent.tools.startup.entries import Places, switched
from agent.tools.startup.tool import Startup
from tests.tools.fakes import Customer, lay

MAIL = "[Desktop Entry]\nType=Application\nName=Mail\nName[fr]=Courrier\nExec=/usr/bin/mailer --hidden\n"
OURS = "# mine\n[Desktop Entry]\nName=Chat\nExec=chat\n\n[Other]\nHidden=no\n"


class Stage:
    """A customer's folder and a system's, and the tool over them."""

    def __init__(self, root: Path) -> None:
        self.user, self.system = root / "config" / "autostart", root / "xdg" / "autostart"
        lay(self.system, {"mail.desktop": MAIL})
        lay(self.user, {"chat.desktop": OURS})
        self.customer = Customer()
        self.around = self.customer.around()
        self.tool = Startup(self.around, Places(self.user, (self.system,), ("XFCE",)))

    async def rows(self) -> dict[str, StartupRow]:
        pages: list[StartupPage] = []
        while not pages or pages[-1].more:
            self.tool.use(ListStartup(fresh=not pages))
            pages.append(await self.customer.hear(StartupPage))
        return {row.name: row for page in pages for row in page.rows}

    async def switch(self, name: str, on: bool) -> StartupSwitched:
        self.tool.use(SwitchStartup(name=name, on=on))
        return await self.customer.hear(StartupSwitched)


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path)


def done(name: str, on: bool) -> StartupSwitched:
    return StartupSwitched(name=name, on=on, outcome=SwitchOutcome.DONE)


async def test_entries_are_told_in_the_customers_language(stage: Stage) -> None:
    assert await stage.rows() == {
        "chat.desktop": StartupRow(name="chat.desktop", title="Chat", program="chat", on=True),
        "mail.desktop": StartupRow(name="mail.desktop", title="Courrier", program="mailer", on=True),
    }
    assert stage.customer.kinds == ["startup.listed"]


@pytest.mark.parametrize(
    "keys", ["OnlyShowIn=GNOME;", "NotShowIn=XFCE;KDE;", "TryExec=/nonexistent", "Exec=", 'Exec="unclosed']
)
async def test_what_would_not_start_on_this_desktop_is_left_out(stage: Stage, keys: str) -> None:
    lay(stage.system, {"other.desktop": f"[Desktop Entry]\nName=Other\nExec=other\n{keys}\n"})
    assert "other.desktop" not in await stage.rows()


@pytest.mark.parametrize("text", ["", "no entry", "[Desktop Entry]\nName=Big\nExec=big\n#" + "x" * 70_000, "[A\n="])
async def test_what_is_no_entry_is_left_out(stage: Stage, text: str) -> None:
    lay(stage.system, {"odd.desktop": text})
    (stage.system / "pipe.desktop").unlink(missing_ok=True)
    os.mkfifo(stage.system / "pipe.desktop")
    assert (await stage.rows()).keys() == {"chat.desktop", "mail.desktop"}


@pytest.mark.parametrize("key", ["Hidden=true", "X-GNOME-Autostart-enabled=false"])
async def test_what_is_switched_off_is_told_so_and_can_be_switched_on(stage: Stage, key: str) -> None:
    lay(stage.user, {"mail.desktop": f"{MAIL}{key}\n"})
    assert not (await stage.rows())["mail.desktop"].on
    assert await stage.switch("mail.desktop", True) == done("mail.desktop", True)
    assert (await stage.rows())["mail.desktop"].on


async def test_an_entry_of_the_systems_is_switched_off_in_the_customers_folder_and_comes_back(stage: Stage) -> None:
    await stage.rows()
    assert await stage.switch("mail.desktop", False) == done("mail.desktop", False)
    assert (stage.user / "mail.desktop").read_text() == MAIL.replace("Entry]\n", "Entry]\nHidden=true\n")
    assert (stage.system / "mail.desktop").read_text() == MAIL
    assert stage.customer.recorded[-1] == ("startup.off", {"name": "Courrier", "file": "mail.desktop"})
    assert not (await stage.rows())["mail.desktop"].on
    assert await stage.switch("mail.desktop", True) == done("mail.desktop", True)
    assert not (stage.user / "mail.desktop").exists()
    assert sorted(os.listdir(stage.user)) == ["chat.desktop"]


async def test_the_customer_gets_back_exactly_what_was_there(stage: Stage) -> None:
    own = stage.user / "chat.desktop"
    own.chmod(0o640)
    os.utime(own, ns=(1_000_000_007, 2_000_000_011))
    await stage.rows()
    await stage.switch("chat.desktop", False)
    assert own.read_text() == OURS.replace("Entry]\n", "Entry]\nHidden=true\n")
    (change,) = stage.around.changes.newest_first
    assert (change.kind, change.what) == ("startup.off", "Chat")
    stage.customer.permits = False
    await stage.around.changes.undo(change.number)
    found = own.stat()
    assert own.read_text() == OURS
    assert (found.st_mode & 0o777, found.st_mtime_ns) == (0o640, 2_000_000_011)
    assert stage.customer.kinds[-1] == "startup.undone"


async def test_a_link_is_put_back_as_a_link(stage: Stage, tmp_path: Path) -> None:
    target = lay(tmp_path / "applications", {"player.desktop": "[Desktop Entry]\nName=Player\nExec=player\n"})
    (stage.user / "player.desktop").symlink_to(target / "player.desktop")
    await stage.rows()
    await stage.switch("player.desktop", False)
    assert not (stage.user / "player.desktop").is_symlink()
    await stage.switch("player.desktop", True)
    assert (stage.user / "player.desktop").readlink() == target / "player.desktop"
    assert "Hidden" not in (target / "player.desktop").read_text()


async def test_a_folder_that_was_made_for_it_goes_again(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    (stage.user / "chat.desktop").unlink()
    stage.user.rmdir()
    await stage.rows()
    await stage.switch("mail.desktop", False)
    assert stage.user.is_dir()
    await stage.switch("mail.desktop", True)
    assert not stage.user.exists()


async def test_a_folder_that_cannot_be_written_is_told(stage: Stage) -> None:
    await stage.rows()
    (stage.user / "chat.desktop").unlink()
    stage.user.rmdir()
    stage.user.write_text("a file in its place")
    refused = StartupSwitched(name="mail.desktop", on=True, outcome=SwitchOutcome.REFUSED)
    assert await stage.switch("mail.desktop", False) == refused
    assert stage.around.changes.newest_first == []


async def test_a_name_that_was_not_told_or_leads_elsewhere_stands_for_nothing(stage: Stage) -> None:
    await stage.rows()
    for name in ("../../evil.desktop", "other.desktop", "mail.desktop/../x"):
        assert (await stage.switch(name, False)).outcome is SwitchOutcome.GONE
    assert stage.customer.kinds == ["startup.listed"]


async def test_a_hidden_program_and_a_hidden_folder_are_absent_and_cannot_be_switched(
    stage: Stage, tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    lay(secret, {"real.desktop": "[Desktop Entry]\nName=Real\nExec=real\n", "tool": ""})
    (stage.user / "linked.desktop").symlink_to(secret / "real.desktop")
    lay(stage.system, {"inside.desktop": f"[Desktop Entry]\nName=Inside\nExec={secret}/tool -x\n"})
    lay(stage.system, {"zebre.desktop": "[Desktop Entry]\nName=Z\nExec=zebre-4711\n"})
    assert {"linked.desktop", "inside.desktop", "zebre.desktop"} <= (await stage.rows()).keys()
    stage.customer.hidden = Hidden(folders=(secret,), applications=frozenset({"zebre-4711"}), guards=frozenset())
    assert (await stage.switch("zebre.desktop", False)).outcome is SwitchOutcome.GONE
    assert (await stage.switch("linked.desktop", False)).outcome is SwitchOutcome.GONE
    assert (stage.user / "linked.desktop").is_symlink()
    assert stage.customer.kinds == ["startup.listed"]
    assert (await stage.rows()).keys() == {"chat.desktop", "mail.desktop"}


async def test_while_what_is_hidden_is_not_known_nothing_is_told(stage: Stage) -> None:
    stage.customer.hidden = Hidden(everything=True)
    stage.tool.use(ListStartup(fresh=True))
    assert await stage.customer.hear(ListUnreadable) == ListUnreadable(list="startup", reason="not_now")


async def test_consent_that_goes_before_the_switch_keeps_it_from_being_moved(stage: Stage) -> None:
    await stage.rows()
    stage.tool.use(SwitchStartup(name="mail.desktop", on=False))
    stage.customer.permits = False
    stage.tool.stop(frozenset({Permission.PROCESSES}), ended=True)
    await asyncio.sleep(0.1)
    assert not (stage.user / "mail.desktop").exists()
    assert stage.customer.told == []
    await stage.tool.close()


async def test_a_switch_that_cannot_be_recorded_ends_the_session_and_is_not_moved(stage: Stage) -> None:
    failed: list[str] = []

    async def guarded(work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except JournalError as error:
            failed.append(str(error))

    around = stage.customer.around(spawn=lambda work: asyncio.create_task(guarded(work)))
    stage.tool = Startup(around, Places(stage.user, (stage.system,), ("XFCE",)))
    await stage.rows()
    stage.customer.journal_works = False
    stage.tool.use(SwitchStartup(name="mail.desktop", on=False))
    async with asyncio.timeout(10):
        while not failed:
            await asyncio.sleep(0.01)
    assert not (stage.user / "mail.desktop").exists()


@pytest.mark.parametrize(
    ("before", "on", "after"),
    [
        ("[Desktop Entry]\nExec=x", False, "[Desktop Entry]\nHidden=true\nExec=x"),
        ("[Desktop Entry]", False, "[Desktop Entry]\nHidden=true\n"),
        ("[Desktop Entry]\r\nExec=x\r\n", False, "[Desktop Entry]\r\nHidden=true\nExec=x\r\n"),
        ("[Desktop Entry]\n Hidden = true\n[A]\nHidden=1\n", True, "[Desktop Entry]\nHidden=false\n[A]\nHidden=1\n"),
        ("[Other]\nHidden=true\n", True, "[Other]\nHidden=true\n"),
    ],
)  # fmt: skip
def test_only_the_switch_itself_is_written(before: str, on: bool, after: str) -> None:
    assert switched(before.encode(), on) == after.encode()
