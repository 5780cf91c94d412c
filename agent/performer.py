"""Does what the rules ask, room by room, and keeps the record. Decides nothing; what fails is the app's to judge."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import assert_never

from agent import clock
from agent.actions import found_to_hide
from agent.desktop.base import Desktop
from agent.hands import inject
from agent.journal import Journal
from agent.journal.receipts import Receipts
from agent.media.picture import PictureSender
from agent.protocol.entries import detail_of
from agent.protocol.errors import HandrailError
from agent.protocol.messages import FromAgent, Geometry, HideFolder, ReportLine
from agent.session import effects as do
from agent.session import events as on
from agent.session.session import Session
from agent.settings import Lang
from agent.transport.link import Link
from agent.ui import model as ui

Collect = Callable[[str, datetime, bool, Lang], Awaitable[list[ReportLine]]]
"""Collect the system report: (session id, its start, with the serial number, language) -> lines."""


class Performer:
    """The rooms of one run: the desktop and the journal from the start, link and picture as they come."""

    def __init__(
        self, desktop: Desktop, journal: Journal, collect: Collect, lang: Lang, handle: Callable[[on.Event], None]
    ) -> None:
        """Prepare; `handle` takes what the rooms have to tell the rules."""
        self._desktop, self._journal, self._collect = desktop, journal, collect
        self._lang, self._handle = lang, handle
        self._receipts = Receipts(journal)
        self._session_id = ""
        self._started = clock.utc_now()
        self._tasks: set[asyncio.Task[None]] = set()
        self.link: Link | None = None
        self.picture: PictureSender | None = None
        self.activity: list[ui.Activity] = []
        """The journal's entries, as the window lists them."""

    def start(self) -> None:
        """Open the record."""
        self.record("agent.started", self._receipts.started)

    def begin(self, session: Session, link: Link, started: datetime) -> None:
        """Get ready for a session over `link`; nothing is captured yet."""
        self._session_id, self._started = session.session_id, started
        self._receipts.begin(session.session_id)
        self.picture = PictureSender(
            self._desktop.screen,
            send=lambda data: link.send("picture", data),
            buffered=lambda: link.buffered("picture"),
            take_back=lambda: link.take_back("picture"),
            permitted=lambda: session.picture_allowed,
            masks=self._desktop.masking.masks,
            on_geometry=lambda width, height: self._tell(Geometry(width=width, height=height)),
            on_error=lambda error: self._handle(on.DoerFailed(type(error).__name__)),
        )
        self._desktop.masking.start(self.picture.masks_changed)

    def perform(self, effect: do.Effect) -> None:
        """Do it. Raise HandrailError when it cannot be done."""
        match effect:
            case do.StopPicture():
                self._picture().stop()
            case do.StartPicture():
                self._picture().start()
            case do.AcknowledgePicture():
                self._picture().shown(effect.frame)
            case do.RefreshPicture():
                self._picture().refresh()
            case do.UseCodecs():
                self._picture().use_codecs(effect.codecs)
            case do.ReleaseInput():
                self._desktop.injector.release_all()
            case do.Inject():
                inject(effect.message, self._desktop)
            case do.UseHidden():
                self._desktop.masking.use(effect.hidden)
                self._picture().masks_changed()
            case do.FindToHide():
                self._find_to_hide(effect)
            case do.ShowPointer() | do.HidePointer():
                pass
            case do.CollectReport():
                self._spawn(self._collect_report(effect.serial))
            case do.Tell():
                self._tell(effect.message)
            case do.Record():
                self.record(effect.type, effect.payload)
            case do.UseReceiptKey():
                self._receipts.agree(effect.key)
            case do.KeepCountersignature():
                self._receipts.countersigned(effect.message)
            case do.Cut():
                self.drop_link(effect.last_words)
            case _:
                assert_never(effect)

    def stop_locally(self) -> None:
        """Stop everything that could still show or move something, each whatever became of the one before."""
        with contextlib.ExitStack() as steps:  # from the last to the first
            steps.callback(self._desktop.injector.release_all)
            if self.picture:
                steps.callback(self.picture.stop)

    def record(self, kind: str, payload: Mapping[str, str]) -> None:
        """Write a journal entry, and its line in the window's list. Raise JournalError when it cannot be written."""
        entry = self._journal.record(kind, payload, clock.utc_text(clock.utc_now()), clock.now())
        line = ui.Activity(clock=clock.time_of_day(entry.monotonic), text=kind, detail=detail_of(kind, payload))
        self.activity.append(line)

    def checkpoint(self) -> None:
        """Let the console countersign how far the journal stands, when there is something new in it."""
        if head := self._receipts.checkpoint():
            self._tell(head)

    def drop_link(self, last_words: FromAgent | None = None) -> None:
        """Let go of the link, after a last word if there is one."""
        link, self.link = self.link, None
        if link:
            self._spawn(link.close(last_words.model_dump_json() if last_words else None))

    async def close(self) -> None:
        """Let go of everything that the agent holds, in the order that stops sharing first."""
        if self.picture:
            self.picture.close()
        self._desktop.injector.release_all()
        self.drop_link()
        self._desktop.hand.stop()
        self._desktop.absence.stop()
        self._desktop.masking.stop()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=3)

    def close_desktop(self) -> None:
        """Let go of the screen and the journal, when no window needs them any more."""
        self._desktop.injector.close()
        self._desktop.screen.close()
        self._journal.close()

    def _picture(self) -> PictureSender:
        if self.picture is None:
            raise HandrailError("there is no picture before a session")
        return self.picture

    def _tell(self, message: FromAgent) -> None:
        if self.link:
            self.link.send("control", message.model_dump_json())

    def _find_to_hide(self, effect: do.FindToHide) -> None:
        if not isinstance(effect.proposal, HideFolder):
            self._handle(found_to_hide(effect.proposal, self._desktop))

    async def _collect_report(self, serial: bool) -> None:
        lines = await self._collect(self._session_id, self._started, serial, self._lang)
        self._handle(on.ReportCollected(tuple(lines)))

    def _spawn(self, work: Awaitable[None]) -> None:
        async def guarded() -> None:
            try:
                await work
            except HandrailError as error:
                self._handle(on.DoerFailed(type(error).__name__))

        task = asyncio.create_task(guarded())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
