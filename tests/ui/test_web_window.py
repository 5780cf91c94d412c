"""The real web window on a real X screen: what it shows, what comes back, and what cannot happen in it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import pytest

from agent.protocol.permissions import Permission
from agent.protocol.signalling import Technician
from agent.ui import model as ui
from agent.ui.model import View
from agent.ui.screens import compose
from agent.ui.words import Lang
from scripts.rigs.applications import close_by_key
from scripts.rigs.customer_views import example_views
from tests.ui.rig import PATIENCE, Desk, Shown, probed, until

FR = example_views("fr")
HEADING = "document.querySelector('h1')?.textContent"
FOCUS = "document.activeElement.textContent"


def shows(web: Shown, view: View) -> None:
    """Show a view, from a clean page, and wait until it is there and takes answers."""
    web.show(FR["connecting"])
    until(lambda: web.run_js(HEADING) == "Un instant", "a clean page")
    web.show(view)
    title = web_title(view)
    until(lambda: web.run_js(HEADING) == title, title)
    until(lambda: web.run_js("document.querySelector('[aria-disabled=true]') === null"), "the end of the guard")
    until(lambda: web.run_js("document.hasFocus()"), "the window's focus")


def web_title(view: View) -> str:
    title = next(block for block in compose(view).blocks if block.kind == "paragraph" and block.style == "title")
    return "".join(run.text for run in title.runs)


def press(web: Shown, label: str) -> None:
    """Click a button by its label, with the mouse."""
    web.desk.xdotool("mousemove", *place_of(web, label), "click", "1")


def place_of(web: Shown, label: str) -> list[str]:
    """Return where the middle of a button is, as xdotool takes it."""
    find = f"[...document.querySelectorAll('button')].find(b => b.textContent.startsWith({json.dumps(label)}))"
    web.run_js(f"{find}.scrollIntoView()")
    box = web.run_js(f"(r => [r.x + r.width / 2, r.y + r.height / 2])({find}.getBoundingClientRect())")
    return ["--window", web.desk.window("handrail"), *(str(round(at)) for at in box)]


@contextmanager
def frozen_page(web: Shown) -> Iterator[None]:
    """Have the process that draws the page stand still."""
    children = psutil.Process(web.process.pid).children(recursive=True)
    page = next(child for child in children if "WebProcess" in child.name())
    page.suspend()
    try:
        yield
    finally:
        page.resume()


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("name", FR)
def test_every_view_is_shown(web: Shown, name: str, lang: Lang) -> None:
    view = example_views(lang)[name]
    web.show(view)
    until(lambda: web.run_js(HEADING) == web_title(view), name)
    assert web.run_js("document.documentElement.lang") == lang
    assert web.run_js("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(
    ("name", "label", "expected"),
    [
        ("start", "J'accepte", ui.AcceptTerms()),
        ("start", "Quitter", ui.Press(button="close")),
        ("ways", "Montrer un code", ui.ShowCode()),
        ("ways", "Taper un code", ui.EnterCode()),
        ("code", "Annuler", ui.Press(button="back")),
        ("asking_view", "Refuser", ui.Answer(number=1, yes=False)),
        ("asking_view", "Autoriser", ui.Answer(number=1, yes=True)),
        ("live", "Pause", ui.Press(button="pause")),
        ("live", "Arrêter", ui.Press(button="stop")),
        ("live", "Retirer", ui.Withdraw(permission=Permission.VIEW)),
        ("paused", "Reprendre", ui.Press(button="resume")),
        ("report", "Envoyer", ui.SendReport(send=True)),
        ("report", "Ne pas envoyer", ui.SendReport(send=False)),
        ("ended", "Garder l'outil", ui.Finish(keep=True)),
        ("ended", "Supprimer l'outil", ui.Finish(keep=False)),
        ("problem", "Recommencer", ui.Press(button="back")),
    ],
)
def test_a_click_comes_back_as_its_action(web: Shown, name: str, label: str, expected: ui.Action) -> None:
    shows(web, FR[name])
    press(web, label)
    assert web.action() == expected


def test_refuse_has_the_focus_and_enter_says_no(web: Shown) -> None:
    shows(web, FR["asking_view"])
    assert web.run_js(FOCUS) == "Refuser"
    web.desk.keys("Return")
    assert web.action() == ui.Answer(number=1, yes=False)


def test_yes_is_one_tab_further(web: Shown) -> None:
    shows(web, FR["asking_view"])
    web.desk.keys("Tab", "space")
    assert web.action() == ui.Answer(number=1, yes=True)


def test_escape_never_says_yes_nor_anything(web: Shown) -> None:
    shows(web, FR["asking_view"])
    web.desk.keys("Tab", "Escape", "Escape", "shift+Tab", "Return")
    assert web.action() == ui.Answer(number=1, yes=False)


def test_a_click_in_the_first_moment_of_a_question_answers_nothing(web: Shown) -> None:
    shows(web, FR["live"])
    page = json.dumps(compose(FR["asking_control"]).model_dump(mode="json"))
    web.run_js(f"handrail.show({page}); [...document.querySelectorAll('#buttons button')].forEach(b => b.click())")
    press(web, "Arrêter")
    assert web.action() == ui.Press(button="stop")


def test_a_button_of_the_old_question_does_not_answer_the_new_one(web: Shown) -> None:
    shows(web, FR["asking_view"])
    web.run_js("window.old = document.querySelector('#buttons button:last-child')")
    web.show(FR["asking_control"])
    until(lambda: web.run_js(HEADING) == web_title(FR["asking_control"]), "the new question")
    assert web.run_js("window.old.isConnected") is False
    until(lambda: web.run_js("document.querySelector('[aria-disabled=true]') === null"), "the end of the guard")
    web.run_js("window.old.click()")
    assert web.action() == ui.Answer(number=1, yes=True), "it names the question it belonged to"


def test_a_typed_code_comes_back_and_a_mistyped_one_is_told_without_being_sent(web: Shown) -> None:
    shows(web, FR["enter_code"])
    web.desk.xdotool("type", "--delay", "30", "1234 5678 9012")
    web.desk.keys("Return")
    until(lambda: "chiffre" in web.run_js("document.querySelector('.mistake').textContent"), "the mistake")
    assert web.run_js("document.activeElement.value") == "1234 5678 9012"
    web.desk.keys("BackSpace")
    web.desk.xdotool("type", "8")
    web.desk.keys("Return")
    assert web.action() == ui.EnterCode(code="1234 5678 9018")


def test_the_newest_of_what_is_done_is_in_sight(web: Shown) -> None:
    top = "document.querySelector('.activity .lines').scrollTop"
    first = "document.querySelector('.activity .lines li').textContent"
    shows(web, FR["guided"])
    assert web.run_js(top) == 0
    more = [*FR["live"].activity, ui.Activity(clock="14:09", text="link.lost")]
    web.show(FR["live"].model_copy(update={"activity": more}))
    until(lambda: "coupée" in web.run_js(first), "the newest line")
    assert web.run_js(top) == 0
    assert web.run_js("document.querySelectorAll('.activity .lines li').length") == len(more)


def test_a_message_is_typed_and_sent(web: Shown) -> None:
    shows(web, FR["live"])
    web.run_js("document.querySelector('#main input').focus()")
    web.desk.xdotool("type", "--delay", "30", "hello <b>")
    web.desk.keys("Return")
    assert web.action() == ui.Type(), "that a line is being written, said once for all of it"
    assert web.action() == ui.Say(text="hello <b>")
    assert web.run_js("document.querySelector('#main input').value") == ""


def test_what_is_being_typed_survives_what_happens_meanwhile(web: Shown) -> None:
    shows(web, FR["live"])
    web.run_js("document.querySelector('#main input').focus()")
    web.desk.xdotool("type", "--delay", "30", "half a")
    until(lambda: web.run_js("document.activeElement.value") == "half a", "the words")
    more = [*FR["live"].activity, ui.Activity(clock="14:09", text="link.lost")]
    web.show(FR["live"].model_copy(update={"activity": more, "link_lost": True}))
    until(lambda: "coupée" in web.run_js("document.querySelector('#status').textContent"), "the loss")
    assert web.run_js("document.activeElement.value") == "half a"
    assert web.action() == ui.Type()


def test_a_line_of_the_report_is_struck_by_the_keyboard(web: Shown) -> None:
    shows(web, FR["report"])
    web.run_js("document.querySelector('.tick input').focus()")
    web.desk.keys("space")
    assert web.action() == ui.Strike(key="os", struck=True)


def test_the_report_is_kept_only_when_ticked(web: Shown) -> None:
    shows(web, FR["ended"])
    web.run_js("document.querySelector('#save-report').focus()")
    web.desk.keys("space")
    press(web, "Garder l'outil")
    assert web.action() == ui.Finish(keep=True, save_report=True)


def test_the_messages_are_kept_only_with_a_tick_of_their_own(web: Shown) -> None:
    shows(web, FR["ended"].model_copy(update={"chat": FR["live"].chat}))
    web.run_js("document.querySelector('#save-chat').focus()")
    web.desk.keys("space")
    press(web, "Garder l'outil")
    assert web.action() == ui.Finish(keep=True, save_report=False, save_chat=True)


def test_that_the_technician_writes_comes_and_goes_without_touching_what_is_typed(web: Shown) -> None:
    shows(web, FR["live"])
    web.run_js(
        "document.querySelector('#main input').value = 'half a'; window.kept = document.querySelector('#main input')"
    )
    note = "document.querySelector('.chat .under').textContent"
    web.show(FR["live"].model_copy(update={"typing": True}))
    until(lambda: web.run_js(note) == "Camille D. écrit…", "who writes")
    web.show(FR["live"])
    until(lambda: web.run_js(note) == "", "nobody")
    assert web.run_js("window.kept === document.querySelector('#main input') && window.kept.value === 'half a'")


def test_a_shorter_line_at_the_top_moves_no_button(web: Shown) -> None:
    top = "document.querySelector('#main').getBoundingClientRect().top"
    shows(web, FR["live"])
    short = web.run_js(top)
    web.run_js("document.querySelector('#status').textContent = 'voit '.repeat(90)")
    long = web.run_js(top)
    web.show(FR["live"].model_copy(update={"customer_has_hand": True}))
    until(lambda: "voit" not in web.run_js("document.querySelector('#status').textContent"), "the customer's hand")
    assert web.run_js(top) == long > short
    shows(web, FR["live"])
    assert web.run_js(top) == short


def test_the_terms_are_shown_inside_and_closed_by_escape(web: Shown) -> None:
    shows(web, FR["start"])
    press(web, "Lire les conditions")
    until(lambda: web.run_js("document.querySelector('#reader').open"), "the terms")
    assert web.run_js("document.querySelector('#reader-text').textContent").startswith("Version 1.0")
    web.desk.keys("Escape")
    until(lambda: not web.run_js("document.querySelector('#reader').open"), "the terms closed")


def test_a_question_closes_what_is_being_read(web: Shown) -> None:
    shows(web, FR["asking_view"])
    press(web, "Lire ce qui")
    until(lambda: web.run_js("document.querySelector('#reader').open"), "the notice")
    web.show(FR["asking_control"])
    until(lambda: not web.run_js("document.querySelector('#reader').open"), "the notice closed")
    assert web.run_js(FOCUS) == "Refuser"


HOSTILE = '<img src=x onerror="window.owned=1"><script>window.owned=1</script>\u202e\u2028</p>'


def test_an_address_in_a_message_is_no_link(web: Shown) -> None:
    chat = [ui.ChatLine(clock="14:00", mine=False, text="https://exemple.test/")]
    shows(web, FR["live"].model_copy(update={"chat": chat}))
    assert web.run_js("document.querySelectorAll('a').length") == 0


def test_hostile_names_and_messages_are_shown_as_text(web: Shown) -> None:
    eve = Technician(id="e", name=HOSTILE[:50], organisation="</h1><b>")
    chat = [ui.ChatLine(clock="<i>", mine=False, text=HOSTILE), ui.ChatLine(clock="1", mine=True, text="x" * 2000)]
    told = [ui.Activity(clock="14:00", text="files.<b>", detail=HOSTILE)]
    view = FR["live"].model_copy(update={"technician": eve, "chat": chat, "activity": told})
    shows(web, view)
    assert web.run_js("document.querySelectorAll('img:not(#logo), b, i, script:not([src])').length") == 0
    assert "<script>window.owned=1</script>" in web.run_js("document.querySelector('main').textContent")
    assert web.run_js("window.owned === undefined")
    assert web.run_js("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(
    "attempt",
    [
        "eval('1')",
        "new Function('return 1')()",
        "document.body.setAttribute('onclick', 'window.owned=1') || document.body.click() || window.owned",
        "(s => { s.textContent = 'window.owned=1'; document.head.append(s); return window.owned })"
        "(document.createElement('script'))",
    ],
)
def test_the_page_runs_no_text_as_code(web: Shown, attempt: str) -> None:
    result = web.run_js(
        f"(() => {{ try {{ return ({attempt}) ?? 'nothing'; }} catch (error) {{ return error.name }} }})()"
    )
    assert result in ("EvalError", "TypeError", "nothing")


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "file:///etc/passwd", "data:text/html,<p>x"])
def test_the_window_goes_nowhere_else(web: Shown, elsewhere: str) -> None:
    shows(web, FR["live"])
    web.run_js(f"location.href = {json.dumps(elsewhere)}; 1")
    shows(web, FR["code"])
    assert web.run_js("location.protocol + location.pathname.split('/').pop()") == "file:window.html"


def test_the_page_can_call_nothing_but_act_and_act_takes_only_actions(web: Shown) -> None:
    shows(web, FR["live"])
    for text in ("{}", "not json", '{"type":"answer","number":1}', "[1]"):
        web.run_js(f"window.pywebview._jsApiCallback('act', [{json.dumps(text)}], 'x')")
    press(web, "Arrêter")
    assert web.action() == ui.Press(button="stop")
    assert web.run_js("Object.keys(window.pywebview.api).length") == 0


def test_the_cross_of_the_window_asks_to_close_and_waits(web: Shown) -> None:
    shows(web, FR["live"])
    window = web.desk.window("handrail")
    close_by_key(window, web.desk.env, web.acted)
    assert web.action() == ui.Press(button="close")
    assert web.run_js(HEADING)


def test_the_heart_beats_on_while_the_window_is_minimised(web: Shown) -> None:
    shows(web, FR["live"])
    window = web.desk.window("handrail")
    web.desk.xdotool("windowminimize", "--sync", window)
    for _ in range(3):
        web.next_beat()
    web.show(FR["asking_control"])
    until(lambda: web.desk.windows("handrail"), "the window, brought back by the question")


def test_a_screen_reader_hears_what_changes(web: Shown) -> None:
    shows(web, FR["live"])
    assert web.run_js("document.querySelector('#announcer').getAttribute('role')") == "status"
    assert "voit votre écran" in web.run_js("document.querySelector('#announcer').textContent")
    assert web.run_js("document.querySelectorAll('[role=log]').length") == 2
    assert web.run_js("document.querySelector('.rows button').getAttribute('aria-label')").startswith("Retirer\u00a0: ")


def test_a_page_that_fails_ends_its_window_instead_of_showing_what_is_no_longer_so(desk: Desk) -> None:
    with probed(desk) as window:
        window.run_js("document.querySelector('#status').remove()")
        window.show(FR["live"])
        assert window.process.wait(PATIENCE) == 1


@pytest.mark.parametrize("size", [(860, 680), (560, 520)])
def test_stop_works_while_the_page_stands_still(web: Shown, size: tuple[int, int]) -> None:
    shows(web, FR["live"])
    web.desk.xdotool("windowsize", "--sync", web.desk.window("handrail"), *map(str, size))
    until(lambda: web.run_js("innerWidth") == size[0], "the new size")
    web.next_beat()
    at = place_of(web, "Arrêter")
    with frozen_page(web):
        web.desk.xdotool("mousemove", *at, "click", "1")
        assert web.action() == ui.Press(button="stop")


def test_behind_a_document_stop_takes_no_press(web: Shown) -> None:
    shows(web, FR["live"])
    at = place_of(web, "Arrêter")
    press(web, "Lire ce que ce service")
    until(lambda: web.run_js("document.getElementById('reader').open"), "the document")
    web.next_beat()
    web.desk.xdotool("mousemove", *at, "click", "1")
    press(web, "Fermer")
    press(web, "Pause")
    assert web.action() == ui.Press(button="pause")
