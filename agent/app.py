"""The one loop: event -> rules -> effects -> performed. The only file that knows all rooms; it decides nothing itself.

Everything runs on one event loop's thread. Whatever goes wrong ends the session, locally first (P10): `_fail_closed`
is the one place in the agent that catches everything.
"""

import asyncio
import contextlib
import secrets
import sys
import traceback
from collections.abc import Callable
from typing import assert_never

from agent import clock
from agent.actions import session_event
from agent.choosing import Choosing
from agent.comeback.comeback import Comeback
from agent.comeback.kept import Kept
from agent.desktop.base import AwayKind, Desktop, HandKind
from agent.farewell import FarewellError, drop_undo, keep_report, keep_undo, left_lines, report_path
from agent.journal import Journal, JournalError
from agent.journal.consent import consent_record
from agent.leftovers import Left
from agent.performer import Collect, Performer
from agent.presentation import PROBLEM_TEXTS, choosing_to_hide, present_arrival, present_session, with_changes
from agent.protocol.errors import HandrailError
from agent.return_trip import ReturnTrip
from agent.session import arrival as way_in
from agent.session import effects as do
from agent.session import events as on
from agent.session.arrival import Arrival
from agent.session.session import Session
from agent.settings import Settings
from agent.tools.toolbox import MakeTools
from agent.transport import events as link_events
from agent.transport.link import Link
from agent.ui import model as ui
from agent.ui.documents import accepted_documents
from agent.ui.host import Windows
from agent.ui.sound_shown import Mute, UseSound
from agent.undo.kept import folder_of

FAREWELL_SECONDS = 600.0
"""How long the last window waits for a word before everything goes."""


def log_where(error: Exception) -> None:
    """Say on standard error which error ended the session, and where; its text may name what is nobody's business."""
    where = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-3:]]
    print(f"handrail: {type(error).__name__} at {', '.join(where)}", file=sys.stderr)


