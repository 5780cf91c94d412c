"""The tools beside the picture in a real Chromium: each with room to work in, what is always in reach, and how wide."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import FloatRect, expect

from agent.protocol.permissions import AVAILABLE
from tests.console.driver import LiveView
from tests.console.test_accessibility import LOOKS, faults
from tests.console.test_files import HOME, entry
from tests.console.test_processes import page as tell_programs
from tests.console.test_processes import program

SHORTCUT = "Control+Alt+Shift+Key"
SIZES = [(1366, 768), (1920, 1080)]
TABS = ["session", "chat", "files", "processes", "clipboard", "registry", "report", "notes"]
EVERYTHING = [str(permission) for permission in AVAILABLE]


def at_work(live: LiveView, size: tuple[int, int] = SIZES[0]) -> LiveView:
    """A session on a screen of that size, in which everything was granted."""
    live.page.set_viewport_size({"width": size[0], "height": size[1]})
    live.steer(1920, 1080)
    live.state(granted=EVERYTHING, input_open=True)
    return live


def files(live: LiveView) -> None:
    live.turn_to("files")
    live.page.wait_for_function("() => harness.link.types().includes('files/places')")
    live.hear(type="files/places", places=[{"kind": "home", "path": HOME, "total": 2 << 30, "free": 1 << 30}])
    live.page.wait_for_function("() => harness.link.types().includes('files/list')")
    rows = [entry(f"lettre {number}.txt") for number in range(60)]
    about = {"total": len(rows), "all": len(rows), "reading": False, "cut": False}
    live.hear(type="files/rows", listing=live.sent("files/list")[-1]["listing"], first=0, rows=rows, **about)
    live.page.locator("#file-0").click()


def programs(live: LiveView) -> None:
    live.turn_to("processes")
    rows = [program(number, cpu=99.5, memory=1023 << 20, user="utilisat") for number in range(1, 61)]
    tell_programs(live, *rows)
    live.page.locator(".programs .line").first.click()


def box(live: LiveView, selector: str) -> FloatRect:
    found = live.page.locator(selector).bounding_box()
    assert found, selector
    return found


def scrolls(live: LiveView) -> list[str]:
    """The panel and what holds a tool, where there is more in them than fits."""
    found: list[str] = live.page.locator(".panel, .panel > .tabs, .panel > .tabs > [role=tabpanel]").evaluate_all(
        "(all) => all.filter((e) => e.scrollHeight > e.clientHeight || e.scrollWidth > e.clientWidth)"
        ".map((e) => `${e.className} ${e.scrollHeight} in ${e.clientHeight}`)"
    )
    return found


def cut_off(live: LiveView, selector: str) -> list[str]:
    """What says more than can be read."""
    found: list[str] = live.page.locator(selector).evaluate_all(
        "(all) => all.filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.className + e.textContent)"
    )
    return found


def width(live: LiveView) -> float:
    return box(live, ".panel")["width"]


def becomes_wide(live: LiveView, pixels: int) -> None:
    """Wait until the panel has that width: the page hears of its window's new size after the window has it."""
    live.page.wait_for_function("(all) => document.querySelector('.panel').offsetWidth === all", arg=pixels)


# --- room to work -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_each_tool_has_the_panels_height_and_is_used_without_scrolling_it(
    new_live: Callable[..., LiveView], lang: str, size: tuple[int, int]
) -> None:
    live = at_work(new_live(lang), size)
    live.turn_to("chat")
    assert scrolls(live) == []
    assert box(live, "[data-testid=chat-log]")["height"] > size[1] / 2
    field = box(live, "#chat-field")
    assert size[1] - 120 < field["y"] < size[1]
    programs(live)
    assert scrolls(live) == []
    assert box(live, ".programs > .rows")["height"] > 6 * 44
    assert box(live, ".programs .line >> nth=0 >> .name")["width"] > 120
    assert cut_off(live, ".programs .headers button, .programs .cpu, .programs .memory") == []
    files(live)
    assert scrolls(live) == []
    assert box(live, "#files-list")["height"] > 10 * 28
    assert box(live, "#file-0 .name")["width"] > 150
    assert cut_off(live, ".heads button, .file .size, .file .time") == []


