"""The language between the agent and its windows: a whole `View` at each change, an `Action` for what the customer did.

JSON, one object a line. A window derives nothing and decides nothing; when its standard input closes, it goes.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from agent.admin import Admin
from agent.hiding.vocabulary import Guard
from agent.protocol.errors import WireError
from agent.protocol.messages import MAX_CHAT, EndReason, Party, PauseReason
from agent.protocol.permissions import Permission
from agent.protocol.signalling import Technician
from agent.system_consent import Consent
from agent.ui.change_lines import ChangeLine, DifferenceShown, KeptShown
from agent.ui.drawn import Drawn
from agent.ui.listed import Activity as Activity
from agent.ui.listed import ChatLine as ChatLine
from agent.ui.listed import Granted as Granted
from agent.ui.listed import HiddenLine as HiddenLine
from agent.ui.listed import Kind as Kind
from agent.ui.listed import PreviewLine as PreviewLine
from agent.ui.listed import Problem as Problem
from agent.ui.listed import Question as Question
from agent.ui.listed import WindowLine as WindowLine
from agent.ui.sound_shown import SoundAction, SoundShown

MAX_ACTION_LINE = 32 * 1024
"""Bytes of one line a window may write."""

MAX_VIEW_LINE = 4 * 1024 * 1024
"""Bytes of one line a window may read."""

MAX_LINES = 200
"""Activity and chat lines a window is told: the last ones. All of them are in the journal."""

FEWER = (500, 40, 8)
"""Lines of each list, tried one after the other until a view can be read: others write them, as long as may be."""

Screen = Literal[
    "start", "code", "enter_code", "connecting", "asking", "live", "hiding", "report", "difference", "ended", "problem",
    "kept",
]  # fmt: skip
"""start: warning, terms and the two ways in; asking: one question; report: the preview, line by line; hiding: what is
hidden, and choosing more; difference: what would change in a file of the system's; kept: what a session that is long
over changed and can still be undone."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Brand(_Model):
    """Who runs this service; from the build."""

    name: str = "Handrail"
    phone: str | None = None
    accent: str = "#0a4f96"
    logo: Annotated[str, Field(pattern=r"^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$")] = ""
    """A PNG picture in base64 (RFC 4648, 4); empty where there is none."""


class View(_Model):
    """Everything the window and the banner show."""

    lang: Literal["fr", "en"]
    screen: Screen
    brand: Brand = Brand()
    terms_accepted: bool = False
    """start: false shows the warning and the terms, true the two ways in."""
    code: str | None = None
    """12 digits."""
    code_seconds_left: int = 0
    technician: Technician | None = None
    to_allow: list[Consent] = []
    """start: what the system itself has not allowed this program yet (macOS)."""
    awaited_by: Technician | None = None
    """start: who waits to go on after a restart."""
    question: Question | None = None
    granted: list[Granted] = []
    may_ask: list[Permission] = []
    """All that this service can ask for at all: the policy in force."""
    policy: str = ""
    """The policy in force, in one sentence."""
    welcome: str = ""
    """What the operator says first; empty: nothing."""
    terms: str = ""
    """The operator's own terms of use; empty: the sample's."""
    privacy: str = ""
    """The operator's own text on the customer's data; empty: the sample's."""
    session_days: int | None = None
    """How many days the operator keeps who helped whom; None: they do not say."""
    hidden: list[HiddenLine] = []
    only: WindowLine | None = None
    """The one window that is shared, when all others are hidden."""
    guards: list[Guard] = []
    """The guards that are on."""
    covered: bool = False
    """Everything is hidden: the customer showed something by accident."""
    windows: list[WindowLine] = []
    """hiding: the windows there are now."""
    names_round: int = 0
    """How often the screen of hidden things was opened; `NamesGone` tells it back."""
    live_seconds: int = 0
    sent_bytes: int = 0
    """What went to the technician so far, for customers whose line is paid by the byte."""
    paused_by: Party | None = None
    pause_reason: PauseReason | None = None
    """Why the computer paused by itself."""
    customer_has_hand: bool = False
    link_lost: bool = False
    activity: list[Activity] = []
    changes: list[ChangeLine] = []
    under_way: list[ChangeLine] = []
    """What can be undone, the newest first."""
    sound: SoundShown | None = None
    """The voice; None while there is none."""
    difference: DifferenceShown | None = None
    kept: KeptShown | None = None
    chat: list[ChatLine] = []
    typing: bool = False
    """The technician is writing a chat line."""
    report: list[PreviewLine] = []
    end_reason: EndReason | None = None
    problem: Problem | None = None
    report_path: str | None = None
    """ended: where the session's report will be saved, if the customer keeps it."""
    undo_path: str | None = None
    """ended: where what undoes the changes later would be kept; None where nothing can be undone later."""
    comes_back: bool = False
    """ended: the computer restarts, and the technician may come back if the customer then says so."""
    admin: Admin = Admin.NO
    """start, ended: whether the plug-in has an administrator's rights, or can be opened anew with them."""
    left_behind: list[str] | None = None
    """ended: what the session left on this computer, a line each; None: nobody has looked."""


