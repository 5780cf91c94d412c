"""What windows inherit from each other."""

from dataclasses import replace

from agent.areas import Rect
from agent.hiding.facts import WindowFacts
from agent.hiding.family import Family, can_hide
from agent.hiding.knowledge import Knowledge, Verdict
from agent.hiding.vocabulary import Guard, Hidden

SOMETHING = Hidden(windows=frozenset({1}))
SECRET = WindowFacts(1, Rect(0, 0, 10, 10), pid=100, age=9, stable=9)
PLAIN = replace(SECRET, id=2, pid=200)


def judge(window: WindowFacts, hidden: Hidden, knowledge: Knowledge) -> Verdict:
    """Keep the windows of `hidden`, close number 50, and wait with new ones."""
    if window.id in hidden.windows:
        return Verdict.SECRET
    if window.id == 50:
        return Verdict.CLOSED
    return Verdict.UNSURE if window.stable < 1 else Verdict.SHOWN


def shown(*windows: WindowFacts, hidden: Hidden = SOMETHING, manager: int | None = 7) -> set[int]:
    family = Family({window.id: window for window in windows}, frozenset({1}), manager)
    return set(family.judged(hidden, Knowledge(), judge).shown)


def test_dialogs_of_dialogs_inherit_and_others_do_not() -> None:
    dialog = replace(SECRET, id=3, transient_for=1)
    deeper = replace(SECRET, id=4, transient_for=3)
    other = replace(SECRET, id=5, transient_for=2)
    assert shown(SECRET, PLAIN, dialog, deeper, other) == {2, 5}


def test_a_circle_of_windows_ends() -> None:
    one, two = replace(PLAIN, id=3, transient_for=4), replace(PLAIN, id=4, transient_for=3)
    assert shown(SECRET, one, two) == {3, 4}


def test_a_pop_up_of_no_window_belongs_to_its_process_while_something_hidden_of_it_is_seen() -> None:
    pop_up = replace(SECRET, id=3, override_redirect=True)
    menu = replace(SECRET, id=4, types=frozenset({"popup_menu"}))
    elsewhere = replace(pop_up, id=5, pid=200)
    assert shown(SECRET, pop_up, menu, elsewhere) == {5}
    assert shown(replace(SECRET, viewable=False), pop_up, menu, elsewhere) == {3, 4, 5}


def test_panels_notifications_and_the_switcher_are_covered_while_something_hidden_is_listed() -> None:
    panel = replace(PLAIN, id=3, types=frozenset({"dock"}))
    tip = replace(PLAIN, id=4, override_redirect=True)
    notice = replace(PLAIN, id=5, pid=300, types=frozenset({"notification"}))
    switcher = replace(PLAIN, id=6, pid=7, override_redirect=True)
    assert shown(SECRET, PLAIN, panel, tip, notice, switcher) == {2}
    assert shown(replace(SECRET, viewable=False), panel) == set(), "a minimised window is in the task bar"
    assert shown(panel, tip, notice, switcher) == {3, 4, 5, 6}


def test_a_closed_windows_title_tells_nothing() -> None:
    panel = replace(PLAIN, id=3, types=frozenset({"dock"}))
    assert shown(replace(PLAIN, id=50), panel) == {3}


def test_a_new_window_waits_and_covers_no_other() -> None:
    new = replace(PLAIN, id=3, stable=0.1)
    panel = replace(PLAIN, id=4, pid=300, types=frozenset({"dock"}))
    family = Family({window.id: window for window in (new, panel)}, frozenset(), 7)
    judged = family.judged(SOMETHING, Knowledge(), judge)
    assert judged.shown == {4}
    assert judged.lasting == {3, 4}


def test_a_window_shared_alone_brings_its_own_and_no_others() -> None:
    only = replace(Hidden(), only=2)
    dialog = replace(PLAIN, id=3, transient_for=2)
    menu = replace(PLAIN, id=4, override_redirect=True)
    other = replace(PLAIN, id=5)
    foreign = replace(PLAIN, id=6, pid=300, override_redirect=True)
    assert shown(PLAIN, dialog, menu, foreign, hidden=only) == {2, 3, 4}
    assert shown(PLAIN, dialog, menu, other, hidden=only) == {2, 3}, "the menu may be the other window's"
    assert shown(other, menu, hidden=only) == set()


def test_everything_means_everything_and_nothing_means_nothing() -> None:
    assert shown(PLAIN, hidden=Hidden(everything=True)) == set()
    assert shown(SECRET, PLAIN, hidden=Hidden(guards=frozenset())) == {1, 2}


def test_our_own_windows_are_covered_while_they_name_what_is_hidden() -> None:
    own = replace(PLAIN, own=True)
    assert shown(SECRET, own) == {2}
    assert shown(SECRET, own, hidden=replace(SOMETHING, own=True)) == set()


def test_only_without_guards_and_anything_chosen_can_nothing_be_hidden() -> None:
    nothing = Hidden(guards=frozenset())
    assert not can_hide(nothing)
    assert can_hide(replace(nothing, guards=frozenset({Guard.BANKING})))
    assert can_hide(replace(nothing, own=True))
    assert can_hide(replace(nothing, areas=(Rect(0, 0, 1, 1),)))
