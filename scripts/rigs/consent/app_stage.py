"""The same account held against the real loop: agent/app.py with its performer, picture and journal, fakes round them.

Time is the loop's own and moves only when the machine says so. The account hears what the customer does in the window;
what the fakes of link, injector, window and masking are made to do is judged at the moment it is done.
"""

import asyncio
import contextlib
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from datetime import datetime
from pathlib import Path
from typing import ClassVar, cast
from unittest.mock import patch

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize

from agent import clock
from agent.app import App
from agent.areas import Rect
from agent.desktop.base import Clip, WindowChoice
from agent.hiding.vocabulary import Hidden
from agent.journal import Journal
from agent.language import Lang
from agent.protocol import messages as wire
from agent.protocol.clipboard_messages import ClipboardKind
from agent.protocol.messages import ReportLine
from agent.protocol.permissions import AVAILABLE, Permission
from agent.protocol.signalling import Technician
from agent.session.questions import Question
from agent.settings import Settings
from agent.tools.base import Around, Tool
from agent.tools.clipboard.tool import ClipboardTool
from agent.tools.discretion import Discretion
from agent.transport import events as link_events
from agent.transport.events import Channel, LastQuestion, LinkEvent
from agent.transport.link import Link
from agent.ui import model as ui
from agent.ui.drawn import Drawn
from scripts.rigs.consent.account import PROPOSALS, SECRET, Account
from scripts.rigs.consent.lies import channel_of
from scripts.rigs.consent.willing import Willing
from tests.fakes import (
    CAMILLE,
    Deeds,
    FakeAbsence,
    FakeClipboard,
    FakeHand,
    FakeLink,
    FakeMasking,
    FakePointer,
    FakeWindows,
    fake_desktop,
)

EVE = CAMILLE.model_copy(update={"id": "t2", "name": "Eve"})

SEVERAL = ((), (Permission.VIEW,), (Permission.CONTROL,), (Permission.ANNOTATE, Permission.CONTROL, Permission.SYSTEM))

LIES: tuple[LinkEvent, ...] = (
    link_events.PeerPaired(EVE),
    link_events.Opened(),
    link_events.Back(),
    link_events.Received("control", wire.RequestPermission(permission=Permission.VIEW).model_dump_json()),
    link_events.Received("input", wire.PressKey(code="KeyA", key="a", down=True).model_dump_json()),
)
"""What a link could be made to say out of turn."""


AREA = Rect(0, 0, 9, 9)


def received(channel: str, data: str | bytes) -> LinkEvent:
    """Return what a link says when a message came."""
    return link_events.Received(cast(Channel, channel), data)


class _Loop(asyncio.SelectorEventLoop):
    """A loop whose time stands still until it is moved."""

    moment = 1000.0

    def time(self) -> float:
        return self.moment


class _Judged(list[tuple[object, ...]]):
    """The fakes' list of what was done: each is judged as it is written."""

    def __init__(self, judge: Callable[[tuple[object, ...]], None]) -> None:
        self._judge = judge

    def append(self, deed: tuple[object, ...]) -> None:
        self._judge(deed)


class _JudgedLink(FakeLink):
    """A link that is silent once closed, as the real one is."""

    silent = False

    def __init__(self, deeds: Deeds, on_event: Callable[[LinkEvent], None]) -> None:
        super().__init__(deeds, lambda event: None if self.silent else on_event(event))

    def close(self, last_words: str | None = None, question: LastQuestion | None = None) -> Coroutine[None, None, None]:
        self.silent = True
        self.deeds.append(("close", last_words))
        return asyncio.sleep(0)


class _JudgedWindows(FakeWindows):
    """A window that says when the technician's pointer or a mark is shown."""

    def __init__(self, deeds: Deeds) -> None:
        super().__init__()
        self.deeds = deeds

    def annotate(self, drawn: Drawn) -> None:
        self.deeds.append(("pointer", bool(drawn.spot or drawn.marks)))


async def _report(
    session_id: str, started: datetime, serial: bool, lang: Lang, discretion: Discretion
) -> list[ReportLine]:
    lines = [ReportLine(key="os", items=["x"]), ReportLine(key="disks", items=[SECRET])]
    return [*lines, ReportLine(key="serial", items=["S"])] if serial else lines