class App:
    """One run of the plug-in: at most one session."""

    def __init__(
        self,
        settings: Settings,
        windows: Windows,
        desktop: Desktop,
        journal: Journal,
        collect: Collect,
        offered_code: str | None = None,
        look_for_leftovers: Callable[[], list[Left]] = list,
        make_tools: MakeTools = lambda around: (),
        open_link: Callable[[str, Callable[[link_events.LinkEvent], None]], Link] = Link,
        comeback: Comeback | None = None,
        back: Kept | None = None,
    ) -> None:
        """`comeback` lays the way back over a restart; `back`: what was kept over one, used once."""
        self._settings, self._windows, self._desktop = settings, windows, desktop
        self._open_link = open_link
        self._rooms = Performer(desktop, windows, journal, collect, settings.lang, self._handle, make_tools, self._show)
        self._return = ReturnTrip(comeback, back)
        self._arrival = Arrival(offered_code, self._return.awaited_by)
        self._session: Session | None = None
        self._choosing = Choosing()
        self._look_for_leftovers = look_for_leftovers
        self._left_behind: list[str] | None = None
        self._problem: ui.Problem | None = None
        self._shown: ui.View | None = None
        self._alarm: asyncio.TimerHandle | None = None
        self._started = clock.utc_now()
        self._finished: asyncio.Future[ui.Finish] = asyncio.get_running_loop().create_future()

    async def run(self) -> ui.Finish:
        """Run until the customer is done; return what is to be kept. Raise HandrailError when it cannot begin."""
        await self._windows.start(self._on_action, lambda: self._handle(on.InterfaceFrozen()))
        try:
            self._desktop.hand.start(self._on_hand)
            self._desktop.absence.start(self._on_away)
            self._rooms.start()
            ticking = asyncio.create_task(self._tick())
            try:
                return await self._finished
            finally:
                ticking.cancel()
        finally:
            await self._leave()

    def stop(self) -> None:
        """End at once, as the customer's Stop does; what SIGTERM and SIGINT call."""
        self._handle(on.CustomerStopped())
        self._finish(ui.Finish(keep=True))

    # --- events come in ---------------------------------------------------------------------------------------------

    def _handle(self, event: on.Event) -> None:
        """Give an event to the session's rules and perform what they ask. The boundary that fails closed."""
        session = self._session
        if session is not None:
            self._perform_all(lambda: session.handle(event, clock.now()))
        elif isinstance(event, on.CustomerStopped):
            self._arrive(way_in.WentBack())

    def _perform_all(self, decide: Callable[[], list[do.Effect]]) -> None:
        try:
            for effect in decide():
                self._rooms.perform(effect)
        except Exception as error:  # noqa: BLE001 - the one boundary: whatever went wrong, the session ends
            self._fail_closed(error)
        self._set_alarm()
        self._show()

    def _arrive(self, event: way_in.Event) -> None:
        if self._session is not None:
            return
        try:
            for effect in self._arrival.handle(event, clock.now()):
                self._perform_arrival(effect)
        except JournalError:
            self._rooms.drop_link()
            self._arrival.handle(way_in.LinkFailed("disk_full"), clock.now())
        self._show()

    def _on_hand(self, kind: HandKind) -> None:
        match kind:
            case HandKind.PANIC_STOP:
                self._handle(on.CustomerStopped())
            case HandKind.PANIC_PAUSE:
                self._handle(on.CustomerPaused())
            case HandKind.POINTER | HandKind.BUTTON | HandKind.KEY:
                self._handle(on.HandSeen())
            case _:
                assert_never(kind)

    def _on_away(self, kind: AwayKind) -> None:
        match kind:
            case AwayKind.LOCKED:
                self._handle(on.ScreenLocked())
            case AwayKind.PROMPT:
                self._handle(on.SystemPrompt())
            case AwayKind.ASLEEP | AwayKind.SWITCHED:
                self._handle(on.CustomerLeft())
            case _:
                assert_never(kind)

    def _on_link(self, event: link_events.LinkEvent) -> None:
        match event:
            case link_events.CodeReady():
                self._arrive(way_in.CodeShown(event.code, event.expires_in))
            case link_events.PeerPaired():
                self._arrive(way_in.Identified(event.technician))
            case link_events.Opened():
                self._begin_session()
            case link_events.Received():
                self._handle(on.ConsoleSaid(event.channel, event.data))
            case link_events.Lost():
                self._handle(on.LinkLost())
            case link_events.Back():
                self._handle(on.LinkBack())
            case link_events.Failed():
                self._link_failed(event.problem)
            case _:
                assert_never(event)

    def _link_failed(self, problem: link_events.Problem) -> None:
        self._arrive(way_in.LinkFailed(PROBLEM_TEXTS[problem]))
        if self._session is not None:
            self._handle(on.LinkClosed(tampered=problem is link_events.Problem.TAMPERED))

    def _on_action(self, action: ui.Action) -> None:
        match action:
            case ui.AcceptTerms():
                self._arrive(way_in.TermsAccepted())
            case ui.ShowCode():
                self._arrive(way_in.CodeWanted())
            case ui.EnterCode():
                self._arrive(way_in.CodeEntered(action.code))
            case ui.Press():
                self._pressed(action)
            case ui.NamesGone():
                if self._choosing.names_gone(action.round):
                    self._rooms.cover_own_windows(False)
            case ui.Undo():
                if self._session and self._session.end_reason is None:
                    self._rooms.undo(action.number)
            case ui.StopWork():
                self._rooms.stop_work(action.number)
            case Mute() | UseSound():
                self._rooms.use_sound(action)
            case ui.Decide():
                self._rooms.asking.answer(action.number, action.yes)
            case ui.Finish():
                self._return.forget()
                self._finish(action)
            case ui.Alive():
                pass
            case _:
                if event := session_event(action, self._desktop):
                    self._handle(event)

    def _pressed(self, press: ui.Press) -> None:
        match press.button:
            case "pause":
                self._handle(on.CustomerPaused())
            case "resume":
                self._handle(on.CustomerResumed())
            case "stop":
                self._handle(on.CustomerStopped())
            case "hiding":
                self._choose_what_to_hide()
            case "back":
                self._choosing.leave()
                self._arrive(way_in.WentBack())
                self._show()
            case "no_return":
                self._return.forget()
                self._left_behind = None  # to be looked for anew
            case "close":
                self._closed()
            case _:
                assert_never(press.button)

    def _choose_what_to_hide(self) -> None:
        if self._session is None:
            return
        question = self._session.grants.question
        self._choosing.begin(question.number if question else None)
        self._rooms.cover_own_windows(True)
        self._show()

    def _closed(self) -> None:
        """The window's cross: ends a live session; where nothing is live, ends the program."""
        if self._session is None or self._session.end_reason is not None:
            self._on_action(ui.Finish(keep=True))
        else:
            self._handle(on.CustomerStopped())

    def _finish(self, choice: ui.Finish) -> None:
        if self._finished.done() or (self._session is not None and self._session.end_reason is None):
            return
        if (choice.save_report or choice.keep_undo) and self._session is not None:
            closing = self._rooms.closing
            if closing and not closing.done():  # the last receipt may still come, for a second
                return closing.add_done_callback(lambda _: self._finish(choice))
            try:
                self._keep(choice)
            except FarewellError as error:
                self._problem = ui.Problem(text="report_not_saved", detail=str(error))
                return self._show()
        self._finished.set_result(choice)

    def _keep(self, choice: ui.Finish) -> None:
        """Keep what the customer wants kept: both, or nothing. Raise FarewellError."""
        path, receipts = self._report_path, self._rooms.receipts
        keep_undo(path, self._rooms.changes.lasting if choice.keep_undo else [], receipts)
        try:
            keep_report(path, self._settings, self._rooms.journal.directory, receipts, with_chat=choice.save_chat)
        except FarewellError:
            if choice.keep_undo:
                drop_undo(path)
            raise

    # --- effects go out ---------------------------------------------------------------------------------------------

    def _perform_arrival(self, effect: way_in.Effect) -> None:
        match effect:
            case way_in.IssueCode():
                self._rooms.link = self._open_link(self._settings.server, self._on_link)
                self._rooms.link.issue()
            case way_in.JoinWithCode():
                self._rooms.link = self._open_link(self._settings.server, self._on_link)
                self._rooms.link.join(effect.code)
            case way_in.ComeBack():
                self._come_back()
            case way_in.DropLink():
                self._rooms.drop_link()
            case way_in.RecordTerms():
                self._record_terms()
            case way_in.RecordTechnician():
                self._rooms.record("technician.identified", effect.technician.model_dump())
            case _:
                assert_never(effect)

    def _come_back(self) -> None:
        if back := self._return.taken_up():
            self._rooms.record("restart.returned", {})
            self._rooms.link = self._open_link(self._settings.server, self._on_link)
            self._rooms.link.come_back(bytes.fromhex(back.secret), back.technician)

    def _record_terms(self) -> None:
        lang, brand, moment = self._settings.lang, self._settings.brand, clock.utc_text(clock.utc_now())
        record = consent_record(accepted_documents(self._settings.documents), lang, brand.name, brand.phone, moment)
        self._rooms.record("terms.accepted", record)

    def _fail_closed(self, error: Exception) -> None:
        """End everything locally; then say so, where that still works."""
        log_where(error)
        with contextlib.ExitStack() as steps:  # from the last to the first, each whatever became of the one before
            steps.callback(self._rooms.drop_link)
            steps.callback(self._tell_failure, error)
            steps.callback(self._rooms.stop_locally)

    def _tell_failure(self, error: Exception) -> None:
        if self._session is None:
            return
        for effect in self._session.handle(on.DoerFailed(type(error).__name__), clock.now()):
            with contextlib.suppress(HandrailError):
                self._rooms.perform(effect)

    # --- the pieces -------------------------------------------------------------------------------------------------

    def _begin_session(self) -> None:
        link, technician = self._rooms.link, self._arrival.technician
        if link is None or self._session is not None or technician is None:  # no session with nobody
            return
        session = Session(secrets.token_hex(16), self._settings.may_ask, self._settings.hand_seconds, clock.now())
        self._session, self._started = session, clock.utc_now()
        self._report_path = report_path(self._settings, self._started)
        self._rooms.begin(session, link, technician.name, self._started)
        self._return.meets(technician)
        self._perform_all(session.begin)

    def _show(self) -> None:
        now, activity = clock.now(), self._rooms.activity[-ui.MAX_LINES :]
        if self._session is None:
            view = present_arrival(self._arrival, self._settings, activity, now)
        else:
            view = present_session(self._session, self._arrival, self._settings, activity, clock.time_of_day, now)
            undo_path = str(folder_of(self._report_path)) if self._rooms.changes.lasting else None
            more = {"report_path": str(self._report_path), "problem": self._problem, "left_behind": self._left_behind}
            counts = {"names_round": self._choosing.round, "sent_bytes": self._rooms.sent_bytes}
            counts["comes_back"] = self._return.stands
            view = view.model_copy(update={**more, **counts, "undo_path": undo_path, "sound": self._rooms.sound.shown})
            view = with_changes(view, self._rooms.changes, self._rooms.under_way, self._rooms.asking)
            if self._choosing.goes_over(view):
                view = choosing_to_hide(view, self._desktop.masking.windows())
        if view != self._shown:
            self._shown = view
            self._windows.show(view)

    async def _tick(self) -> None:
        """Keep countdowns true; the rules' own times come by `_set_alarm`."""
        ended_for = 0
        while True:
            self._show()
            if self._arrival.code is not None and self._session is None and clock.now() > self._arrival.code_until:
                self._arrive(way_in.LinkFailed("code_expired"))
            if self._session and self._session.end_reason is None:
                self._perform_all(self._checkpoint)
            ended_for = ended_for + 1 if self._session and self._session.end_reason else 0
            if ended_for and self._left_behind is None and (self._rooms.closing is None or self._rooms.closing.done()):
                left = await asyncio.to_thread(self._look_for_leftovers)
                self._left_behind = left_lines(left, self._settings.lang)
            if ended_for > FAREWELL_SECONDS and not self._return.stands:
                self._finish(ui.Finish(keep=True))
            self._look_at_return()
            await asyncio.sleep(1)

    def _look_at_return(self) -> None:
        """Go when nobody answered in time; and before a restart have the record kept."""
        if self._return.look():
            self._finish(ui.Finish(keep=True))
        if self._rooms.closing and self._rooms.closing.done() and self._return.record_due():
            with contextlib.suppress(FarewellError):
                self._keep(ui.Finish(keep=True, save_report=True))

    def _checkpoint(self) -> list[do.Effect]:
        self._rooms.checkpoint()
        if self._session and self._session.picture_allowed:
            self._rooms.tell_figures()
        return []

    def _set_alarm(self) -> None:
        if self._alarm:
            self._alarm.cancel()
        deadline = self._session.deadline() if self._session else None
        self._alarm = None
        if deadline is not None:
            delay = max(0.0, deadline - clock.now())
            self._alarm = asyncio.get_running_loop().call_later(delay, self._handle, on.Woke())

    async def _leave(self) -> None:
        """Let go of everything: what is shared first, the windows, then what they needed."""
        await self._rooms.close()
        await self._windows.close()
        self._rooms.close_desktop()