_SHOWN: TypeAdapter[View | Drawn] = TypeAdapter(View | Drawn)


def view_line(view: View) -> bytes:
    """Write a view as one line that a window reads: the newest of its lists, as many as fit."""
    for most in FEWER:
        line = _newest(view, most).model_dump_json().encode() + b"\n"
        if len(line) <= MAX_VIEW_LINE:
            break
    return line


def _newest(view: View, most: int) -> View:
    last = min(most, MAX_LINES)
    ends = {"activity": view.activity[-last:], "chat": view.chat[-last:]}  # these grow at their end
    return view.model_copy(update={**ends, "changes": view.changes[:most], "under_way": view.under_way[:most]})


def parse_shown(line: bytes) -> View | Drawn:
    """Parse one line of what the agent says. Raise WireError on anything else."""
    try:
        return _SHOWN.validate_json(line)
    except ValidationError as error:
        raise WireError(f"nothing to show ({error.error_count()} faults)") from None


class AcceptTerms(_Model):
    """The customer read (or could read) the terms and goes on."""

    type: Literal["accept_terms"] = "accept_terms"


class ShowCode(_Model):
    """Customer-first: make a code."""

    type: Literal["show_code"] = "show_code"


class AllowInSystem(_Model):
    """Show where the system itself is told to allow this."""

    type: Literal["allow_in_system"] = "allow_in_system"
    consent: Consent


class EnterCode(_Model):
    """Technician-first: the code the customer was told; empty opens the screen where it is typed."""

    type: Literal["enter_code"] = "enter_code"
    code: Annotated[str, Field(max_length=40)] = ""


class Answer(_Model):
    """Yes or no to one question; a yes for the session, or for some minutes."""

    type: Literal["answer"] = "answer"
    number: int
    yes: bool
    minutes: Literal[5, 10, 30] | None = None


class Press(_Model):
    """A button without words: `close` is the window's own cross, and means stop."""

    type: Literal["press"] = "press"
    button: Literal["pause", "resume", "stop", "close", "back", "hiding", "no_return"]
    """hiding: open the screen where the customer hides things, during a session; back leaves it. no_return: after a
    restart that was allowed, nobody comes back."""
    number: int = 0
    """Told to the watchdog too, which waits until the agent comes to it (pause, stop, close); 0: it was not told."""


class Withdraw(_Model):
    """Take one permission back."""

    type: Literal["withdraw"] = "withdraw"
    permission: Permission


