"""What the customer's windows show of the rules' state: one `View`. Decides nothing, remembers nothing."""

from collections.abc import Callable, Sequence

from agent.clock import utc_now
from agent.desktop.base import WindowChoice
from agent.hiding.vocabulary import HiddenApplication, HiddenArea, HiddenFolder, HiddenWindow
from agent.journal.report import clock, day
from agent.protocol.permissions import Permission
from agent.session.arrival import Arrival
from agent.session.hiding import HiddenItem
from agent.session.questions import Question as Asked
from agent.session.session import Session
from agent.settings import Settings
from agent.tools.asking import Asking
from agent.tools.changes import Changes
from agent.tools.under_way import UnderWay
from agent.transport.events import Problem as LinkProblem
from agent.ui.change_lines import MAX_CHANGED, ChangedText, ChangeLine, DifferenceShown
from agent.ui.model import (
    MAX_LINES,
    Activity,
    ChatLine,
    Granted,
    HiddenLine,
    PreviewLine,
    Problem,
    Question,
    Screen,
    View,
    WindowLine,
)
from agent.ui.words import Words

PROBLEM_TEXTS: dict[LinkProblem, str] = {
    LinkProblem.UNREACHABLE: "server_unreachable",
    LinkProblem.TLS: "tls_failed",
    LinkProblem.CLOCK: "clock_wrong",
    LinkProblem.PROXY: "proxy_password",
    LinkProblem.OTHER_SERVER: "other_server",
    LinkProblem.VERSION: "other_version",
    LinkProblem.CODE: "code_refused",
    LinkProblem.WRONG_CODE: "pairing_failed",
    LinkProblem.EXPIRED: "code_expired",
    LinkProblem.RATE: "too_many_tries",
    LinkProblem.BUSY: "server_busy",
    LinkProblem.TAMPERED: "tampering",
    LinkProblem.TIMEOUT: "link_failed",
    LinkProblem.NO_ROUTE: "link_failed",
    LinkProblem.PEER_GONE: "technician_left",
    LinkProblem.LOST: "link_failed",
    LinkProblem.FAULT: "link_failed",
}
"""The sentence for each way a link can fail."""


def present_arrival(arrival: Arrival, settings: Settings, activity: Sequence[Activity], now: float) -> View:
    """Show the way in."""
    code = arrival.code
    return View(
        lang=settings.lang,
        screen=arrival.step,
        brand=settings.brand,
        terms_accepted=arrival.terms_accepted,
        to_allow=list(settings.to_allow),
        may_ask=_may_ask(settings),
        policy=settings.policy.fr if settings.lang == "fr" else settings.policy.en,
        welcome=settings.own("welcome"),
        terms=settings.own("terms"),
        privacy=settings.own("privacy"),
        session_days=settings.session_days,
        code=code.digits if code else None,
        code_seconds_left=max(0, round(arrival.code_until - now)) if code else 0,
        technician=arrival.technician,
        awaited_by=arrival.awaited_by,
        admin=settings.admin,
        problem=_problem(arrival.problem, settings) if arrival.problem else None,
        activity=list(activity),
    )


def _problem(text: str, settings: Settings) -> Problem:
    if text != PROBLEM_TEXTS[LinkProblem.CLOCK]:
        return Problem(text=text)
    now, words = utc_now(), Words(settings.lang)
    return Problem(text=text, today=f"{day(words, now)}, {clock(now)}")


def present_session(
    session: Session,
    arrival: Arrival,
    settings: Settings,
    activity: Sequence[Activity],
    clock: Callable[[float], str],
    now: float,
) -> View:
    """Show the live session; `clock` turns the rules' seconds into the time of day."""
    return View(
        lang=settings.lang,
        screen=_screen(session),
        brand=settings.brand,
        terms_accepted=True,
        admin=settings.admin,
        technician=arrival.technician,
        question=_question(session.grants.question),
        granted=[
            Granted(permission=permission, seconds_left=session.grants.seconds_left(permission, now))
            for permission in session.grants.granted
        ],
        may_ask=_may_ask(settings),
        policy=settings.policy.fr if settings.lang == "fr" else settings.policy.en,
        privacy=settings.own("privacy") if session.grants.question else "",
        session_days=settings.session_days,
        hidden=[_hidden_line(item) for item in session.hiding.items],
        only=_only(session.hiding.only),
        guards=sorted(session.hiding.guards),
        covered=session.hiding.everything,
        live_seconds=int(now - session.live_since) if session.live_since is not None else 0,
        paused_by=session.paused_by,
        pause_reason=session.pause_reason,
        customer_has_hand=session.priority.customer_has_hand,
        link_lost=session.lost_since is not None,
        activity=list(activity),
        chat=[ChatLine(clock=clock(line.at), mine=line.mine, text=line.text) for line in session.chat],
        typing=now < session.typing_until and session.end_reason is None,
        report=[
            PreviewLine(key=line.key, items=line.items, struck=line.key in session.report.struck)
            for line in session.report.lines
        ],
        end_reason=session.end_reason,
    )


def choosing_to_hide(view: View, windows: Sequence[WindowChoice]) -> View:
    """Show the screen where the customer hides things, with the windows there are now."""
    lines = [WindowLine(id=window.id, title=window.title, application=window.application) for window in windows]
    return view.model_copy(update={"screen": "hiding", "windows": lines})


def with_changes(view: View, changes: Changes, under_way: UnderWay, asking: Asking) -> View:
    """Show what can be undone and stopped, and over the live screen what a tool asks; nothing of it after the end."""
    if view.screen == "ended":
        return view
    listed = [ChangeLine(number=one.number, kind=one.kind, what=one.what) for one in changes.newest_first]
    works = [ChangeLine(number=one.number, kind=one.kind, what=one.what) for one in under_way.oldest_first]
    update: dict[str, object] = {"changes": listed[:MAX_LINES], "under_way": works[:MAX_LINES]}
    asked = asking.open
    if asked and view.screen == "live":
        lines = [ChangedText(added=line.added, text=line.text) for line in asked.lines[:MAX_CHANGED]]
        more = max(0, len(asked.lines) - MAX_CHANGED)
        shown = DifferenceShown(number=asked.number, place=asked.place, lines=lines, more=more)
        update |= {"screen": "difference", "difference": shown}
    return view.model_copy(update=update)


def _may_ask(settings: Settings) -> list[Permission]:
    return [permission for permission in Permission if permission in settings.may_ask]


def _question(question: Asked | None) -> Question | None:
    if question is None:
        return None
    return Question(number=question.number, permission=question.permission, renewal=question.renewal)


def _hidden_line(item: HiddenItem) -> HiddenLine:
    match item.thing:
        case HiddenWindow():
            return HiddenLine(number=item.number, kind="window", label=item.thing.title, by=item.by)
        case HiddenApplication():
            return HiddenLine(number=item.number, kind="application", label=item.thing.name, by=item.by)
        case HiddenFolder():
            return HiddenLine(number=item.number, kind="folder", label=str(item.thing.path), by=item.by)
        case HiddenArea():
            return HiddenLine(number=item.number, kind="area", label="", by=item.by)


def _only(window: HiddenWindow | None) -> WindowLine | None:
    return WindowLine(id=window.id, title=window.title, application="") if window else None


def _screen(session: Session) -> Screen:
    if session.end_reason is not None:
        return "ended"
    if session.grants.question is not None:
        return "asking"
    if session.report.lines:
        return "report"
    return "live"