@pytest.mark.parametrize("size", [*SIZES, (1024, 768), (800, 900)])
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_nothing_is_beyond_the_pages_edge_whatever_tab_is_open(
    new_live: Callable[..., LiveView], lang: str, size: tuple[int, int]
) -> None:
    live = at_work(new_live(lang), size)
    live.monitors(3)
    live.hear(type="chat/say", text="Bonjour, " * 30)
    for tab in TABS:
        live.turn_to(tab)
        beyond = live.page.evaluate(
            "() => { const all = document.documentElement;"
            " return [all.scrollWidth - innerWidth, all.scrollHeight - innerHeight]; }"
        )
        assert beyond == [0, 0], tab
        assert cut_off(live, ".panel > .tabs > [role=tabpanel]:not([inert])") == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_picture_is_the_main_thing_and_the_header_one_line(
    new_live: Callable[..., LiveView], lang: str, size: tuple[int, int]
) -> None:
    live = at_work(new_live(lang), size)
    live.hear(type="chat/say", text="Bonjour, je vous entends très bien, et j’ai une question.")
    expect(live.page.get_by_test_id("news")).to_be_visible()
    assert box(live, ".status")["height"] < 48
    assert live.page.get_by_test_id("granted").evaluate("(list) => list.scrollHeight - list.clientHeight") <= 1
    assert box(live, ".stage")["width"] > 0.69 * size[0]
    live.state(granted=["view"], hiding="nothing")
    assert box(live, ".status")["height"] < 48
    tabs = live.page.locator(".panel > .tabs > [role=tablist]").bounding_box()
    assert tabs
    assert tabs["height"] < 72


def test_on_a_narrow_page_the_tools_lie_under_the_picture(live: LiveView) -> None:
    at_work(live, (800, 900))
    stage, panel = box(live, ".stage"), box(live, ".panel")
    assert panel["y"] >= stage["y"] + stage["height"]
    assert panel["width"] == 800
    assert stage["height"] > 250
    expect(live.page.get_by_test_id("separator")).not_to_be_visible()


@pytest.mark.parametrize(("lang", "scheme"), LOOKS)
@pytest.mark.parametrize("granted", [["view"], EVERYTHING])
def test_axe_finds_nothing_in_any_tab(
    new_live: Callable[..., LiveView], lang: str, scheme: str, granted: list[str]
) -> None:
    live = at_work(new_live(lang, scheme))
    live.state(granted=granted)
    live.hear(type="chat/say", text="Bonjour")
    for tab in TABS:
        live.turn_to(tab)
        assert faults(live.page) == [], tab


@pytest.mark.parametrize(
    ("tab", "permission"),
    [
        ("files", "files_read"),
        ("processes", "processes"),
        ("clipboard", "clipboard_out"),
        ("registry", "registry"),
        ("report", "system"),
    ],
)
def test_a_tool_that_was_not_granted_asks_with_a_button_of_its_own(live: LiveView, tab: str, permission: str) -> None:
    live.steer()
    live.turn_to(tab)
    live.forget()
    live.page.locator("[role=tabpanel]:not([inert]) button").first.click()
    assert [asked["permission"] for asked in live.sent("consent/request")] == [permission]


def test_the_sessions_tab_keeps_what_was_begun_in_it(live: LiveView) -> None:
    live.steer()
    live.page.locator("details.hiding summary").click()
    live.page.get_by_label("Un dossier, par son nom").fill("Impôts")
    live.turn_to("notes")
    expect(live.page.get_by_test_id("permission-control")).not_to_be_visible()
    live.turn_to("session")
    expect(live.page.get_by_label("Un dossier, par son nom")).to_have_value("Impôts")


