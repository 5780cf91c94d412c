"""Choosing what to hide with real hands in the real web window: a page at a time, a folder, a drop, an area."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from agent.areas import Rect
from agent.hiding.vocabulary import Guard
from agent.protocol.messages import Party
from agent.protocol.permissions import Permission
from agent.ui import model as ui
from agent.ui.presenter import MAX_PATH, sayable
from scripts.rigs.customer_views import example_views
from scripts.rigs.ending import tied
from tests.ui.rig import PATIENCE, Desk, Shown, probed, until
from tests.ui.test_web_window import FOCUS, HEADING, press, shows, web_title

FR = example_views("fr")
HIDING = FR["hiding"]


def turns(web: Shown, label: str, title: str) -> None:
    press(web, label)
    until(lambda: web.run_js(HEADING) == title, title)


def picker(desk: Desk) -> str:
    """Return the folder picker's window."""
    return desk.ask("search", "--onlyvisible", "--name", "Quel dossier").strip()


def pick(web: Shown, folder: Path) -> None:
    """Open the folder picker, and type a folder's path into it."""
    press(web, "Un dossier")
    until(lambda: picker(web.desk), "the picker")
    web.desk.xdotool("windowfocus", "--sync", picker(web.desk))
    web.desk.xdotool("type", "--delay", "20", f"{folder}/")
    web.desk.keys("Return")


def own_windows(desk: Desk) -> list[str]:
    return desk.windows("handrail")


def test_a_window_is_hidden_in_two_steps_and_then_the_list_is_back(web: Shown) -> None:
    shows(web, HIDING)
    turns(web, "Une fenêtre", "Quelle fenêtre\u00a0?")
    turns(web, "Photos de vacances", "«\u00a0Photos de vacances\u00a0»")
    press(web, "Cacher cette fenêtre")
    assert web.action() == ui.Hide(kind="window", window=2)
    until(lambda: web.run_js(HEADING) == web_title(HIDING), "the list")


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Cacher tout le programme", ui.Hide(kind="application", name="eog")),
        ("Montrer seulement", ui.ShareOnly(window=2)),
    ],
)
def test_a_program_is_hidden_or_one_window_shared_alone(web: Shown, label: str, expected: ui.Action) -> None:
    shows(web, HIDING)
    turns(web, "Une fenêtre", "Quelle fenêtre\u00a0?")
    turns(web, "Photos de vacances", "«\u00a0Photos de vacances\u00a0»")
    press(web, label)
    assert web.action() == expected


def test_a_window_that_closes_while_it_is_looked_at_leads_back_to_the_list_of_windows(web: Shown) -> None:
    shows(web, HIDING)
    turns(web, "Une fenêtre", "Quelle fenêtre\u00a0?")
    turns(web, "Photos de vacances", "«\u00a0Photos de vacances\u00a0»")
    web.show(HIDING.model_copy(update={"windows": HIDING.windows[2:]}))
    until(lambda: web.run_js(HEADING) == "Quelle fenêtre\u00a0?", "the list of windows")


def test_the_focus_stays_on_a_window_of_the_list_while_others_come_and_go(web: Shown) -> None:
    shows(web, HIDING)
    turns(web, "Une fenêtre", "Quelle fenêtre\u00a0?")
    web.run_js("document.querySelectorAll('.choices button')[1].focus()")
    before = web.run_js(FOCUS)
    web.show(HIDING.model_copy(update={"windows": HIDING.windows[1:]}))
    until(lambda: web.run_js("document.querySelectorAll('.choices button').length") == 3, "one less")
    assert web.run_js(FOCUS) == before


def test_each_hidden_thing_is_shown_again_by_its_own_button(web: Shown) -> None:
    shows(web, HIDING)
    names = "[...document.querySelectorAll('.rows button')].map(b => b.getAttribute('aria-label'))"
    assert web.run_js(names)[1] == "Montrer de nouveau\u00a0: La fenêtre «\u00a0Mes comptes - Banque Exemple\u00a0»"
    web.run_js("document.querySelectorAll('.rows button')[1].click()")
    assert web.action() == ui.ShowAgain(number=2)


