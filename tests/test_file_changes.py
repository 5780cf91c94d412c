"""The file tool in the agent: the customer sees each change, undoes it, and decides on files of the system's."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from agent.disk.guarded import Disk
from agent.protocol import file_messages as wire
from agent.protocol.messages import PressKey
from agent.protocol.permissions import Permission
from agent.tools.all_undoers import make_undoers
from agent.tools.base import Around, Tool
from agent.tools.files.tool import FilesTool
from agent.ui import model as ui
from agent.undo.again import Again
from scripts.rigs.file_scene import BOTH
from tests.test_app import Scene, scene
from tests.undo.fakes import Window


@pytest.fixture(autouse=True)
def files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "home" / "data").mkdir(parents=True)
    for name, path in (("HOME", "home"), ("XDG_DATA_HOME", "home/data"), ("XDG_CACHE_HOME", "home/cache")):
        monkeypatch.setenv(name, str(tmp_path / path))
    (tmp_path / "home" / "letter.txt").write_text("Bonjour")
    (tmp_path / "etc").write_text("one\ntwo\n")


def tools(around: Around) -> list[Tool]:
    return [FilesTool(around, Disk())]


async def until(what: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not what():
            await asyncio.sleep(0.01)


def lines(s: Scene) -> list[tuple[str, str]]:
    return [(line.text, line.detail) for line in s.view.activity if line.text.startswith("files.")]


async def test_a_change_is_in_the_live_list_and_undone_by_the_customer(tmp_path: Path) -> None:
    letter = tmp_path / "home" / "letter.txt"
    async with scene(tmp_path / "run", make_tools=tools) as s:
        s.grant(*BOTH)
        s.say(wire.TrashFile(act=1, path=str(letter)))
        await until(lambda: bool(s.view.changes))
        assert not letter.exists()
        assert lines(s) == [("files.trashed", "letter.txt")]
        [change] = s.view.changes
        s.windows.do(ui.Press(button="pause"))
        s.windows.do(ui.Undo(number=change.number))
        await until(lambda: not s.view.changes and letter.exists())
        assert letter.read_text() == "Bonjour"
        assert lines(s)[-1] == ("files.undone", "letter.txt")


async def test_what_is_withdrawn_can_still_be_undone_but_not_after_the_end(tmp_path: Path) -> None:
    letter = tmp_path / "home" / "letter.txt"
    async with scene(tmp_path / "run", make_tools=tools) as s:
        s.grant(*BOTH)
        for act, name in ((1, "a"), (2, "b")):
            s.say(wire.MakeFolder(act=act, folder=str(letter.parent), name=name))
        await until(lambda: len(s.view.changes) == 2)
        for permission in BOTH:
            s.windows.do(ui.Withdraw(permission=permission))
        s.windows.do(ui.Undo(number=s.view.changes[0].number))
        await until(lambda: len(s.view.changes) == 1)
        [left] = s.view.changes
        s.windows.do(ui.Press(button="stop"))
        s.windows.do(ui.Undo(number=left.number))
        assert s.view.changes == []
    assert (letter.parent / "a").exists() != (letter.parent / "b").exists()


@pytest.mark.parametrize("wished", [True, False])
async def test_what_undoes_later_is_kept_only_if_the_customer_wishes_it_at_the_end(
    tmp_path: Path, wished: bool
) -> None:
    letter = tmp_path / "home" / "letter.txt"
    async with scene(tmp_path / "run", make_tools=tools) as s:
        s.grant(*BOTH)
        s.say(wire.TrashFile(act=1, path=str(letter)))
        await until(lambda: bool(s.view.changes))
        s.windows.do(ui.Press(button="stop"))
        assert s.view.undo_path
        folder, report = Path(s.view.undo_path), Path(s.view.report_path or "")
        s.windows.do(ui.Finish(keep=True, keep_undo=wished))
        await until(lambda: report.exists() == wished)
    assert (folder.exists(), report.exists()) == (wished, wished)
    assert not letter.exists()
    if wished:
        window, undoers = Window(), make_undoers()
        running = asyncio.create_task(Again(report, "fr", window, undoers).run())
        await until(lambda: bool(window.views))
        window.do(ui.Undo(number=window.view.changes[0].number))
        await until(lambda: not window.view.changes)
        window.do(ui.Press(button="close"))
        await running
        assert letter.read_text() == "Bonjour"
        assert not folder.exists()


async def test_nothing_is_offered_to_keep_where_nothing_was_changed(tmp_path: Path) -> None:
    async with scene(tmp_path / "run", make_tools=tools) as s:
        s.windows.do(ui.Press(button="stop"))
        assert s.view.undo_path is None


async def test_where_the_report_cannot_be_saved_nothing_is_kept_and_it_is_said(tmp_path: Path) -> None:
    async with scene(tmp_path / "run", make_tools=tools) as s:
        s.grant(*BOTH)
        s.say(wire.TrashFile(act=1, path=str(tmp_path / "home" / "letter.txt")))
        await until(lambda: bool(s.view.changes))
        s.windows.do(ui.Press(button="stop"))
        report = Path(s.view.report_path or "")
        report.write_text("mine")
        s.windows.do(ui.Finish(keep=True, keep_undo=True))
        await until(lambda: s.view.problem is not None)
        assert not Path(s.view.undo_path or "").exists()
    assert report.read_text() == "mine"


@pytest.mark.parametrize("yes", [True, False])
async def test_a_file_of_the_system_is_the_customers_to_decide(tmp_path: Path, yes: bool) -> None:
    async with scene(tmp_path / "run", make_tools=tools) as s:
        s.grant(Permission.VIEW, Permission.CONTROL, *BOTH)
        s.say(wire.ViewText(act=1, path=str(tmp_path / "etc")))
        await until(lambda: any("files/text" in str(deed) for deed in s.deeds))
        s.say(wire.SaveText(act=2, opened=1, parts=1))
        s.say(wire.TextPart(act=2, text="one\nTWO\n"))
        await until(lambda: s.view.screen == "difference")
        asked = s.view.difference
        assert asked
        assert [(line.added, line.text) for line in asked.lines] == [(False, "two"), (True, "TWO")]
        s.deeds.clear()
        s.say(PressKey(code="Enter", key="Enter", down=True))
        assert not [deed for deed in s.deeds if deed[0] == "key"], "the technician answers nothing"
        s.windows.do(ui.Decide(number=asked.number, yes=yes))
        await until(lambda: s.view.screen == "live" and len(lines(s)) == 3)
        await until(lambda: (tmp_path / "etc").read_text() == ("one\nTWO\n" if yes else "one\ntwo\n"))
        assert lines(s)[-1][0] == ("files.saved" if yes else "files.refused")


async def test_what_is_hidden_before_files_are_granted_is_not_there(tmp_path: Path) -> None:
    secret = tmp_path / "home" / "Secret"
    secret.mkdir()
    async with scene(tmp_path / "run", make_tools=tools) as s:
        s.windows.do(ui.Hide(kind="folder", name=str(secret)))
        secret.rename(secret.parent / "Renamed")
        s.grant(*BOTH)
        s.say(
            wire.ListFolder(
                listing=1,
                path=str(secret.parent),
                sort=wire.FileSort.NAME,
                descending=False,
                filter="",
                dotted=True,
                fresh=True,
            )
        )
        await until(lambda: any("files/rows" in str(deed) for deed in s.deeds))
        assert "letter.txt" in str(s.deeds)
        assert "Renamed" not in str(s.deeds)
