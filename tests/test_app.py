"""The loop: it performs what the rules ask, local effects first, and whatever breaks ends the session."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import cast

import pytest

from agent.app import App
from agent.desktop.base import AwayKind, HandKind
from agent.hiding.vocabulary import Hidden
from agent.journal import Journal, JournalError, read_entries
from agent.journal.evidence import from_folder
from agent.journal.story import story_of
from agent.journal.verify import judge
from agent.language import Lang
from agent.protocol import messages as wire
from agent.protocol.permissions import AVAILABLE, Permission
from agent.settings import Settings
from agent.system_consent import Consent
from agent.tools.discretion import Discretion
from agent.tools.toolbox import MakeTools
from agent.transport import events as link_events
from agent.transport.link import Link
from agent.ui import model as ui
from tests.fakes import Deeds, FakeAbsence, FakeHand, FakeInjector, FakeLink, FakeWindows, fake_desktop, settle

KEY = wire.PressKey(code="KeyA", key="a", down=True)


@dataclass
class Scene:
    """One agent with everything round it."""

    windows: FakeWindows
    deeds: Deeds
    links: list[FakeLink]
    app: App
    journal: Journal

    @property
    def view(self) -> ui.View:
        assert self.windows.view is not None
        return self.windows.view

    def say(self, message: wire.FromConsole) -> None:
        channel: link_events.Channel = "input" if isinstance(message, wire.INPUT_TYPES) else "control"
        self.links[-1].say(link_events.Received(channel, message.model_dump_json()))

    def grant(self, *permissions: Permission) -> None:
        for permission in permissions:
            self.say(wire.RequestPermission(permission=permission))
            assert self.view.question is not None
            self.windows.do(ui.Answer(number=self.view.question.number, yes=True))
        self.deeds.clear()


def fill_the_disk(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise JournalError("the journal cannot be written: the disk is full")

    monkeypatch.setattr(scene.journal, "record", full)


async def one_line(
    session_id: str, started: datetime, serial: bool, lang: Lang, discretion: Discretion
) -> list[wire.ReportLine]:
    return [wire.ReportLine(key="session", items=[session_id])]


@contextlib.asynccontextmanager
async def scene(tmp_path: Path, opened: bool = True, make_tools: MakeTools = lambda around: ()) -> AsyncIterator[Scene]:
    deeds: Deeds = []
    links: list[FakeLink] = []

    def open_link(server: str, on_event: object) -> Link:
        links.append(FakeLink(deeds, on_event))  # type: ignore[arg-type]
        return links[-1]

    settings = Settings(server="http://127.0.0.1:1", brand=ui.Brand(), lang="fr", may_ask=AVAILABLE)
    tmp_path.mkdir(exist_ok=True)
    windows, journal = FakeWindows(), Journal(tmp_path)
    desktop = fake_desktop(deeds)
    app = App(settings, windows, desktop, journal, one_line, make_tools=make_tools, open_link=open_link)
    running = asyncio.create_task(app.run())
    await settle()
    windows.do(ui.AcceptTerms())
    windows.do(ui.ShowCode())
    if opened:
        links[-1].open()
    yield Scene(windows, deeds, links, app, journal)
    app.stop()
    await running


async def test_before_the_terms_no_link_is_opened(tmp_path: Path) -> None:
    settings = Settings(server="http://127.0.0.1:1", brand=ui.Brand(), lang="fr", may_ask=AVAILABLE)
    windows, deeds = FakeWindows(), cast(Deeds, [])
    app = App(
        settings, windows, fake_desktop(deeds), Journal(tmp_path), one_line, open_link=lambda *_: pytest.fail("linked")
    )
    running = asyncio.create_task(app.run())
    await settle()
    windows.do(ui.ShowCode())
    windows.do(ui.EnterCode(code="123456789018"))
    app.stop()
    await running


async def test_what_the_system_has_not_allowed_is_shown_and_asked_when_the_customer_says_so(tmp_path: Path) -> None:
    to_allow = (Consent.CONTROL,)
    settings = Settings("http://127.0.0.1:1", ui.Brand(), "fr", may_ask=AVAILABLE, to_allow=to_allow)
    windows, deeds = FakeWindows(), cast(Deeds, [])
    app = App(settings, windows, fake_desktop(deeds), Journal(tmp_path), one_line)
    running = asyncio.create_task(app.run())
    await settle()
    windows.do(ui.AcceptTerms())
    assert windows.view is not None
    assert windows.view.to_allow == [Consent.CONTROL]
    assert ("ask the system", Consent.CONTROL) not in deeds
    windows.do(ui.AllowInSystem(consent=Consent.CONTROL))
    assert ("ask the system", Consent.CONTROL) in deeds
    app.stop()
    await running


async def test_the_technician_sees_the_session_state_and_nothing_else_before_a_yes(tmp_path: Path) -> None:
    async with scene(tmp_path) as s:
        await settle()
        sent = [deed for deed in s.deeds if deed[0] == "send"]
        assert [deed[1] for deed in sent] == ["control"]
        assert '"granted":[]' in str(sent[0][2])


async def test_granted_input_is_injected(tmp_path: Path) -> None:
    async with scene(tmp_path) as s:
        s.grant(Permission.VIEW, Permission.CONTROL)
        s.say(KEY)
        assert ("key", "KeyA", True) in s.deeds


async def test_the_customers_hand_releases_what_is_held_before_anything_is_told(tmp_path: Path) -> None:
    async with scene(tmp_path) as s:
        s.grant(Permission.VIEW, Permission.CONTROL)
        hand = s.app._desktop.hand
        assert isinstance(hand, FakeHand)
        hand.on_hand(HandKind.POINTER)
        assert s.deeds[0] == ("release_all",)
        assert s.view.customer_has_hand
        s.say(KEY)
        assert ("key", "KeyA", True) not in s.deeds


@pytest.mark.parametrize("way", ["button", "panic", "cross"])
async def test_every_way_to_stop_releases_and_cuts(tmp_path: Path, way: str) -> None:
    async with scene(tmp_path) as s:
        s.grant(Permission.VIEW, Permission.CONTROL)
        hand = s.app._desktop.hand
        assert isinstance(hand, FakeHand)
        match way:
            case "button":
                s.windows.do(ui.Press(button="stop"))
            case "panic":
                hand.on_hand(HandKind.PANIC_STOP)
            case _:
                s.windows.do(ui.Press(button="close"))
        await settle()
        assert s.deeds[:3] == [("take_back", "picture"), ("take_back", "pointer"), ("release_all",)]
        assert s.deeds[-1][0] == "close"
        assert s.view.screen == "ended"
        assert s.view.end_reason is wire.EndReason.CUSTOMER


async def test_the_panic_key_pauses_and_takes_back_what_is_under_way(tmp_path: Path) -> None:
    async with scene(tmp_path) as s:
        s.grant(Permission.VIEW)
        hand = s.app._desktop.hand
        assert isinstance(hand, FakeHand)
        s.deeds.clear()
        hand.on_hand(HandKind.PANIC_PAUSE)
        assert s.deeds[:2] == [("take_back", "picture"), ("take_back", "pointer")]
        assert s.view.paused_by == "customer"


async def test_a_locked_screen_pauses_until_the_customer_resumes(tmp_path: Path) -> None:
    async with scene(tmp_path) as s:
        s.grant(Permission.VIEW)
        absence = s.app._desktop.absence
        assert isinstance(absence, FakeAbsence)
        absence.on_away(AwayKind.LOCKED)
        assert s.view.paused_by == "system"
        s.say(wire.ResumeSession())
        assert s.view.paused_by == "system"
        s.windows.do(ui.Press(button="resume"))
        assert s.view.paused_by is None


async def test_a_prompt_of_the_system_pauses_and_says_so_to_both(tmp_path: Path) -> None:
    async with scene(tmp_path) as s:
        s.grant(Permission.VIEW)
        absence = s.app._desktop.absence
        assert isinstance(absence, FakeAbsence)
        absence.on_away(AwayKind.PROMPT)
        assert s.view.pause_reason == "prompt"


@pytest.mark.parametrize("kind", [AwayKind.ASLEEP, AwayKind.SWITCHED])
async def test_sleep_and_another_user_end(tmp_path: Path, kind: AwayKind) -> None:
    async with scene(tmp_path) as s:
        s.grant(Permission.VIEW)
        absence = s.app._desktop.absence
        assert isinstance(absence, FakeAbsence)
        absence.on_away(kind)
        assert s.view.end_reason is wire.EndReason.AWAY


async def test_a_room_that_breaks_ends_the_session(tmp_path: Path) -> None:
    async with scene(tmp_path) as s:
        s.grant(Permission.VIEW, Permission.CONTROL)
        injector = s.app._desktop.injector
        assert isinstance(injector, FakeInjector)
        injector.failure = RuntimeError("the display is gone")
        s.say(KEY)
        await settle()
        assert s.view.end_reason is wire.EndReason.FAILURE
        assert s.deeds[-1][0] == "close"


async def test_a_journal_that_cannot_be_written_ends_the_session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with scene(tmp_path) as s:
        s.grant(Permission.VIEW)
        fill_the_disk(s, monkeypatch)
        s.say(wire.SayFromConsole(text="bonjour"))
        await settle()
        assert s.view.end_reason is wire.EndReason.FAILURE
        assert s.deeds[-1][0] == "close"


async def test_a_journal_that_fails_at_the_very_end_does_not_keep_the_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with scene(tmp_path) as s:
        s.grant(Permission.VIEW)
        fill_the_disk(s, monkeypatch)
        s.windows.do(ui.Press(button="stop"))
        await settle()
        assert s.deeds[-1][0] == "close"


async def test_a_picture_that_cannot_even_stop_keeps_neither_keys_nor_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with scene(tmp_path) as s:
        s.grant(Permission.VIEW, Permission.CONTROL)

        def broken() -> None:
            raise RuntimeError("the worker is gone")

        with monkeypatch.context() as patch:
            patch.setattr(s.app._rooms.picture, "stop", broken)
            with pytest.raises(RuntimeError, match="the worker is gone"):
                s.windows.do(ui.Press(button="stop"))
        await settle()
        deeds = [deed[0] for deed in s.deeds]
        assert "release_all" in deeds
        assert "send" not in deeds[deeds.index("close") :]  # its worker may still come back, to a closed gate


async def test_a_frozen_window_pauses(tmp_path: Path) -> None:
    async with scene(tmp_path) as s:
        s.grant(Permission.VIEW)
        s.windows.freeze()
        assert s.view.paused_by == "system"


async def test_a_link_that_fails_before_the_session_is_told_in_words_and_another_can_be_tried(tmp_path: Path) -> None:
    async with scene(tmp_path, opened=False) as s:
        s.links[-1].say(link_events.Failed(link_events.Problem.WRONG_CODE))
        assert s.view.problem == ui.Problem(text="pairing_failed")
        s.windows.do(ui.ShowCode())
        assert len(s.links) == 2


async def test_the_report_is_previewed_and_only_then_sent(tmp_path: Path) -> None:
    async with scene(tmp_path) as s:
        s.grant(Permission.SYSTEM)
        s.say(wire.RequestReport())
        await settle()
        assert s.view.screen == "report"
        assert not [deed for deed in s.deeds if "system/report" in str(deed)]
        s.windows.do(ui.SendReport(send=True))
        assert [deed for deed in s.deeds if "system/report" in str(deed)]


async def test_the_live_list_is_the_journal(tmp_path: Path) -> None:
    async with scene(tmp_path) as s:
        s.grant(Permission.VIEW)
        s.say(wire.SayFromConsole(text="bonjour"))
        await settle()
        assert [line.text for line in s.view.activity] == [entry.type for entry in read_entries(s.journal.path)]


async def test_the_customer_may_go_only_after_the_end(tmp_path: Path) -> None:
    async with scene(tmp_path) as s:
        s.windows.do(ui.Finish(keep=True))
        await settle()
        assert s.view.screen == "live"


async def test_what_the_customer_hides_is_hidden_before_the_window_names_it(tmp_path: Path) -> None:
    async with scene(tmp_path) as s:
        s.grant(Permission.VIEW)
        s.windows.do(ui.Press(button="hiding"))
        assert ("cover own", True) in s.deeds
        s.windows.do(ui.Hide(kind="window", window=7))
        assert s.view.hidden[0].label == "Comptes 2026"
        hides = [deed for deed in s.deeds if deed[0] == "hide"]
        assert hides[-1] == ("hide", Hidden(windows=frozenset({7})))


async def test_the_agents_own_windows_are_shown_again_once_no_name_is_on_them(tmp_path: Path) -> None:
    async with scene(tmp_path) as s:
        s.windows.do(ui.Press(button="hiding"))
        s.windows.do(ui.NamesGone(round=1))
        assert ("cover own", False) not in s.deeds
        s.windows.do(ui.Press(button="back"))
        s.windows.do(ui.NamesGone(round=1))
        assert s.deeds[-1] == ("cover own", False)


async def test_a_folder_the_technician_names_is_looked_for_and_hidden(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "Comptes").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))
    async with scene(tmp_path / "journal") as s:
        s.say(wire.HideFolder(name="comptes"))
        for _ in range(200):
            if s.view.hidden:
                break
            await asyncio.sleep(0.01)
        assert s.view.hidden[0].label == str(tmp_path / "Comptes")
        assert "Comptes" not in str([deed for deed in s.deeds if deed[0] == "send"])


def figures(scene: Scene) -> list[wire.PictureFigures]:
    told = [deed[2] for deed in scene.deeds if deed[:2] == ("send", "control")]
    messages = [wire.parse_agent_message(text) for text in told if isinstance(text, str)]
    return [message for message in messages if isinstance(message, wire.PictureFigures)]


async def test_the_pictures_figures_are_told_while_it_is_permitted_and_not_otherwise(tmp_path: Path) -> None:
    async with scene(tmp_path) as s:
        await asyncio.sleep(1.2)
        assert figures(s) == []
        s.grant(Permission.VIEW)
        await asyncio.sleep(1.2)
        assert figures(s)[0].loss == 0.25
        assert figures(s)[0].sent_bytes > 0
        s.windows.do(ui.Press(button="pause"))
        before = len(figures(s))
        await asyncio.sleep(1.2)
        assert len(figures(s)) == before


async def test_any_quality_may_be_asked_for_at_any_time(tmp_path: Path) -> None:
    async with scene(tmp_path) as s:
        for quality in wire.Quality:
            s.say(wire.UseQuality(quality=quality))
        assert s.view.end_reason is None


async def test_how_much_was_sent_is_shown_during_the_session_after_it_and_in_the_record(tmp_path: Path) -> None:
    async with scene(tmp_path) as s:
        s.grant(Permission.VIEW)
        await asyncio.sleep(1.2)
        assert s.view.sent_bytes > 0
        s.windows.do(ui.Press(button="stop"))
        assert s.view.screen == "ended"
        told = next(payload for kind, payload in recorded(s) if kind == "session.ended")
        assert int(told["sent"]) == s.view.sent_bytes > 0


def recorded(scene: Scene) -> list[tuple[str, dict[str, str]]]:
    story = story_of(judge(from_folder(scene.journal.directory)))
    return [(moment.entry.type, moment.payload) for moment in story.moments]
