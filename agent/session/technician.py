"""What the technician says: each message past the one gate, and what may then be done. Every refusal counts."""

from typing import assert_never

from agent.protocol import messages as wire
from agent.protocol.message import ForTool
from agent.protocol.messages import ConsoleMessage, EndReason, FromConsole, Party, Phase
from agent.protocol.permissions import Permission
from agent.protocol.process_messages import EndProcess, ForceProcess
from agent.protocol.restart_messages import BeginRestart
from agent.protocol.service_messages import ChangeService, SwitchStartup
from agent.protocol.terminal_messages import OpenTerminal
from agent.protocol.voice_messages import OfferVoice
from agent.session import effects as do
from agent.session import events as on
from agent.session.allowance import Allowance
from agent.session.consent import Consent
from agent.session.effects import Effect
from agent.session.gate import Dropped, Refused, admit
from agent.session.standing import ChatLine, Standing

REFUSALS_THAT_END = 3
"""The third message that asks for what was not granted ends the session."""

BURST_SECONDS = 30.0
"""Input after so long a silence is worth a line in the journal."""

COUNTED = (
    wire.RequestPermission,
    wire.RequestReport,
    wire.OfferBulk,
    OpenTerminal,
    BeginRestart,
    OfferVoice,
    wire.SayFromConsole,
    wire.ReadClipboard,
    wire.PutText,
    wire.PutImage,
    EndProcess,
    ForceProcess,
    ChangeService,
    SwitchStartup,
    wire.ResumeSession,
    wire.ChooseMonitor,
    wire.WriteMark,
)
"""What comes before the customer's eyes or fills the journal: said without measure, it is not heard (allowance)."""


class TechnicianSide:
    """The technician, as far as the rules go."""

    def __init__(self, at: Standing, consent: Consent) -> None:
        self._at, self._consent = at, consent
        self._allowance = Allowance()
        self._receipt_key: str | None = None
        self._refusals = 0
        self._last_used: dict[str, float] = {}

    def said(self, event: on.ConsoleSaid, now: float) -> list[Effect]:
        """Judge a raw message at the gate, and act on it if it passes."""
        interrupted = self._at.phase is Phase.PAUSED or self._at.lost_since is not None
        match admit(event, self._at.grants, interrupted, now):
            case Refused() as refused:
                return self._refuse(refused, now)
            case Dropped():
                return []
            case message if isinstance(message, COUNTED) and not self._allowance.take(now):
                return []
            case message:
                return self._passed(message, now)

    def _passed(self, message: ConsoleMessage, now: float) -> list[Effect]:
        """Act on a message that the gate let pass."""
        match message:
            case wire.MovePointer() | wire.PressButton() | wire.Scroll() | wire.PressKey() | wire.TypeText():
                return self._input(message, now)
            case wire.StillHolding() | wire.ReleaseInput():
                return self._holding(message, now)
            case wire.PictureShown():
                return [do.AcknowledgePicture(message.frame)]
            case wire.RefreshPicture():
                return [do.RefreshPicture()]
            case wire.ChooseMonitor():
                return self._choose_monitor(message.monitor)
            case wire.FitPicture():
                return [do.FitPicture(message.width, message.height)]
            case wire.PictureCodecs():
                return [do.UseCodecs(message.codecs)]
            case wire.UseQuality():
                return [do.UseQuality(message.quality)]
            case wire.RequestPermission():
                return self._consent.request(message.permission, now)
            case wire.RequestReport():
                return self._report_requested()
            case wire.HideWindow() | wire.HideApplication() | wire.HideArea() | wire.HideFolder():
                return self._at.hiding.propose(message)
            case wire.PointAt() | wire.DrawMark() | wire.WriteMark():
                return self._annotate(message, now)
            case wire.PointAway():
                return [do.HidePointer()]
            case wire.ClearMarks():
                return [do.ClearMarks()]
            case wire.OfferBulk():
                return [do.Record("bulk.opened"), do.OpenBulk(message.sdp)]
            case wire.BulkCandidate():
                return [do.AddBulkCandidate(message.candidate)]
            case wire.SayFromConsole():
                return self._chat(message.text, now)
            case wire.TypingFromConsole():
                self._at.typing_until = now + wire.TYPING_SECONDS
                return []
            case wire.PauseSession():
                return self._at.pause(Party.TECHNICIAN)
            case wire.ResumeSession():
                return self._at.resume(Party.TECHNICIAN)
            case wire.EndSession():
                return self._at.end(EndReason.TECHNICIAN, now)
            case wire.AgreeReceipt():
                return self._agree_receipt(message.public_key)
            case wire.SignedHead():
                return [do.KeepCountersignature(message)]
            case wire.PingFromConsole():
                return [do.Tell(wire.Pong(t=message.t))]
            case ForTool():
                return [do.UseTool(message)]
            case _:
                assert_never(message)

    def _refuse(self, refused: Refused, now: float) -> list[Effect]:
        self._refusals += 1
        effects: list[Effect] = [
            do.Record("gate.refused", {"message": refused.type, "reason": refused.reason}),
            do.Tell(wire.Refusal(refused=refused.type, reason=refused.reason)),
        ]
        ends = self._refusals >= REFUSALS_THAT_END
        return [*effects, *self._at.end(EndReason.REFUSALS, now)] if ends else effects

    def _input(self, message: wire.InputAct, now: float) -> list[Effect]:
        if not self._at.input_open:
            return []
        self._at.held.heard(message, now)
        return [*self._burst(message, now), do.Inject(message)]

    def _holding(self, message: wire.StillHolding | wire.ReleaseInput, now: float) -> list[Effect]:
        if isinstance(message, wire.StillHolding):
            self._at.held.heard(message, now)
            return []
        self._at.held.let_go()
        return [do.ReleaseInput()]

    def _chat(self, text: str, now: float) -> list[Effect]:
        self._at.typing_until = 0.0
        self._at.keep_chat(ChatLine(mine=False, text=text, at=now))
        return [do.Record("chat.received", {"text": text})]

    def _annotate(self, message: wire.Annotation, now: float) -> list[Effect]:
        if not self._at.pointing:
            return []
        if isinstance(message, wire.WriteMark):
            return [do.Record("annotation.written", {"text": message.text}), do.Annotate(message)]
        return [*self._burst(message, now), do.Annotate(message)]

    def _choose_monitor(self, monitor: int | None) -> list[Effect]:
        all_again = do.Record("picture.all_monitors")
        record = all_again if monitor is None else do.Record("picture.monitor", {"monitor": str(monitor)})
        return [record, do.ChooseMonitor(monitor)]

    def _agree_receipt(self, key: str) -> list[Effect]:
        """Take the first key that the console offers, for the whole session."""
        if self._receipt_key is not None:
            return []
        self._receipt_key = key
        return [do.Record("receipt.agreed", {"key": key}), do.UseReceiptKey(key)]

    def _burst(self, message: FromConsole, now: float) -> list[Effect]:
        """Record what comes many times a second once, and again after a silence."""
        if message.journal is None:
            return []
        last, self._last_used[message.journal] = self._last_used.get(message.journal), now
        return [do.Record(message.journal)] if last is None or now - last > BURST_SECONDS else []

    def _report_requested(self) -> list[Effect]:
        if self._at.report.open:
            return []
        if self._at.report.silenced:
            return [do.Tell(wire.Refusal(refused="system/request", reason="not_granted"))]
        self._at.report.collecting = True
        return [do.CollectReport(serial=Permission.SERIAL in self._at.grants.granted)]