# --- in reach whatever is open ----------------------------------------------------------------------------------------


def test_what_acts_on_the_session_is_in_reach_with_any_tab_and_without_tools(live: LiveView) -> None:
    live.steer()
    names = ["Pause", "Terminer", "Taille réelle", "Plein écran", "Mesures", "Aide", "Outils"]
    for tab in TABS:
        live.turn_to(tab)
        for name in names:
            expect(live.page.get_by_role("button", name=name, exact=True)).to_be_in_viewport()
    live.page.get_by_role("button", name="Outils").click()
    expect(live.page.locator(".panel")).to_have_count(0)
    for name in names:
        expect(live.page.get_by_role("button", name=name, exact=True)).to_be_in_viewport()


def test_the_hand_is_asked_for_in_the_header_and_the_buttons_beside_keep_their_places(live: LiveView) -> None:
    live.open()
    live.state(granted=["view"])
    live.turn_to("files")
    places = [box(live, f".toolbar [data-tool={tool}]") for tool in ("pause", "end", "size")]
    live.forget()
    live.page.get_by_role("button", name="Demander la main").click()
    assert live.sent("consent/request") == [{"type": "consent/request", "permission": "control"}]
    expect(live.page.get_by_role("button", name="Main demandée…")).to_be_disabled()
    live.state(granted=["view"], asking="control")
    live.state(granted=["view"], refused=["control"])
    expect(live.page.get_by_role("button", name="Redemander la main")).to_be_enabled()
    live.state(granted=["view", "control"])
    expect(live.page.locator(".toolbar [data-tool=control]")).to_have_count(0)
    live.state(phase="paused", paused_by="technician", granted=["view", "control"])
    expect(live.page.get_by_role("button", name="Reprendre")).to_be_enabled()
    assert [box(live, f".toolbar [data-tool={tool}]") for tool in ("pause", "end", "size")] == places


def test_a_pause_of_the_customers_cannot_be_ended_from_here(live: LiveView) -> None:
    live.steer()
    live.state(phase="paused", paused_by="customer", granted=["view", "control"])
    expect(live.page.get_by_role("button", name="Reprendre")).to_be_disabled()
    expect(live.page.get_by_test_id("hand")).to_have_text("Seul le client peut reprendre.")


def test_a_refusal_is_told_whatever_tab_is_open(live: LiveView) -> None:
    live.steer()
    live.turn_to("files")
    live.hear(type="session/refusal", refused="system/request", reason="not_granted")
    expect(live.page.get_by_role("alert").filter(has_text="le client ne l’a pas autorisé")).to_be_visible()


def test_drawing_begun_by_a_shortcut_shows_what_each_key_does(live: LiveView) -> None:
    live.open()
    live.state(granted=["view", "annotate"])
    live.picture(1280, 800)
    live.turn_to("files")
    live.page.keyboard.press(f"{SHORTCUT}G")
    expect(live.page.locator(".palette .hint").filter(has_text="1 à 6 : outil")).to_be_visible()
    expect(live.page.get_by_test_id("annotate")).to_be_focused()


# --- what the customer writes -----------------------------------------------------------------------------------------


def test_what_the_customer_writes_is_told_in_the_header_while_the_chat_is_out_of_sight(live: LiveView) -> None:
    at_work(live)
    before = [box(live, f"[role=tab][data-key={tab}]") for tab in TABS], box(live, "[data-testid=screen]")
    live.hear(type="chat/say", text="<b>allô</b> \u202e ?")
    news = live.page.get_by_test_id("news")
    expect(news).to_contain_text("1 non lu <b>allô</b> U+202E ?")
    expect(live.page.get_by_role("tab", name="Discussion 1 non lu")).to_be_visible()
    assert live.page.title().startswith("(1) Session")
    assert ([box(live, f"[role=tab][data-key={tab}]") for tab in TABS], box(live, "[data-testid=screen]")) == before
    news.get_by_role("button").click()
    expect(live.page.locator("#chat-field")).to_be_focused()
    expect(news).to_have_count(0)
    assert live.page.title().startswith("Session")


