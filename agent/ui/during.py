"""The screens of a session: one question, the live list, the report before it goes, and the end."""

from typing import Literal

from agent.admin import Admin
from agent.protocol.messages import MAX_CHAT, EndReason
from agent.protocol.permissions import Permission
from agent.tools.report import fields as report_fields
from agent.ui import changes, sound
from agent.ui.head import session_head
from agent.ui.hiding import cover_button, summary
from agent.ui.lines import activity_line, amount, chat_line, time_left
from agent.ui.model import Answer, Finish, Granted, SendReport, Withdraw
from agent.ui.page import Button, Choices, Document, Field, Length, Lengths, Lines, Option, Row, Rows, Run, Tick, Ticks
from agent.ui.parts import Draft
from agent.ui.policy import policy
from agent.ui.ways_in import as_administrator
from agent.ui.words import plain
from agent.undo.kept import KEPT_DAYS

MAX_ITEM = 300
"""Characters of one item of the report's preview."""

MAX_LEFT = 30
"""Lines of what a session left behind; the report has all."""

LENGTHS: tuple[Literal[5, 10, 30], ...] = (30, 10, 5)
"""Minutes that a yes can be limited to."""

ASKING = ("asking/ask", "asking/no", "asking/yes")
RENEWING = ("asking/again", "asking/no_more", "asking/go_on")
"""A question's sentence and its two answers, the safe one first."""


def asking(draft: Draft) -> None:
    """Ask one question: who, what, what a yes means, for how long. "No" has the focus."""
    question, words = draft.view.question, draft.words
    if question is None:
        return live(draft)
    draft.name = f"question {question.number}"
    draft.top = [draft.press("frame/stop", "stop")]
    ask, no_words, yes_words = RENEWING if question.renewal else ASKING
    draft.say("title", ask, who=draft.who, of=draft.of, what=draft.permission(question.permission, "ask"))
    draft.say("alarm", f"permission/{question.permission}/means")
    draft.say("body", "asking/anytime")
    draft.blocks.append(_lengths(draft))
    draft.say("quiet", "asking/attested", brand=draft.brand)
    _before_answering(draft, question.permission)
    no = Button(label=words.text(no_words), action=Answer(number=question.number, yes=False))
    yes = Button(label=words.text(yes_words), action=Answer(number=question.number, yes=True))
    draft.buttons = [no, yes]
    draft.focus, draft.guarded = "first_button", True


def _lengths(draft: Draft) -> Lengths:
    words = draft.words
    minutes = [Length(label=words.text("asking/for_minutes", m=str(m)), minutes=m) for m in LENGTHS]
    whole = Length(label=words.text("asking/for_session"), minutes=None)
    return Lengths(label=words.text("asking/for_how_long"), lengths=[whole, *minutes])


def _before_answering(draft: Draft, permission: Permission) -> None:
    """Offer what can be read first, and to hide things before anything is seen."""
    if permission is Permission.VIEW:
        draft.blocks.append(Choices(choices=[draft.press("asking/hide_first", "hiding")]))
    draft.notice()
    policy(draft)
    if permission is Permission.SYSTEM:
        notice = report_fields.notice(draft.view.lang)
        draft.blocks.append(Document(label=draft.words.text("asking/report_notice"), text=notice))


def live(draft: Draft) -> None:
    """Show what is shared, how much is hidden, what is done, and how to stop."""
    view, words = draft.view, draft.words
    if draft.local.turned == changes.CHANGES:
        return changes.everything(draft)
    if draft.local.turned == sound.DEVICES:
        return sound.devices(draft)
    draft.name = "live"
    session_head(draft)
    draft.say("title", "lost/title" if view.link_lost else "live/title", who=draft.who)
    if view.granted:
        rows = [_grant(draft, held) for held in view.granted]
        draft.blocks.append(Rows(title=words.text("live/allowed"), rows=rows))
    sound.summary(draft)
    draft.say("quiet", "live/panic")
    changes.summary(draft)
    summary(draft)
    _done(draft, "live/activity", newest_first=True)
    _chat(draft)
    _sent(draft)
    policy(draft)
    draft.buttons = [draft.press("hiding/open", "hiding"), cover_button(draft)]


def _sent(draft: Draft) -> None:
    """Say how much was sent: some customers pay for each megabyte."""
    if draft.view.sent_bytes:
        draft.say("quiet", "data/sent", amount=amount(draft.words, draft.view.sent_bytes))


def _done(draft: Draft, title: str, newest_first: bool = False) -> None:
    """Tell what is done: during the session the newest first, in sight without scrolling; afterwards as it went."""
    words = draft.words
    done = [activity_line(words, draft.who, entry) for entry in draft.view.activity]
    lines = done[::-1] if newest_first else done
    empty = words.text("live/activity_none")
    title = words.text(title)
    draft.blocks.append(Lines(name="activity", title=title, lines=lines, empty=empty, newest_first=newest_first))


