"""The screens of a session: one question, the live list, the report before it goes, and the end."""

from agent.protocol.messages import MAX_CHAT, EndReason
from agent.protocol.permissions import Permission
from agent.tools import report_fields
from agent.ui.lines import activity_line, chat_line, sharing
from agent.ui.model import Answer, Finish, Granted, SendReport, Withdraw
from agent.ui.page import Button, Document, Field, Grant, Grants, Lines, Option, Run, Runs, Tick, Ticks
from agent.ui.parts import Draft
from agent.ui.words import plain

MAX_ITEM = 300
"""Characters of one item of the report's preview."""


def asking(draft: Draft) -> None:
    """Ask one question: who, what, what a yes means. "No" has the focus."""
    question, words = draft.view.question, draft.words
    if question is None:
        return live(draft)
    draft.name = f"question {question.number}"
    draft.top = [draft.press("frame/stop", "stop")]
    draft.say("title", "asking/ask", who=draft.who, of=draft.of, what=draft.permission(question.permission, "ask"))
    draft.say("alarm", f"permission/{question.permission}/means")
    draft.say("body", "asking/anytime")
    draft.say("quiet", "asking/attested", brand=draft.brand)
    draft.notice()
    if question.permission is Permission.SYSTEM:
        notice = report_fields.notice(draft.view.lang)
        draft.blocks.append(Document(label=words.text("asking/report_notice"), text=notice))
    no = Button(label=words.text("asking/no"), action=Answer(number=question.number, yes=False))
    yes = Button(label=words.text("asking/yes"), action=Answer(number=question.number, yes=True))
    draft.buttons = [no, yes]
    draft.focus, draft.guarded = "first_button", True


def live(draft: Draft) -> None:
    """Show what is shared, what is done, and how to stop."""
    view, words = draft.view, draft.words
    draft.name = "live"
    draft.status = status(draft)
    draft.top = [_pause_or_resume(draft), draft.press("frame/stop", "stop")]
    draft.tone = "wrong" if view.link_lost else "still" if view.paused_by else "calm"
    draft.announce = "".join(run.text for run in draft.status)
    draft.say("title", "live/title", who=draft.who)
    if view.granted:
        grants = [_grant(draft, held) for held in view.granted]
        draft.blocks.append(Grants(title=words.text("live/allowed"), grants=grants))
    _done(draft, "live/activity")
    _chat(draft)


def _done(draft: Draft, title: str) -> None:
    words = draft.words
    done = [activity_line(words, draft.who, entry) for entry in draft.view.activity]
    empty = words.text("live/activity_none")
    draft.blocks.append(Lines(name="activity", title=words.text(title), lines=done, empty=empty))


def _chat(draft: Draft) -> None:
    words = draft.words
    said = [chat_line(words, draft.who, line) for line in draft.view.chat]
    label, send = words.text("live/chat_label", who=draft.who), words.text("live/send")
    draft.blocks.append(
        Lines(name="chat", title=words.text("live/chat"), lines=said, empty=words.text("live/chat_none"))
    )
    draft.blocks.append(Field(sends="say", label=label, button=send, maximum=MAX_CHAT))


def status(draft: Draft) -> Runs:
    """Say in one line what is shared now, to whom, for how long."""
    view, words = draft.view, draft.words
    if view.customer_has_hand and not view.link_lost and not view.paused_by:
        return [*words.runs("live/hand"), Run(text=" "), *words.runs("live/hand_help", who=draft.who)]
    return sharing(words, view, draft.who)


def _pause_or_resume(draft: Draft) -> Button:
    return draft.press("frame/resume", "resume") if draft.view.paused_by else draft.press("frame/pause", "pause")


def _grant(draft: Draft, held: Granted) -> Grant:
    words, may = draft.words, draft.permission(held.permission, "may")
    name = words.text("live/withdraw_name", what=may)
    button = Button(label=words.text("live/withdraw"), name=name, action=Withdraw(permission=held.permission))
    return Grant(label=may, button=button)


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
    words, view = draft.words, draft.view
    reason = view.end_reason
    draft.tone = "wrong" if reason in (EndReason.TAMPERING, EndReason.FAILURE, EndReason.REFUSALS) else "calm"
    draft.say("title", "ended/title")
    draft.say("lead", "ended/nothing_shared")
    if reason:
        draft.say("body", f"reason/{reason}", who=draft.who)
    draft.say("body", "ended/tool")
    if view.technician:
        note = words.text("ended/save_path", path=plain(view.report_path, MAX_ITEM)) if view.report_path else ""
        draft.blocks.append(Option(label=words.text("ended/save"), note=note))
    delete = Button(label=words.text("ended/delete"), action=Finish(keep=False))
    draft.buttons = [delete, Button(label=words.text("ended/keep"), action=Finish(keep=True))]
    _done(draft, "ended/activity")
