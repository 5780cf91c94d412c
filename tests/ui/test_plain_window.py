"""The plain window, drawn by tkinter on a real X screen: every page, every action, and the same care as the web one."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from agent.protocol.permissions import Permission
from agent.protocol.signalling import Technician
from agent.ui import model as ui
from agent.ui.area import middle
from agent.ui.model import Action
from agent.ui.page import Paragraph
from agent.ui.screens import compose
from agent.ui.words import Lang
from scripts.rigs.applications import close_by_key
from scripts.rigs.customer_views import example_views
from tests.ui.plain_probe import Plain
from tests.ui.rig import PATIENCE, Desk, Shown, command, shown, until

FR = example_views("fr")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_view_is_shown(plain: Plain, lang: Lang) -> None:
    for view in example_views(lang).values():
        plain.show(view)
        title = next(b for b in compose(view).blocks if isinstance(b, Paragraph) and b.style == "title")
        assert "".join(run.text for run in title.runs) in plain.text()
        assert plain.root.winfo_width() <= 1024


@pytest.mark.parametrize(
    ("name", "label", "expected"),
    [
        ("start", "J'accepte", ui.AcceptTerms()),
        ("ways", "Montrer un code", ui.ShowCode()),
        ("ways", "Taper un code", ui.EnterCode()),
        ("code", "Annuler", ui.Press(button="back")),
        ("asking_view", "Refuser", ui.Answer(number=1, yes=False)),
        ("asking_view", "Autoriser", ui.Answer(number=1, yes=True)),
        ("live", "Pause", ui.Press(button="pause")),
        ("live", "Arrêter", ui.Press(button="stop")),
        ("live", "Retirer", ui.Withdraw(permission=Permission.VIEW)),
        ("paused", "Reprendre", ui.Press(button="resume")),
        ("report", "☑  Système", ui.Strike(key="os", struck=True)),
        ("report", "☐  Programmes", ui.Strike(key="processes", struck=False)),
        ("report", "Envoyer", ui.SendReport(send=True)),
        ("report", "Ne pas envoyer", ui.SendReport(send=False)),
        ("ended", "Garder l'outil", ui.Finish(keep=True)),
        ("ended", "Supprimer l'outil", ui.Finish(keep=False)),
        ("problem", "Recommencer", ui.Press(button="back")),
    ],
)
def test_a_click_comes_back_as_its_action(plain: Plain, name: str, label: str, expected: Action) -> None:
    plain.show(FR[name])
    plain.settle()
    button = plain.button(label)
    place = button.winfo_rootx() + button.winfo_width() // 2, button.winfo_rooty() + button.winfo_height() // 2
    plain.desk.xdotool("mousemove", *map(str, place), "click", "1")
    plain.did(expected)


def test_refuse_has_the_focus_and_enter_says_no(plain: Plain) -> None:
    plain.show(FR["asking_view"])
    plain.settle()
    plain.keys("Return")
    plain.did(ui.Answer(number=1, yes=False))


def test_yes_is_one_tab_further_and_escape_is_never_yes(plain: Plain) -> None:
    plain.show(FR["asking_view"])
    plain.settle()
    plain.keys("Tab", "Escape", "Return")
    plain.did(ui.Answer(number=1, yes=True))


def test_everything_can_be_reached_by_the_tab_key_even_what_is_scrolled_away(plain: Plain) -> None:
    lines = [ui.PreviewLine(key=key, items=["x"] * 30) for key in ("os", "computer", "disks", "usb")]
    plain.show(FR["report"].model_copy(update={"report": lines}))
    plain.settle()
    reached = set()
    for _ in range(8):
        plain.keys("Tab")
        focus = plain.root.focus_get()
        assert focus is not None
        assert focus.winfo_viewable()
        reached.add(str(focus.cget("text"))[:8])
    assert reached == {"Arrêter", "Ne pas e", "Envoyer", "☑  Systè", "☑  Ordin", "☑  Disqu", "☑  USB"}


def test_a_click_in_the_first_moment_of_a_question_answers_nothing(plain: Plain) -> None:
    plain.window.draw(compose(FR["asking_view"]))
    plain.button("Autoriser").invoke()
    plain.button("Refuser").invoke()
    assert plain.actions == []
    plain.settle()
    plain.button("Autoriser").invoke()
    plain.did(ui.Answer(number=1, yes=True))


def test_the_guard_of_one_question_is_not_lifted_by_the_one_before(plain: Plain) -> None:
    plain.window.draw(compose(FR["asking_view"]))
    plain.window.draw(compose(FR["asking_control"]))
    plain.window.unguard(compose(FR["asking_view"]).name)
    assert plain.window.guarded


def test_a_typed_code_comes_back(plain: Plain) -> None:
    plain.show(FR["enter_code"])
    plain.settle()
    plain.desk.xdotool("type", "--delay", "30", "1234 5678 9018")
    plain.keys("Return")
    plain.did(ui.EnterCode(code="1234 5678 9018"))


def test_what_is_being_typed_survives_what_happens_meanwhile(plain: Plain) -> None:
    plain.show(FR["live"])
    field = plain.window.body.field
    assert field is not None
    plain.window.body.reveal(field)
    field.focus_set()
    plain.settle()
    field.insert(0, "half a")
    plain.show(FR["live"].model_copy(update={"link_lost": True}))
    again = plain.window.body.field
    assert again is not None
    assert again.get() == "half a"
    assert plain.root.focus_get() is again


def test_the_report_is_kept_only_when_ticked(plain: Plain) -> None:
    plain.show(FR["ended"])
    plain.button("☐  Garder le compte rendu").invoke()
    plain.button("Garder l'outil").invoke()
    plain.did(ui.Finish(keep=True, save_report=True))


def test_the_messages_are_kept_only_with_a_tick_of_their_own(plain: Plain) -> None:
    plain.show(FR["ended"].model_copy(update={"chat": FR["live"].chat}))
    plain.button("☐  Y garder aussi les messages").invoke()
    plain.button("Garder l'outil").invoke()
    plain.did(ui.Finish(keep=True, save_chat=True))


def test_that_a_line_is_being_written_is_said_once_and_shown(plain: Plain) -> None:
    plain.show(FR["live"].model_copy(update={"typing": True}))
    assert "Camille D. écrit…" in plain.text()
    field = plain.window.body.field
    assert field is not None
    plain.window.body.reveal(field)
    field.focus_set()
    plain.settle()
    field.insert(0, "half a")
    for _ in range(5):
        field.event_generate("<KeyRelease-a>")
    plain.did(ui.Type())


def test_the_terms_open_and_close_by_the_keyboard(plain: Plain) -> None:
    plain.show(FR["start"])
    plain.button("Lire les conditions").invoke()
    plain.wait(lambda: plain.window.body.reading, "the terms")
    plain.button("Fermer").invoke()
    assert not plain.window.body.reading


def test_a_question_closes_what_is_being_read(plain: Plain) -> None:
    plain.show(FR["asking_view"])
    plain.button("Lire ce qui").invoke()
    plain.show(FR["asking_control"])
    assert not plain.window.body.reading


def test_hostile_names_and_messages_are_shown_as_text(plain: Plain) -> None:
    eve = Technician(id="e", name="\u202e[exec rm]$x 😀" * 5, organisation="{}\\" * 20)
    chat = [ui.ChatLine(clock="1", mine=False, text='"; destroy . ; #' + "y" * 1900)]
    plain.show(FR["live"].model_copy(update={"technician": eve, "chat": chat}))
    assert "[exec rm]$x \ufffd" in plain.text()
    assert '"; destroy . ; #' in plain.text()
    assert "\u202e" not in plain.text()
    assert plain.root.winfo_width() <= 1024


def test_it_says_when_no_name_is_left_in_it(plain: Plain) -> None:
    plain.show(FR["hiding"])
    plain.show(FR["hiding"].model_copy(update={"names_round": 7}))
    plain.settle()
    assert plain.gone == []
    plain.show(FR["live"].model_copy(update={"names_round": 7}))
    plain.wait(lambda: plain.gone, "the names gone")
    assert plain.gone == [ui.NamesGone(round=7)]
    assert "Impôts" not in plain.text()


def test_a_yes_for_ten_minutes_carries_them(plain: Plain) -> None:
    plain.show(FR["asking_view"])
    plain.settle()
    plain.button("○ 10 minutes").invoke()
    plain.button("Autoriser").invoke()
    plain.did(ui.Answer(number=1, yes=True, minutes=10))


def test_the_cross_of_the_window_asks_to_close_and_waits(plain: Plain) -> None:
    plain.show(FR["live"])
    plain.settle()
    close_by_key(plain.desk.windows("plain-under-test")[0], plain.desk.env, plain.acted)
    plain.did(ui.Press(button="close"))
    assert plain.root.winfo_exists()


def test_its_process_tells_a_mistyped_code_and_goes_when_its_input_closes(desk: Desk) -> None:
    with shown(desk, command("plain")) as window:
        window.show(FR["enter_code"])
        until(lambda: desk.windows("handrail"), "the window")
        until(lambda: focused(desk), "its focus")
        window.next_beat()  # by then the page is drawn, and its field has the focus
        desk.xdotool("type", "--delay", "30", "1234 5678 9012")
        desk.keys("Return", "BackSpace", "8", "Return")
        assert window.action() == ui.EnterCode(code="1234 5678 9018")
        assert window.process.stdin is not None
        window.process.stdin.close()
        assert window.process.wait(2) == 0


def test_a_folder_is_picked_by_the_keyboard(desk: Desk, tmp_path: Path) -> None:
    with hiding_shown(desk) as window:
        desk.keys("Tab", "Tab", "Tab", "Tab", "Return")
        until(lambda: "Quel dossier" in desk.focus_name(), "the picker")
        desk.keys("ctrl+slash")
        desk.xdotool("type", "--delay", "20", str(tmp_path))
        desk.keys("Return", "Return")
        assert window.action() == ui.Hide(kind="folder", name=str(tmp_path))


def test_a_question_closes_the_picker(desk: Desk) -> None:
    with hiding_shown(desk) as window:
        desk.keys("Tab", "Tab", "Tab", "Tab", "Return")
        until(lambda: "Quel dossier" in desk.focus_name(), "the picker")
        window.show(FR["asking_control"])
        until(lambda: focused(desk), "the window again")
        desk.xdotool("sleep", "1")
        desk.keys("Return")
        assert window.action() == ui.Answer(number=2, yes=False)


def test_an_area_is_drawn_by_the_keyboard_while_the_window_is_out_of_the_way(desk: Desk) -> None:
    with hiding_shown(desk) as window:
        desk.keys("Tab", "Tab", "Tab", "Tab", "Tab", "Return")
        until(lambda: not focused(desk), "the drawing")
        window.next_beat()
        desk.keys("Return")
        action = window.action()
        assert isinstance(action, ui.Hide)
        assert action.area == tuple(middle((1024, 768)).area)
        until(lambda: desk.windows("handrail"), "the window back")


@contextmanager
def hiding_shown(desk: Desk) -> Iterator[Shown]:
    with shown(desk, command("plain")) as window:
        window.show(FR["hiding"])
        until(lambda: focused(desk), "its focus")
        window.next_beat()
        yield window


def focused(desk: Desk) -> bool:
    """Say whether the plain window's process has the focus."""
    return "aide à distance" in desk.focus_name()


def test_an_error_while_drawing_ends_the_process(desk: Desk) -> None:
    source = """
from agent.ui import plain_blocks, window
plain_blocks.Body.draw = lambda *_: 1 / 0
raise SystemExit(window.main(["--plain"]))
"""
    with shown(desk, [sys.executable, "-c", source]) as plain:
        plain.show(FR["live"])
        assert plain.process.wait(PATIENCE) == 1
