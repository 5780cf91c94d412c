"""A start-up entry is put back by another run: content, rights, times, attributes; never over what changed since."""

import os
from pathlib import Path

import pytest

from agent.protocol.service_messages import SwitchOutcome
from agent.tools.startup.entries import Places
from agent.tools.startup.undoer import StartupUndoer
from agent.undo.base import NotUndone
from tests.tools.fakes import lay
from tests.tools.startup.test_tool import MAIL, OURS, Stage, done


async def later(stage: Stage) -> None:
    """Undo the newest change in another run."""
    change = stage.around.changes.newest_first[0]
    assert change.way is not None
    undoer = StartupUndoer(Places(stage.user, (stage.system,), ("XFCE",)))
    await undoer.undo(undoer.read(change.way.model_dump_json()))


@pytest.fixture
async def stage(tmp_path: Path) -> Stage:
    stage = Stage(tmp_path)
    await stage.rows()
    return stage


async def test_the_customers_own_entry_comes_back_as_it_was(stage: Stage) -> None:
    own = stage.user / "chat.desktop"
    own.chmod(0o640)
    os.setxattr(own, "user.note", b"mine")
    os.utime(own, ns=(1_000_000_007, 2_000_000_011))
    assert await stage.switch("chat.desktop", False) == done("chat.desktop", False)
    assert os.getxattr(own, "user.note") == b"mine"
    await later(stage)
    found = own.stat()
    assert (own.read_text(), found.st_mode & 0o777, found.st_mtime_ns) == (OURS, 0o640, 2_000_000_011)
    assert os.getxattr(own, "user.note") == b"mine"


async def test_a_copy_of_the_systems_goes_and_the_folder_that_was_made_for_it(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    (stage.user / "chat.desktop").unlink()
    stage.user.rmdir()
    await stage.rows()
    await stage.switch("mail.desktop", False)
    await later(stage)
    assert not stage.user.exists()
    await later(stage)
    assert not stage.user.exists()
    assert (stage.system / "mail.desktop").read_text() == MAIL


async def test_a_link_comes_back_as_a_link(stage: Stage, tmp_path: Path) -> None:
    target = lay(tmp_path / "applications", {"player.desktop": "[Desktop Entry]\nName=Player\nExec=player\n"})
    (stage.user / "player.desktop").symlink_to(target / "player.desktop")
    await stage.rows()
    await stage.switch("player.desktop", False)
    await later(stage)
    assert (stage.user / "player.desktop").readlink() == target / "player.desktop"


async def test_an_entry_that_changed_since_is_left_alone(stage: Stage) -> None:
    await stage.switch("chat.desktop", False)
    (stage.user / "chat.desktop").write_text("[Desktop Entry]\nName=Mine\nExec=mine\n")
    with pytest.raises(NotUndone) as told:
        await later(stage)
    assert told.value.why == "files/changed"
    change = stage.around.changes.newest_first[0]
    await stage.around.changes.undo(change.number)
    assert stage.around.changes.newest_first == [change]
    assert "mine" in (stage.user / "chat.desktop").read_text()


async def test_off_and_on_again_are_undone_one_by_one(stage: Stage) -> None:
    await stage.switch("chat.desktop", False)
    off = (stage.user / "chat.desktop").read_text()
    assert (await stage.switch("chat.desktop", True)).outcome is SwitchOutcome.DONE
    await later(stage)
    assert (stage.user / "chat.desktop").read_text() == off
    await stage.around.changes.undo(stage.around.changes.newest_first[1].number)
    assert (stage.user / "chat.desktop").read_text() == OURS


@pytest.mark.parametrize("name", ["../evil.desktop", "a/b.desktop", "chat.txt", ""])
async def test_a_name_that_leads_elsewhere_is_no_way_back(stage: Stage, name: str) -> None:
    await stage.switch("chat.desktop", False)
    way = stage.around.changes.newest_first[0].way
    assert way is not None
    with pytest.raises(ValueError, match="name"):
        StartupUndoer().read(way.model_copy(update={"name": name}).model_dump_json())
