"""The plug-in opened again with a saved report: each change that was kept, undone by the customer's click.

No session, no technician and no line: one window, and the folder beside the report.
"""

import asyncio
from collections.abc import Awaitable, Mapping
from pathlib import Path

from agent import clock
from agent.journal.evidence import EvidenceError, open_evidence
from agent.journal.report import day
from agent.journal.story import Story, story_of
from agent.journal.verdict import Standing
from agent.journal.verify import judge
from agent.protocol.errors import HandrailError
from agent.protocol.receipt import verify
from agent.protocol.signalling import Technician
from agent.ui import model as ui
from agent.ui.change_lines import ChangeLine, KeptShown
from agent.ui.host import Windows
from agent.ui.words import Lang, Words
from agent.undo.base import AnyUndoer, NotUndone, WayBack
from agent.undo.kept import Kept, KeptChange, KeptError

Undoers = Mapping[str, AnyUndoer]
"""By the journal entries of the changes they undo."""


class Again:
    """One window over what was kept for one report. Everything is called on the event loop's thread."""

    def __init__(self, report: Path, lang: Lang, windows: Windows, undoers: Undoers) -> None:
        self._windows, self._undoers, self._words = windows, undoers, Words(lang)
        self._report = report
        self._kept: Kept | None = None
        self._ways: dict[int, WayBack] = {}
        self._view = ui.View(lang=lang, screen="kept", kept=KeptShown(day="", until="", where=""))
        self._work: asyncio.Task[None] | None = None
        self._closed = asyncio.Event()

    async def run(self) -> None:
        """Show it until the customer closes it. Raise UiError when no window can be opened."""
        try:
            await self._open()
        except KeptError as error:
            self._tell(outcome="problem", why=error.why)
        await self._windows.start(self._on_action, self._on_frozen)
        try:
            self._show()
            await self._closed.wait()
            if self._work:
                await self._work
        finally:
            await self._windows.close()
            for undoer in set(self._undoers.values()):
                await undoer.close()

    async def _open(self) -> None:
        """Read the report and what was kept for it. Raise KeptError."""
        story, key = _story(self._report)
        kept = Kept(self._report, lambda signature, text: verify(key, signature, text))
        until, start = kept.list.until, story.first("session.started") or story.moments[0]
        self._view = self._view.model_copy(update={"technician": _technician(story), "brand": _brand(story)})
        self._tell(day=day(self._words, start.at), until=day(self._words, until), where=str(kept.folder))
        if kept.over(clock.utc_now()):
            kept.delete()
            raise KeptError("over")
        self._ways = {number: self._read(one) for number, one in enumerate(kept.list.changes)}
        for number in kept.undone:
            await self._undoers[kept.list.changes[number].kind].taken(self._ways.pop(number))
        self._kept = kept

    def _read(self, one: KeptChange) -> WayBack:
        try:
            way: WayBack = self._undoers[one.kind].read(one.way)
            return way
        except (KeyError, ValueError):  # kept on another system, or by another version
            raise KeptError("altered") from None

    def _on_frozen(self) -> None:
        """A window that is slow comes back; once it is gone for good, nothing stays."""
        if not self._windows.pids():
            self._closed.set()

    def _on_action(self, action: ui.Action) -> None:
        match action:
            case ui.Press(button="close" | "stop" | "back"):
                self._closed.set()
            case ui.Undo():
                self._begin(self._undo(action.number, insist=False))
            case ui.Decide():
                self._begin(self._decided(action))
            case ui.Forget():
                self._begin(self._forget())
            case _:
                pass

    def _begin(self, work: Awaitable[None]) -> None:
        """Do one thing at a time; a click meanwhile does nothing."""
        if self._work is None or self._work.done():
            self._work = asyncio.ensure_future(work)

    async def _undo(self, number: int, insist: bool) -> None:
        kept, way = self._kept, self._ways.get(number)
        if kept is None or way is None:
            return
        change = kept.list.changes[number]
        try:
            await self._undoers[change.kind].undo(way, insist=insist)
        except NotUndone as error:
            outcome = "asks" if error.may_insist and not insist else "failed"
            self._tell(outcome=outcome, why=error.why, number=number, what=change.what)
        except HandrailError:
            self._tell(outcome="failed", why="undo/failed", number=number, what=change.what)
        else:
            del self._ways[number]
            self._tell(outcome="undone", why="", number=number, what=change.what)
            self._note(kept, number)
        self._show()

    def _note(self, kept: Kept, number: int) -> None:
        try:
            kept.note_undone(number)
        except KeptError:  # it is undone all the same; offered again, it does nothing or says that it has changed
            return

    async def _decided(self, answer: ui.Decide) -> None:
        shown = self._view.kept
        if shown is None or shown.outcome != "asks" or shown.number != answer.number:
            return
        if answer.yes:
            return await self._undo(answer.number, insist=True)
        self._tell(outcome="", why="", number=0, what="")
        self._show()

    async def _forget(self) -> None:
        """Delete the list, and the old files that it alone is for."""
        if self._kept is None:
            return
        for number, way in self._ways.items():
            await self._undoers[self._kept.list.changes[number].kind].forget(way)
        try:
            self._kept.delete()
        except KeptError as error:
            self._tell(outcome="problem", why=error.why)
        else:
            self._kept, self._ways = None, {}
            self._tell(outcome="deleted")
        self._show()

    def _tell(self, **news: str | int) -> None:
        shown = self._view.kept
        self._view = self._view.model_copy(update={"kept": shown.model_copy(update=news) if shown else None})

    def _show(self) -> None:
        kept, left = self._kept, self._ways
        lines = [
            ChangeLine(number=number, kind=one.kind, what=one.what)
            for number, one in (kept.left if kept else [])
            if number in left
        ]
        self._windows.show(self._view.model_copy(update={"changes": lines}))


def _story(report: Path) -> tuple[Story, str]:
    """Return what a report proves, and the key that signed it. Raise KeptError unless all of it holds."""
    try:
        verdict = judge(open_evidence(report))
    except EvidenceError:
        raise KeptError("unreadable") from None
    story = story_of(verdict)
    key = story.said("agent.started", "key")
    if verdict.standing is Standing.BROKEN or not key or not story.moments:
        raise KeptError("altered")
    return story, key


def _technician(story: Story) -> Technician | None:
    name = story.said("technician.identified", "name")
    organisation = story.said("technician.identified", "organisation")
    return Technician(id="kept", name=name, organisation=organisation) if name else None


def _brand(story: Story) -> ui.Brand:
    name = story.said("terms.accepted", "pii_controller")
    return ui.Brand(name=name) if name else ui.Brand()