def test_what_the_technician_asked_to_hide_says_so(web: Shown) -> None:
    shows(web, HIDING)
    rows = web.run_js("[...document.querySelectorAll('.rows li')].map(li => li.textContent)")
    told = [line.number for line, row in zip(HIDING.hidden, rows, strict=True) if "à la demande de Camille" in row]
    assert told == [line.number for line in HIDING.hidden if line.by is Party.TECHNICIAN]


def test_a_guard_is_switched_by_the_keyboard(web: Shown) -> None:
    shows(web, HIDING)
    turns(web, "Ce que l'outil cache", "Ce que l'outil cache de lui-même")
    web.run_js("document.querySelectorAll('.tick input')[1].focus()")
    web.desk.keys("space")
    assert web.action() == ui.SwitchGuard(guard=Guard.PRIVATE, on=False)


def test_a_yes_for_ten_minutes_carries_them_and_a_no_does_not(web: Shown) -> None:
    shows(web, FR["asking_view"])
    web.run_js("document.querySelector('[name=minutes][value=\"10\"]').click()")
    press(web, "Autoriser")
    assert web.action() == ui.Answer(number=1, yes=True, minutes=10)
    press(web, "Refuser")
    assert web.action() == ui.Answer(number=1, yes=False)


def test_the_choice_of_minutes_does_not_outlive_its_question(web: Shown) -> None:
    shows(web, FR["asking_view"])
    web.run_js("document.querySelector('[name=minutes][value=\"5\"]').click()")
    shows(web, FR["asking_control"])
    press(web, "Autoriser")
    assert web.action() == ui.Answer(number=2, yes=True)


def test_the_second_click_of_a_double_one_does_not_uncover(web: Shown) -> None:
    shows(web, FR["live"])
    press(web, "J'ai montré")
    assert web.action() == ui.Cover(covered=True)
    web.show(FR["covered"])
    until(lambda: web.run_js(HEADING) == "Tout est caché.", "covered")
    web.run_js("document.querySelector('#buttons button').click()")
    until(lambda: web.run_js("document.querySelector('[aria-disabled=true]') === null"), "the end of the guard")
    press(web, "Arrêter")
    assert web.action() == ui.Press(button="stop")


def names_are_gone(web: Shown, round_: int) -> None:
    """Wait until the window says so of that round."""
    while web.names_gone.get(timeout=PATIENCE) != round_:
        pass


def test_the_window_says_when_no_name_is_left_in_it(web: Shown) -> None:
    shows(web, FR["live"])
    web.show(HIDING.model_copy(update={"names_round": 41}))
    until(lambda: "Impôts" in web.run_js("document.body.textContent"), "the names")
    web.run_js("window.painted = 0; requestAnimationFrame(() => requestAnimationFrame(() => window.painted = 1)); 1")
    until(lambda: web.run_js("window.painted"), "the names painted")
    web.next_beat()  # longer than it takes to say so
    assert 41 not in list(web.names_gone.queue)
    web.show(FR["live"].model_copy(update={"names_round": 41}))
    names_are_gone(web, 41)
    assert "Impôts" not in web.run_js("document.body.textContent")


def test_a_round_in_which_no_name_was_ever_drawn_is_told_too(web: Shown) -> None:
    shows(web, FR["live"])
    web.show(HIDING.model_copy(update={"names_round": 42, "covered": True}))
    names_are_gone(web, 42)
    web.show(FR["live"].model_copy(update={"names_round": 42}))
    names_are_gone(web, 42)


def test_a_folder_is_picked_with_the_systems_picker_by_the_keyboard(web: Shown, tmp_path: Path) -> None:
    shows(web, HIDING)
    pick(web, tmp_path)
    assert web.action() == ui.Hide(kind="folder", name=str(tmp_path))
    until(lambda: not picker(web.desk), "the picker closed")


def test_a_question_closes_the_picker_and_nothing_is_hidden(web: Shown) -> None:
    shows(web, HIDING)
    press(web, "Un dossier")
    until(lambda: picker(web.desk), "the picker")
    web.show(FR["asking_control"])
    until(lambda: not picker(web.desk), "the picker closed")
    until(lambda: web.run_js("document.querySelector('[aria-disabled=true]') === null"), "the end of the guard")
    press(web, "Refuser")
    assert web.action() == ui.Answer(number=2, yes=False)


