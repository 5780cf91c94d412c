"""Covers what is hidden on X11. For now: areas as they are; for anything else that is hidden, the whole screen."""

from collections.abc import Callable, Sequence

from agent.areas import Rect
from agent.desktop.base import WindowChoice
from agent.hiding.vocabulary import Hidden

_ALL = Rect(0, 0, 32767, 32767)


class X11Masking:
    """Masking that does not tell windows apart yet: in doubt, all is covered."""

    def __init__(self) -> None:
        self._hidden = Hidden()

    def start(self, on_change: Callable[[], None]) -> None:
        """Nothing is followed."""

    def stop(self) -> None:
        """Nothing was followed."""

    def use(self, hidden: Hidden) -> None:
        """Hide this from now on."""
        self._hidden = hidden

    def masks(self) -> Sequence[Rect]:
        """Return what is covered."""
        hidden = self._hidden
        doubt = hidden.folders or hidden.windows or hidden.applications or hidden.only is not None
        return (_ALL,) if doubt or hidden.everything else hidden.areas

    def windows(self) -> list[WindowChoice]:
        """List none."""
        return []

    def window_at(self, x: int, y: int) -> WindowChoice | None:
        """Know none."""
        return None

    def allow_pointer(self, x: int, y: int) -> bool:
        """Say whether nothing hidden is at (x, y)."""
        return not any(m.x <= x < m.x + m.width and m.y <= y < m.y + m.height for m in self.masks())

    def allow_keys(self) -> bool:
        """Say whether nothing that could have the focus is hidden."""
        return not self.masks()