class AppStage(RuleBasedStateMachine):
    """One run of the plug-in after the other. `counts` is shared by all."""

    counts: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="handrail-consent-", dir="/dev/shm"))
        self.cleaning = contextlib.ExitStack()
        self.loop = _Loop()
        self.cleaning.callback(shutil.rmtree, self.folder)
        self.cleaning.callback(self.loop.close)
        self.cleaning.enter_context(patch.object(clock, "now", self.loop.time))
        self.running: asyncio.Task[ui.Finish] | None = None
        self.runs = 0

    @property
    def hand(self) -> FakeHand:
        """The customer's hand."""
        return cast(FakeHand, self.desktop.hand)

    @property
    def pointer(self) -> FakePointer:
        """The customer's mouse pointer."""
        return cast(FakePointer, self.desktop.pointer)

    @property
    def masking(self) -> FakeMasking:
        """What covers."""
        return cast(FakeMasking, self.desktop.masking)

    @property
    def absence(self) -> FakeAbsence:
        """What sees the customer leave."""
        return cast(FakeAbsence, self.desktop.absence)

    # --- one run ------------------------------------------------------------------------------------------------------

    @initialize(first=st.lists(st.sampled_from(LIES), max_size=3), asked=st.sampled_from(SEVERAL))
    def begin(self, first: list[LinkEvent], asked: tuple[Permission, ...]) -> None:
        """Start the plug-in, let the link lie, then open as it should; the customer says yes to the first questions."""
        self.leave()
        self.runs += 1
        self.account = Account(AVAILABLE)
        self.opened = False
        self.links: list[_JudgedLink] = []
        self.found: list[Exception] = []
        self.deeds = _Judged(self.note)
        self.windows = _JudgedWindows(self.deeds)
        self.desktop = fake_desktop(self.deeds)
        self.masking.choices = [WindowChoice(7, SECRET, SECRET)]
        self.loop.run_until_complete(self.start())
        self.do(ui.AcceptTerms())
        self.do(ui.ShowCode())
        self.technician: Technician | None = None
        for event in [*first, link_events.PeerPaired(CAMILLE), link_events.Opened()]:
            self.link_opens(event)
        if self.opened:
            self.ask_and_allow(asked)

    def link_opens(self, event: LinkEvent) -> None:
        """Let the link say something on the way: whom it names first it keeps, and nobody comes in without a name."""
        match event:
            case link_events.PeerPaired() if self.technician is None:
                self.technician = event.technician
            case link_events.Opened() if self.technician and not self.links[-1].silent:
                self.opened = True
        self.link_says(event)

    async def start(self) -> None:
        """Start the program."""
        settings = Settings(server="http://127.0.0.1:1", brand=ui.Brand(), lang="fr", may_ask=AVAILABLE)
        folder = self.folder / str(self.runs)
        folder.mkdir()
        journal = Journal(folder)
        self.app = App(
            settings, self.windows, self.desktop, journal, _report, make_tools=self.tools, open_link=self.open_link
        )
        self.running = asyncio.create_task(self.app.run())
        await asyncio.sleep(0)

    def tools(self, around: Around) -> list[Tool]:
        """Make the clipboard's tool as it is, with something to read, and one that takes the rest."""
        clipboard = cast(FakeClipboard, self.desktop.clipboard)
        clipboard.copied = Clip(ClipboardKind.TEXT, b"x" * 40_000)
        return [ClipboardTool(around, clipboard), Willing(ClipboardTool.messages)]

    def open_link(self, server: str, on_event: Callable[[LinkEvent], None]) -> Link:
        """Open a link whose other side is the machine."""
        self.links.append(_JudgedLink(self.deeds, on_event))
        return self.links[-1]

    def leave(self) -> None:
        """Let the program end."""
        if self.running:
            self.happen(self.app.stop)
            self.loop.run_until_complete(self.running)
            self.running = None

    def teardown(self) -> None:
        """Leave nothing behind."""
        with self.cleaning:
            self.leave()

    def settle(self) -> None:
        """Let everything run that is due, the picture's worker too; then look at what is left standing."""
        self.counts["steps"] += 1
        if self.found:
            raise self.found[0]
        picture, pointer = self.app._rooms.picture, self.app._rooms.pointer
        for turn in range(200):
            self.loop.run_until_complete(asyncio.sleep(0))
            if turn > 2 and not (picture and picture._busy) and not (pointer and pointer._busy):
                break
            time.sleep(0.001 if turn > 2 else 0)  # what their workers take is real time
        if self.found:
            raise self.found[0]
        view = self.windows.view
        asked = view.question if view and view.screen == "asking" else None
        account = self.account
        account.shown = Question(asked.number, asked.permission, float("inf"), asked.renewal) if asked else None
        session = self.app._session
        account.picture = bool(session and session.picture_allowed)
        if view and self.opened and not account.ended:
            account.require(view.technician == self.technician, "the technician is another now")
            account.require(all(account.may(granted.permission) for granted in view.granted), "the window shows more")
        account.require(not account.picture or account.open_for(Permission.VIEW), "frames go on")
        account.require(not account.marks or account.acting(Permission.ANNOTATE), "a pointer or a mark stays")
        if self.opened and not account.ended:
            account.require(account.hides(self.masking.hidden), "not hidden")
        held = account.acting(Permission.CONTROL) and account.now >= account.hand_until
        account.require(not account.keys_down or held, "keys stay down")

    # --- judging what is done -----------------------------------------------------------------------------------------

    def note(self, deed: tuple[object, ...]) -> None:
        """Judge a deed; what is found is kept, since the loop's boundary catches everything."""
        try:
            self.judge(deed)
        except Exception as error:  # noqa: BLE001 - the rig's own faults, too
            self.found.append(error)

    def judge(self, deed: tuple[object, ...]) -> None:
        """Hold one deed of the rooms to what the customer said."""
        account = self.account
        account.come_to(self.loop.time())
        match deed:
            case ("send", "picture", _):
                account.require(account.open_for(Permission.VIEW), "a frame")
                account.require(account.hides(self.masking.hidden), "a frame with less hidden")
                self.counts["frames"] += 1
            case ("send", "control" | "pointer", str() as text):
                account.require(self.opened and not account.ended, "words before the link stood, or after the end")
                account.require(SECRET not in text, "a secret is told")
                message = wire.parse_agent_message(text)
                self.counts["pointer"] += isinstance(message, wire.PointerPlace)
                account.judge_message(message)
            case ("move" | "scroll" | "text" | "key" | "button", *rest):
                account.require(account.acting(Permission.CONTROL), "input")
                account.require(account.now >= account.hand_until, "input against the customer's hand")
                account.keys_down |= rest[-1] is True
                self.counts["inputs"] += 1
            case ("pointer", bool() as shown):
                account.require(not shown or account.acting(Permission.ANNOTATE), "a pointer or a mark")
                account.marks = shown
                self.counts["pointers"] += shown
            case ("release_all",):
                account.keys_down = False
            case ("hide", Hidden() as hidden):
                account.hidden.everything |= hidden.everything and account.proposals >= PROPOSALS
                account.require(not hidden.terminal or account.may(Permission.TERMINAL), "terminals are shown")
                account.require(account.hides(hidden), "something else is hidden")
            case ("close", _):
                account.ended = account.ended or self.opened
                account.keys_down = account.marks = False
            case _:
                pass

    # --- what everybody does ------------------------------------------------------------------------------------------

    def come(self) -> bool:
        """Tell the account what time it is; begin again after the end, and say so."""
        self.account.come_to(self.loop.time())
        if self.account.ended or not self.opened:
            self.begin(first=[], asked=SEVERAL[-1])
            return False
        return True

    def happen(self, deed: Callable[[], None]) -> None:
        """Let something happen on the loop, and all that follows from it."""

        async def on_the_loop() -> None:
            deed()

        self.loop.run_until_complete(on_the_loop())
        self.settle()

    def do(self, action: ui.Action) -> None:
        """Let the customer do something in the window."""
        self.happen(lambda: self.windows.do(action))

    def link_says(self, event: LinkEvent) -> None:
        """Let the link say something."""
        self.happen(lambda: self.links[-1].say(event))

    def say(self, message: wire.FromConsole) -> None:
        """Let the technician say something."""
        self.counts[str(message.model_dump()["type"])] += 1
        self.link_says(received(channel_of(message), message.model_dump_json()))

    def ask_and_allow(self, asked: tuple[Permission, ...], minutes: int | None = None) -> None:
        """Let the technician ask, and the customer say yes to whatever is shown."""
        for permission in asked:
            self.say(wire.RequestPermission(permission=permission))
            while self.account.shown:
                self.answer(True, minutes)

    def answer(self, yes: bool, minutes: int | None) -> None:
        """Answer what the window shows."""
        assert self.account.shown
        number = self.account.shown.number
        if yes:
            self.account.yes(minutes)
        else:
            self.account.no()
        self.do(ui.Answer(number=number, yes=yes, minutes=minutes))
