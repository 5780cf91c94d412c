"""Where a live session stands, what follows from it, and the three moves of both sides: pause, resume, end."""

from collections.abc import Iterable
from dataclasses import dataclass

from agent.hiding.vocabulary import Hidden
from agent.protocol import messages as wire
from agent.protocol.bulk_messages import FILES
from agent.protocol.messages import EndReason, Party, PauseReason, Phase
from agent.protocol.permissions import OF_TOOLS, Permission
from agent.session import effects as do
from agent.session.effects import Effect
from agent.session.grants import Grants
from agent.session.held import Held
from agent.session.hiding import Hiding
from agent.session.input_priority import InputPriority
from agent.session.report import ReportPreview

LOST_SECONDS = 120.0
"""How long a lost line may take to come back."""

IDLE_SECONDS = 600.0
"""A session in which nothing is granted or asked ends by itself."""

CHAT_KEPT = 200
"""Chat lines kept for the window."""


@dataclass(frozen=True)
class ChatLine:
    """One chat line; `at` is the moment it was said, in the session's seconds."""

    mine: bool
    text: str
    at: float


_OVER = {Party.TECHNICIAN: 0, Party.SYSTEM: 1, Party.CUSTOMER: 2}
"""Whose pause replaces whose: a screen that locks during a technician's pause is not unlocked by the technician."""


class Standing:
    """Where one session stands. Anyone may read it; only the rules of this room change it."""

    def __init__(self, session_id: str, may_ask: Iterable[Permission], hand_seconds: float, now: float) -> None:
        self.session_id = session_id
        self.grants = Grants(may_ask)
        self.priority = InputPriority(hand_seconds)
        self.held = Held()
        self.report = ReportPreview()
        self.hiding = Hiding()
        self.chat: list[ChatLine] = []
        self.typing_until = 0.0
        """Until when the technician counts as writing a chat line."""
        self.paused_by: Party | None = None
        self.pause_reason: PauseReason | None = None
        """Why the customer's computer paused by itself, if it did."""
        self.tool_asks = False
        """Whether the customer decides something that a tool asks."""
        self.lost_since: float | None = None
        self.end_reason: EndReason | None = None
        self.live_since: float | None = None
        self.quiet_since = now
        """When consent last changed, or was last asked: from then on the session is idle where nothing is granted."""

    @property
    def phase(self) -> Phase:
        """Where the session stands."""
        if self.end_reason is not None:
            return Phase.ENDED
        if self.paused_by is not None:
            return Phase.PAUSED
        return Phase.LIVE if self.grants.granted else Phase.ASKING

    @property
    def picture_allowed(self) -> bool:
        """Say whether a frame may leave now; asked right before each is sent."""
        return self._shared(Permission.VIEW)

    @property
    def bulk_allowed(self) -> bool:
        """Say whether bytes of files may go now, either way; which, the tool asks by the message that begins it."""
        return any(self._shared(permission) for permission in FILES)

    @property
    def tools_open(self) -> frozenset[Permission]:
        """The permissions by which a tool may do something now; asked again right before anything leaves."""
        return frozenset(permission for permission in OF_TOOLS if self._shared(permission))

    @property
    def input_open(self) -> bool:
        """Say whether remote input may enter now: never while the customer acts or decides something."""
        return self._may_act(Permission.CONTROL) and not self.priority.customer_has_hand

    @property
    def hidden(self) -> Hidden:
        """All that is hidden now."""
        return self.hiding.hidden(terminal=Permission.TERMINAL in self.grants.granted)

    @property
    def pointing(self) -> bool:
        """Say whether the technician may point at things on the customer's screen now; never at an answer."""
        return self._may_act(Permission.ANNOTATE)

    def _may_act(self, permission: Permission) -> bool:
        deciding = self.grants.question is not None or self.report.open or self.tool_asks
        return self._shared(permission) and not deciding

    def _shared(self, permission: Permission) -> bool:
        return self.phase is Phase.LIVE and self.lost_since is None and permission in self.grants.granted

    def state(self) -> wire.SessionState:
        """Return all that the console may know of the session."""
        question = self.grants.question
        return wire.SessionState(
            session_id=self.session_id,
            phase=self.phase,
            granted=self.grants.granted,
            asking=question.permission if question else None,
            refused=self.grants.refused,
            paused_by=self.paused_by,
            pause_reason=self.pause_reason,
            customer_has_hand=self.priority.customer_has_hand,
            input_open=self.input_open,
            hiding=self.hiding.state,
            end_reason=self.end_reason,
        )

    def deadline(self) -> float | None:
        """Return when `Woke` should come next, or None."""
        if self.phase is Phase.ENDED:
            return None
        times = [self.grants.deadline(), self.priority.reopens_at, self.held.until]
        if self.lost_since is not None:
            times.append(self.lost_since + LOST_SECONDS)
        if self.phase is Phase.ASKING and self.grants.question is None:
            times.append(self.quiet_since + IDLE_SECONDS)
        return min((t for t in times if t is not None), default=None)

    def keep_chat(self, line: ChatLine) -> None:
        """Keep a chat line for the window."""
        self.chat = [*self.chat, line][-CHAT_KEPT:]

    def pause(self, by: Party, why: PauseReason | None = None) -> list[Effect]:
        """Let no frame out and no input in, until resumed; what the machine or the customer paused is theirs to end."""
        if self.paused_by is not None and _OVER[by] <= _OVER[self.paused_by]:
            return []
        self.paused_by, self.pause_reason = by, why
        return [do.Record("session.paused", {"by": by})]

    def resume(self, by: Party) -> list[Effect]:
        """End a pause of one's own; the customer ends any."""
        if self.paused_by is None or by not in (Party.CUSTOMER, self.paused_by):
            return []
        self.paused_by, self.pause_reason = None, None
        return [do.Record("session.resumed", {"by": by})]

    def end(self, reason: EndReason, now: float, payload: dict[str, str] | None = None) -> list[Effect]:
        """End everything; `Session.handle` stops what is local before this record and the last word to the console."""
        self.end_reason = reason
        self.grants.clear(now)
        self.report.clear()
        return [do.Record("session.ended", {"reason": reason, **(payload or {})}), do.Cut(last_words=self.state())]
