"""The live view in a real Chromium: what is shown for what the agent tells, and what each tool sends."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import get_args

from playwright.sync_api import Dialog, Locator, expect

from agent.protocol.messages import EndReason, Refusal
from tests.console.driver import LiveView

SHORTCUT = "Control+Alt+Shift+Key"


def test_view_is_asked_for_by_itself_and_the_wait_is_told(live: LiveView) -> None:
    live.open()
    assert [asked["permission"] for asked in live.sent("consent/request")] == ["view", "annotate"]
    live.state(phase="asking", asking="view")
    expect(live.page.get_by_test_id("instead")).to_contain_text("il doit autoriser la vue de son écran")


def test_the_screen_is_one_canvas_at_the_streams_own_size(live: LiveView) -> None:
    live.steer(1920, 1080)
    expect(live.screen).to_have_count(1)
    size = live.screen.evaluate("(c) => [c.tagName, c.width, c.height]")
    assert size == ["CANVAS", 1920, 1080]


def test_fitted_fills_the_room_and_actual_size_is_pixel_for_pixel(live: LiveView) -> None:
    live.steer(1920, 1080)
    room = live.page.locator(".stage").bounding_box()
    box = live.screen.bounding_box()
    assert room
    assert box
    assert abs(box["width"] - room["width"]) < 1
    assert abs(box["width"] / box["height"] - 16 / 9) < 0.01
    live.page.keyboard.press(f"{SHORTCUT}D")
    box = live.screen.bounding_box()
    assert box
    assert (box["width"], box["height"]) == (1920, 1080)


def test_at_actual_size_every_part_of_a_large_picture_can_be_reached(live: LiveView) -> None:
    live.steer(3000, 2000)
    live.page.keyboard.press(f"{SHORTCUT}D")
    reach = live.page.locator(".stage").evaluate(
        """(stage) => { stage.scrollTo(0, 0);
        const seen = stage.querySelector('canvas').getBoundingClientRect(), room = stage.getBoundingClientRect();
        return [seen.left - room.left, seen.top - room.top, stage.scrollWidth]; }"""
    )
    assert reach == [0, 0, 3000]


def test_the_picture_goes_out_of_sight_when_view_is_withdrawn(live: LiveView) -> None:
    live.steer()
    live.state(phase="asking", granted=[])
    expect(live.screen).not_to_be_visible()
    expect(live.page.get_by_test_id("instead")).to_contain_text("Demandez à le voir")


def test_the_customers_hand_is_told(live: LiveView) -> None:
    live.steer()
    expect(live.page.get_by_test_id("hand")).to_have_text("Vous avez la main")
    live.state(granted=["view", "control"], customer_has_hand=True)
    expect(live.page.get_by_test_id("hand")).to_have_text("Le client a la main")
    expect(live.page.get_by_test_id("hand")).to_have_attribute("data-hand", "customer")


def test_each_permission_shows_where_it_stands_and_is_asked_once(live: LiveView) -> None:
    live.open()
    live.state(granted=["view"])
    control = live.page.get_by_test_id("permission-control")
    expect(control).to_have_attribute("data-standing", "not_asked")
    live.forget()
    control.get_by_role("button").click()
    control.get_by_role("button").click()
    assert live.sent("consent/request") == [{"type": "consent/request", "permission": "control"}]
    expect(control).to_have_attribute("data-standing", "asked")
    live.state(granted=["view"], asking="control")
    live.state(granted=["view"], refused=["control"])
    expect(control).to_have_attribute("data-standing", "refused")
    expect(control).to_contain_text("Redemander")


def test_every_refusal_and_every_end_has_a_sentence(new_live: Callable[..., LiveView]) -> None:
    live = new_live()
    live.open()
    refusals, ends = live.page.get_by_role("alert"), live.page.get_by_test_id("instead").locator("p").last
    told = [""]
    for reason in get_args(Refusal.model_fields["reason"].annotation):
        live.hear(type="session/refusal", refused="system/request", reason=reason)
        told.append(another_sentence(refusals, told[-1]))
    for end in EndReason:
        live.state(phase="ended", end_reason=end)
        told.append(another_sentence(ends, told[-1]))
    assert len(set(told)) == len(told)


def another_sentence(place: Locator, before: str) -> str:
    """Wait until something else than before stands there; return it, which must be a sentence."""
    expect(place).not_to_have_text(before)
    expect(place).to_have_text(re.compile(r"\w+ \w+.*\.$"))
    return place.inner_text()


def test_a_link_that_cannot_be_made_says_why_and_leads_home(live: LiveView) -> None:
    live.event("onClosed", {"kind": "rate", "detail": "", "retryAfter": 40})
    expect(live.page.get_by_test_id("instead")).to_contain_text("Trop d’essais")
    expect(live.page.get_by_test_id("instead")).to_contain_text("40 s")
    live.page.keyboard.press("Enter")
    assert live.page.evaluate("() => harness.left")


def test_pause_and_resume_and_who_may_resume(live: LiveView) -> None:
    live.steer()
    live.forget()
    live.page.get_by_role("button", name="Pause").click()
    live.state(phase="paused", paused_by="technician", granted=["view", "control"])
    live.page.get_by_role("button", name="Reprendre").click()
    assert live.sent("session/pause", "session/resume") == [{"type": "session/pause"}, {"type": "session/resume"}]
    live.state(phase="paused", paused_by="customer", granted=["view", "control"])
    expect(live.page.get_by_text("Seul le client peut reprendre.")).to_be_visible()
    expect(live.screen).not_to_be_visible()


def test_chat_both_ways_is_text_and_nothing_else(live: LiveView) -> None:
    live.open()
    live.turn_to("chat")
    live.hear(type="chat/say", text="<img src=x onerror=alert(1)> https://exemple.test")
    log = live.page.get_by_test_id("chat-log")
    expect(log).to_contain_text("<img src=x onerror=alert(1)> https://exemple.test")
    expect(log.locator("img")).to_have_count(0)
    live.page.get_by_label("Message au client").fill("Bonjour à vous")
    live.page.keyboard.press("Enter")
    assert live.sent("chat/say") == [{"type": "chat/say", "text": "Bonjour à vous"}]
    expect(log).to_contain_text("Bonjour à vous")


def test_an_address_is_no_link_and_a_button_beside_it_says_where_it_leads(live: LiveView) -> None:
    live.open()
    live.turn_to("chat")
    live.hear(type="chat/say", text="https://ma-banque.fr@mechant.test/a javascript:alert(1)")
    log = live.page.get_by_test_id("chat-log")
    expect(log).to_contain_text("Cette adresse mène à mechant.test.")
    opener = log.locator("a")
    expect(opener).to_have_count(1)
    expect(opener).to_have_text("Ouvrir quand même, hors d’ici")
    expect(opener).to_have_attribute("rel", "noopener noreferrer")
    expect(opener).to_have_attribute("target", "_blank")
    live.page.get_by_label("Message au client").fill("https://exemple.test")
    live.page.keyboard.press("Enter")
    expect(log.locator("a")).to_have_count(1)


def test_a_long_chat_is_not_made_anew_at_each_message(live: LiveView) -> None:
    """500 lines are kept; made anew for whatever came, they kept the page from the line for seconds."""
    live.open()
    live.turn_to("chat")
    live.page.evaluate("for (let n = 0; n < 500; n++) harness.link.hear({ type: 'chat/say', text: `ligne ${n}` })")
    lines = live.page.get_by_test_id("chat-log").locator("p")
    expect(lines).to_have_count(500)
    live.page.evaluate("""() => {
        window.second = document.querySelectorAll('[data-testid=chat-log] p')[1];
        window.cut = 0;
        const replace = String.prototype.replaceAll;  // the first thing that is done to a line that is shown
        String.prototype.replaceAll = function (...by) {
            window.cut += String(this).startsWith('ligne') ? 1 : 0;
            return replace.apply(this, by);
        };
    }""")
    live.state(granted=["view"])
    live.hear(type="chat/say", text="ligne 500")
    expect(lines.last).to_contain_text("ligne 500")
    expect(lines).to_have_count(500)
    assert live.page.evaluate("window.second === document.querySelector('[data-testid=chat-log] p')")
    assert live.page.evaluate("window.cut") == 1


def test_what_would_be_invisible_in_a_line_is_named(live: LiveView) -> None:
    live.open()
    live.turn_to("chat")
    live.hear(type="chat/say", text="facture\u202egnp.exe")
    expect(live.page.get_by_test_id("chat-log")).to_contain_text("factureU+202Egnp.exe")


def test_each_side_sees_that_the_other_writes(live: LiveView) -> None:
    live.open()
    live.turn_to("chat")
    live.page.get_by_label("Message au client").press_sequentially("Bonjour")
    assert len(live.sent("chat/typing")) == 1
    live.hear(type="chat/typing")
    expect(live.page.get_by_text("Le client écrit…")).to_be_visible()
    live.hear(type="chat/say", text="voilà")
    expect(live.page.get_by_text("Le client écrit…")).to_have_count(0)
    live.hear(type="chat/typing")
    expect(live.page.get_by_text("Le client écrit…")).to_be_visible()
    expect(live.page.get_by_text("Le client écrit…")).to_have_count(0)


def test_canned_texts_are_put_into_the_field_and_can_be_changed_for_good(live: LiveView) -> None:
    live.open()
    live.turn_to("chat")
    live.page.get_by_text("Textes prêts").click()
    live.page.get_by_role("button", name="Un instant, je cherche.").click()
    expect(live.page.get_by_label("Message au client")).to_have_value("Un instant, je cherche.")
    assert live.sent("chat/say") == []
    live.page.get_by_role("button", name="Modifier").click()
    live.page.get_by_label("Un texte par ligne").fill("Mon texte\n<b>un autre</b>\n")
    live.page.get_by_role("button", name="Garder", exact=True).click()
    live.page.reload()
    live.turn_to("chat")
    live.page.get_by_text("Textes prêts").click()
    expect(live.page.locator(".canned li")).to_have_text(["Mon texte", "<b>un autre</b>"])


def test_unread_chat_is_counted_while_another_tab_is_open(live: LiveView) -> None:
    live.open()
    live.page.keyboard.press(f"{SHORTCUT}B")
    live.hear(type="chat/say", text="allô ?")
    expect(live.page.get_by_role("tab", name="Discussion")).to_contain_text("1 non lu")
    live.page.keyboard.press(f"{SHORTCUT}T")
    expect(live.page.get_by_role("tab", name="Discussion")).not_to_contain_text("non lu")


def test_a_draft_and_the_notes_survive_a_reload(live: LiveView) -> None:
    live.turn_to("chat")
    live.page.get_by_label("Message au client").fill("je n’ai pas fini")
    live.page.keyboard.press(f"{SHORTCUT}B")
    live.page.keyboard.type("rappeler à 16 h")
    live.page.reload()
    live.turn_to("chat")
    expect(live.page.get_by_label("Message au client")).to_have_value("je n’ai pas fini")
    live.page.get_by_role("tab", name="Notes").click()
    expect(live.page.get_by_label("Notes pour vous seul")).to_have_value("rappeler à 16 h")


def test_a_reload_that_would_cut_a_live_session_is_asked_about(live: LiveView) -> None:
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    live.page.on("dialog", answer)
    live.steer()
    live.screen.click()
    live.page.reload()
    assert asked == ["beforeunload"]
    live.page.reload()
    assert len(asked) == 1


def test_the_report_is_asked_for_shown_and_exported(live: LiveView, tmp_path: Path) -> None:
    live.open()
    live.state(granted=["view", "system"])
    live.page.keyboard.press(f"{SHORTCUT}O")
    live.page.keyboard.press("Enter")
    assert live.sent("system/request") == [{"type": "system/request"}]
    expect(live.page.get_by_text("Il peut aussi le garder pour lui.")).to_be_visible()
    lines = [{"key": "os", "items": ["Debian 12"]}, {"key": "printers", "items": ["=HYPERLINK(1)"]}]
    live.hear(type="system/report", lines=lines)
    expect(live.page.get_by_test_id("report")).to_contain_text("Système")
    with live.page.expect_download() as json_file:
        live.page.get_by_role("button", name="JSON").click()
    assert json.loads(json_file.value.path().read_text()) == lines
    with live.page.expect_download() as csv_file:
        live.page.get_by_role("button", name="CSV").click()
    assert '"\'=HYPERLINK(1)"' in csv_file.value.path().read_text()
    live.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    live.page.get_by_role("button", name="Copier").click()
    expect(live.page.get_by_text("Copié.")).to_be_visible()
    assert "Debian 12" in live.page.evaluate("() => navigator.clipboard.readText()")


def test_full_screen_gives_the_picture_the_room_and_locks_the_keyboard(live: LiveView) -> None:
    live.steer()
    live.page.evaluate(
        "() => { window.locked = 0; navigator.keyboard.lock = () => { window.locked++; return Promise.resolve(); }; }"
    )
    live.page.keyboard.press(f"{SHORTCUT}F")
    live.page.wait_for_function("() => document.fullscreenElement && window.locked === 1")
    expect(live.page.locator(".panel")).to_have_count(0)
    live.page.keyboard.press(f"{SHORTCUT}F")
    live.page.wait_for_function("() => !document.fullscreenElement")
    expect(live.page.locator(".panel")).to_be_visible()


def test_ending_tells_the_customers_side(live: LiveView) -> None:
    live.steer()
    live.page.keyboard.press(f"{SHORTCUT}X")
    assert live.sent("session/end") == [{"type": "session/end"}]
    live.state(phase="ended", end_reason="technician")
    live.event("onClosed", None)
    expect(live.page.get_by_test_id("instead")).to_contain_text("Vous avez mis fin à la session.")
    expect(live.page.get_by_role("button", name="Retour à l’accueil")).to_be_focused()


def test_a_message_of_another_wire_changes_nothing(live: LiveView) -> None:
    live.steer()
    live.event("onMessage", '{"type": "session/state", "granted": "everything"}')
    live.event("onMessage", "not json")
    expect(live.page.get_by_test_id("phase")).to_have_text("En cours")


def test_the_whole_view_stays_within_the_csp_and_trusted_types(live: LiveView) -> None:
    live.steer()
    live.page.mouse.move(400, 400)
    live.page.get_by_role("button", name="Pause").hover()
    expect(live.page.get_by_role("tooltip")).to_be_visible()
    for tool in "OBTHLLDF":
        live.page.keyboard.press(f"{SHORTCUT}{tool}")
    live.page.keyboard.press("Escape")
    live.state(phase="ended", end_reason="customer")
    live.event("onClosed", None)
    expect(live.page.get_by_role("button", name="Retour à l’accueil")).to_be_visible()
    assert live.complaints.texts == []
    assert live.page.locator("style").count() == 0
