"""Every message of a live session, and beside each the permission it needs.

Control messages travel as JSON text on the data channel `control`, input messages on `input`; the picture has a
channel of its own (agent/media/wire.py). A type without `needs` does not import; a type that does something names the
journal entry it leaves. docs/protocol.md is the specification; the console's types are generated from this file.
"""

from enum import StrEnum
from typing import Annotated, Literal, TypeVar

from pydantic import Field, TypeAdapter, ValidationError

from agent.protocol.annotate_messages import Annotation as Annotation
from agent.protocol.annotate_messages import ClearMarks as ClearMarks
from agent.protocol.annotate_messages import DrawMark as DrawMark
from agent.protocol.annotate_messages import MarkColour as MarkColour
from agent.protocol.annotate_messages import MarksCleared as MarksCleared
from agent.protocol.annotate_messages import MarkTool as MarkTool
from agent.protocol.annotate_messages import PointAt as PointAt
from agent.protocol.annotate_messages import PointAway as PointAway
from agent.protocol.annotate_messages import WriteMark as WriteMark
from agent.protocol.bulk_messages import AnswerBulk as AnswerBulk
from agent.protocol.bulk_messages import BulkCandidate as BulkCandidate
from agent.protocol.bulk_messages import BulkClosed as BulkClosed
from agent.protocol.bulk_messages import OfferBulk as OfferBulk
from agent.protocol.chat_messages import MAX_CHAT as MAX_CHAT
from agent.protocol.chat_messages import TYPING_BEAT_SECONDS as TYPING_BEAT_SECONDS
from agent.protocol.chat_messages import TYPING_SECONDS as TYPING_SECONDS
from agent.protocol.chat_messages import SayFromAgent as SayFromAgent
from agent.protocol.chat_messages import SayFromConsole as SayFromConsole
from agent.protocol.chat_messages import TypingFromAgent as TypingFromAgent
from agent.protocol.chat_messages import TypingFromConsole as TypingFromConsole
from agent.protocol.clipboard_messages import CLIPBOARD_PART as CLIPBOARD_PART
from agent.protocol.clipboard_messages import CLIPBOARD_WINDOW as CLIPBOARD_WINDOW
from agent.protocol.clipboard_messages import MAX_CLIPBOARD_IMAGE as MAX_CLIPBOARD_IMAGE
from agent.protocol.clipboard_messages import MAX_CLIPBOARD_PIXELS as MAX_CLIPBOARD_PIXELS
from agent.protocol.clipboard_messages import MAX_CLIPBOARD_TEXT as MAX_CLIPBOARD_TEXT
from agent.protocol.clipboard_messages import ClipboardContent as ClipboardContent
from agent.protocol.clipboard_messages import ClipboardFailed as ClipboardFailed
from agent.protocol.clipboard_messages import ClipboardFault as ClipboardFault
from agent.protocol.clipboard_messages import ClipboardKind as ClipboardKind
from agent.protocol.clipboard_messages import ClipboardPart as ClipboardPart
from agent.protocol.clipboard_messages import ClipboardPiece as ClipboardPiece
from agent.protocol.clipboard_messages import ClipboardPlaced as ClipboardPlaced
from agent.protocol.clipboard_messages import ClipboardTaken as ClipboardTaken
from agent.protocol.clipboard_messages import GiveUpClipboard as GiveUpClipboard
from agent.protocol.clipboard_messages import PutImage as PutImage
from agent.protocol.clipboard_messages import PutText as PutText
from agent.protocol.clipboard_messages import ReadClipboard as ReadClipboard
from agent.protocol.clipboard_messages import TookPiece as TookPiece
from agent.protocol.errors import WireError
from agent.protocol.file_messages import FileAnswer, FileRequest
from agent.protocol.hiding_messages import HideApplication as HideApplication
from agent.protocol.hiding_messages import HideArea as HideArea
from agent.protocol.hiding_messages import HideFolder as HideFolder
from agent.protocol.hiding_messages import HideWindow as HideWindow
from agent.protocol.input_messages import HELD_BEAT_SECONDS as HELD_BEAT_SECONDS
from agent.protocol.input_messages import INPUT_TYPES as INPUT_TYPES
from agent.protocol.input_messages import Coordinate as Coordinate
from agent.protocol.input_messages import InputAct as InputAct
from agent.protocol.input_messages import MovePointer as MovePointer
from agent.protocol.input_messages import PressButton as PressButton
from agent.protocol.input_messages import PressKey as PressKey
from agent.protocol.input_messages import ReleaseInput as ReleaseInput
from agent.protocol.input_messages import Scroll as Scroll
from agent.protocol.input_messages import StillHolding as StillHolding
from agent.protocol.input_messages import TypeText as TypeText
from agent.protocol.message import FromAgent as FromAgent
from agent.protocol.message import FromConsole as FromConsole
from agent.protocol.permissions import Permission
from agent.protocol.picture_messages import Limit as Limit
from agent.protocol.picture_messages import PictureFigures as PictureFigures
from agent.protocol.picture_messages import Quality as Quality
from agent.protocol.picture_messages import UseQuality as UseQuality
from agent.protocol.pointer_messages import MAX_POINTER_IMAGE as MAX_POINTER_IMAGE
from agent.protocol.pointer_messages import MAX_POINTER_SIDE as MAX_POINTER_SIDE
from agent.protocol.pointer_messages import POINTER_SHAPES as POINTER_SHAPES
from agent.protocol.pointer_messages import PointerPicture as PointerPicture
from agent.protocol.pointer_messages import PointerPlace as PointerPlace
from agent.protocol.process_messages import ProcessAnswer, ProcessRequest
from agent.protocol.receipt import Count, Hash, PublicKey, SessionId, Signature
from agent.protocol.registry_messages import RegistryAnswer, RegistryRequest
from agent.protocol.report_keys import ReportKey as ReportKey
from agent.protocol.report_messages import Report as Report
from agent.protocol.report_messages import ReportLine as ReportLine
from agent.protocol.report_messages import ReportWithheld as ReportWithheld
from agent.protocol.report_messages import RequestReport as RequestReport
from agent.protocol.restart_messages import BeginRestart, RestartRefused
from agent.protocol.service_messages import ServiceAnswer, ServiceRequest
from agent.protocol.terminal_messages import TerminalFromAgent, TerminalFromConsole
from agent.protocol.transfer_messages import TransferAnswer, TransferRequest
from agent.protocol.view_messages import ChooseMonitor as ChooseMonitor
from agent.protocol.view_messages import FitPicture as FitPicture
from agent.protocol.view_messages import Geometry as Geometry
from agent.protocol.view_messages import Monitor as Monitor
from agent.protocol.view_messages import Monitors as Monitors
from agent.protocol.voice_messages import VoiceFromAgent, VoiceFromConsole

