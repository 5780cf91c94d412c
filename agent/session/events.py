"""Everything that can happen to a session. The app makes these; the rules answer with effects."""

from dataclasses import dataclass

from agent.hiding.vocabulary import Guard, HiddenThing, HiddenWindow
from agent.protocol.messages import ReportLine
from agent.protocol.permissions import Permission


@dataclass(frozen=True)
class ConsoleSaid:
    """A raw message came in; nothing about it is believed yet."""

    channel: str
    text: str | bytes


@dataclass(frozen=True)
class CustomerAnswered:
    """Yes or no to the question of that number; a yes for the session, or for `minutes`."""

    number: int
    yes: bool
    minutes: int | None = None


@dataclass(frozen=True)
class CustomerPaused:
    """Pause, by any of its buttons."""


@dataclass(frozen=True)
class CustomerResumed:
    """Resume."""


@dataclass(frozen=True)
class CustomerStopped:
    """Stop: a button, a panic key, the window's cross."""


@dataclass(frozen=True)
class CustomerWithdrew:
    """One permission taken back."""

    permission: Permission


@dataclass(frozen=True)
class CustomerSaid:
    """A chat line of the customer's."""

    text: str


@dataclass(frozen=True)
class CustomerTyped:
    """The customer is writing a chat line."""


@dataclass(frozen=True)
class CustomerWiped:
    """The customer takes the technician's marks off the screen."""


@dataclass(frozen=True)
class HandSeen:
    """Input that the agent did not inject: the customer's own hand."""


@dataclass(frozen=True)
class ReportCollected:
    """The system report is ready for the customer's preview."""

    lines: tuple[ReportLine, ...]


@dataclass(frozen=True)
class LineStruck:
    """The customer struck a line of the preview, or put it back."""

    key: str
    struck: bool


@dataclass(frozen=True)
class ReportDecided:
    """The customer lets the previewed report go, or not."""

    send: bool


@dataclass(frozen=True)
class CustomerHid:
    """The customer hides one thing more."""

    thing: HiddenThing


@dataclass(frozen=True)
class CustomerShowed:
    """The customer shows again what that line of the list hides."""

    number: int


@dataclass(frozen=True)
class CustomerSharedOnly:
    """The customer shares one window alone, or (None) all again."""

    window: HiddenWindow | None


@dataclass(frozen=True)
class SharedWindowClosed:
    """The one window that was shared is gone."""


@dataclass(frozen=True)
class GuardSwitched:
    """The customer switches a guard on or off."""

    guard: Guard
    on: bool


@dataclass(frozen=True)
class CustomerCovered:
    """ "I showed something by accident": everything is hidden, until the customer uncovers it."""

    covered: bool


@dataclass(frozen=True)
class FoundToHide:
    """What the technician proposed to hide was found; nothing was, when there is nothing there."""

    things: tuple[HiddenThing, ...]


@dataclass(frozen=True)
class ScreenLocked:
    """The customer's screen was locked: nobody looks."""


@dataclass(frozen=True)
class SystemPrompt:
    """The customer's system asks them something that nobody else may see or answer."""


@dataclass(frozen=True)
class CustomerLeft:
    """The computer goes to sleep, or another user takes its screen."""


@dataclass(frozen=True)
class LinkLost:
    """Nothing was heard for three seconds."""


@dataclass(frozen=True)
class LinkBack:
    """Something was heard again, from the same paired other end."""


@dataclass(frozen=True)
class LinkClosed:
    """The link is gone for good; `tampered` when it was not what was paired."""

    tampered: bool = False


@dataclass(frozen=True)
class InterfaceFrozen:
    """The window answers no more: the customer may be unable to press Stop."""


@dataclass(frozen=True)
class DoerFailed:
    """A room could not do its work, or the code is wrong: fail closed."""

    what: str


@dataclass(frozen=True)
class ToolAsks:
    """A tool has the customer decide something, or not any more."""

    open: bool


@dataclass(frozen=True)
class RestartBegan:
    """The computer restarts, as was asked for and allowed."""


@dataclass(frozen=True)
class Woke:
    """The time that `deadline()` named has come."""


CustomerEvent = (
    CustomerAnswered
    | CustomerPaused
    | CustomerResumed
    | CustomerStopped
    | CustomerWithdrew
    | CustomerSaid
    | CustomerTyped
    | CustomerWiped
    | HandSeen
    | LineStruck
    | ReportDecided
)
"""What the customer does, on the customer's machine; nothing that came over the link is ever one of these."""

HidingEvent = (
    CustomerHid
    | CustomerShowed
    | CustomerSharedOnly
    | SharedWindowClosed
    | GuardSwitched
    | CustomerCovered
    | FoundToHide
)
"""What changes what is hidden."""

SurroundingEvent = (
    ScreenLocked
    | SystemPrompt
    | CustomerLeft
    | ReportCollected
    | LinkLost
    | LinkBack
    | LinkClosed
    | InterfaceFrozen
    | DoerFailed
    | ToolAsks
    | RestartBegan
    | Woke
)
"""What nobody decided."""

Event = ConsoleSaid | CustomerEvent | HidingEvent | SurroundingEvent
