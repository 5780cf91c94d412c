"""Decides whether one window may be shown: only when it is positively known to be allowed (DESIGN 6). Pure.

Rules stand in a table, the first that decides holds. What windows inherit from each other is family.py's affair, and so
are `only` and `everything`; where the covers lie is the desktop's.
"""

from collections.abc import Callable

from agent.hiding.facts import SETTLE_SECONDS, WindowFacts
from agent.hiding.guards import guarded, is_browser
from agent.hiding.knowledge import Knowledge, Verdict
from agent.hiding.programs import Kind, is_a, names_of
from agent.hiding.tables import words
from agent.hiding.titles import folded, parts, spans
from agent.hiding.vocabulary import Hidden

GHOST_SECONDS = (0.5, 1.5)
"""A window that changed from so long before to so long after an opening by nobody known may show what was opened."""

Rule = Callable[[WindowFacts, Hidden, Knowledge], Verdict | None]


def judge(window: WindowFacts, hidden: Hidden, knowledge: Knowledge) -> Verdict:
    """Say whether `window`, taken by itself, may be shown."""
    if window.own:
        return Verdict.SHOWN
    rules = (*ALWAYS, *WHILE_FOLDERS_ARE_HIDDEN) if hidden.folders else ALWAYS
    return next((said for rule in rules if (said := rule(window, hidden, knowledge)) is not None), Verdict.SHOWN)


# --- always ---------------------------------------------------------------------------------------------------------


def _chosen(window: WindowFacts, hidden: Hidden, knowledge: Knowledge) -> Verdict | None:
    """Hide what the customer picked: the window, or its program."""
    picked = window.id in hidden.windows or not names_of(window).isdisjoint(hidden.applications)
    return Verdict.SECRET if picked else None


def _guarded(window: WindowFacts, hidden: Hidden, knowledge: Knowledge) -> Verdict | None:
    return Verdict.SECRET if guarded(window, hidden.guards) else None


def _nameless(window: WindowFacts, hidden: Hidden, knowledge: Knowledge) -> Verdict | None:
    """Wait for a program's name; one that never has any is not shown while anything chosen is hidden."""
    if names_of(window):
        return None
    chosen = hidden.folders or hidden.applications or hidden.windows
    return Verdict.UNSURE if chosen or _is_new(window, hidden) else None


def _untitled(window: WindowFacts, hidden: Hidden, knowledge: Knowledge) -> Verdict | None:
    """Wait a moment for a browser's title, which tells what its page is."""
    if not (_is_new(window, hidden) and is_browser(window)) or _pops_up(window):
        return None
    return Verdict.UNSURE if folded(window.title) in (names_of(window) | {""}) else None


def _is_new(window: WindowFacts, hidden: Hidden) -> bool:
    return bool(hidden.guards) and window.stable < SETTLE_SECONDS


# --- while folders are hidden ---------------------------------------------------------------------------------------


def _doubtful(window: WindowFacts, hidden: Hidden, knowledge: Knowledge) -> Verdict | None:
    return Verdict.UNSURE if knowledge.doubt or not knowledge.ready else None


def _holding(window: WindowFacts, hidden: Hidden, knowledge: Knowledge) -> Verdict | None:
    return Verdict.SECRET if window.pid in knowledge.holders else None


def _telling(window: WindowFacts, hidden: Hidden, knowledge: Knowledge) -> Verdict | None:
    """Hide titles that name something hidden."""
    if not knowledge.names.isdisjoint(spans(window.title)) or not knowledge.words.isdisjoint(parts(window.title)):
        return Verdict.SECRET
    title = folded(window.title)
    return Verdict.SECRET if any(folded(str(path)) in title for path in hidden.folders) else None


def _recent(window: WindowFacts, hidden: Hidden, knowledge: Knowledge) -> Verdict | None:
    """Hide the menus of programs whose list of recent files names something hidden."""
    lists = _pops_up(window) and not names_of(window).isdisjoint(knowledge.recents)
    return Verdict.SECRET if lists else None


def _ghostly(window: WindowFacts, hidden: Hidden, knowledge: Knowledge) -> Verdict | None:
    """Hide what changed just when something hidden was opened by nobody known, until it changes again."""
    before, after = GHOST_SECONDS
    changed = any(since - after <= window.stable <= since + before for since in knowledge.ghosts)
    return Verdict.SECRET if changed else None


def _foreign(window: WindowFacts, hidden: Hidden, knowledge: Knowledge) -> Verdict | None:
    """Hide windows of processes that cannot be looked at: of another user, of another computer."""
    return Verdict.UNSURE if window.pid is None or window.pid not in knowledge.known else None


def _typing(window: WindowFacts, hidden: Hidden, knowledge: Knowledge) -> Verdict | None:
    """Close what reaches anything by typing, unless the terminal is granted."""
    known_as = names_of(window)
    terminal = is_a(Kind.TERMINALS, known_as)
    if not terminal and not is_a(Kind.RUN_BOXES, known_as) and not is_a(Kind.SCRIPT_HOSTS, known_as):
        return None
    if not hidden.terminal:
        return Verdict.CLOSED
    told = knowledge.loose or window.pid in knowledge.suspects
    return Verdict.SECRET if terminal and told else None


def _listing(window: WindowFacts, hidden: Hidden, knowledge: Knowledge) -> Verdict | None:
    """Close what lists files from anywhere: searches and file dialogs. Their recent files are in no folder."""
    listing = is_a(Kind.SEARCHERS, names_of(window)) or _is_file_dialog(window)
    return Verdict.CLOSED if listing else None


def _managing(window: WindowFacts, hidden: Hidden, knowledge: Knowledge) -> Verdict | None:
    """Show a file manager only where the folder in its title is one that it shows and that is not hidden."""
    known_as = names_of(window)
    if not is_a(Kind.FILE_MANAGERS, known_as) or "desktop" in window.types:
        return None
    if window.pid in knowledge.suspects:
        return Verdict.SECRET
    if is_a(Kind.PREVIEWERS, known_as) and window.pid in knowledge.beside:
        return Verdict.SECRET
    places = knowledge.places.get(window.pid or 0, frozenset())
    elsewhere = bool(places) and (_pops_up(window) or not places.isdisjoint(parts(window.title)))
    return None if elsewhere else Verdict.UNSURE


def _is_file_dialog(window: WindowFacts) -> bool:
    known_as = names_of(window) | {window.role.casefold()}
    return is_a(Kind.DIALOGS, known_as) or folded(window.title).rstrip(" .…") in words("programs", "dialog_titles")


def _pops_up(window: WindowFacts) -> bool:
    """Say whether its title tells nothing of what it shows: what pops up, and programs' tool windows."""
    return window.pops_up or "utility" in window.types


ALWAYS: tuple[Rule, ...] = (_chosen, _guarded, _nameless, _untitled)
WHILE_FOLDERS_ARE_HIDDEN: tuple[Rule, ...] = (
    _holding,
    _telling,
    _recent,
    _ghostly,
    _doubtful,
    _foreign,
    _typing,
    _listing,
    _managing,
)
