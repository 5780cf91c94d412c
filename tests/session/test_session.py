"""The rules of a live session, without anything real around them: they touch nothing."""

from typing import get_args

import pytest

from agent.protocol import messages as wire
from agent.protocol.messages import EndReason, FromConsole, Party, Phase, ReportLine
from agent.protocol.permissions import Permission
from agent.session import effects as do
from agent.session import events as on
from agent.session.grants import EXCUSE_SECONDS, GRANT_SECONDS
from agent.session.questions import ANSWER_SECONDS
from agent.session.standing import IDLE_SECONDS, LOST_SECONDS
from tests.session.talk import KEY_DOWN, MOVE, kinds, recorded, said, session_with, told


def test_nothing_is_granted_at_the_start() -> None:
    session = session_with()
    assert session.grants.granted == []
    assert not session.picture_allowed
    assert not session.input_open


def test_a_yes_to_view_starts_the_picture_and_opens_no_input() -> None:
    session = session_with()
    session.handle(said(wire.RequestPermission(permission=Permission.VIEW)), 0.0)
    effects = session.handle(on.CustomerAnswered(1, True), 1.0)
    assert do.StartPicture() in effects
    assert not session.input_open


def test_control_asks_for_view_first_and_one_question_at_a_time() -> None:
    session = session_with()
    session.handle(said(wire.RequestPermission(permission=Permission.CONTROL)), 0.0)
    first = session.grants.question
    assert first is not None
    assert first.permission is Permission.VIEW
    session.handle(on.CustomerAnswered(first.number, True), 0.0)
    second = session.grants.question
    assert second is not None
    assert second.permission is Permission.CONTROL


def test_a_no_to_view_drops_the_question_of_control() -> None:
    session = session_with()
    session.handle(said(wire.RequestPermission(permission=Permission.CONTROL)), 0.0)
    session.handle(on.CustomerAnswered(1, False), 0.0)
    assert session.grants.question is None


def test_an_answer_to_another_question_answers_nothing() -> None:
    session = session_with()
    session.handle(said(wire.RequestPermission(permission=Permission.VIEW)), 0.0)
    assert session.handle(on.CustomerAnswered(7, True), 0.0) == []
    assert session.grants.granted == []


def test_silence_is_a_no() -> None:
    session = session_with()
    session.handle(said(wire.RequestPermission(permission=Permission.VIEW)), 0.0)
    assert session.deadline() == ANSWER_SECONDS
    session.handle(on.Woke(), ANSWER_SECONDS)
    assert session.grants.question is None
    assert session.grants.refused == [Permission.VIEW]


def test_what_this_version_cannot_do_is_refused_without_asking_the_customer() -> None:
    session = session_with()
    effects = session.handle(said(wire.RequestPermission(permission=Permission.RECORD)), 0.0)
    assert session.grants.question is None
    assert told(effects) == [wire.Refusal(refused="consent/request record", reason="unavailable")]


@pytest.mark.parametrize("message", [MOVE, KEY_DOWN, wire.RequestReport(), wire.RefreshPicture()])
def test_a_message_without_its_permission_is_refused_and_recorded(message: FromConsole) -> None:
    effects = session_with().handle(said(message), 0.0)
    assert kinds(effects) == [do.Record, do.Tell]


def test_the_third_refusal_ends_the_session() -> None:
    session = session_with()
    for _ in range(3):
        effects = session.handle(said(MOVE), 0.0)
    assert session.end_reason is EndReason.REFUSALS
    assert kinds(effects)[-1] is do.Cut


@pytest.mark.parametrize(
    "text", ["", "{}", "null", '{"type":"files/read"}', '{"type":"input/move","x":-1,"y":0}', "[" * 5000]
)
def test_what_the_wire_does_not_know_is_refused(text: str) -> None:
    effects = session_with(*[Permission.VIEW, Permission.CONTROL]).handle(on.ConsoleSaid("control", text), 0.0)
    assert isinstance(told(effects)[0], wire.Refusal)


def test_input_on_the_control_channel_and_control_on_the_input_channel_are_refused() -> None:
    session = session_with(Permission.VIEW, Permission.CONTROL)
    assert do.Inject(MOVE) not in session.handle(on.ConsoleSaid("control", MOVE.model_dump_json()), 0.0)
    chat = wire.SayFromConsole(text="x").model_dump_json()
    assert isinstance(told(session.handle(on.ConsoleSaid("input", chat), 0.0))[0], wire.Refusal)


