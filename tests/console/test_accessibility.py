"""axe finds nothing (WCAG 2.2 AA) in any view, either language, light or dark; and all of it goes by keyboard."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from scripts.rigs.rendezvous import Rendezvous
from tests.console.conftest import CONSOLE
from tests.console.desk import make_code, open_console, sign_in
from tests.console.driver import LiveView

AXE = (CONSOLE / "node_modules" / "axe-core" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS = [("fr", "light"), ("fr", "dark"), ("en", "light"), ("en", "dark")]
LEAVE = "Control+Alt+Shift+KeyK"


def faults(page: Page) -> list[str]:
    """What axe finds, one line each."""
    page.wait_for_timeout(100)
    page.context.new_cdp_session(page).send("Runtime.evaluate", {"expression": AXE})
    result: dict[str, Any] = page.evaluate("(tags) => axe.run({runOnly: tags})", RULES)
    return [f"{fault['id']}: {node['target']}" for fault in result["violations"] for node in fault["nodes"]]


@pytest.mark.parametrize(("lang", "scheme"), LOOKS)
def test_axe_finds_nothing_from_the_log_in_to_a_code(
    new_page: Callable[..., Page], server: Rendezvous, lang: str, scheme: str
) -> None:
    page = new_page(lang, scheme)
    open_console(page, server)
    assert faults(page) == []
    page.locator("[name=login]").fill("personne")
    page.locator("[name=password]").fill("pas le bon")
    page.locator("[name=totp]").fill("000000")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).not_to_be_empty()
    assert faults(page) == []
    sign_in(page, server)
    page.get_by_test_id("code").fill("1234 5678 9011")
    assert faults(page) == []
    make_code(page)
    assert faults(page) == []
    assert page.evaluate("() => document.documentElement.lang") == lang
    assert page.title().endswith("Handrail")


@pytest.mark.parametrize(("lang", "scheme"), LOOKS)
def test_axe_finds_nothing_in_the_live_view(new_live: Callable[..., LiveView], lang: str, scheme: str) -> None:
    live = new_live(lang, scheme)
    assert faults(live.page) == []
    live.open()
    live.state(phase="asking", asking="view")
    assert faults(live.page) == []
    live.steer()
    live.hear(type="chat/say", text="Bonjour")
    live.monitors(3, chosen=2)
    live.monitors(1)
    live.monitors(3)
    live.state(granted=["view", "control", "system"], input_open=True, refused=["serial"])
    for summary in live.page.locator("summary").all():
        summary.click()
    live.focus_screen()
    assert faults(live.page) == []
    live.state(granted=["view", "control", "system"], customer_has_hand=True)
    live.event("onLost")
    live.page.keyboard.press("Control+Alt+Shift+KeyO")
    live.hear(type="system/report", lines=[{"key": "os", "items": ["Debian"] * 80}])
    assert faults(live.page) == []
    expect(live.page.get_by_test_id("line-lost")).to_be_visible()
    live.event("onBack")
    live.hear(type="view/stats", sent_bytes=9, line_rate=9, loss=0, limit="machine")
    live.page.keyboard.press("Control+Alt+Shift+KeyU")
    assert faults(live.page) == []
    live.page.keyboard.press("Control+Alt+Shift+KeyU")
    live.page.keyboard.press("Control+Alt+Shift+KeyB")
    live.state(phase="paused", paused_by="customer", granted=["view"])
    assert faults(live.page) == []
    live.page.keyboard.press("Control+Alt+Shift+KeyH")
    assert faults(live.page) == []
    live.page.keyboard.press("Escape")
    live.state(phase="ended", end_reason="customer")
    assert faults(live.page) == []


def test_the_clipboards_and_the_chat_with_what_others_wrote_are_accessible(live: LiveView) -> None:
    live.open()
    live.state(granted=["view"])
    live.turn_to("chat")
    live.hear(type="chat/say", text="https://exemple.test \u202e")
    live.hear(type="chat/typing")
    live.page.locator(".canned summary").click()
    assert faults(live.page) == []
    live.page.get_by_role("tab", name="Presse-papiers").click()
    assert faults(live.page) == []
    live.state(granted=["view", "clipboard_in", "clipboard_out"])
    live.page.get_by_role("button", name="Lire le presse-papiers du client").click()
    assert faults(live.page) == []
    live.hear(type="clipboard/content", transfer=1, kind="text", size=3)
    live.hear(type="clipboard/piece", transfer=1, data="YWIb")
    live.page.get_by_test_id("clipboard-received").wait_for()
    assert faults(live.page) == []


def test_axe_is_not_blind(live: LiveView) -> None:
    live.page.evaluate("() => document.querySelector('textarea').removeAttribute('aria-label')")
    assert any(fault.startswith("label:") for fault in faults(live.page))


def test_the_picture_is_no_keyboard_trap(live: LiveView) -> None:
    live.steer()
    live.focus_screen()
    live.page.keyboard.press("Tab")
    assert live.sent("input/key")[0]["key"] == "Tab"
    expect(live.page.get_by_test_id("keys")).to_be_focused()
    expect(live.page.get_by_text("Ctrl+Alt+Maj+K : sortir de l’image")).to_be_visible()
    live.page.keyboard.press(LEAVE)
    expect(live.page.get_by_role("button", name="Pause")).to_be_focused()
    live.page.keyboard.press(LEAVE)
    expect(live.page.get_by_test_id("keys")).to_be_focused()


def test_without_the_gate_open_tab_goes_on(live: LiveView) -> None:
    live.steer()
    live.state(granted=["view"])
    live.focus_screen()
    live.page.keyboard.press("Tab")
    expect(live.page.get_by_test_id("keys")).not_to_be_focused()


def test_every_tool_is_reached_by_tab_and_shows_that_it_has_the_focus(live: LiveView) -> None:
    live.steer()
    live.focus_screen()
    live.page.keyboard.press(LEAVE)
    tools = "pause end size fullScreen figures help panel separator view control system serial quality-field"
    assert set(tools.split()) <= set(reached_by_tab(live))
    live.page.get_by_role("tab", name="Session").focus()
    live.page.keyboard.press("ArrowRight")
    assert "chat-field" in reached_by_tab(live)


def reached_by_tab(live: LiveView) -> list[str]:
    """What has the focus from here to the end of the page, one after the other, each seen to have it."""
    seen = []
    for _ in range(30):
        tool, outline = live.page.evaluate(
            """() => { const e = document.activeElement, style = getComputedStyle(e);
            return [e.dataset.tool || e.id || e.role || e.tagName, style.outlineStyle + style.outlineWidth]; }"""
        )
        if tool == "BODY":  # the end of the page
            break
        seen.append(tool)
        assert outline == "solid3px", tool
        live.page.keyboard.press("Tab")
    return seen


def test_the_help_takes_the_focus_and_gives_it_back(live: LiveView) -> None:
    live.steer()
    live.page.get_by_role("button", name="Aide").focus()
    live.page.keyboard.press("Enter")
    expect(live.page.get_by_role("button", name="Fermer")).to_be_focused()
    for _ in range(5):
        live.page.keyboard.press("Tab")
        assert live.page.evaluate("() => document.activeElement.closest('.stage, .panel, .status') === null")
    live.page.keyboard.press("Escape")
    expect(live.page.get_by_role("button", name="Aide")).to_be_focused()


def test_a_tool_tells_its_shortcut(live: LiveView) -> None:
    live.steer()
    live.focus_screen()
    live.page.keyboard.press(LEAVE)
    expect(live.page.get_by_role("tooltip")).to_have_text("Mettre en pause, reprendre Ctrl+Alt+Maj+P")
    live.page.keyboard.press("Escape")
    expect(live.page.get_by_role("tooltip")).to_have_count(0)


@pytest.mark.parametrize("width", [320, 640, 1024])
def test_nothing_is_lost_on_a_narrow_page(new_live: Callable[..., LiveView], width: int) -> None:
    live = new_live(width=width)
    live.steer()
    assert live.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    expect(live.page.get_by_role("button", name="Pause")).to_be_visible()
    expect(live.page.get_by_test_id("phase")).to_be_visible()