MAX_MESSAGE = 64 * 1024
"""Bytes of one message on a data channel."""

CHANNELS = {"control": 0, "input": 2, "picture": 4, "pointer": 6}
"""The negotiated data channels (label: SCTP stream id). All ordered and reliable until measurement says otherwise."""

# --- console -> agent: the session itself ---------------------------------------------------------------------------


class RequestPermission(FromConsole, needs=None, journal="permission.requested"):
    """Ask the customer for one permission. The answer shows in `session/state`; `session/refusal`: it is not asked."""

    type: Literal["consent/request"] = "consent/request"
    permission: Permission


class PauseSession(FromConsole, needs=None, journal="session.paused"):
    """The technician pauses: no frame, no input, until the technician or the customer resumes."""

    type: Literal["session/pause"] = "session/pause"


class ResumeSession(FromConsole, needs=None, journal="session.resumed"):
    """The technician ends a pause of their own; a pause of the customer's stays."""

    type: Literal["session/resume"] = "session/resume"


class EndSession(FromConsole, needs=None, journal="session.ended"):
    """The technician ends the session."""

    type: Literal["session/end"] = "session/end"


class PingFromConsole(FromConsole, needs=None, journal=None):
    """Heartbeat, every second; answered with `link/pong` carrying the same `t`."""

    type: Literal["link/ping"] = "link/ping"
    t: float


# --- console -> agent: the receipt ----------------------------------------------------------------------------------


class AgreeReceipt(FromConsole, needs=None, journal="receipt.agreed"):
    """The Ed25519 key, made for this session, with which the console will countersign; the first one counts."""

    type: Literal["journal/key"] = "journal/key"
    public_key: PublicKey


class SignedHead(FromConsole, needs=None, journal=None):
    """The console's signature under the receipt of that `journal/head`."""

    type: Literal["journal/signed"] = "journal/signed"
    count: Count
    final: bool
    signature: Signature


# --- console -> agent: the picture ----------------------------------------------------------------------------------


class PictureShown(FromConsole, needs=Permission.VIEW, journal=None):
    """Frames up to `frame` were drawn; the sender paces itself by it."""

    type: Literal["view/shown"] = "view/shown"
    frame: Annotated[int, Field(ge=0)]


class RefreshPicture(FromConsole, needs=Permission.VIEW, journal=None):
    """Send everything anew (a key frame): the console lost or could not decode something."""

    type: Literal["view/refresh"] = "view/refresh"


class VideoCodec(StrEnum):
    """A video codec that the console can decode, as the agent knows it."""

    H264 = "h264"
    VP8 = "vp8"


class PictureCodecs(FromConsole, needs=None, journal=None):
    """What this console can decode; sent once, when the channel opens. Without it the picture is lossless only."""

    type: Literal["view/codecs"] = "view/codecs"
    codecs: Annotated[list[VideoCodec], Field(max_length=8)]


# --- agent -> console -----------------------------------------------------------------------------------------------


class Phase(StrEnum):
    """Where the session stands."""

    ASKING = "asking"
    LIVE = "live"
    PAUSED = "paused"
    ENDED = "ended"


class Party(StrEnum):
    """Who did it."""

    CUSTOMER = "customer"
    TECHNICIAN = "technician"
    SYSTEM = "system"


