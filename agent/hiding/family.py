"""What windows inherit from each other: pop-ups and dialogs from what they belong to, panels and switchers from all
whose titles they show. Pure: judge.py decides on each window by itself, this on all of them together.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from math import inf
from typing import Final

from agent.hiding.facts import Judge, WindowFacts
from agent.hiding.knowledge import Knowledge, Verdict
from agent.hiding.vocabulary import Hidden

TELLING: Final = frozenset({"dock", "notification"})
"""Types of windows that show titles, texts and small pictures of other windows."""

_GENERATIONS: Final = 16
"""A dialog of a dialog of...; more is doubt."""


@dataclass(frozen=True)
class Judged:
    """Which windows, by their ids, may be shown now, and which for good: a new one may have to wait."""

    shown: frozenset[int]
    lasting: frozenset[int]


@dataclass(frozen=True)
class Family:
    """All windows at one moment."""

    windows: Mapping[int, WindowFacts]
    listed: Collection[int]
    """Those that a window manager manages, minimised ones too: their titles are in lists."""
    manager: int | None
    """The window manager's process."""

    def judged(self, hidden: Hidden, knowledge: Knowledge, judge: Judge) -> "Judged":
        """Judge all of them."""
        if hidden.everything:
            return Judged(frozenset(), frozenset())
        if not can_hide(hidden):
            return Judged(frozenset(self.windows), frozenset(self.windows))
        verdicts = {window.id: judge(window, hidden, knowledge) for window in self._settled()}
        kept = frozenset(window for window, verdict in verdicts.items() if not verdict)
        told = any(self._is_there(window) for window in kept if verdicts[window] is not Verdict.CLOSED)
        harmless = (w for w in self.windows.values() if w.id not in kept and not self._inherits(w, kept))
        lasting = frozenset(w.id for w in harmless if not (told and self._tells(w)) and not (hidden.own and w.own))
        if hidden.only is not None:
            lasting &= self._with_its_own(hidden.only)
        return Judged(frozenset(w for w in lasting if judge(self.windows[w], hidden, knowledge)), lasting)

    def _settled(self) -> Iterator[WindowFacts]:
        return (replace(window, age=inf, stable=inf) for window in self.windows.values())

    def _inherits(self, window: WindowFacts, kept: frozenset[int]) -> bool:
        """Say whether `window`, harmless by itself, belongs to something that is hidden."""
        parents = self._parents(window)
        if any(parent in kept for parent in parents):
            return True
        orphan = window.pops_up and not parents
        return orphan and any(self.windows[other].viewable and self._akin(window, other) for other in kept)

    def _with_its_own(self, only: int) -> frozenset[int]:
        """Return the ids of the window `only` and of what belongs to it alone."""
        alone = not any(self._is_main(other) and self._akin(other, only) for other in self.windows.values())
        mine = (w for w in self.windows.values() if only in self._parents(w) or self._orphan_of(w, only, alone))
        return frozenset({only, *(w.id for w in mine)})

    def _orphan_of(self, window: WindowFacts, only: int, alone: bool) -> bool:
        return alone and window.pops_up and not self._parents(window) and self._akin(window, only)

    def _is_main(self, window: WindowFacts) -> bool:
        return window.viewable and not window.pops_up and not self._parents(window)

    def _akin(self, window: WindowFacts, other: int) -> bool:
        """Say whether another window than `other` is of the same process."""
        known = self.windows.get(other)
        return known is not None and window.id != other and window.pid is not None and window.pid == known.pid

    def _parents(self, window: WindowFacts) -> list[int]:
        """Return what `window` belongs to, and what that belongs to, and so on."""
        parents: list[int] = []
        while window.transient_for in self.windows and window.transient_for not in parents and window.transient_for:
            parents.append(window.transient_for)
            window = self.windows[window.transient_for]
            if len(parents) > _GENERATIONS:
                return [*self.windows]
        return parents

    def _tells(self, window: WindowFacts) -> bool:
        """Say whether `window` may show titles or pictures of others: panels, notifications, what pops up of those."""
        if window.types & TELLING:
            return True
        return window.pops_up and window.pid is not None and window.pid in self._tellers

    @property
    def _tellers(self) -> set[int | None]:
        return {self.manager, *(w.pid for w in self.windows.values() if w.types & TELLING)}

    def _is_there(self, window: int) -> bool:
        return self.windows[window].viewable or window in self.listed


def names_something(hidden: Hidden) -> bool:
    """Say whether the customer's list of hidden things has a line."""
    return bool(hidden.folders or hidden.windows or hidden.applications or hidden.areas or hidden.only is not None)


def can_hide(hidden: Hidden) -> bool:
    """Say whether anything at all could be hidden."""
    return names_something(hidden) or hidden.everything or hidden.own or bool(hidden.guards)
