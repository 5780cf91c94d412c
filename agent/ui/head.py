"""The head of every page of a session: what is shared now, and Pause and Stop."""

from agent.ui.lines import sharing
from agent.ui.page import Button, Run, Runs
from agent.ui.parts import Draft


def session_head(draft: Draft) -> None:
    """Say in the head what is shared, and offer to pause (or resume) and to stop."""
    view = draft.view
    draft.status = _status(draft)
    draft.top = [_pause_or_resume(draft), draft.press("frame/stop", "stop")]
    draft.tone = "wrong" if view.link_lost else "still" if view.paused_by or view.covered else "calm"
    draft.announce = "".join(run.text for run in draft.status)


def _status(draft: Draft) -> Runs:
    view, words = draft.view, draft.words
    if view.customer_has_hand and not (view.link_lost or view.paused_by or view.covered):
        return [*words.runs("live/hand"), Run(text=" "), *words.runs("live/hand_help", who=draft.who)]
    return sharing(words, view, draft.who)


def _pause_or_resume(draft: Draft) -> Button:
    return draft.press("frame/resume", "resume") if draft.view.paused_by else draft.press("frame/pause", "pause")
