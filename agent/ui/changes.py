"""What was changed and can be undone, and the difference the customer reads before a file of the system's is saved."""

from agent.ui.change_lines import ChangeLine, DifferenceShown
from agent.ui.head import session_head
from agent.ui.model import Decide, StopWork, Undo
from agent.ui.page import Button, Choices, Document, Row, Rows, Turn
from agent.ui.parts import Draft
from agent.ui.words import plain

CHANGES = "changes"
"""The page that shows all of them."""
FEW = 3
"""Changes on the live page itself."""
MAX_WHAT = 90
MAX_SHOWN = 12
"""Changed lines on the page; all of them are behind a button."""
MAX_LINE = 160
MAX_WHOLE = 4000
"""Characters of a line: on the page, and behind the button."""


def summary(draft: Draft) -> None:
    """Offer to stop what is under way and to undo the last changes; nothing where there is nothing."""
    if draft.view.under_way:
        _stoppable(draft, draft.view.under_way[:FEW])
    changes = draft.view.changes
    if not changes:
        return
    undo_rows(draft, changes[:FEW])
    if len(changes) > FEW:
        more = draft.words.text("changes/all", count=str(len(changes)))
        draft.blocks.append(Choices(choices=[Button(label=more, action=Turn(to=CHANGES))]))


def everything(draft: Draft) -> None:
    """Show all that can be undone."""
    session_head(draft)
    draft.name = CHANGES
    draft.say("title", "changes/title")
    draft.say("body", "changes/help")
    if draft.view.changes:
        undo_rows(draft, draft.view.changes)
    draft.buttons = [Button(label=draft.words.text("frame/back"), action=Turn(to=""))]


def difference(draft: Draft) -> None:
    """Show what would change in a file of the system's; "no" has the focus."""
    shown = draft.view.difference
    if shown is None:
        return
    words = draft.words
    draft.name = f"difference {shown.number}"
    draft.top = [draft.press("frame/stop", "stop")]
    draft.say("title", "difference/title", who=draft.who)
    draft.say("lead", "difference/place", place=plain(shown.place, MAX_WHAT))
    draft.say("body", "difference/means")
    for line in shown.lines[:MAX_SHOWN]:
        draft.say("body" if line.added else "quiet", _key(line.added), line=plain(line.text, MAX_LINE) or "…")
    if len(shown.lines) > MAX_SHOWN or any(len(line.text) > MAX_LINE for line in shown.lines):
        draft.blocks.append(Document(label=words.text("difference/all"), text=_whole(draft, shown)))
    no = Button(label=words.text("difference/no"), action=Decide(number=shown.number, yes=False))
    yes = Button(label=words.text("difference/yes"), action=Decide(number=shown.number, yes=True))
    draft.buttons = [no, yes]
    draft.focus, draft.guarded = "first_button", True


def _stoppable(draft: Draft, works: list[ChangeLine]) -> None:
    words = draft.words
    rows = []
    for work in works:
        what = plain(work.what, MAX_WHAT)
        name = words.text("changes/stop_name", what=what)
        button = Button(label=words.text("changes/stop"), name=name, action=StopWork(number=work.number))
        key = words.known(f"under_way/{work.kind}", "under_way/other")
        rows.append(Row(label=words.runs(key, what=what), button=button))
    draft.blocks.append(Rows(title=words.text("changes/under_way"), rows=rows))


def undo_rows(draft: Draft, changes: list[ChangeLine]) -> None:
    """List changes, each with the button that undoes it."""
    words = draft.words
    rows = []
    for change in changes:
        what = plain(change.what, MAX_WHAT)
        label = words.runs(words.known(f"changes/{change.kind}", "changes/other"), what=what)
        name = words.text("changes/undo_name", what=what)
        button = Button(label=words.text("changes/undo"), name=name, action=Undo(number=change.number))
        rows.append(Row(label=label, button=button))
    draft.blocks.append(Rows(title=words.text("changes/list"), rows=rows))


def _key(added: bool) -> str:
    return "difference/added" if added else "difference/gone"


def _whole(draft: Draft, shown: DifferenceShown) -> str:
    words = draft.words
    lines = [words.text(_key(line.added), line=plain(line.text, MAX_WHOLE)) for line in shown.lines]
    more = [words.text("difference/more", count=str(shown.more))] if shown.more else []
    return "\n\n".join([*lines, *more])