class PauseReason(StrEnum):
    """Why the customer's computer paused by itself."""

    LOCKED = "locked"
    """Its screen was locked."""
    PROMPT = "prompt"
    """It asks the customer something that nobody else may see or answer (UAC on Windows)."""
    FROZEN = "frozen"
    """The customer's window does not answer."""


class EndReason(StrEnum):
    """Why it ended."""

    CUSTOMER = "customer"
    TECHNICIAN = "technician"
    LINK_LOST = "link_lost"
    REFUSALS = "refusals"
    TAMPERING = "tampering"
    FAILURE = "failure"
    TIMEOUT = "timeout"
    AWAY = "away"
    """The computer went to sleep, or another user took its screen."""
    RESTART = "restart"
    """The computer restarts, as was asked for and allowed."""


class HidingState(StrEnum):
    """All that the console learns of what is hidden."""

    NOTHING = "nothing"
    SOMETHING = "something"
    ALL_BUT_ONE = "all_but_one"
    EVERYTHING = "everything"


class SessionState(FromAgent):
    """The whole state, sent at each change: the console shows it and derives nothing."""

    type: Literal["session/state"] = "session/state"
    session_id: str
    phase: Phase
    granted: list[Permission]
    asking: Permission | None = None
    refused: list[Permission] = Field(default_factory=list)
    paused_by: Party | None = None
    pause_reason: PauseReason | None = None
    customer_has_hand: bool = False
    input_open: bool = False
    hiding: HidingState = HidingState.NOTHING
    end_reason: EndReason | None = None


class Refusal(FromAgent):
    """A message of the console's was refused by the gate, or asks for what the customer is not asked again."""

    type: Literal["session/refusal"] = "session/refusal"
    refused: str
    reason: Literal["not_granted", "malformed", "unavailable"]


class Pong(FromAgent):
    """Answer to `link/ping`."""

    type: Literal["link/pong"] = "link/pong"
    t: float


class JournalHead(FromAgent):
    """So many entries, the last with that hash, signed by the agent; at most one a second, and at the end."""

    type: Literal["journal/head"] = "journal/head"
    session: SessionId
    count: Count
    head: Hash
    final: bool
    public_key: PublicKey
    signature: Signature


ConsoleMessage = (
    RequestPermission
    | PauseSession
    | ResumeSession
    | EndSession
    | SayFromConsole
    | TypingFromConsole
    | PingFromConsole
    | AgreeReceipt
    | SignedHead
    | PictureShown
    | RefreshPicture
    | PictureCodecs
    | ChooseMonitor
    | FitPicture
    | UseQuality
    | HideWindow
    | HideApplication
    | HideArea
    | HideFolder
    | PointAt
    | PointAway
    | DrawMark
    | WriteMark
    | ClearMarks
    | RequestReport
    | ReadClipboard
    | TookPiece
    | PutText
    | PutImage
    | ClipboardPart
    | GiveUpClipboard
    | ProcessRequest
    | ServiceRequest
    | RegistryRequest
    | OfferBulk
    | BulkCandidate
    | FileRequest
    | TransferRequest
    | TerminalFromConsole
    | BeginRestart
    | VoiceFromConsole
    | MovePointer
    | PressButton
    | Scroll
    | PressKey
    | TypeText
    | StillHolding
    | ReleaseInput
)
AgentMessage = (
    SessionState
    | Refusal
    | SayFromAgent
    | TypingFromAgent
    | Pong
    | Geometry
    | Monitors
    | PictureFigures
    | PointerPlace
    | PointerPicture
    | JournalHead
    | AnswerBulk
    | BulkClosed
    | FileAnswer
    | TransferAnswer
    | Report
    | ReportWithheld
    | TerminalFromAgent
    | RestartRefused
    | VoiceFromAgent
    | MarksCleared
    | ProcessAnswer
    | ServiceAnswer
    | RegistryAnswer
    | ClipboardContent
    | ClipboardPiece
    | ClipboardTaken
    | ClipboardPlaced
    | ClipboardFailed
)

_CONSOLE: TypeAdapter[ConsoleMessage] = TypeAdapter(Annotated[ConsoleMessage, Field(discriminator="type")])
_AGENT: TypeAdapter[AgentMessage] = TypeAdapter(Annotated[AgentMessage, Field(discriminator="type")])

T = TypeVar("T")


def parse_console_message(text: str | bytes) -> ConsoleMessage:
    """Parse what the console sent. Raise WireError on anything the wire does not know."""
    return _parse(_CONSOLE, text)


def parse_agent_message(text: str | bytes) -> AgentMessage:
    """Parse what the agent sent (for clients written in Python). Raise WireError on anything else."""
    return _parse(_AGENT, text)


def _parse(adapter: TypeAdapter[T], text: str | bytes) -> T:
    if len(text) > MAX_MESSAGE:
        raise WireError("the message is too long")
    try:
        return adapter.validate_json(text)
    except ValidationError as error:
        raise WireError(f"not a message of this wire ({error.error_count()} faults)") from None