def test_with_the_tools_folded_away_a_line_of_the_customers_is_still_told(live: LiveView) -> None:
    at_work(live)
    live.turn_to("chat")
    live.page.keyboard.press(f"{SHORTCUT}L")
    live.hear(type="chat/say", text="vous êtes là ?")
    live.page.get_by_test_id("news").get_by_role("button").click()
    expect(live.page.get_by_test_id("chat-log")).to_contain_text("vous êtes là ?")


# --- how wide ---------------------------------------------------------------------------------------------------------


def test_the_separator_goes_by_keys_within_its_bounds(live: LiveView) -> None:
    at_work(live)
    separator = live.page.get_by_role("separator", name="Largeur des outils")
    usual = width(live)
    separator.focus()
    for key, expected in (
        ("ArrowLeft", usual + 20),
        ("ArrowRight", usual),
        ("Home", 330),
        ("ArrowRight", 330),
        ("End", 819),
        ("ArrowLeft", 819),
    ):
        live.page.keyboard.press(key)
        expect(separator).to_have_attribute("aria-valuenow", str(int(expected)))
        assert width(live) == expected
    assert (separator.get_attribute("aria-valuemin"), separator.get_attribute("aria-valuemax")) == ("330", "819")
    assert faults(live.page) == []
    assert live.input() == []


def test_enter_on_the_separator_folds_the_tools_and_the_focus_is_where_they_come_back(live: LiveView) -> None:
    at_work(live)
    live.page.get_by_test_id("separator").focus()
    live.page.keyboard.press("Enter")
    expect(live.page.locator(".panel")).to_have_count(0)
    expect(live.page.get_by_role("button", name="Outils")).to_be_focused()
    live.page.keyboard.press("Enter")
    expect(live.page.locator(".panel")).to_be_visible()


def test_the_separator_is_drawn_over_the_picture_and_nothing_of_it_goes_to_the_customer(live: LiveView) -> None:
    at_work(live)
    before, grip = width(live), box(live, ".separator")
    live.forget()
    live.page.mouse.move(grip["x"] + 4, 300)
    live.page.mouse.down()
    for step in range(10, 210, 20):
        live.page.mouse.move(grip["x"] + 4 - step, 300 + step)
    live.page.mouse.up()
    assert width(live) == before + 190
    assert live.input() == []
    live.page.mouse.move(600, 300)
    assert width(live) == before + 190
    live.page.get_by_test_id("separator").dblclick()
    assert width(live) == before


def test_the_width_is_remembered_and_a_smaller_window_forgets_nothing(live: LiveView) -> None:
    at_work(live, (1920, 1080))
    live.page.get_by_test_id("separator").focus()
    live.page.keyboard.press("End")
    becomes_wide(live, 1152)
    live.page.on("dialog", lambda dialog: dialog.accept())
    live.page.reload()
    live.page.wait_for_function("() => window.harness")
    becomes_wide(live, 1152)
    live.page.set_viewport_size({"width": 1000, "height": 768})
    becomes_wide(live, 600)
    expect(live.page.get_by_test_id("separator")).to_have_attribute("aria-valuenow", "600")
    live.page.set_viewport_size({"width": 1920, "height": 1080})
    becomes_wide(live, 1152)


@pytest.mark.parametrize("kept", ["-5", "9e99", "wide", "", "NaN"])
def test_a_width_that_is_none_does_no_harm(live: LiveView, kept: Any) -> None:
    live.page.evaluate("(kept) => localStorage.setItem('handrail.panelWidth', kept)", kept)
    live.page.reload()
    live.page.wait_for_function("() => window.harness")
    assert 330 <= width(live) <= 864
    assert live.complaints.texts == []