def test_an_area_is_drawn_while_the_window_is_out_of_the_way(web: Shown) -> None:
    shows(web, HIDING)
    press(web, "Un endroit")
    until(lambda: not own_windows(web.desk) or crosshair(web.desk), "the window out of the way")
    until(lambda: crosshair(web.desk), "the rectangle of the keys")
    web.desk.xdotool("mousemove", "--sync", "200", "200", "mousedown", "1")
    web.desk.xdotool("mousemove", "--sync", "299", "349", "mouseup", "1")
    assert web.action() == ui.Hide(kind="area", area=tuple(Rect(200, 200, 100, 150)))
    until(lambda: own_windows(web.desk), "the window back")


def test_a_question_ends_the_drawing_and_brings_the_window_back(web: Shown) -> None:
    shows(web, HIDING)
    press(web, "Un endroit")
    until(lambda: crosshair(web.desk), "the rectangle of the keys")
    web.show(FR["asking_control"])
    until(lambda: not crosshair(web.desk) and own_windows(web.desk), "the window back")
    until(lambda: web.run_js("document.querySelector('[aria-disabled=true]') === null"), "the end of the guard")
    press(web, "Refuser")
    assert web.action() == ui.Answer(number=2, yes=False)


def crosshair(desk: Desk) -> bool:
    """Say whether an area is being drawn: a window of ours has the whole screen."""
    shape = desk.ask("getwindowfocus", "-f", "getwindowgeometry")
    return "1024x768" in shape and "0,0" in shape


@contextmanager
def source(desk: Desk, *uris: str) -> Iterator[None]:
    """Run a window that things can be dragged from, at the upper left of the screen."""
    command = [sys.executable, "-m", "tests.ui.drag_source", *uris]
    process = subprocess.Popen(tied(command), env=desk.env, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline()
    try:
        yield
    finally:
        process.kill()
        process.wait()


def drop_on(web: Shown) -> None:
    """Drag from the source to the middle of the window, as slowly as a hand."""
    window = own_windows(web.desk)[-1]
    web.desk.xdotool("mousemove", "--sync", "40", "30", "mousedown", "1", "mousemove", "--sync", "70", "60")
    for place in ("90", "200", "300", "320"):
        web.desk.xdotool("mousemove", "--sync", "--window", window, place, place, "sleep", "0.2")
    web.desk.xdotool("mouseup", "1")


def test_a_folder_dropped_on_the_window_is_hidden_and_a_file_is_not(web: Shown, tmp_path: Path) -> None:
    folder, file = tmp_path / "Relevés de compte", tmp_path / "file"
    folder.mkdir()
    file.write_text("x")
    shows(web, HIDING)
    with source(web.desk, file.as_uri(), folder.as_uri(), "https://example.org/"):
        drop_on(web)
        assert web.action() == ui.Hide(kind="folder", name=str(folder))
    assert web.run_js("location.protocol + location.pathname.split('/').pop()") == "file:window.html"


def test_the_picker_leaves_no_trace_of_the_folder(desk: Desk, tmp_path: Path) -> None:
    home, secret = tmp_path / "home", tmp_path / "secret"
    home.mkdir()
    secret.mkdir()
    at_home = Desk(desk.display)
    at_home.env |= {"HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "XDG_CONFIG_HOME": str(home / "config")}
    at_home.env["GSETTINGS_BACKEND"] = "keyfile"  # which writes without the session bus that dconf needs
    with probed(at_home) as web:
        shows(web, HIDING)
        pick(web, secret)
        assert web.action() == ui.Hide(kind="folder", name=str(secret))
    left = [path for path in home.rglob("*") if path.is_file() and b"secret" in path.read_bytes()]
    assert left == []
    assert list(home.rglob("keyfile")) == []


def test_a_folder_whose_name_is_no_text_hides_the_one_around_it() -> None:
    assert sayable("/home/anne/caf\udce9") == "/home/anne"
    assert sayable("/home/anne/café") == "/home/anne/café"
    assert len(sayable("/a" * 4000).encode()) <= MAX_PATH


def test_hiding_is_offered_before_the_screen_is_seen(web: Shown) -> None:
    shows(web, FR["asking_view"])
    press(web, "Cacher d'abord")
    assert web.action() == ui.Press(button="hiding")
    asked = FR["asking_view"].question
    assert asked is not None
    assert asked.permission is Permission.VIEW
