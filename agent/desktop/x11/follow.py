"""Follows the windows of an X11 display on a thread of its own, and keeps how things stand: what is covered.

The picture's worker asks too, after each capture. Both may wait for the server, which a window manager may have to
itself for a while; the loop's thread never waits for either.
"""

import os
import select
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from threading import Lock, Thread
from time import monotonic
from typing import Final

from agent.areas import Rect, cut, within, without
from agent.desktop.base import DesktopError
from agent.desktop.own_pids import descendants_among
from agent.desktop.standing import EVERYWHERE, OnChange, Standing
from agent.desktop.trails import COMPOSITED_SECONDS, KEPT_SECONDS, PATIENCE_SECONDS, Trails, differing, few
from agent.desktop.x11.cover import Sight, hidden_for_good, left_after, masks_of
from agent.desktop.x11.stack import TopLevel
from agent.desktop.x11.windows import X11Windows
from agent.hiding.facts import SETTLE_SECONDS, Judge, WindowFacts
from agent.hiding.family import Family, can_hide
from agent.hiding.knowledge import Knowledge, Knows
from agent.hiding.vocabulary import Hidden

AGAIN_SECONDS: Final = 0.25
"""While folders are hidden, how often all windows are judged anew: what is known of processes ages."""


class Follower:
    """The windows of one display, and what is to be covered of them."""

    def __init__(
        self,
        display: str,
        judge: Judge,
        knows: Knows,
        own_pids: Callable[[], set[int]] | None,
        on_change: OnChange,
    ) -> None:
        """Take in the windows that there are, and follow them. Raise DesktopError when the display is gone."""
        self._judge, self._knows, self._own_pids, self._on_change = judge, knows, own_pids, on_change
        self.hidden = Hidden()
        self.standing: Standing | None = None
        """None: nothing is known, everything is covered."""
        self._work = Lock()
        self._trails = Trails()
        self._masks: list[Rect] | None = None
        self._copies: list[tuple[Rect, int]] = []
        """Where windows have just been moved to, and the round from which drawing there is no copying."""
        self._knowledge = Knowledge()
        self._judged = self._now = monotonic()
        self._next: float | None = None
        self._news = 0
        self._used = self.hidden
        self._own: set[int] = set()
        self._descends: dict[int, bool] = {}
        self._closing = False
        self._wake_read, self._wake_write = os.pipe()
        self._knows.start(self._wake)
        self._windows = X11Windows(display, self._before, self._drawn)
        self._windows.begin(self._now)
        self._weigh(True)
        self._thread = Thread(target=self._follow, name="masking", daemon=True)
        self._thread.start()

    def use(self, hidden: Hidden) -> None:
        """Hide this from now on; `standing` is of no use until it names it."""
        if hidden.folders != self.hidden.folders:
            self._knows.use(hidden.folders)
        self.hidden = hidden
        self._wake()

    def close(self) -> None:
        """End the thread and let go of the display. Waits for the server if it is another program's just then."""
        self._closing = True
        self._knows.stop()
        self._wake()
        self._thread.join()
        with self._work:
            self.standing = None
            self._windows.close()
        os.close(self._wake_read)
        os.close(self._wake_write)

    def masks(self, since: float) -> Sequence[Rect]:
        """Return what is covered, or was at any time since `since` (monotonic seconds). Raise DesktopError."""
        with self._work:
            if self._closing:
                return (EVERYWHERE,)
            if not can_hide(self.hidden):
                return ()
            self._now = monotonic()
            changed = self._windows.catch_up(self._now)
            if self._weigh(self._pass_copies() or changed):
                self._wake()  # the thread waits for other times now
            if self.standing is None or self._now - since > KEPT_SECONDS:
                return (EVERYWHERE,)
            return (*self.standing.areas, *self._trails.ended_since(since))

    def windows_of(self, pid: int) -> tuple[WindowFacts, ...]:
        """Return what is known of the windows of a process, minimised ones too, but for what was never on the screen.

        Empty when it has none, or when nothing is known. May wait for the server, as `masks` does.
        """
        with self._work:
            if self._closing or self.standing is None:
                return ()
            self._now = monotonic()
            changed = self._windows.catch_up(self._now)
            if self._weigh(self._pass_copies() or changed):
                self._wake()
            tops = (top for top in self._windows.stack if top.visible or top.clients)
            found = (self._facts(top, window) for top in tops for window in top.windows)
            return tuple(window for window in found if window is not None and window.pid == pid)

    def _wake(self) -> None:
        os.write(self._wake_write, b"w")

    # --- the thread --------------------------------------------------------------------------------------------------

    def _follow(self) -> None:
        """Follow until closed or lost; whatever ends it, nothing is known any more."""
        try:
            with suppress(DesktopError):
                while not self._closing:
                    self._wait()
                    with self._work:
                        self._now = monotonic()
                        changed = self._windows.take(self._now)
                        self._weigh(self._pass_copies() or changed)
        finally:
            self.standing = None
            self._on_change((EVERYWHERE,), True)

    def _wait(self) -> None:
        patience = None if self._next is None else max(0.0, self._next - monotonic())
        ready, _, _ = select.select([self._windows.fileno(), self._wake_read], [], [], patience)
        if self._wake_read in ready:
            os.read(self._wake_read, 64)

    # --- weighing, under the lock ------------------------------------------------------------------------------------

    def _weigh(self, changed: bool) -> bool:
        """Find out how things stand, if that may be otherwise than before, and tell; say whether it was done."""
        hidden, before = self.hidden, self.standing
        anew = before is None or before.hidden is not hidden
        due = self._next is not None and self._now >= self._next
        learnt = self._learn(hidden)
        if not (changed or anew or due or learnt):
            return False
        self._used, self._masks = hidden, None
        self._meet_compositor()
        self._trails.expire(monotonic())
        judge = anew or due or learnt or self._news != self._windows.news
        sudden = self._judge_all(hidden) if judge else False
        areas = self._stand(hidden)
        self._windows.watch_drawing(bool(self._masks) and not self._windows.composited)
        self._next = min((at for at in self._deadlines() if at > self._now), default=None)
        if before is not None and (differ := differing(before.areas, areas)):
            self._on_change(differ, sudden or anew)
        return True

    def _meet_compositor(self) -> None:
        """Cover all for a moment when a compositor comes or goes: what is seen then is of nobody knows when."""
        patience = COMPOSITED_SECONDS if self._windows.composited else PATIENCE_SECONDS
        if patience != self._trails.patience:
            self._trails.keep([self._windows.screen], self._now, COMPOSITED_SECONDS)
        self._trails.patience = patience

    def _learn(self, hidden: Hidden) -> bool:
        """Take over what is known of processes now; say whether that is something else."""
        known = self._knows.knowledge() if hidden.folders else Knowledge()
        before, self._knowledge = self._knowledge, known
        return known != before

    def _judge_all(self, hidden: Hidden) -> bool:
        """Judge every window; say whether one that was shown is covered now."""
        self._news, self._judged = self._windows.news, self._now
        judged = self._family().judged(hidden, self._knowledge, self._judge)
        sudden = False
        for top in self._windows.stack:
            shown = judged.shown.issuperset(top.windows) or self._is_marks(top)
            if shown and top.lasting is False and top.visible:
                self._trails.keep(within(self._covered(), top.area), self._now)
            sudden = sudden or (top.shown and not shown and top.visible)
            top.shown, top.lasting = shown, self._is_marks(top) or judged.lasting.issuperset(top.windows)
            if top.lasting:
                self._trails.forgive(top.id)
        self._masks = None
        return sudden

    def _family(self) -> Family:
        tops = tuple(self._windows.stack)
        pids = {window.pid for window in self._windows.facts.values() if window.pid is not None}
        self._own = self._own_pids() if self._own_pids else self._descendants(pids)
        self._knows.notice(pids)
        found = (self._facts(top, window) for top in tops for window in top.windows)
        known = {window.id: window for window in found if window is not None}
        return Family(known, frozenset(w for top in tops for w in top.clients), self._windows.manager)

    def _is_marks(self, top: TopLevel) -> bool:
        """Say whether it is our glass with the technician's marks: as large as the screen, and cut down to them.

        It covers nothing, being shaped, has no place of its own that could need to be covered, and is picked by nobody.
        """
        known = self._windows.facts.get(top.id)
        whole = cut(top.area, self._windows.screen) == self._windows.screen
        return whole and top.shaped and top.override_redirect and known is not None and known.pid in self._own

    def _facts(self, top: TopLevel, window: int) -> WindowFacts | None:
        known = self._windows.facts_of(top, window, self._now)
        return replace(known, own=known.pid in self._own) if known else None

    def _descendants(self, pids: set[int]) -> set[int]:
        """Name those of `pids` that this process started; each is looked at once."""
        unknown = pids - self._descends.keys()
        ours = descendants_among(unknown)
        self._descends |= {pid: pid in ours for pid in unknown}
        return {pid for pid in pids if self._descends[pid]}

    def _before(self, top: TopLevel, to: Rect | None) -> None:
        """Keep covered what remains of something hidden where a window is about to change."""
        if self._is_marks(top):
            return  # what lies below is covered where it lies
        self._masks = None
        unsure = [
            other for other in self._windows.stack if other.visible and not other.shown and other.lasting is not False
        ]
        masks = self._hidden_for_good()
        if top.visible and top.lasting is False:
            self._remain(within(masks, top.area))
        for other in unsure:
            seen = [top.area] if other is top else [to] if to is not None else []
            self._remain(within(seen, other.area), other.id)
        if to is not None and masks and top.lasting is not False:
            tops = [other for other in self._windows.stack if other.drawn]
            left = left_after(tops, top, to, Sight(self._windows.screen, masks, self._trails.remains))
            self._remain(left.until_drawn)
            self._trails.keep(within(left.moment, self._windows.screen), monotonic())
        if to is not None and top.visible and (masks or unsure):
            self._copies.append((to, self._windows.rounds + 2))

    def _remain(self, areas: list[Rect], owner: int = 0) -> None:
        """Keep what of `areas` can be seen covered until something is drawn there."""
        self._trails.add(within(areas, self._windows.screen), monotonic(), owner)

    def _drawn(self, area: Rect) -> bool:
        """Take note that something was drawn; say whether that uncovers anything.

        The copying that comes with a window's move is told as drawing too, even where others lie above (damage.c).
        """
        if self._windows.composited:
            return False
        self._copies = [(to, last) for to, last in self._copies if last > self._windows.rounds]
        drawn = [area]
        for to, _ in self._copies:
            drawn = without(drawn, to)
        uncovers = [self._trails.drawn(rest, monotonic()) for rest in drawn]
        if any(uncovers):
            self._masks = None
        return any(uncovers)

    def _pass_copies(self) -> bool:
        """Let all be told that came with a window's move, so that what is drawn next counts; say whether it changes."""
        changed = False
        for _ in range(2):  # windows that move meanwhile have theirs the next time
            if any(last > self._windows.rounds for _, last in self._copies):
                changed = self._windows.catch_up(monotonic()) or changed
        return changed

    def _covered(self) -> list[Rect]:
        """Return where pixels of hidden windows are, or may still be."""
        if self._masks is None:
            self._masks = few([*self._masks_of(self._windows.stack), *self._trails.areas])
        return self._masks

    def _hidden_for_good(self) -> list[Rect]:
        """Return the same without windows that are covered only until they are known better, and their remains."""
        known = self._windows.stack.get  # a window that is gone will never be known better
        remains = [r.area for r in self._trails.remains if not r.owner or known(r.owner) is None]
        return few([*self._masks_of(hidden_for_good(self._windows.stack)), *remains])

    def _masks_of(self, tops: Iterable[TopLevel]) -> list[Rect]:
        alone = self._used.only is not None or self._used.everything
        return masks_of(tops, [EVERYWHERE] if alone else [], self._settled_by(alone))

    def _settled_by(self, alone: bool) -> float | None:
        """Return since when a window must have lain where it lies to uncover what is below; None: none does."""
        if not self._windows.composited:
            return self._now
        return self._now - COMPOSITED_SECONDS if alone else None

    def _stand(self, hidden: Hidden) -> tuple[Rect, ...]:
        """Replace `standing`; return what is covered."""
        tops = [top for top in self._windows.stack if top.visible and not self._is_marks(top)]
        seen = (self._facts(top, window) for top in reversed(tops) for window in top.windows)
        self.standing = Standing(
            hidden,
            (*self._covered(), *hidden.areas) if can_hide(hidden) else (),
            frozenset(top.id for top in self._windows.stack if top.shown or self._is_managers(top)),
            any(top.override_redirect and not top.clients and not top.shown for top in tops),
            tuple(window for window in seen if window is not None),
            frozenset(window for top in self._windows.stack for window in top.windows),
        )
        return self.standing.areas

    def _is_managers(self, top: TopLevel) -> bool:
        """Say whether it is a place for input only, which the window manager keeps at edges and for when nothing has
        the focus.
        """
        known = self._windows.facts.get(top.id)
        return not top.drawn and known is not None and known.pid is not None and known.pid == self._windows.manager

    def _deadlines(self) -> Iterator[float]:
        """Yield when things may stand otherwise without the server telling anything."""
        if (expires := self._trails.deadline()) is not None:
            yield expires
        if self.hidden.folders:
            yield self._judged + AGAIN_SECONDS
        for top in self._windows.stack:
            if top.visible and not top.shown and top.lasting:
                yield top.since + SETTLE_SECONDS
                yield from (self._windows.since.get(window, 0.0) + SETTLE_SECONDS for window in top.windows)
            elif top.visible and self._windows.composited:
                yield top.placed + COMPOSITED_SECONDS
