"""What this service can ask for at all, and what the tool never does, as a text the customer can open anywhere."""

from agent.ui.page import Document
from agent.ui.parts import Draft

NEVER = ("alone", "blank", "block", "unhide", "restart", "secrets")
"""The texts' `policy.never_`: what no question can ever lead to."""


def policy(draft: Draft) -> None:
    """Add the policy in force, where it is known: its sentence, then what it comes to."""
    view, words = draft.view, draft.words
    if not view.may_ask:
        return
    asked = [f"•  {draft.permission(permission, 'may')}" for permission in view.may_ask]
    never = [f"•  {words.text(f'policy/never_{what}')}" for what in NEVER]
    said = [view.policy, ""] if view.policy else []
    kept = ["", words.text("policy/kept", brand=draft.brand, days=str(view.session_days))] if view.session_days else []
    paragraphs = [
        *said,
        words.text("policy/may", brand=draft.brand),
        *asked,
        "",
        words.text("policy/never"),
        *never,
        *kept,
    ]
    draft.blocks.append(Document(label=words.text("policy/open"), text="\n".join(paragraphs)))
