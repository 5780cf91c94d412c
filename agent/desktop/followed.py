"""Covers what is hidden, as the event loop asks for it: what is covered, and where remote input may land.

What is covered is found by who follows the windows; where input would land this moment is each system's.
"""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from typing import Generic, Protocol, TypeVar

from agent.areas import Rect
from agent.desktop.base import WindowChoice
from agent.desktop.standing import EVERYWHERE, OnChange, Standing, choice_at, choices, lies_in
from agent.hiding.copied import may_be_read
from agent.hiding.facts import Judge, WindowFacts
from agent.hiding.family import can_hide
from agent.hiding.knowledge import Knowledge, Knows
from agent.hiding.vocabulary import Hidden


class Follows(Protocol):
    """Follows the windows on a thread of its own."""

    standing: Standing | None
    """How things stand; None: nothing is known, everything is covered."""

    def use(self, hidden: Hidden) -> None:
        """Hide this from now on; `standing` is of no use until it names it."""

    def close(self) -> None:
        """End the thread; nothing is known from now on."""

    def masks(self, since: float) -> Sequence[Rect]:
        """Return what is covered, or was at any time since `since` (monotonic seconds)."""


def on_loop(on_change: OnChange) -> OnChange:
    """Return how any thread tells of a change: it is heard on the loop that runs now, as long as that does."""
    loop = asyncio.get_running_loop()

    def told(areas: Sequence[Rect], sudden: bool) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(on_change, areas, sudden)

    return told


F = TypeVar("F", bound=Follows)


class FollowedMasking(ABC, Generic[F]):
    """Masking of one desktop, by who follows its windows: nobody before it is started, and everything is covered."""

    def __init__(self, judge: Judge, knows: Knows) -> None:
        """Prepare."""
        self._judge, self._knows = judge, knows
        self._hidden = Hidden()
        self._follower: F | None = None

    def stop(self) -> None:
        """Follow nothing more: everything counts as covered from now on."""
        follower, self._follower = self._follower, None
        if follower is not None:
            follower.close()

    def use(self, hidden: Hidden) -> None:
        """Hide this from now on: what was found for what was hidden before does not count any more."""
        self._hidden = replace(hidden, own=self._hidden.own)
        if self._follower is not None:
            self._follower.use(self._hidden)

    def cover_own(self, on: bool) -> None:
        """Cover the agent's own windows too, or no longer."""
        if on != self._hidden.own:
            self._hidden = replace(self._hidden, own=on)
            self.use(self._hidden)

    def gone(self, window: int) -> bool:
        """Say whether the window of that id, which there was, is no more (a minimised one still is)."""
        standing = self._any_standing()
        return standing is not None and window not in standing.known

    def masks(self, since: float) -> Sequence[Rect]:
        """Return what is covered, or was at any time since `since` (monotonic seconds). Raise DesktopError."""
        follower = self._follower
        return follower.masks(since) if follower is not None else (EVERYWHERE,)

    def covered(self) -> Sequence[Rect]:
        """Return what is covered as far as is known now, without waiting for anything."""
        standing = self._any_standing()
        return standing.areas if standing is not None else (EVERYWHERE,)

    def may_be_read(self, windows: Sequence[WindowFacts]) -> bool:
        """Say whether what a program with these windows copied may be read. Only from a worker thread."""
        knowledge = self._knows.knowledge() if self._hidden.folders else Knowledge()
        return self._follower is not None and may_be_read(windows, self._hidden, knowledge, self._judge)

    def knowledge(self) -> Knowledge:
        """Return what is known of processes, for the report."""
        return self._knows.knowledge()

    def windows(self) -> list[WindowChoice]:
        """List the windows that the customer can pick, topmost first; the agent's own are not among them."""
        return choices(self._any_standing())

    def window_at(self, x: int, y: int) -> WindowChoice | None:
        """Return the window at (x, y); None where there is none, or one of the agent's own."""
        return choice_at(self._any_standing(), x, y)

    def allow_pointer(self, x: int, y: int) -> bool:
        """Say whether remote pointer input may land at (x, y): nothing hidden is there, or has the pointer or focus."""
        if not self._can_be_seen():
            return False
        if not can_hide(self._hidden):
            return True
        standing = self._standing()
        if standing is None or standing.menu_hidden or any(lies_in(area, x, y) for area in standing.areas):
            return False
        return self._shows_at(standing, x, y) and self.allow_keys()

    def allow_keys(self) -> bool:
        """Say whether remote keys may be typed now: no hidden window has the focus."""
        if not self._can_be_seen():
            return False
        if not can_hide(self._hidden):
            return True
        standing = self._standing()
        return standing is not None and self._shows_focused(standing)

    @abstractmethod
    def _can_be_seen(self) -> bool:
        """Say whether the desktop is not behind a prompt of the system's own."""

    @abstractmethod
    def _shows_at(self, standing: Standing, x: int, y: int) -> bool:
        """Say whether the window that is at (x, y) this moment may be shown, or is the bare desktop."""

    @abstractmethod
    def _shows_focused(self, standing: Standing) -> bool:
        """Say the same of the window that the keys go to this moment."""

    def _any_standing(self) -> Standing | None:
        return self._follower.standing if self._follower else None

    def _standing(self) -> Standing | None:
        """Return how things stand; None while that is not known for what is hidden now."""
        standing = self._any_standing()
        return standing if standing is not None and standing.hidden is self._hidden else None
