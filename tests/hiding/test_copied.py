"""What was copied may be read when all windows of the program that copied it may be shown, and only then."""

from dataclasses import replace
from pathlib import Path

import pytest

from agent.areas import Rect
from agent.hiding.copied import may_be_read
from agent.hiding.facts import WindowFacts
from agent.hiding.judge import judge
from agent.hiding.knowledge import Knowledge
from agent.hiding.vocabulary import Guard, Hidden

PAGE = WindowFacts(
    7,
    Rect(0, 0, 100, 100),
    title="Notes - Mousepad",
    wm_class=("mousepad", "Mousepad"),
    pid=40,
    executable="/bin/mousepad",
)
OTHER = replace(PAGE, id=8, area=Rect(200, 0, 100, 100), title="Lettre - Mousepad")
MENU = replace(PAGE, id=9, types=frozenset({"popup_menu"}), override_redirect=True, title="")
FIREFOX = replace(
    PAGE, title="Recettes - Mozilla Firefox", wm_class=("Navigator", "firefox"), executable="/usr/bin/firefox"
)
PRIVATE = replace(FIREFOX, id=8, title="Mozilla Firefox — Navigation privée")
VAULT = replace(PAGE, title="Coffre", wm_class=("keepassxc", "KeePassXC"), executable="/usr/bin/keepassxc")
READY = Knowledge(ready=True, known=frozenset({40}))


def readable(*windows: WindowFacts, hidden: Hidden = Hidden(), knowledge: Knowledge = READY) -> bool:  # noqa: B008 (frozen)
    return may_be_read(windows, hidden, knowledge, judge)


def test_a_program_of_which_everything_is_shown_may_be_read_also_when_it_is_new() -> None:
    assert readable(PAGE, OTHER, MENU)
    assert readable(replace(FIREFOX, age=0.0, stable=0.0))


@pytest.mark.parametrize("windows", [(VAULT,), (FIREFOX, PRIVATE), ()], ids=["vault", "private window", "no window"])
def test_what_the_guards_hide_or_nobody_sees_may_not(windows: tuple[WindowFacts, ...]) -> None:
    assert not readable(*windows)


def test_with_nothing_hidden_and_no_guard_anything_may() -> None:
    assert readable(hidden=Hidden(guards=frozenset()))
    assert readable(VAULT, hidden=Hidden(guards=frozenset()))


@pytest.mark.parametrize(
    "hidden",
    [
        Hidden(everything=True),
        Hidden(windows=frozenset({8})),
        Hidden(applications=frozenset({"mousepad"})),
        Hidden(only=8),
        Hidden(only=99),
        Hidden(areas=(Rect(250, 50, 500, 20),)),
    ],
)
def test_one_hidden_window_is_enough(hidden: Hidden) -> None:
    assert not readable(PAGE, OTHER, hidden=hidden)


def test_the_one_shared_window_may_with_its_menus() -> None:
    assert readable(PAGE, MENU, hidden=Hidden(only=7))


def test_the_agents_own_windows_may_not() -> None:
    assert not readable(replace(PAGE, own=True))


@pytest.mark.parametrize(
    "knowledge",
    [
        Knowledge(),
        Knowledge(ready=True, known=frozenset()),
        Knowledge(ready=True, known=frozenset({40}), holders=frozenset({40})),
        Knowledge(ready=True, known=frozenset({40}), doubt=True),
        Knowledge(ready=True, known=frozenset({40}), names=frozenset({"notes"})),
    ],
    ids=["not ready", "not known", "holds it", "in doubt", "named in the title"],
)
def test_while_folders_are_hidden_doubt_means_no(knowledge: Knowledge) -> None:
    hidden = Hidden(folders=(Path("/home/a/secret"),))
    assert readable(PAGE, hidden=hidden)
    assert not readable(PAGE, hidden=hidden, knowledge=knowledge)


def test_a_private_window_may_be_read_once_that_guard_is_off() -> None:
    assert readable(FIREFOX, PRIVATE, hidden=Hidden(guards=frozenset({Guard.PASSWORDS})))
