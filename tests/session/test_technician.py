"""What a technician who floods, nags or points gets: nothing the customer did not allow, and nothing without end."""

import pytest

from agent.protocol import messages as wire
from agent.protocol.messages import FromConsole, ReportLine
from agent.protocol.permissions import Permission
from agent.session import effects as do
from agent.session import events as on
from agent.session.allowance import BURST
from tests.session.talk import MOVE, ask, kinds, recorded, said, session_with, told

POINT = wire.PointAt(x=3, y=4)
DRAW = wire.DrawMark(mark=1, tool=wire.MarkTool.PEN, colour=wire.MarkColour.RED, stay=False, points=[1, 2, 3, 4])
WRITE = wire.WriteMark(mark=2, colour=wire.MarkColour.BLUE, stay=True, x=3, y=4, text="Ici")
CHAT = wire.SayFromConsole(text="bonjour")


@pytest.mark.parametrize("channel", ["picture", "input", "other", ""])
def test_a_control_message_on_another_channel_is_refused(channel: str) -> None:
    session = session_with(Permission.VIEW)
    effects = session.handle(on.ConsoleSaid(channel, wire.RefreshPicture().model_dump_json()), 0.0)
    assert do.RefreshPicture() not in effects
    assert isinstance(told(effects)[0], wire.Refusal)


def test_pointing_needs_its_own_yes_and_presses_nothing() -> None:
    assert do.Annotate(POINT) not in session_with(Permission.VIEW).handle(said(POINT), 0.0)
    session = session_with(Permission.VIEW, Permission.ANNOTATE)
    effects = session.handle(said(POINT), 0.0)
    assert effects == [do.Record("annotation.used"), do.Annotate(POINT)]
    assert session.handle(said(POINT), 1.0) == [do.Annotate(POINT)]
    assert not session.input_open


def test_annotate_asks_for_view_first() -> None:
    session = session_with()
    ask(session, Permission.ANNOTATE)
    question = session.grants.question
    assert question is not None
    assert question.permission is Permission.VIEW


@pytest.mark.parametrize(
    "event",
    [
        on.CustomerPaused(),
        on.LinkLost(),
        on.CustomerWithdrew(Permission.ANNOTATE),
        on.CustomerWithdrew(Permission.VIEW),
        said(wire.RequestPermission(permission=Permission.SYSTEM)),
    ],
)
def test_the_pointer_goes_with_what_allowed_it_and_points_at_no_answer(event: on.Event) -> None:
    session = session_with(Permission.VIEW, Permission.ANNOTATE)
    session.handle(said(POINT), 0.0)
    assert do.ClearMarks() in session.handle(event, 1.0)
    assert do.Annotate(POINT) not in session.handle(said(POINT), 1.1)


def test_drawing_needs_the_same_yes_and_is_recorded_once_and_again_after_a_silence() -> None:
    assert do.Annotate(DRAW) not in session_with(Permission.VIEW).handle(said(DRAW), 0.0)
    session = session_with(Permission.VIEW, Permission.ANNOTATE)
    entries = [recorded(session.handle(said(DRAW), at)) for at in (0.0, 1.0, 20.0, 60.0)]
    assert entries == [["annotation.drawn"], [], [], ["annotation.drawn"]]
    assert session.handle(said(DRAW), 61.0) == [do.Annotate(DRAW)]


def test_what_is_written_on_the_screen_is_recorded_each_time_before_it_is_shown() -> None:
    session = session_with(Permission.VIEW, Permission.ANNOTATE)
    for _ in range(2):
        effects = session.handle(said(WRITE), 0.0)
        assert effects == [do.Record("annotation.written", {"text": "Ici"}), do.Annotate(WRITE)]


def test_a_flood_of_words_on_the_screen_fills_no_journal() -> None:
    session = session_with(Permission.VIEW, Permission.ANNOTATE)
    written = [bool(session.handle(said(WRITE), 1.0)) for _ in range(1000)]
    assert not any(written[BURST:])


def test_marks_may_be_taken_away_at_any_time() -> None:
    assert session_with().handle(said(wire.ClearMarks()), 0.0) == [do.ClearMarks()]
    assert session_with().handle(said(wire.PointAway()), 0.0) == [do.HidePointer()]


