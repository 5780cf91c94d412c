"""What a session that is over changed and can still be undone: each with its button, and one to delete it all."""

from agent.ui.change_lines import KeptShown
from agent.ui.changes import MAX_WHAT, undo_rows
from agent.ui.model import Decide, Forget
from agent.ui.page import Button
from agent.ui.parts import Draft
from agent.ui.words import plain

MAX_WHERE = 300


def kept(draft: Draft) -> None:
    """Show what is left to undo, or the question that stands in its place."""
    shown = draft.view.kept
    if shown is None:
        return
    match shown.outcome:
        case "asks":
            _asks(draft, shown)
        case "problem":
            _over(draft, "undo/title", draft.words.known(f"undo/{shown.why}", "undo/unreadable"))
        case "deleted":
            _over(draft, "kept/deleted", "kept/deleted_means")
        case _:
            _list(draft, shown)


def _list(draft: Draft, shown: KeptShown) -> None:
    words, changes = draft.words, draft.view.changes
    draft.say("title", "kept/title")
    draft.say("body", "kept/day", day=shown.day, who=draft.who)
    _told(draft, shown)
    if not changes:
        draft.name = "kept all"
        draft.say("lead", "kept/all_undone")
        draft.buttons = [draft.press("frame/quit", "close")]
        return
    draft.say("body", "changes/help")
    undo_rows(draft, changes)
    draft.say("quiet", "kept/until", until=shown.until)
    draft.say("quiet", "kept/where", path=plain(shown.where, MAX_WHERE))
    delete = Button(label=words.text("kept/delete"), note=words.text("kept/delete_note"), action=Forget())
    draft.buttons = [draft.press("frame/quit", "close"), delete]


def _told(draft: Draft, shown: KeptShown) -> None:
    what = plain(shown.what, MAX_WHAT)
    match shown.outcome:
        case "undone":
            draft.say("lead", "kept/undone", what=what)
        case "failed":
            why = draft.words.known(f"things/{shown.why}", "things/undo/failed")
            draft.say("mistake", "kept/failed", what=what, why=draft.words.text(why))
        case _:
            return
    draft.announce = draft.words.text(f"kept/{shown.outcome}_spoken")


def _asks(draft: Draft, shown: KeptShown) -> None:
    """Say that it was changed since; to leave it as it is has the focus."""
    draft.name = f"kept asks {shown.number}"
    draft.say("title", "kept/changed_title")
    draft.say("lead", "kept/changed", what=plain(shown.what, MAX_WHAT))
    draft.say("body", "kept/changed_means")
    leave = Button(label=draft.words.text("kept/leave"), action=Decide(number=shown.number, yes=False))
    undo = Button(label=draft.words.text("kept/undo_anyway"), action=Decide(number=shown.number, yes=True))
    draft.buttons = [leave, undo]
    draft.focus, draft.guarded = "first_button", True


def _over(draft: Draft, title: str, text: str) -> None:
    draft.name = "kept over"
    draft.say("title", title)
    draft.say("lead", text)
    draft.buttons = [draft.press("frame/quit", "close")]
