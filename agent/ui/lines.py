"""One line in plain words: what is shared now, what was done, what was written. Nothing that was done goes unsaid."""

from agent.protocol.messages import MAX_CHAT, Party, PauseReason
from agent.protocol.permissions import Permission
from agent.ui.model import Activity, ChatLine, View
from agent.ui.page import Line, Run, Runs
from agent.ui.words import Words, plain

MAX_DETAIL = 200
"""Characters of an entry's detail."""


def sharing(words: Words, view: View, who: str) -> Runs:
    """Say what is shared now, with whom and for how long; the same in the window and on the banner."""
    if view.link_lost:
        return words.runs("lost/text", who=who)
    if view.paused_by:
        told = view.pause_reason if view.pause_reason in (PauseReason.LOCKED, PauseReason.PROMPT) else view.paused_by
        return words.runs(f"paused/{told}", who=who)
    if view.covered:
        return words.runs("covered/now", who=who)
    if not view.granted:
        return words.runs("live/nothing", who=who)
    what = [_now(words, view, held.permission) for held in view.granted]
    joined = ", ".join(what[:-1])
    last = words.text("banner/also", what=what[-1]) if joined else what[-1]
    shared = f"{joined} {last}".strip()
    return words.runs("banner/shared", who=who, what=shared, time=duration(words, view.live_seconds))


def _now(words: Words, view: View, permission: Permission) -> str:
    """Say what a permission lets the technician do now."""
    if permission is Permission.VIEW and view.only:
        return words.text("hiding/now_only")
    return words.text(f"permission/{permission}/now")


def time_left(words: Words, seconds: int) -> str:
    """Say how long a permission still holds, in whole minutes: a line that changes each second is not calm."""
    if seconds < 60:
        return words.text("time/still_short")
    return words.text("time/still", m=str(-(-seconds // 60)))


def duration(words: Words, seconds: int) -> str:
    """Say how long: "un instant", "4 min", "1 h 05"."""
    minutes = seconds // 60
    if minutes < 1:
        return words.text("time/moment")
    if minutes < 60:
        return words.text("time/minutes", m=str(minutes))
    return words.text("time/hours", h=str(minutes // 60), mm=f"{minutes % 60:02d}")


def amount(words: Words, sent: int) -> str:
    """Say how many bytes: "12 Mo", "340 Mo", "1,2 Go": two digits, as what changes all the time is not calm."""
    if sent < 1_000_000:
        return words.text("data/less")
    places = len(str(sent)) - 2
    rounded = round(sent, -places) if sent >= 10_000_000 else sent // 1_000_000 * 1_000_000
    if rounded < 1_000_000_000:
        return words.text("data/mega", n=str(rounded // 1_000_000))
    whole, tenths = divmod(rounded // 100_000_000, 10)
    return words.text("data/giga", n=str(whole), tenths=str(tenths))


def activity_line(words: Words, who: str, entry: Activity) -> Line:
    """Tell a journal entry; one without words of its own is told by its name."""
    key = f"activity/{entry.text}"
    if key not in words:
        detail = plain(f"{entry.text} {entry.detail}", MAX_DETAIL)
        return Line(clock=entry.clock, runs=words.runs("activity/other", detail=detail))
    runs = words.runs(key, who=who, what=_what(words, entry.detail), by=_by(words, who, entry.detail))
    return Line(clock=entry.clock, runs=runs)


def chat_line(words: Words, who: str, line: ChatLine) -> Line:
    """Show a chat line as it was written, made plain."""
    author = words.runs("live/author", who=words.text("live/me") if line.mine else who)
    text = Run(text=plain(line.text, MAX_CHAT), foreign=True)
    return Line(clock=line.clock, author=author, from_me=line.mine, runs=[text])


def _what(words: Words, detail: str) -> str:
    known = detail in {permission.value for permission in Permission}
    if known:
        return words.text(f"permission/{detail}/ask")
    return words.text(f"things/{detail}") if f"things/{detail}" in words else plain(detail, MAX_DETAIL)


def _by(words: Words, who: str, detail: str) -> str:
    known = detail in {party.value for party in Party}
    return words.text(f"by/{detail}", who=who) if known else ""