def test_what_the_customer_wipes_away_goes_at_once_and_the_technician_is_told() -> None:
    session = session_with(Permission.VIEW, Permission.ANNOTATE)
    session.handle(said(DRAW), 0.0)
    effects = session.handle(on.CustomerWiped(), 1.0)
    assert effects == [do.ClearMarks(), do.Record("annotation.cleared"), do.Tell(wire.MarksCleared())]
    assert session_with(Permission.VIEW).handle(on.CustomerWiped(), 1.0) == []


@pytest.mark.parametrize("message", [CHAT, wire.RequestPermission(permission=Permission.VIEW), wire.RequestReport()])
def test_a_flood_is_not_heard_and_a_calm_technician_is_again(message: FromConsole) -> None:
    session = session_with(Permission.SYSTEM)
    heard = [bool(session.handle(said(message), 1.0)) for _ in range(1000)]
    assert not any(heard[BURST:])
    assert session.handle(said(CHAT), 5.0) != []


def test_a_flood_keeps_nobody_from_pausing_or_ending() -> None:
    session = session_with(Permission.VIEW)
    for _ in range(1000):
        session.handle(said(CHAT), 1.0)
    assert do.StopPicture() in session.handle(said(wire.PauseSession()), 1.0)
    assert kinds(session.handle(said(wire.EndSession()), 1.0))[-1] is do.Cut


def test_a_report_that_the_customer_kept_twice_is_not_asked_for_again() -> None:
    session = session_with(Permission.SYSTEM)
    for _ in range(2):
        session.handle(said(wire.RequestReport()), 1.0)
        session.handle(on.ReportCollected((ReportLine(key="os", items=["x"]),)), 1.0)
        session.handle(on.ReportDecided(False), 1.0)
    effects = session.handle(said(wire.RequestReport()), 1.0)
    assert effects == [do.Tell(wire.Refusal(refused="system/request", reason="not_granted"))]


def test_a_serial_number_collected_under_an_earlier_yes_is_not_shown() -> None:
    session = session_with(Permission.SYSTEM, Permission.SERIAL)
    session.handle(said(wire.RequestReport()), 1.0)
    session.handle(on.CustomerWithdrew(Permission.SERIAL), 1.0)
    session.handle(said(wire.RequestReport()), 1.0)
    session.handle(on.ReportCollected((ReportLine(key="os", items=["x"]), ReportLine(key="serial", items=["S1"]))), 2.0)
    assert [line.key for line in session.report.lines] == ["os"]


def test_the_first_key_for_receipts_counts() -> None:
    session = session_with()
    first, second = (wire.AgreeReceipt(public_key=digits * 32) for digits in ("ab", "cd"))
    assert do.UseReceiptKey(first.public_key) in session.handle(said(first), 0.0)
    assert session.handle(said(second), 0.0) == []


def test_input_used_is_recorded_once_and_again_after_a_silence() -> None:
    session = session_with(Permission.VIEW, Permission.CONTROL)
    entries = [recorded(session.handle(said(MOVE), at)) for at in (0.0, 1.0, 20.0, 60.0)]
    assert entries == [["input.used"], [], [], ["input.used"]]


def test_the_choice_of_a_monitor_is_recorded_and_done() -> None:
    session = session_with(Permission.VIEW)
    effects = session.handle(said(wire.ChooseMonitor(monitor=2)), 1.0)
    assert effects == [do.Record("picture.monitor", {"monitor": "2"}), do.ChooseMonitor(2)]
    effects = session.handle(said(wire.ChooseMonitor(monitor=None)), 2.0)
    assert effects == [do.Record("picture.all_monitors"), do.ChooseMonitor(None)]


def test_without_view_no_monitor_can_be_chosen() -> None:
    effects = session_with().handle(said(wire.ChooseMonitor(monitor=2)), 1.0)
    assert recorded(effects) == ["gate.refused"]


def test_a_flood_of_choices_fills_no_journal() -> None:
    session = session_with(Permission.VIEW)
    done = [session.handle(said(wire.ChooseMonitor(monitor=n % 2 + 1)), 1.0) for n in range(100)]
    assert len(list(filter(None, done))) <= BURST


def test_how_large_the_console_shows_the_picture_may_be_said_at_any_time() -> None:
    assert session_with().handle(said(wire.FitPicture(width=900, height=600)), 1.0) == [do.FitPicture(900, 600)]
