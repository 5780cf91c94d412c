from dataclasses import replace
from math import inf
from pathlib import Path

import pytest

from agent.areas import Rect
from agent.hiding.facts import SETTLE_SECONDS, WindowFacts
from agent.hiding.judge import judge
from agent.hiding.knowledge import Knowledge, Verdict
from agent.hiding.vocabulary import Guard, Hidden

FOLDERS = Hidden(folders=(Path("/home/anne/Documents/Coffre"),), guards=frozenset())
KNOWN = Knowledge(
    ready=True,
    known=frozenset({7}),
    places={7: frozenset({"documents"})},
    names=frozenset({"contrat 2024.pdf", "photo.jpg"}),
    words=frozenset({"coffre", "contrat 2024", "photo"}),
)
EDITOR = WindowFacts(
    id=1,
    area=Rect(0, 0, 100, 100),
    title="liste.txt - Mousepad",
    wm_class=("mousepad", "Mousepad"),
    types=frozenset({"normal"}),
    pid=7,
    executable="/usr/bin/mousepad",
    age=inf,
    stable=inf,
)


def _of(program: str, title: str = "", **more: object) -> WindowFacts:
    name = program.rpartition("/")[2]
    made = replace(EDITOR, executable=f"/usr/bin/{program}", wm_class=(name, name.capitalize()), title=title)
    return replace(made, **more)  # type: ignore[arg-type]


def test_an_ordinary_window_of_a_known_process_is_shown() -> None:
    assert judge(EDITOR, FOLDERS, KNOWN)
    assert judge(EDITOR, Hidden(), Knowledge())


def test_a_window_the_customer_picked_is_hidden() -> None:
    assert judge(EDITOR, Hidden(windows=frozenset({1})), KNOWN) is Verdict.SECRET
    assert judge(EDITOR, Hidden(windows=frozenset({2})), KNOWN)


@pytest.mark.parametrize("name", ["mousepad", "editor", "notes"])
def test_a_hidden_application_is_known_by_each_of_its_names(name: str) -> None:
    window = replace(EDITOR, wm_class=("Editor", "Notes"))
    assert judge(window, Hidden(applications=frozenset({name})), KNOWN) is Verdict.SECRET


def test_a_script_is_known_by_its_own_name() -> None:
    window = _of("python3.11", arguments=("python3", "/usr/bin/catfish"), wm_class=("", ""))
    assert judge(window, Hidden(applications=frozenset({"catfish"})), KNOWN) is Verdict.SECRET


@pytest.mark.parametrize("hidden", [Hidden(applications=frozenset({"x"})), Hidden(windows=frozenset({9})), FOLDERS])
def test_a_window_without_any_name_is_not_shown_while_something_chosen_is_hidden(hidden: Hidden) -> None:
    nameless = replace(EDITOR, executable="", wm_class=("", ""))
    assert judge(nameless, hidden, KNOWN) is Verdict.UNSURE


def test_a_window_without_any_name_waits_until_it_is_stable() -> None:
    nameless = replace(EDITOR, executable="", wm_class=("", ""), stable=SETTLE_SECONDS / 2)
    assert judge(nameless, Hidden(), KNOWN) is Verdict.UNSURE
    assert judge(replace(nameless, stable=1), Hidden(), KNOWN)


@pytest.mark.parametrize("title", ["", "firefox", "Firefox"])
def test_a_new_browser_window_waits_for_its_title(title: str) -> None:
    new = _of("firefox", title, stable=0.0)
    assert judge(new, Hidden(), KNOWN) is Verdict.UNSURE
    assert judge(replace(new, stable=1), Hidden(), KNOWN)
    assert judge(replace(new, title="Météo - Firefox"), Hidden(), KNOWN)
    assert judge(new, Hidden(guards=frozenset()), KNOWN)


def test_a_holder_s_windows_are_hidden() -> None:
    assert judge(EDITOR, FOLDERS, replace(KNOWN, holders=frozenset({7}))) is Verdict.SECRET


@pytest.mark.parametrize("known", [Knowledge(), replace(KNOWN, doubt=True), replace(KNOWN, ready=False)])
def test_in_doubt_nothing_is_shown(known: Knowledge) -> None:
    assert judge(EDITOR, FOLDERS, known) is Verdict.UNSURE
    assert judge(EDITOR, Hidden(), known)


@pytest.mark.parametrize("pid", [None, 8])
def test_a_process_that_cannot_be_looked_at_is_hidden(pid: int | None) -> None:
    assert judge(replace(EDITOR, pid=pid), FOLDERS, KNOWN) is Verdict.UNSURE


@pytest.mark.parametrize(
    "title",
    [
        "contrat 2024.pdf - Lecteur",
        "*Contrat 2024.PDF — LibreOffice",
        "photo.jpg (1/3)",
        "Lecteur: contrat 2024",
        "Coffre",
        "/home/anne/Documents/Coffre/sous-dossier",
        "« photo.jpg »",
    ],
)
def test_a_title_that_names_something_hidden_is_hidden(title: str) -> None:
    assert judge(replace(EDITOR, title=title), FOLDERS, KNOWN) is Verdict.SECRET


@pytest.mark.parametrize("title", ["Coffres anciens - Boutique", "photo de classe - Lecteur", "contrat - Lecteur"])
def test_a_title_that_only_has_a_word_of_it_is_shown(title: str) -> None:
    assert judge(replace(EDITOR, title=title), FOLDERS, KNOWN)