def _chat(draft: Draft) -> None:
    words = draft.words
    said = [chat_line(words, draft.who, line) for line in draft.view.chat]
    label, send = words.text("live/chat_label", who=draft.who), words.text("live/send")
    title, empty = words.text("live/chat"), words.text("live/chat_none")
    note = words.text("live/typing", who=draft.who) if draft.view.typing else ""
    draft.blocks.append(Lines(name="chat", title=title, lines=said, empty=empty, note=note))
    draft.blocks.append(Field(sends="say", label=label, button=send, maximum=MAX_CHAT))


def _grant(draft: Draft, held: Granted) -> Row:
    words, may = draft.words, draft.permission(held.permission, "may")
    name = words.text("live/withdraw_name", what=may)
    button = Button(label=words.text("live/withdraw"), name=name, action=Withdraw(permission=held.permission))
    left = [Run(text=time_left(words, held.seconds_left))] if held.seconds_left is not None else []
    return Row(label=[Run(text=may)], note=left, button=button)


def report(draft: Draft) -> None:
    """Show the report line by line before any of it goes; "do not send" has the focus."""
    words = draft.words
    draft.top = [draft.press("frame/stop", "stop")]
    draft.say("title", "report/title", who=draft.who)
    draft.say("body", "report/text" if draft.view.report else "report/wait")
    ticks = [
        Tick(
            key=line.key,
            label=_report_label(line.key, draft),
            items=[plain(item, MAX_ITEM) for item in line.items],
            on=not line.struck,
        )
        for line in draft.view.report
    ]
    draft.blocks.append(Ticks(label=words.text("report/label"), ticks=ticks))
    keep = Button(label=words.text("report/keep"), action=SendReport(send=False))
    send = Button(label=words.text("report/send"), action=SendReport(send=True))
    draft.buttons = [keep, send] if ticks else [keep]
    draft.focus, draft.guarded = "first_button", True


def _report_label(key: str, draft: Draft) -> str:
    known = {field.key for field in report_fields.FIELDS}
    return report_fields.label(key, draft.view.lang) if key in known else plain(key)


def ended(draft: Draft) -> None:
    """Say that it is over, why, and let the customer keep or delete the tool."""
    if draft.view.comes_back:
        return restarts(draft)
    words, view = draft.words, draft.view
    reason = view.end_reason
    draft.tone = "wrong" if reason in (EndReason.TAMPERING, EndReason.FAILURE, EndReason.REFUSALS) else "calm"
    draft.say("title", "ended/title")
    draft.say("lead", "ended/nothing_shared")
    if reason:
        draft.say("body", f"reason/{reason}", who=draft.who)
    _sent(draft)
    _left_behind(draft)
    if view.technician:
        note = words.text("ended/save_path", path=plain(view.report_path, MAX_ITEM)) if view.report_path else ""
        draft.blocks.append(Option(label=words.text("ended/save"), note=note))
        if view.chat:
            label, note = words.text("ended/save_chat"), words.text("ended/save_chat_note")
            draft.blocks.append(Option(rides="save_chat", label=label, note=note))
        _undo_later(draft)
    anew = as_administrator(draft)
    if anew:
        draft.say("quiet", "admin/open_help")
    if view.admin is Admin.IS:
        draft.say("body", "admin/over")
    delete = Button(label=words.text("ended/delete"), action=Finish(keep=False))
    draft.buttons = [delete, Button(label=words.text("ended/keep"), action=Finish(keep=True)), *anew]
    if view.problem:
        draft.say("mistake", "ended/not_saved", detail=plain(view.problem.detail, MAX_ITEM))
    _done(draft, "ended/activity")


def restarts(draft: Draft) -> None:
    """Say that the computer restarts, what stays for that and until when, and let the customer take it back."""
    draft.name = "restarts"
    draft.say("title", "restart/title")
    draft.say("lead", "ended/nothing_shared")
    draft.say("body", "restart/after", who=draft.who)
    draft.say("body", "restart/stays")
    draft.say("body", "restart/leave")
    if draft.view.report_path:
        draft.say("quiet", "restart/record", path=plain(draft.view.report_path, MAX_ITEM))
    draft.buttons = [draft.press("restart/no_return", "no_return")]
    _done(draft, "ended/activity")


def _undo_later(draft: Draft) -> None:
    """Offer to keep what undoes the changes: where, for how long, and that nothing of it is kept otherwise."""
    words, path = draft.words, draft.view.undo_path
    if path:
        note = words.text("ended/keep_undo_note", path=plain(path, MAX_ITEM))
        draft.blocks.append(
            Option(rides="keep_undo", label=words.text("ended/keep_undo", days=str(KEPT_DAYS)), note=note)
        )


def _left_behind(draft: Draft) -> None:
    """Say what the session left on the computer, as far as somebody has looked."""
    left = draft.view.left_behind
    if left:
        draft.say("body", "ended/left")
        for what in left[:MAX_LEFT]:
            draft.add("body", f"•  {plain(what, MAX_ITEM)}")
        draft.say("body", "ended/left_help", brand=draft.brand)
        return
    if left is not None:
        draft.say("body", "ended/nothing_left")
    draft.say("body", "ended/tool")
