"""How things stand on a screen at one moment: what is covered, what may be acted on, what the customer can pick."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from agent.areas import Rect
from agent.desktop.base import WindowChoice
from agent.hiding.facts import WindowFacts
from agent.hiding.vocabulary import Hidden

EVERYWHERE: Final = Rect(0, 0, 32767, 32767)

OnChange = Callable[[Sequence[Rect], bool], None]
"""Told which areas are covered now and were not, or the other way round, and whether something is covered suddenly: it
was shown, and lies where it lay. May be called on any thread."""


@dataclass(frozen=True)
class Standing:
    """How things stand; replaced as a whole, so that any thread may read it."""

    hidden: Hidden
    areas: tuple[Rect, ...]
    shown: frozenset[int]
    """Top-level windows that may be shown, and so take input."""
    menu_hidden: bool
    """Whether a pop-up is covered: it may have the whole pointer."""
    windows: tuple[WindowFacts, ...]
    """The visible windows, topmost first."""
    known: frozenset[int]
    """All windows, minimised ones too."""


def choices(standing: Standing | None) -> list[WindowChoice]:
    """List the windows that the customer can pick, topmost first; the agent's own are not among them."""
    seen = standing.windows if standing else ()
    return [_choice(w) for w in seen if not w.own and not w.override_redirect and w.title]


def choice_at(standing: Standing | None, x: int, y: int) -> WindowChoice | None:
    """Return the window at (x, y); None where there is none, or one of the agent's own."""
    seen = standing.windows if standing else ()
    window = next((window for window in seen if lies_in(window.area, x, y)), None)
    return _choice(window) if window is not None and not window.own else None


def lies_in(area: Rect, x: int, y: int) -> bool:
    """Say whether (x, y) is a pixel of `area`."""
    return area.x <= x < area.x + area.width and area.y <= y < area.y + area.height


def application_of(window: WindowFacts) -> str:
    """Name the window's program as HiddenApplication does: by its executable, or else its class."""
    return (window.executable.replace("\\", "/").rpartition("/")[2] or window.wm_class[1]).lower()


def _choice(window: WindowFacts) -> WindowChoice:
    return WindowChoice(window.id, window.title, application_of(window))
