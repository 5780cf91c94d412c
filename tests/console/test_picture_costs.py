"""What the technician chooses and sees of the picture in a real Chromium: quality, figures, and a line that is cut."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.console.driver import LiveView

SHORTCUT = "Control+Alt+Shift+Key"
STATS = {"type": "view/stats", "sent_bytes": 12_400_000, "line_rate": 125_000, "loss": 0.021, "limit": "line"}


def test_the_quality_is_chosen_by_keyboard_and_said_at_once(live: LiveView) -> None:
    live.steer()
    live.focus_screen()
    live.forget()
    live.page.keyboard.press(f"{SHORTCUT}J")
    expect(live.page.get_by_label("Image", exact=True)).to_be_focused()
    live.page.keyboard.press("ArrowDown")
    assert live.sent("view/quality") == [{"type": "view/quality", "quality": "sharp"}]
    expect(live.page.get_by_text("Chaque point exact")).to_be_visible()


def test_the_quality_is_remembered_and_said_when_the_next_call_opens(live: LiveView) -> None:
    live.open()
    live.page.get_by_test_id("quality").select_option("least")
    live.page.on("dialog", lambda dialog: dialog.accept())
    live.page.reload()
    live.page.wait_for_function("() => window.harness")
    live.open()
    assert [said["quality"] for said in live.sent("view/quality")] == ["least"]
    expect(live.page.get_by_test_id("quality")).to_have_value("least")


def test_the_figures_are_shown_in_the_technicians_language(new_live: Callable[..., LiveView]) -> None:
    live = new_live(lang="en")
    live.steer()
    live.hear(**STATS)
    assert live.page.locator(".figures").evaluate("(strip) => strip.clientHeight") < 40, "one line"
    for figure, text in {
        "roundTrip": "23 ms",
        "images": "0/s",
        "rate": "0.0 Mbit/s",
        "loss": "2.1%",
        "data": "12 MB",
        "way": "direct",
        "limit": "Limited by the line (1.0 Mbit/s)",
    }.items():
        expect(live.page.get_by_test_id(figure)).to_have_text(text)


def test_each_figure_says_what_it_means(live: LiveView) -> None:
    live.steer()
    for figure in live.page.locator(".figures [data-figure]").all():
        help_id = figure.locator("dt").get_attribute("aria-describedby")
        meaning = live.page.locator(f"#{help_id}").text_content()
        assert meaning
        assert figure.get_attribute("title") == meaning
        assert re.fullmatch(r".{20,120}[.]", meaning)


@pytest.mark.parametrize("width", [640, 1366, 1920])
def test_no_figure_moves_another_when_it_changes(new_live: Callable[..., LiveView], width: int) -> None:
    live = new_live(width=width)
    live.steer()
    live.hear(**{**STATS, "limit": "none", "loss": 0, "sent_bytes": 0})
    expect(live.page.get_by_test_id("limit")).to_have_text("Sans limite")
    picture, places = live.screen.bounding_box(), starts(live)
    live.hear(**{**STATS, "loss": 0.995, "sent_bytes": 998_000_000})
    live.page.evaluate("() => { harness.link.figures = {...harness.link.figures, roundTripMs: 1888, relayed: true}; }")
    live.page.evaluate("() => setInterval(() => harness.link.events.onPicture(new ArrayBuffer(2_400_000)), 200)")
    expect(live.page.get_by_test_id("rate")).to_have_text(re.compile("^[1-9][0-9],[0-9] Mbit/s$"))
    expect(live.page.get_by_test_id("roundTrip")).to_contain_text("888 ms")
    expect(live.page.get_by_test_id("limit")).to_contain_text("Limité par la ligne")
    assert starts(live) == places
    assert live.screen.bounding_box() == picture


def starts(live: LiveView) -> list[float]:
    """Where each figure begins, in CSS pixels."""
    places: list[float] = live.page.locator(".figures dt").evaluate_all(
        "(all) => all.map((one) => one.getBoundingClientRect().x)"
    )
    return places


def test_the_figures_are_folded_away_for_good_but_a_limit_is_still_said(live: LiveView) -> None:
    live.steer()
    live.page.keyboard.press(f"{SHORTCUT}U")
    expect(live.page.get_by_test_id("figures")).to_have_count(0)
    expect(live.page.locator(".limited")).to_have_count(0)
    live.hear(**STATS)
    expect(live.page.locator(".status .limited")).to_have_text("Limité par la ligne")
    live.page.on("dialog", lambda dialog: dialog.accept())
    live.page.reload()
    live.page.wait_for_function("() => window.harness")
    live.steer()
    expect(live.page.get_by_test_id("figures")).to_have_count(0)
    live.page.get_by_role("button", name="Mesures").click()
    expect(live.page.get_by_test_id("figures")).to_be_visible()


def test_a_pause_leaves_only_what_stays_true(live: LiveView) -> None:
    live.steer()
    live.hear(**STATS)
    live.state(phase="paused", paused_by="customer", granted=["view", "control"])
    expect(live.page.get_by_test_id("limit")).to_be_empty()
    expect(live.page.get_by_test_id("data")).to_have_text(re.compile("12"))


def test_a_cut_line_is_told_over_the_greyed_picture_and_takes_no_input(live: LiveView) -> None:
    live.steer()
    live.focus_screen()
    live.forget()
    live.event("onLost")
    told = live.page.get_by_test_id("line-lost")
    expect(told.get_by_role("alert")).to_have_text("La connexion est coupée. Nouvel essai…")
    expect(live.page.get_by_test_id("hand")).to_have_text("Connexion coupée")
    expect(live.page).to_have_title(re.compile("^Connexion coupée"))
    assert live.screen.evaluate("(screen) => getComputedStyle(screen).filter") == "grayscale(1)"
    box = live.page.locator(".stage").bounding_box()
    assert box
    live.page.mouse.click(box["x"] + 20, box["y"] + 20)
    live.page.keyboard.press("a")
    live.page.keyboard.press(f"{SHORTCUT}P")
    assert [said for said in live.sent() if not said["type"].startswith("view/")] == []
    expect(live.page.get_by_role("button", name="Pause")).to_be_disabled()
    live.event("onBack")
    expect(told).to_have_count(0)
    expect(live.page).to_have_title(re.compile("^Session"))
    live.screen.click()
    assert live.input() != []


def test_the_seconds_that_are_left_are_counted_down(live: LiveView) -> None:
    live.steer()
    live.event("onLost")
    timer = live.page.get_by_role("timer")
    expect(timer).to_have_text("(120 s)")
    expect(timer).to_have_text("(118 s)")


def test_a_cut_lines_session_is_ended_with_a_button_that_no_key_hits_by_chance(live: LiveView) -> None:
    live.steer()
    live.focus_screen()
    live.event("onLost")
    live.page.keyboard.press("Enter")
    live.page.keyboard.press("Space")
    expect(live.page.get_by_test_id("line-lost")).to_be_visible()
    live.page.keyboard.press("Tab")
    live.page.keyboard.press("Enter")
    expect(live.page.get_by_test_id("line-lost")).to_have_count(0)
    assert live.page.evaluate("() => harness.link.closed")
    expect(live.page.get_by_test_id("instead")).to_contain_text("Plus rien n’est partagé.")


@pytest.mark.parametrize("width", [640, 1440])
def test_the_picture_keeps_its_place_when_the_line_is_cut(new_live: Callable[..., LiveView], width: int) -> None:
    live = new_live(width=width)
    live.steer()
    before = live.screen.bounding_box()
    live.event("onLost")
    expect(live.page.get_by_role("button", name="Terminer la session")).to_be_visible()
    assert live.screen.bounding_box() == before


def test_what_is_written_while_the_line_is_cut_stays_in_the_field(live: LiveView) -> None:
    live.steer()
    live.turn_to("chat")
    live.event("onLost")
    live.page.get_by_label("Message au client").fill("vous m’entendez ?")
    live.page.keyboard.press("Enter")
    expect(live.page.get_by_label("Message au client")).to_have_value("vous m’entendez ?")
    assert live.sent("chat/say") == []


def test_a_withdrawn_picture_is_not_shown_again_by_a_cut_line(live: LiveView) -> None:
    live.steer()
    live.state(phase="asking", granted=[])
    live.event("onLost")
    expect(live.page.get_by_test_id("line-lost")).to_be_visible()
    expect(live.screen).not_to_be_visible()
