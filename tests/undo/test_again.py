"""The plug-in opened again with a report: a click undoes one change, and what changed since is asked about."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from agent import clock
from agent.farewell import keep_report
from agent.settings import Settings
from agent.ui.change_lines import KeptShown
from agent.ui.model import Brand, Decide, Forget, Press, Undo
from agent.undo.again import Again
from agent.undo.base import NotUndone
from agent.undo.kept import KeptChange, folder_of, keep
from scripts.rigs.journals import session
from tests.undo.fakes import LampUndoer, LampWay, Window

SETTINGS = Settings("https://help.example", Brand(name="Exemple"), "fr", frozenset())
CHANGED = NotUndone("files/changed", may_insist=True)


@dataclass
class Stage:
    """The window of a later run, and the lamps that it can put back."""

    report: Path
    window: Window
    lamps: LampUndoer

    @property
    def kept(self) -> KeptShown:
        assert self.window.view.kept
        return self.window.view.kept

    @property
    def offered(self) -> list[str]:
        return [change.what for change in self.window.view.changes]

    async def until(self, what: Callable[[], bool]) -> None:
        async with asyncio.timeout(20):
            while not what():
                await asyncio.sleep(0.01)

    async def undo(self, number: int) -> str:
        shown = len(self.window.views)
        self.window.do(Undo(number=number))
        await self.until(lambda: len(self.window.views) > shown)
        return self.kept.outcome


def saved(folder: Path, *names: str, kind: str = "services.stopped") -> Path:
    """Save a report with what undoes these lamps."""
    (folder / "journal").mkdir()
    scene = session(folder / "journal")
    report = folder / "compte rendu.html"
    ways = {name: LampWay(name=name, was_on=True).model_dump_json() for name in names}
    changes = [KeptChange(kind=kind, what=name, way=way) for name, way in ways.items()]
    keep(report, changes, clock.utc_now(), scene.receipts.sign_page)
    keep_report(report, SETTINGS, scene.folder, scene.receipts, with_chat=False)
    return report


@asynccontextmanager
async def opened(report: Path) -> AsyncIterator[Stage]:
    stage = Stage(report, Window(), LampUndoer())
    again = Again(report, "fr", stage.window, dict.fromkeys(LampUndoer.kinds, stage.lamps))
    running = asyncio.create_task(again.run())
    await stage.until(lambda: bool(stage.window.views))
    yield stage
    stage.window.do(Press(button="close"))
    await asyncio.wait_for(running, 20)
    assert stage.window.closed
    assert stage.lamps.closed


async def test_a_click_undoes_one_change_and_it_is_not_offered_again(tmp_path: Path) -> None:
    report = saved(tmp_path, "hall", "porch")
    async with opened(report) as stage:
        assert stage.offered == ["hall", "porch"]
        assert stage.lamps.on == {}
        assert await stage.undo(1) == "undone"
        assert (stage.offered, stage.lamps.on) == (["hall"], {"porch": True})
    async with opened(report) as stage:
        assert stage.offered == ["hall"]
        assert await stage.undo(0) == "undone"
        assert stage.offered == []
    assert not folder_of(report).exists()


async def test_it_says_whose_help_it_was_and_until_when(tmp_path: Path) -> None:
    async with opened(saved(tmp_path, "hall")) as stage:
        view = stage.window.view
        assert view.technician is not None
        assert (view.technician.name, view.brand.name) == ("Camille D.", "Exemple Assistance")
        assert stage.kept.day == "22\u00a0novembre\u00a02026"
        assert stage.kept.where == str(folder_of(stage.report))
        assert stage.kept.until


async def test_what_changed_since_is_undone_only_after_a_second_yes(tmp_path: Path) -> None:
    async with opened(saved(tmp_path, "hall")) as stage:
        stage.lamps.refusals["hall"] = CHANGED
        assert await stage.undo(0) == "asks"
        stage.window.do(Decide(number=0, yes=False))
        await stage.until(lambda: stage.kept.outcome == "")
        stage.window.do(Decide(number=0, yes=True))  # an answer to no question
        await asyncio.sleep(0.05)
        assert stage.lamps.on == {}
        assert await stage.undo(0) == "asks"
        stage.window.do(Decide(number=1, yes=True))  # to another question
        await asyncio.sleep(0.05)
        assert stage.lamps.on == {}
        stage.window.do(Decide(number=0, yes=True))
        await stage.until(lambda: stage.kept.outcome == "undone")
        assert stage.lamps.on == {"hall": True}


async def test_what_cannot_be_undone_is_told_and_stays_offered(tmp_path: Path) -> None:
    async with opened(saved(tmp_path, "hall")) as stage:
        stage.lamps.refusals["hall"] = NotUndone("undo/refused")
        assert await stage.undo(0) == "failed"
        assert (stage.kept.what, stage.kept.why, stage.offered) == ("hall", "undo/refused", ["hall"])


async def test_one_click_deletes_everything_that_was_kept(tmp_path: Path) -> None:
    report = saved(tmp_path, "hall", "porch")
    async with opened(report) as stage:
        await stage.undo(0)
        stage.window.do(Forget())
        await stage.until(lambda: stage.kept.outcome == "deleted")
        assert stage.lamps.forgotten == ["porch"]
        assert stage.offered == []
        stage.window.do(Undo(number=1))
        await asyncio.sleep(0.05)
        assert "porch" not in stage.lamps.on
    assert not folder_of(report).exists()
    assert report.exists()


async def test_after_its_time_it_is_deleted_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report = saved(tmp_path, "hall")
    late = datetime.now(UTC) + timedelta(days=31)
    monkeypatch.setattr(clock, "utc_now", lambda: late)
    async with opened(report) as stage:
        assert (stage.kept.outcome, stage.kept.why, stage.offered) == ("problem", "over", [])
    assert not folder_of(report).exists()


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda report: report.write_bytes(report.read_bytes().replace(b"Camille", b"Clement", 1)), "altered"),
        (lambda report: report.write_text("<p>a page</p>"), "unreadable"),
        (lambda report: report.unlink(), "unreadable"),
        (lambda report: folder_of(report).rename(report.parent / "elsewhere"), "nothing_kept"),
    ],
)
async def test_a_report_that_proves_nothing_undoes_nothing(
    tmp_path: Path, spoil: Callable[[Path], object], why: str
) -> None:
    report = saved(tmp_path, "hall")
    spoil(report)
    async with opened(report) as stage:
        assert (stage.kept.outcome, stage.kept.why, stage.offered) == ("problem", why, [])
        stage.window.do(Undo(number=0))
        await asyncio.sleep(0.05)
        assert stage.lamps.on == {}


async def test_a_change_that_nothing_here_can_undo_makes_the_list_unusable(tmp_path: Path) -> None:
    async with opened(saved(tmp_path, "hall", kind="registry.set")) as stage:
        assert (stage.kept.outcome, stage.kept.why) == ("problem", "altered")


async def test_once_the_window_is_gone_for_good_nothing_stays(tmp_path: Path) -> None:
    window = Window()
    running = asyncio.create_task(Again(saved(tmp_path, "hall"), "fr", window, {}).run())
    async with asyncio.timeout(20):
        while not window.views:
            await asyncio.sleep(0.01)
    window.freeze()
    await asyncio.sleep(0.05)
    assert not running.done()
    window.processes = set()
    window.freeze()
    await asyncio.wait_for(running, 20)
