"""Does what the rules ask, room by room, and keeps the record. Decides nothing; what fails is the app's to judge."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import assert_never

from agent import clock
from agent.actions import found_to_hide
from agent.annotations import Annotations
from agent.areas import Rect
from agent.bulk_line import BulkLine
from agent.desktop.base import Desktop
from agent.disk.named import find_folders
from agent.gathering import Gathering
from agent.hands import inject
from agent.hiding.vocabulary import Hidden, HiddenFolder
from agent.journal import Journal, JournalError
from agent.journal.receipts import Receipts
from agent.language import Lang
from agent.media.picture import PictureSender
from agent.media.pointer import PointerSender
from agent.media.view import Shown, view_messages
from agent.protocol.entries import detail_of
from agent.protocol.errors import HandrailError
from agent.protocol.messages import FromAgent, HideFolder, PictureFigures, ReportLine
from agent.protocol.permissions import OF_TOOLS
from agent.protocol.signalling import IceServer
from agent.session import effects as do
from agent.session import events as on
from agent.session.session import Session
from agent.tools.asking import Asking
from agent.tools.base import Around
from agent.tools.changes import Changes
from agent.tools.discretion import Discretion
from agent.tools.sound import Sound
from agent.tools.toolbox import MakeTools, Toolbox
from agent.tools.under_way import UnderWay
from agent.transport.events import LastQuestion
from agent.transport.link import Link
from agent.ui import model as ui
from agent.ui.host import Windows, child_command
from agent.ui.sound_shown import SoundAction

Collect = Callable[[str, datetime, bool, Lang, Discretion], Awaitable[list[ReportLine]]]
"""Collect the system report: (session id, its start, with the serial number, language, what it may not tell)."""


class Performer:
    """The rooms of one run: the desktop and the journal from the start, link and picture as they come."""

    def __init__(
        self,
        desktop: Desktop,
        windows: Windows,
        journal: Journal,
        collect: Collect,
        lang: Lang,
        handle: Callable[[on.Event], None],
        make_tools: MakeTools,
        show: Callable[[], None] = lambda: None,
    ) -> None:
        """Prepare; `handle` takes what the rooms have to tell the rules, `show` shows the windows what changed."""
        self._desktop, self._windows, self._collect = desktop, windows, collect
        self._lang, self._handle, self._make_tools = lang, handle, make_tools
        self._session_id = ""
        self._sent_bytes = 0
        self._hidden = Hidden()
        self._started = clock.utc_now()
        self._tasks: set[asyncio.Task[None]] = set()
        self._tools = Toolbox([])
        self._annotations = Annotations("", windows.annotate, desktop.masking.covered)
        self._gathering, self._when_hidden = Gathering(show), list[Callable[[Hidden], None]]()
        self.under_way = UnderWay(self._gathering.show)
        self.changes, self.asking = Changes(show), Asking(lambda open_now: handle(on.ToolAsks(open_now)))
        self.sound = Sound(self._gathering.show)
        self.bulk = BulkLine(child_command("bulk"), self._tell)
        self.journal, self.receipts = journal, Receipts(journal)
        self.closing: asyncio.Task[None] | None = None
        """The link's last second, while it hears the console's signature under the last receipt."""
        self.link: Link | None = None
        self.picture: PictureSender | None = None
        self.pointer: PointerSender | None = None
        self.activity: list[ui.Activity] = []
        """The journal's entries, as the window lists them."""

    def start(self) -> None:
        """Open the record."""
        self.record("agent.started", self.receipts.started)

    def begin(self, session: Session, link: Link, technician: str, started: datetime) -> None:
        """Get ready for a session with `technician` over `link`; nothing is captured yet."""
        self._session_id, self._started = session.session_id, started
        self._annotations = Annotations(technician, self._windows.annotate, self._desktop.masking.covered)
        self.receipts.begin(session.session_id)
        self.picture = PictureSender(
            self._desktop.screen,
            send=lambda data: link.send("picture", data),
            buffered=lambda: link.buffered("picture"),
            unacknowledged=lambda: link.unacknowledged("picture"),
            gap=lambda: link.has_gap("picture"),
            take_back=lambda: link.take_back("picture"),
            permitted=lambda: session.picture_allowed,
            masks=self._desktop.masking.masks,
            on_view=self._tell_view,
            on_error=lambda error: self._handle(on.DoerFailed(type(error).__name__)),
        )
        link.on_acknowledged(self.picture.acknowledged)
        self.pointer = PointerSender(
            self._desktop.pointer,
            tell=lambda message: link.send("pointer", message.model_dump_json()),
            free=lambda: not link.buffered("pointer"),
            take_back=lambda: link.take_back("pointer"),
            permitted=lambda: session.picture_allowed,
            masks=self._desktop.masking.masks,
            shown=lambda: self._picture().part,
        )
        self._desktop.masking.start(self._masks_changed)
        self._tools = Toolbox(
            self._make_tools(
                Around(
                    tell=self._tell,
                    record=self._record_of_tool,
                    permitted=lambda permission: permission in session.tools_open,
                    discretion=self._discretion,
                    lang=self._lang,
                    on_the_way=lambda: link.unacknowledged("control"),
                    technician=technician,
                    spawn=self._spawn,
                    on_hidden=self._when_hidden.append,
                    on_bulk=self.bulk.use,
                    ice_servers=self._ice_servers,
                    sound=self.sound,
                    changes=self.changes,
                    under_way=self.under_way,
                    asking=self.asking,
                    restarting=lambda: self._handle(on.RestartBegan()),
                )
            )
        )

    def perform(self, effect: do.Effect) -> None:
        """Do it. Raise HandrailError when it cannot be done."""
        match effect:
            case do.StopPicture():
                self._picture().stop()
                self._pointer().stop()
            case do.StartPicture():
                self._picture().start()
                self._pointer().start()
            case do.AcknowledgePicture():
                self._picture().shown(effect.frame)
            case do.RefreshPicture():
                self._picture().refresh()
                self._pointer().refresh()
            case do.ChooseMonitor():
                self._picture().choose_monitor(effect.monitor)
            case do.FitPicture():
                self._picture().fit(effect.width, effect.height)
            case do.UseCodecs():
                self._picture().use_codecs(effect.codecs)
            case do.UseQuality():
                self._picture().use_quality(effect.quality)
            case do.ReleaseInput():
                self._desktop.injector.release_all()
            case do.Inject():
                inject(effect.message, self._desktop)
            case do.UseHidden():
                self._hide(effect.hidden)
            case do.FindToHide():
                self._find_to_hide(effect)
            case do.Annotate():
                self._annotations.take(effect.message, clock.now())
            case do.HidePointer():
                self._annotations.away()
            case do.ClearMarks():
                self._annotations.clear()
            case do.CollectReport():
                self._spawn(self._collect_report(effect.serial))
            case do.OpenBulk():
                self.bulk.open(effect.offer, self._ice_servers())
            case do.AddBulkCandidate():
                self.bulk.add_candidate(effect.candidate)
            case do.CutBulk():
                self.bulk.cut()
            case do.UseTool():
                self._tools.use(effect.message)
            case do.StopTools():
                self._tools.stop(effect.permissions, ended=effect.ended)
            case do.Tell():
                self._tell(effect.message)
            case do.Record():
                self.record(effect.type, {**effect.payload, **self._known_of(effect.type)})
            case do.UseReceiptKey():
                self.receipts.agree(effect.key)
            case do.KeepCountersignature():
                self.receipts.countersigned(effect.message)
            case do.Cut():
                self.drop_link(effect.last_words)
            case _:
                assert_never(effect)

    @property
    def sent_bytes(self) -> int:
        """Bytes that went to the technician in this session."""
        if self.link:
            self._sent_bytes = self.link.sent_bytes
        return self._sent_bytes

    def _known_of(self, kind: str) -> dict[str, str]:
        """Return what the rooms alone know of an entry: how much was sent in the session that ends."""
        return {"sent": str(self.sent_bytes)} if kind == "session.ended" else {}

    def stop_locally(self) -> None:
        """Stop everything that could still show or move something, each whatever became of the one before."""
        with contextlib.ExitStack() as steps:  # from the last to the first
            steps.callback(self._desktop.injector.release_all)
            steps.callback(self.bulk.cut)
            steps.callback(self._annotations.clear)
            steps.callback(self._tools.stop, OF_TOOLS, ended=True)
            if self.pointer:
                steps.callback(self.pointer.stop)
            if self.picture:
                steps.callback(self.picture.stop)

    def record(self, kind: str, payload: Mapping[str, str]) -> None:
        """Write a journal entry, and its line in the window's list. Raise JournalError when it cannot be written."""
        entry = self.journal.record(kind, payload, clock.utc_text(clock.utc_now()), clock.now())
        line = ui.Activity(clock=clock.time_of_day(entry.monotonic), text=kind, detail=detail_of(kind, payload))
        self.activity.append(line)

    def _record_of_tool(self, kind: str, payload: Mapping[str, str]) -> None:
        self.record(kind, payload)
        self._gathering.show()

    def undo(self, number: int) -> None:
        """Undo a change of the customer's list."""
        self._spawn(self.changes.undo(number))

    def stop_work(self, number: int) -> None:
        """Stop one thing that is under way."""
        self._spawn(self.under_way.stop(number))

    def use_sound(self, action: SoundAction) -> None:
        """Do what the customer chose of the voice."""
        self._spawn(self.sound.do(action))

    def checkpoint(self) -> None:
        """Let the console countersign how far the journal stands, when there is something new in it."""
        if head := self.receipts.checkpoint():
            self._tell(head)

    def tell_figures(self) -> None:
        """Tell the console what the picture costs and what limits it; the app asks for it while there is a picture."""
        if self.link and self.picture:
            picture = self.picture
            self._tell(
                PictureFigures(
                    sent_bytes=self.sent_bytes,
                    line_rate=picture.line_rate,
                    loss=self.link.loss,
                    limit=picture.limited(),
                )
            )

    def cover_own_windows(self, on: bool) -> None:
        """Cover the agent's own windows while they name what is hidden."""
        self._desktop.masking.cover_own(on)
        if self.picture:
            self.picture.masks_changed()
            self._pointer().doubt()

    def drop_link(self, last_words: FromAgent | None = None) -> None:
        """Let go of the link, after a last word and the last receipt if there is one."""
        question = self._last_receipt() if last_words else None
        self._sent_bytes = self.sent_bytes
        link, self.link = self.link, None
        if link:
            self.closing = self._spawn(link.close(last_words.model_dump_json() if last_words else None, question))

    async def close(self) -> None:
        """Let go of everything that the agent holds, in the order that stops sharing first."""
        if self.picture:
            self.picture.close()
        if self.pointer:
            self.pointer.close()
        self._desktop.injector.release_all()
        await self._tools.close()
        self._gathering.close()
        await self.bulk.close()
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
        self._desktop.pointer.close()
        self.journal.close()

    def _hide(self, hidden: Hidden) -> None:
        self._hidden = hidden
        self._desktop.masking.use(hidden)
        for listener in self._when_hidden:
            listener(hidden)
        self._picture().masks_changed()
        self._pointer().doubt()

    def _masks_changed(self, areas: Sequence[Rect], sudden: bool) -> None:
        self._picture().masks_changed(areas, sudden)
        self._pointer().doubt()
        self._annotations.masks_changed()
        if self._hidden.only is not None and self._desktop.masking.gone(self._hidden.only):
            self._handle(on.SharedWindowClosed())

    def _last_receipt(self) -> LastQuestion | None:
        """Sign the end; the console's signature under it is the one thing still heard, for a second at most."""
        try:
            head = self.receipts.final()
        except JournalError:  # a full disk must not keep the link from being let go
            return None
        return LastQuestion(head.model_dump_json(), self.receipts.heard) if head else None

    def _picture(self) -> PictureSender:
        if self.picture is None:
            raise HandrailError("there is no picture before a session")
        return self.picture

    def _tell_view(self, shown: Shown) -> None:
        for message in view_messages(shown):
            self._tell(message)
        self._pointer().doubt()

    def _pointer(self) -> PointerSender:
        if self.pointer is None:
            raise HandrailError("there is no pointer before a session")
        return self.pointer

    def _tell(self, message: FromAgent) -> None:
        if self.link:
            self.link.send("control", message.model_dump_json())

    def _find_to_hide(self, effect: do.FindToHide) -> None:
        if isinstance(effect.proposal, HideFolder):
            self._spawn(self._find_folders(effect.proposal.name))
        else:
            self._handle(found_to_hide(effect.proposal, self._desktop))

    async def _find_folders(self, name: str) -> None:
        paths: tuple[Path, ...] = await asyncio.to_thread(find_folders, name)
        self._handle(on.FoundToHide(tuple(HiddenFolder(path) for path in paths)))

    async def _collect_report(self, serial: bool) -> None:
        lines = await self._collect(self._session_id, self._started, serial, self._lang, self._discretion())
        self._handle(on.ReportCollected(tuple(lines)))

    def _ice_servers(self) -> Sequence[IceServer]:
        return self.link.ice_servers if self.link else []

    def _discretion(self) -> Discretion:
        return Discretion(self._hidden, self._desktop.masking.knowledge())

    def _spawn(self, work: Awaitable[None]) -> asyncio.Task[None]:
        async def guarded() -> None:
            try:
                await work
            except HandrailError as error:
                self._handle(on.DoerFailed(type(error).__name__))

        task = asyncio.create_task(guarded())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task
