"""Everything the rules can ask the app to do. The order in a list is the order in which it is done: local first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from agent.hiding.vocabulary import Hidden
from agent.protocol.message import ForTool
from agent.protocol.messages import (
    Annotation,
    FromAgent,
    HideApplication,
    HideArea,
    HideFolder,
    HideWindow,
    InputAct,
    Quality,
    SignedHead,
    VideoCodec,
)
from agent.protocol.permissions import Permission

Proposal = HideWindow | HideApplication | HideArea | HideFolder
"""What the technician may propose to hide."""


@dataclass(frozen=True)
class StopPicture:
    """No frame leaves from now on."""


@dataclass(frozen=True)
class ReleaseInput:
    """Release every key and button that the technician holds."""


@dataclass(frozen=True)
class StartPicture:
    """Begin with a full picture."""


@dataclass(frozen=True)
class AcknowledgePicture:
    """The console drew frames up to this one."""

    frame: int


@dataclass(frozen=True)
class RefreshPicture:
    """The console needs a full picture."""


@dataclass(frozen=True)
class ChooseMonitor:
    """Show that monitor alone, or all of them."""

    monitor: int | None


@dataclass(frozen=True)
class FitPicture:
    """The console shows the picture in a room of so many pixels: no more need be sent than fills it."""

    width: int
    height: int


@dataclass(frozen=True)
class UseCodecs:
    """The console can decode these video codecs."""

    codecs: Sequence[VideoCodec]


@dataclass(frozen=True)
class UseQuality:
    """The technician wants this most of the picture."""

    quality: Quality


@dataclass(frozen=True)
class Inject:
    """Do what the technician's hand did; the desktop still refuses the agent's own windows, and what is hidden."""

    message: InputAct


@dataclass(frozen=True)
class UseHidden:
    """From now on, this is hidden: in every picture, file, report, and from the technician's hand."""

    hidden: Hidden


@dataclass(frozen=True)
class FindToHide:
    """Find what the technician proposes to hide, and come back with `FoundToHide`."""

    proposal: Proposal


@dataclass(frozen=True)
class Annotate:
    """Show the technician's pointer, or a mark, on the customer's screen."""

    message: Annotation


@dataclass(frozen=True)
class HidePointer:
    """Take the technician's pointer off the screen."""


@dataclass(frozen=True)
class ClearMarks:
    """Take the technician's pointer and every mark off the screen."""


@dataclass(frozen=True)
class CollectReport:
    """Collect the system report for the preview."""

    serial: bool


@dataclass(frozen=True)
class OpenBulk:
    """Answer the console's offer of a connection for bulk, in place of one that stands."""

    offer: str


@dataclass(frozen=True)
class AddBulkCandidate:
    """Take a candidate of that offer's."""

    candidate: str


@dataclass(frozen=True)
class CutBulk:
    """Nothing goes over the connection for bulk from now on."""


@dataclass(frozen=True)
class UseTool:
    """Have the tool that knows this message do what it asks."""

    message: ForTool


@dataclass(frozen=True)
class StopTools:
    """Nothing leaves or enters by these permissions from now on; `ended`: for good, else until they are used again."""

    permissions: frozenset[Permission]
    ended: bool


@dataclass(frozen=True)
class Tell:
    """Send to the console."""

    message: FromAgent


@dataclass(frozen=True)
class Record:
    """Write to the journal. `payload` holds what may have to be erased (names, texts); never secrets or keystrokes."""

    type: str
    payload: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class UseReceiptKey:
    """The console will countersign the journal's receipts with this key."""

    key: str


@dataclass(frozen=True)
class KeepCountersignature:
    """The console countersigned a receipt, or says so; the journal judges."""

    message: SignedHead


@dataclass(frozen=True)
class Cut:
    """Close the link: nothing is sent or heard any more, but for the last words, if they can still go."""

    last_words: FromAgent


Effect = (
    StopPicture
    | ReleaseInput
    | StartPicture
    | AcknowledgePicture
    | RefreshPicture
    | ChooseMonitor
    | FitPicture
    | UseCodecs
    | UseQuality
    | Inject
    | UseHidden
    | FindToHide
    | Annotate
    | HidePointer
    | ClearMarks
    | CollectReport
    | OpenBulk
    | AddBulkCandidate
    | CutBulk
    | UseTool
    | StopTools
    | Tell
    | Record
    | UseReceiptKey
    | KeepCountersignature
    | Cut
)