def test_granted_control_lets_input_in() -> None:
    session = session_with(Permission.VIEW, Permission.CONTROL)
    assert do.Inject(MOVE) in session.handle(said(MOVE), 0.0)


def test_the_customers_hand_closes_the_gate_releases_what_is_held_and_tells_both() -> None:
    session = session_with(Permission.VIEW, Permission.CONTROL)
    effects = session.handle(on.HandSeen(), 10.0)
    assert kinds(effects)[0] is do.ReleaseInput
    assert do.Record("hand.taken") in effects
    assert told(effects) == [session.state()]
    assert session.handle(said(KEY_DOWN), 10.1) == []


def test_the_gate_reopens_after_the_customers_last_event_not_the_first() -> None:
    session = session_with(Permission.VIEW, Permission.CONTROL)
    session.handle(on.HandSeen(), 10.0)
    session.handle(on.HandSeen(), 11.0)
    session.handle(on.Woke(), 11.5)
    assert not session.input_open
    assert session.deadline() == 12.5
    session.handle(on.Woke(), 12.5)
    assert session.input_open


def test_while_the_customer_is_asked_no_remote_input_enters() -> None:
    session = session_with(Permission.VIEW, Permission.CONTROL)
    effects = session.handle(said(wire.RequestPermission(permission=Permission.SYSTEM)), 0.0)
    assert kinds(effects)[0] is do.ReleaseInput
    assert session.handle(said(KEY_DOWN), 0.0) == []


def test_while_the_report_is_previewed_no_remote_input_enters() -> None:
    session = session_with(Permission.VIEW, Permission.CONTROL, Permission.SYSTEM)
    session.handle(said(wire.RequestReport()), 0.0)
    session.handle(on.ReportCollected((ReportLine(key="os", items=["Debian"]),)), 0.0)
    assert session.handle(said(KEY_DOWN), 0.0) == []


def test_pause_stops_picture_and_input_locally_first() -> None:
    session = session_with(Permission.VIEW, Permission.CONTROL)
    effects = session.handle(on.CustomerPaused(), 1.0)
    assert kinds(effects)[:2] == [do.StopPicture, do.ReleaseInput]
    assert session.handle(said(MOVE), 1.0) == []
    assert not session.picture_allowed


def test_the_technician_cannot_end_a_pause_of_the_customers() -> None:
    session = session_with(Permission.VIEW)
    session.handle(on.CustomerPaused(), 1.0)
    session.handle(said(wire.ResumeSession()), 2.0)
    assert session.phase is Phase.PAUSED
    assert do.StartPicture() in session.handle(on.CustomerResumed(), 3.0)


def test_a_pause_of_the_technicians_ends_for_either() -> None:
    for resume in (said(wire.ResumeSession()), on.CustomerResumed()):
        session = session_with(Permission.VIEW)
        session.handle(said(wire.PauseSession()), 1.0)
        assert session.paused_by is Party.TECHNICIAN
        assert do.StartPicture() in session.handle(resume, 2.0)


def test_withdrawing_view_withdraws_control_and_stops_at_once() -> None:
    session = session_with(Permission.VIEW, Permission.CONTROL)
    effects = session.handle(on.CustomerWithdrew(Permission.VIEW), 1.0)
    assert kinds(effects)[:2] == [do.StopPicture, do.ReleaseInput]
    assert session.grants.granted == []


def test_a_pause_stops_a_tool_until_it_is_used_again_and_a_withdrawal_for_good() -> None:
    session, voice = session_with(Permission.VIEW, Permission.VOICE), frozenset({Permission.VOICE})
    assert do.StopTools(voice, ended=False) in session.handle(on.CustomerPaused(), 1.0)
    session.handle(on.CustomerResumed(), 2.0)
    assert do.StopTools(voice, ended=True) in session.handle(on.CustomerWithdrew(Permission.VOICE), 3.0)


def test_what_was_on_its_way_when_a_permission_ended_is_dropped_without_blame() -> None:
    session = session_with(Permission.VIEW, Permission.CONTROL)
    session.handle(on.CustomerWithdrew(Permission.CONTROL), 1.0)
    assert session.handle(said(MOVE), 1.0 + EXCUSE_SECONDS - 0.1) == []
    assert told(session.handle(said(MOVE), 1.0 + EXCUSE_SECONDS)) != []


