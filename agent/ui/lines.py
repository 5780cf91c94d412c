"""One line of the live list, or of the chat, in plain words. Nothing that was done goes unsaid."""

from agent.protocol.messages import MAX_CHAT, Party
from agent.protocol.permissions import Permission
from agent.ui.model import Activity, ChatLine
from agent.ui.page import Line, Run
from agent.ui.words import Words, plain

MAX_DETAIL = 200
"""Characters of an entry's detail."""


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
    author = words.text("live/me") if line.mine else who
    text = Run(text=plain(line.text, MAX_CHAT), foreign=True)
    return Line(clock=line.clock, author=author, from_me=line.mine, runs=[text])


def _what(words: Words, detail: str) -> str:
    known = detail in {permission.value for permission in Permission}
    return words.text(f"permission/{detail}/ask") if known else plain(detail, MAX_DETAIL)


def _by(words: Words, who: str, detail: str) -> str:
    known = detail in {party.value for party in Party}
    return words.text(f"by/{detail}", who=who) if known else ""
