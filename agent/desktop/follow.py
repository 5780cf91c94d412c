"""Follows windows that are found by listing them, on a thread of its own, and keeps how things stand: what is covered.

List, grab, list (DESIGN 6): the screen looks here before each capture and the picture's worker after it, and what was
hidden at either time is covered. The compositors of Windows and macOS draw late, so what is left of a hidden window
that moved or went stays covered for a moment, and no window above uncovers it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from threading import Event, Lock, Thread
from time import monotonic, sleep
from typing import Final, Protocol

from agent.areas import Rect, box, without
from agent.desktop.base import DesktopError
from agent.desktop.standing import EVERYWHERE, OnChange, Standing
from agent.desktop.trails import COMPOSITED_SECONDS, KEPT_SECONDS, MOMENT_SECONDS, Trails, differing, few
from agent.hiding.facts import Judge, WindowFacts
from agent.hiding.family import Family, Judged, can_hide
from agent.hiding.knowledge import Knowledge, Knows
from agent.hiding.vocabulary import Hidden

AGAIN_SECONDS: Final = 0.25
"""How often is looked when nothing tells of a change and nothing is captured."""

UNSETTLED_SECONDS: Final = 0.05
"""The same while a window may have to wait no longer, or remains end."""

REST_SECONDS: Final = 0.02
"""Between two looks at least: a program that lays out its window tells of hundreds of changes."""


@dataclass(frozen=True)
class Seen:
    """One window at one moment."""

    facts: WindowFacts
    visible: bool
    """It has a picture on the screen now; else it is minimised."""
    whole: bool
    """Nothing below shows through it, as far as the system knows."""


class Desk(Protocol):
    """The windows that there are."""

    @property
    def handles(self) -> frozenset[int]:
        """All there were when read last, hidden ones too."""

    def read(self, now: float) -> list[Seen]:
        """Return those that their programs show, topmost first. Raise DesktopError."""


@dataclass(frozen=True)
class _Top:
    """A window as it was judged last."""

    seen: Seen
    shown: bool
    lasting: bool
    placed: float

    @property
    def area(self) -> Rect:
        return self.seen.facts.area

    @property
    def covered(self) -> bool:
        return self.seen.visible and not self.shown


class Follower:
    """The windows of one desktop, and what is to be covered of them."""

    def __init__(
        self, desk: Desk, judge: Judge, knows: Knows, can_be_seen: Callable[[], bool], on_change: OnChange
    ) -> None:
        """Look, and follow. `can_be_seen` says whether the desktop is not behind a prompt of the system's own."""
        self._desk, self._judge, self._knows = desk, judge, knows
        self._can_be_seen, self._on_change = can_be_seen, on_change
        self.hidden = Hidden()
        self.standing: Standing | None = None
        """None: nothing is known, everything is covered."""
        self._work = Lock()
        self._trails = Trails()
        self._tops: dict[int, _Top] = {}
        self._wake = Event()
        self._closing = False
        self._knows.start(self.wake)
        self.look()
        self._thread = Thread(target=self._follow, name="masking", daemon=True)
        self._thread.start()

    def use(self, hidden: Hidden) -> None:
        """Hide this from now on; `standing` is of no use until it names it."""
        if hidden.folders != self.hidden.folders:
            self._knows.use(hidden.folders)
        self.hidden = hidden
        self.wake()

    def wake(self) -> None:
        """Look soon: something may be otherwise. Any thread."""
        self._wake.set()

    def close(self) -> None:
        """End the thread; nothing is known from now on."""
        self._closing = True
        self._knows.stop()
        self.wake()
        self._thread.join(2)
        self.standing = None

    def look(self) -> None:
        """Find out how things stand now. Any thread."""
        with self._work:
            self._look()

    def masks(self, since: float) -> Sequence[Rect]:
        """Return what is covered, or was at any time since `since` (monotonic seconds)."""
        with self._work:
            self._look()
            if self._closing or self.standing is None or monotonic() - since > KEPT_SECONDS:
                return (EVERYWHERE,)
            return (*self.standing.areas, *self._trails.ended_since(since))

    # --- the thread --------------------------------------------------------------------------------------------------

    def _follow(self) -> None:
        try:
            while not self._closing:
                self._wake.wait(UNSETTLED_SECONDS if self._unsettled() else AGAIN_SECONDS)
                self._wake.clear()
                self.look()
                sleep(REST_SECONDS)
        finally:
            self.standing = None
            self._on_change((EVERYWHERE,), True)

    def _unsettled(self) -> bool:
        return bool(self._trails.remains) or any(top.covered and top.lasting for top in self._tops.values())

    # --- looking, under the lock -------------------------------------------------------------------------------------

    def _look(self) -> None:
        """Read and judge all windows; where that fails, nothing is known."""
        hidden, before, now = self.hidden, self.standing, monotonic()
        try:
            windows = self._desk.read(now)
        except DesktopError:
            self.standing = None
            if before is not None:
                self._on_change((EVERYWHERE,), True)
            return
        if not self._can_be_seen():
            self._trails.keep([EVERYWHERE], now, COMPOSITED_SECONDS)
        tops = self._judged(windows, hidden, now)
        sudden = self._leave_trails(tops, now)
        self._tops = tops
        self._trails.expire(now)
        self.standing = self._stand(hidden, now)
        areas = before.areas if before else (EVERYWHERE,)
        if differ := differing(areas, self.standing.areas):
            self._on_change(differ, sudden or before is None or before.hidden is not hidden)

    def _judged(self, windows: list[Seen], hidden: Hidden, now: float) -> dict[int, _Top]:
        facts = {seen.facts.id: seen.facts for seen in windows}
        self._knows.notice({one.pid for one in facts.values() if one.pid is not None})
        knowledge = self._knows.knowledge() if hidden.folders else Knowledge()
        listed = [one.id for one in facts.values() if one.transient_for is None and not one.pops_up]
        judged = Family(facts, listed, None).judged(hidden, knowledge, self._judge)
        return {seen.facts.id: self._top(seen, judged, now) for seen in windows}

    def _top(self, seen: Seen, judged: Judged, now: float) -> _Top:
        known = self._tops.get(seen.facts.id)
        lay = known is not None and known.area == seen.facts.area and known.seen.visible == seen.visible
        placed = known.placed if known and lay else now
        return _Top(seen, seen.facts.id in judged.shown, seen.facts.id in judged.lasting, placed)

    def _leave_trails(self, tops: dict[int, _Top], now: float) -> bool:
        """Keep covered what is left of hidden windows; say whether one that was shown is covered now."""
        for window, old in self._tops.items():
            new = tops.get(window)
            if not old.covered:
                continue
            if new is None or not new.seen.visible:
                self._trails.keep([old.area], now, COMPOSITED_SECONDS)
            elif new.area != old.area:  # it was drawn on its way, too
                self._trails.keep([box([old.area, new.area])], now, COMPOSITED_SECONDS)
            elif new.shown and not old.lasting:
                self._trails.keep([old.area], now, MOMENT_SECONDS)
        return any(top.covered and window in self._tops and self._tops[window].shown for window, top in tops.items())

    def _stand(self, hidden: Hidden, now: float) -> Standing:
        visible = [top for top in self._tops.values() if top.seen.visible]
        masks = self._masks(reversed(visible), hidden, now)
        return Standing(
            hidden,
            (*few([*masks, *self._trails.areas]), *hidden.areas) if masks or self._trails.areas or hidden.areas else (),
            frozenset(window for window, top in self._tops.items() if top.shown),
            any(top.covered and top.seen.facts.pops_up for top in visible),
            tuple(top.seen.facts for top in visible),
            self._desk.handles,
        )

    def _masks(self, tops: Iterable[_Top], hidden: Hidden, now: float) -> list[Rect]:
        """Return where windows, given bottom to top, are covered."""
        if not can_hide(hidden):
            return []
        alone = hidden.only is not None or hidden.everything
        masks = [EVERYWHERE] if alone else []
        for top in tops:
            if not top.shown:
                masks = [*without(masks, top.area), top.area]
            elif alone and top.seen.whole and now - top.placed >= COMPOSITED_SECONDS:
                masks = without(masks, top.area)
        return masks