def test_a_grant_ends_after_its_time() -> None:
    session = session_with(Permission.VIEW)
    effects = session.handle(on.Woke(), GRANT_SECONDS)
    assert kinds(effects)[0] is do.StopPicture
    assert session.grants.granted == []


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (on.CustomerStopped(), EndReason.CUSTOMER),
        (said(wire.EndSession()), EndReason.TECHNICIAN),
        (on.LinkClosed(), EndReason.LINK_LOST),
        (on.LinkClosed(tampered=True), EndReason.TAMPERING),
        (on.DoerFailed("picture"), EndReason.FAILURE),
        (on.RestartBegan(), EndReason.RESTART),
    ],
)
def test_every_end_is_local_first_and_final(event: on.Event, reason: EndReason) -> None:
    session = session_with(Permission.VIEW, Permission.CONTROL)
    effects = session.handle(event, 1.0)
    assert kinds(effects) == [
        do.StopPicture,
        do.CutBulk,
        do.StopTools,
        do.ReleaseInput,
        do.ClearMarks,
        do.Record,
        do.Cut,
    ]
    assert effects[-1] == do.Cut(last_words=session.state())
    assert session.end_reason is reason
    assert session.grants.granted == []
    assert session.handle(said(MOVE), 1.0) == []
    assert session.handle(on.CustomerResumed(), 1.0) == []
    assert session.deadline() is None


def test_a_lost_line_stops_everything_and_its_return_starts_again_under_the_same_grants() -> None:
    session = session_with(Permission.VIEW, Permission.CONTROL)
    assert kinds(session.handle(on.LinkLost(), 5.0))[:2] == [do.StopPicture, do.ReleaseInput]
    assert do.StartPicture() in session.handle(on.LinkBack(), 6.0)
    assert session.input_open


def test_a_line_lost_for_long_ends_the_session() -> None:
    session = session_with(Permission.VIEW)
    session.handle(on.LinkLost(), 5.0)
    session.handle(on.Woke(), 5.0 + LOST_SECONDS)
    assert session.end_reason is EndReason.LINK_LOST


def test_what_runs_out_in_the_moment_of_the_end_is_recorded_too() -> None:
    session = session_with(Permission.VIEW)
    session.handle(on.LinkLost(), GRANT_SECONDS - LOST_SECONDS)
    effects = session.handle(on.Woke(), GRANT_SECONDS)
    assert recorded(effects) == ["permission.expired", "session.ended"]
    assert kinds(effects)[:5] == [do.StopPicture, do.CutBulk, do.StopTools, do.ReleaseInput, do.ClearMarks]


def test_a_frozen_window_pauses_and_only_the_customer_resumes() -> None:
    session = session_with(Permission.VIEW)
    session.handle(on.InterfaceFrozen(), 1.0)
    session.handle(said(wire.ResumeSession()), 1.0)
    assert session.paused_by is Party.SYSTEM
    session.handle(on.CustomerResumed(), 1.0)
    assert session.paused_by is None


def test_struck_lines_of_the_report_never_leave() -> None:
    session = session_with(Permission.SYSTEM)
    assert do.CollectReport(serial=False) in session.handle(said(wire.RequestReport()), 0.0)
    lines = (ReportLine(key="os", items=["Debian"]), ReportLine(key="processes", items=["secret"]))
    assert session.handle(on.ReportCollected(lines), 0.0) == []
    session.handle(on.LineStruck("processes", True), 0.0)
    effects = session.handle(on.ReportDecided(send=True), 0.0)
    assert wire.Report(lines=[lines[0]]) in told(effects)


def test_a_report_not_let_go_or_withdrawn_meanwhile_is_forgotten() -> None:
    for event in (on.ReportDecided(send=False), on.CustomerWithdrew(Permission.SYSTEM)):
        session = session_with(Permission.SYSTEM)
        session.handle(said(wire.RequestReport()), 0.0)
        session.handle(on.ReportCollected((ReportLine(key="os", items=["Debian"]),)), 0.0)
        session.handle(event, 0.0)
        assert not session.report.open
        assert not [m for m in told(session.handle(on.ReportDecided(send=True), 0.0)) if isinstance(m, wire.Report)]


def test_a_report_that_the_customer_keeps_is_told_to_the_technician() -> None:
    session = session_with(Permission.SYSTEM)
    session.handle(said(wire.RequestReport()), 0.0)
    session.handle(on.ReportCollected((ReportLine(key="os", items=["x"]),)), 0.0)
    assert wire.ReportWithheld() in told(session.handle(on.ReportDecided(send=False), 0.0))


