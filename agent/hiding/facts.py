"""What a desktop knows about one window, as a value: what judge.py decides from. Each platform's room fills it in."""

from collections.abc import Callable
from dataclasses import dataclass

from agent.areas import Rect
from agent.hiding.knowledge import Knowledge, Verdict
from agent.hiding.vocabulary import Hidden

SETTLE_SECONDS = 0.15
"""Age below which a window counts as new: its title may still change. The desktop asks again once it has passed."""

POPUPS = frozenset({"menu", "dropdown_menu", "popup_menu", "tooltip", "combo", "dnd"})
"""Types of windows that come up for a moment and belong to another."""


@dataclass(frozen=True)
class WindowFacts:
    """One window at one moment. What is not known is empty or None, and never guessed."""

    id: int
    """What HiddenWindow and `Hidden.only` name: the program's own window, not the window manager's frame around it."""
    area: Rect
    """The whole window with its frame and border, in pixels of the desktop."""
    title: str = ""
    wm_class: tuple[str, str] = ("", "")
    """WM_CLASS: instance and class, as the program wrote them."""
    role: str = ""
    """WM_WINDOW_ROLE."""
    types: frozenset[str] = frozenset()
    """_NET_WM_WINDOW_TYPE_*, its last words in lower case: "normal", "dialog", "dock", "notification", "popup_menu"."""
    pid: int | None = None
    """The process at the other end of the X client's socket (X-Resource), and that cannot lie; None: not known."""
    executable: str = ""
    """The path that /proc/PID/exe leads to."""
    arguments: tuple[str, ...] = ()
    """The process's command line, its first words: what an interpreter runs."""
    override_redirect: bool = False
    """Not managed: a menu, a tooltip, a list of choices, a thing being dragged."""
    transient_for: int | None = None
    """The `id` of the window that it belongs to (WM_TRANSIENT_FOR)."""
    own: bool = False
    """The agent's own."""
    age: float = 0.0
    """Seconds since it was first told of."""
    stable: float = 0.0
    """Seconds since it appeared or since its title, class, role, type, owner or process last changed."""
    viewable: bool = True
    """On the screen now; False: minimised or on another desktop."""

    @property
    def pops_up(self) -> bool:
        """Say whether it is a menu, a tooltip or the like."""
        return self.override_redirect or bool(self.types & POPUPS)


Judge = Callable[[WindowFacts, Hidden, Knowledge], Verdict]
"""Say whether one window, taken by itself, may be shown (agent.hiding.judge.judge). `only`, `everything` and areas are
the desktop's affair, and so is what a window inherits: a dialog, menu or tooltip of a hidden window, a panel,
notification or switcher that shows the titles of others.
"""
