"""What this service can ask for at all, and what the tool never does, as a text the customer can open anywhere."""

from agent.ui.page import Document
from agent.ui.parts import Draft

NEVER = ("alone", "blank", "block", "unhide", "restart", "secrets")
"""The texts' `policy.never_`: what no question can ever lead to."""


def policy(draft: Draft) -> None:
    """Add the policy in force, where it is known."""
    may_ask = draft.view.may_ask
    if not may_ask:
        return
    words = draft.words
    asked = [f"•  {draft.permission(permission, 'may')}" for permission in may_ask]
    never = [f"•  {words.text(f'policy/never_{what}')}" for what in NEVER]
    paragraphs = [words.text("policy/may", brand=draft.brand), *asked, "", words.text("policy/never"), *never]
    draft.blocks.append(Document(label=words.text("policy/open"), text="\n".join(paragraphs)))