@pytest.mark.parametrize("program", ["xterm", "gnome-terminal-server", "konsole", "emacs", "rofi", "gmrun", "zenity"])
def test_what_reaches_anything_by_typing_is_closed_until_the_terminal_is_granted(program: str) -> None:
    window = _of(program, "anything")
    assert judge(window, FOLDERS, KNOWN) is Verdict.CLOSED
    assert judge(window, replace(FOLDERS, terminal=True), KNOWN)
    assert judge(window, Hidden(), Knowledge())


def test_a_granted_terminal_is_hidden_while_something_in_it_holds_or_may_hold() -> None:
    granted, window = replace(FOLDERS, terminal=True), _of("xterm")
    assert judge(window, granted, replace(KNOWN, holders=frozenset({7}))) is Verdict.SECRET
    assert judge(window, granted, replace(KNOWN, suspects=frozenset({7}))) is Verdict.SECRET
    assert judge(window, granted, replace(KNOWN, loose=True)) is Verdict.SECRET


@pytest.mark.parametrize(
    "window",
    [
        replace(EDITOR, title="Open File"),
        replace(EDITOR, title="Enregistrer sous…"),
        replace(EDITOR, role="GtkFileChooserDialog", title="Pièce jointe"),
        _of("xdg-desktop-portal-gtk", "x"),
        _of("catfish", "x"),
    ],
)
@pytest.mark.parametrize("terminal", [True, False])
def test_file_dialogs_and_searches_are_closed_even_with_the_terminal(window: WindowFacts, terminal: bool) -> None:
    assert judge(window, replace(FOLDERS, terminal=terminal), KNOWN) is Verdict.CLOSED


@pytest.mark.parametrize("title", ["Documents - Thunar", "documents", "Documents"])
def test_a_file_manager_is_shown_where_its_title_is_a_folder_that_it_watches(title: str) -> None:
    assert judge(_of("thunar", title), FOLDERS, KNOWN)


@pytest.mark.parametrize("title", ["", "Thunar", "Recent", "Récents", "Search for contrat", "Images - Thunar"])
def test_a_file_manager_anywhere_else_is_hidden(title: str) -> None:
    assert not judge(_of("thunar", title), FOLDERS, KNOWN)
    assert judge(_of("thunar", title), Hidden(), Knowledge())


def test_a_file_manager_that_watches_nothing_known_is_hidden() -> None:
    assert not judge(_of("thunar", "Documents - Thunar"), FOLDERS, replace(KNOWN, places={}))


def test_a_suspect_file_manager_is_hidden_wherever_it_is() -> None:
    suspected = replace(KNOWN, suspects=frozenset({7}))
    assert judge(_of("thunar", "Documents - Thunar"), FOLDERS, suspected) is Verdict.SECRET


def test_a_file_manager_with_pictures_of_folders_is_hidden_beside_the_hidden_one() -> None:
    beside = replace(KNOWN, beside=frozenset({7}))
    assert judge(_of("dolphin", "Documents — Dolphin"), FOLDERS, beside) is Verdict.SECRET
    assert judge(_of("thunar", "Documents - Thunar"), FOLDERS, beside)


def test_the_desktop_s_icons_are_shown_unless_their_process_holds() -> None:
    desktop = _of("pcmanfm", "pcmanfm", types=frozenset({"desktop"}))
    assert judge(desktop, FOLDERS, KNOWN)
    assert judge(desktop, FOLDERS, replace(KNOWN, holders=frozenset({7}))) is Verdict.SECRET


@pytest.mark.parametrize(
    "menu",
    [
        replace(EDITOR, title="", override_redirect=True),
        *(replace(EDITOR, title="", types=frozenset({kind})) for kind in ("popup_menu", "combo", "utility")),
    ],
)
def test_menus_of_programs_with_hidden_recent_files_are_hidden(menu: WindowFacts) -> None:
    recent = replace(KNOWN, recents=frozenset({"mousepad"}))
    assert judge(menu, FOLDERS, recent) is Verdict.SECRET
    assert judge(menu, FOLDERS, KNOWN)
    assert judge(EDITOR, FOLDERS, recent)


def test_what_changed_when_nobody_known_opened_something_stays_hidden_until_it_changes_again() -> None:
    ghost = replace(KNOWN, ghosts=(100.0,))
    for stable in (99.0, 100.0, 100.4):
        assert judge(replace(EDITOR, stable=stable), FOLDERS, ghost) is Verdict.SECRET
    for stable in (97.0, 102.0, 1.0):
        assert judge(replace(EDITOR, stable=stable), FOLDERS, ghost)


def test_the_agent_s_own_windows_are_not_this_room_s_affair() -> None:
    assert judge(replace(EDITOR, own=True), FOLDERS, Knowledge())


def test_only_shown_is_true() -> None:
    assert [verdict for verdict in Verdict if verdict] == [Verdict.SHOWN]


def test_a_guard_hides_and_its_absence_shows() -> None:
    window = _of("keepassxc", "Base.kdbx - KeePassXC")
    assert judge(window, Hidden(), KNOWN) is Verdict.SECRET
    assert judge(window, Hidden(guards=frozenset(Guard) - {Guard.PASSWORDS}), KNOWN)
