"""Which windows the guards hide, from guards.toml: password managers, private windows, banking pages. Pure."""

from agent.hiding.facts import WindowFacts
from agent.hiding.programs import names_of
from agent.hiding.tables import table, words
from agent.hiding.titles import folded, parts, says
from agent.hiding.vocabulary import Guard


def guarded(window: WindowFacts, guards: frozenset[Guard]) -> bool:
    """Say whether one of `guards` hides this window."""
    return any(_guards(guard, window) for guard in guards)


def is_browser(window: WindowFacts) -> bool:
    """Say whether a window is a browser's, whose titles come and go with its pages."""
    return not names_of(window).isdisjoint(words("guards", "browsers"))


def _guards(guard: Guard, window: WindowFacts) -> bool:
    if not names_of(window).isdisjoint(words("guards", f"{guard}.programs")):
        return True
    if table("guards")[guard]["of"] == "browsers" and not is_browser(window):
        return False
    if not words("guards", f"{guard}.arguments").isdisjoint(map(str.casefold, window.arguments)):
        return True
    return _title_tells(guard, window.title)


def _title_tells(guard: Guard, title: str) -> bool:
    if not parts(title).isdisjoint(words("guards", f"{guard}.alone")):
        return True
    if any(innocent in folded(title) for innocent in words("guards", f"{guard}.never")):
        return False
    return says(title, words("guards", f"{guard}.anywhere"))