def test_a_report_collected_after_the_withdrawal_is_not_shown() -> None:
    session = session_with(Permission.SYSTEM)
    session.handle(said(wire.RequestReport()), 0.0)
    session.handle(on.CustomerWithdrew(Permission.SYSTEM), 0.0)
    session.handle(on.ReportCollected((ReportLine(key="os", items=["x"]),)), 0.0)
    assert not session.report.open


def test_a_session_in_which_nothing_happens_ends() -> None:
    session = session_with()
    assert session.deadline() == IDLE_SECONDS
    session.handle(on.Woke(), IDLE_SECONDS)
    assert session.end_reason is EndReason.TIMEOUT


def test_chat_needs_no_permission_and_both_sides_keep_it() -> None:
    session = session_with()
    session.handle(said(wire.SayFromConsole(text="bonjour")), 0.0)
    session.handle(on.CustomerSaid("bonjour à vous"), 0.0)
    assert [line.text for line in session.chat] == ["bonjour", "bonjour à vous"]


def test_every_message_of_the_console_has_a_place_behind_the_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agent.session.grants.AVAILABLE", frozenset(Permission))
    granted = (
        Permission.VIEW,
        Permission.ANNOTATE,
        Permission.CONTROL,
        Permission.CLIPBOARD_IN,
        Permission.CLIPBOARD_OUT,
        Permission.SYSTEM,
        Permission.FILES_READ,
        Permission.FILES_WRITE,
        Permission.PROCESSES,
        Permission.REGISTRY,
        Permission.TERMINAL,
        Permission.RESTART,
        Permission.VOICE,
    )
    for message_type in get_args(wire.ConsoleMessage):
        session = session_with(*granted)
        fields = {
            "permission": "view",
            "t": 1.0,
            "text": "x",
            "x": 1,
            "y": 1,
            "frame": 1,
            "dx": 0,
            "dy": 1,
            "sdp": "v=0",
            "candidate": "",
            "codecs": [],
            "quality": "least",
            "monitor": 2,
            "public_key": "ab" * 32,
            "signature": "ab" * 64,
            "count": 1,
            "width": 1,
            "height": 1,
            "name": "x",
            "final": False,
            "fresh": True,
            "id": 1,
            "scope": "user",
            "verb": "stop",
            "on": False,
            "columns": 80,
            "rows": 24,
            "number": 1,
            "secret": "ab" * 32,
        }
        fields |= {"mark": 1, "tool": "box", "colour": "red", "stay": False, "points": [1, 2, 3, 4]}
        fields |= {"transfer": 1, "size": 3, "data": "AAAA"}
        fields |= {"act": 1, "path": "/a", "folder": "/b", "opened": 1, "parts": 1}
        fields |= {"listing": 1, "sort": "name", "descending": False, "filter": "", "dotted": False, "first": 0}
        fields |= {"item": 0, "offset": 0, "items": 1, "bytes": 1, "when_taken": "ask"}
        fields |= {"view": "64", "names": ["HKEY_CURRENT_USER"], "sought": "a", "kind": "sz"}
        fields |= {"button": 0, "down": True, "code": "KeyA"}
        fields["key"] = "ab" * 32 if message_type is wire.AgreeReceipt else "a"
        chosen = {name: value for name, value in fields.items() if name in message_type.model_fields}
        effects = session.handle(said(message_type.model_validate(chosen)), 0.0)
        assert not any(isinstance(m, wire.Refusal) for m in told(effects)), message_type


def test_while_a_tool_asks_the_customer_something_no_input_enters() -> None:
    session = session_with(Permission.VIEW, Permission.CONTROL, Permission.ANNOTATE)
    effects = session.handle(on.ToolAsks(open=True), 1.0)
    assert do.ReleaseInput() in effects
    assert not session.input_open
    assert not session.pointing
    session.handle(on.ToolAsks(open=False), 2.0)
    assert session.input_open


def test_the_technician_counts_as_writing_for_a_while_and_nothing_is_recorded() -> None:
    session = session_with()
    assert session.handle(said(wire.TypingFromConsole()), 10.0) == []
    assert session.typing_until == 10.0 + wire.TYPING_SECONDS
    session.handle(said(wire.SayFromConsole(text="voilà")), 11.0)
    assert session.typing_until <= 11.0, "what was being written has come"


def test_that_the_customer_writes_is_told_no_more_than_every_beat() -> None:
    session = session_with()
    effects = [session.handle(on.CustomerTyped(), tenth / 10) for tenth in range(61)]
    assert [kinds(said) for said in effects if said] == [[do.Tell]] * 3
    assert told(effects[0]) == [wire.TypingFromAgent()]