class Hide(_Model):
    """Hide one thing more. window: `window` is its id; application, folder: `name` is its name or path; area: `area`
    is x, y, width, height in physical pixels.
    """

    type: Literal["hide"] = "hide"
    kind: Kind
    window: int = 0
    name: Annotated[str, Field(max_length=4096)] = ""
    area: tuple[int, int, int, int] = (0, 0, 0, 0)


class ShowAgain(_Model):
    """Show again what one line hides."""

    type: Literal["show_again"] = "show_again"
    number: int


class ShareOnly(_Model):
    """Share one window alone; None: all again."""

    type: Literal["share_only"] = "share_only"
    window: int | None


class SwitchGuard(_Model):
    """Switch a guard on or off."""

    type: Literal["switch_guard"] = "switch_guard"
    guard: Guard
    on: bool


class Cover(_Model):
    """ "I showed something by accident": hide everything, or uncover."""

    type: Literal["cover"] = "cover"
    covered: bool


class WipeMarks(_Model):
    """Take everything that the technician drew off the screen."""

    type: Literal["wipe_marks"] = "wipe_marks"


class Say(_Model):
    """A chat line to the technician."""

    type: Literal["say"] = "say"
    text: Annotated[str, Field(min_length=1, max_length=MAX_CHAT)]


class Type(_Model):
    """The customer is writing a chat line: said at most every TYPING_BEAT_SECONDS."""

    type: Literal["type"] = "type"


class Strike(_Model):
    """Strike a line of the report out, or put it back."""

    type: Literal["strike"] = "strike"
    key: str
    struck: bool


class SendReport(_Model):
    """Let the previewed report go, or not."""

    type: Literal["send_report"] = "send_report"
    send: bool


class Undo(_Model):
    """Undo a change."""

    type: Literal["undo"] = "undo"
    number: int


class StopWork(_Model):
    """Stop one thing that is under way."""

    type: Literal["stop_work"] = "stop_work"
    number: int


class Decide(_Model):
    """Yes or no to the difference of that number; kept: whether that change is undone though it was changed since."""

    type: Literal["decide"] = "decide"
    number: int
    yes: bool


class Finish(_Model):
    """After the end: keep or delete the plug-in; save the report of the session or not, with the chat or without.

    `keep_undo`: keep what undoes the changes too, beside the report, which is saved then in any case.
    """

    type: Literal["finish"] = "finish"
    keep: bool
    save_report: bool = False
    save_chat: bool = False
    keep_undo: bool = False
    elevated: bool = False
    """Open the plug-in anew as administrator, once this run is over."""


class Forget(_Model):
    """Delete all that was kept of a session."""

    type: Literal["forget"] = "forget"


class NamesGone(_Model):
    """The window shows no more names of hidden things: what that round of the hiding screen showed is painted over.

    From the moment the agent opens the hiding screen until it hears this, the window itself is covered in the picture.
    """

    type: Literal["names_gone"] = "names_gone"
    round: int


class Alive(_Model):
    """The window's heartbeat, every second: its absence means the interface is frozen."""

    type: Literal["alive"] = "alive"


Action = (
    AcceptTerms
    | AllowInSystem
    | ShowCode
    | EnterCode
    | Answer
    | Press
    | Withdraw
    | Hide
    | ShowAgain
    | ShareOnly
    | SwitchGuard
    | Cover
    | WipeMarks
    | Say
    | Type
    | Strike
    | SendReport
    | Undo
    | StopWork
    | SoundAction
    | Decide
    | Finish
    | Forget
    | NamesGone
    | Alive
)

_ACTION: TypeAdapter[Action] = TypeAdapter(Annotated[Action, Field(discriminator="type")])


def action_line(action: Action) -> bytes:
    """Write an action as one line."""
    return action.model_dump_json().encode() + b"\n"


def parse_action(line: str) -> Action:
    """Parse one line of a window's standard output. Raise WireError on anything else."""
    try:
        return _ACTION.validate_json(line)
    except ValidationError as error:
        raise WireError(f"not an action ({error.error_count()} faults)") from None
