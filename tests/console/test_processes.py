"""Programs, services and start-up entries in a real Chromium: what is shown, what is asked before it is sent."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.console.driver import LiveView
from tests.console.test_accessibility import faults

CROWD = 2000
ROWS = 200
"""Of one page: a message holds 64 KiB."""


@pytest.fixture
def lists(live: LiveView) -> LiveView:
    """The panel, with everything granted that it needs."""
    live.open()
    live.state(granted=["view", "processes"])
    live.page.get_by_role("tab", name="Programmes").click()
    return live


def program(number: int, **change: Any) -> dict[str, Any]:
    row = {"id": number, "pid": 1000 + number, "name": f"programme {number}", "path": f"/usr/bin/p{number}"}
    return {**row, "user": "odile", "cpu": number % 100, "memory": number << 20, "kept": None, **change}


def page(live: LiveView, *rows: dict[str, Any], first: bool = True, gone: tuple[int, ...] = ()) -> None:
    for at in range(0, max(1, len(rows)), ROWS):
        part, more = list(rows[at : at + ROWS]), at + ROWS < len(rows)
        live.hear(type="processes/page", first=first and at == 0, rows=part, gone=list(gone), more=more)


def names(live: LiveView) -> list[str]:
    """The programs that are drawn, from the top."""
    return live.page.locator(".programs .line .name > span:first-child").all_inner_texts()


def test_programs_are_asked_for_with_one_button_and_listed_once_allowed(live: LiveView) -> None:
    live.open()
    live.state(granted=["view"])
    live.page.get_by_role("tab", name="Programmes").click()
    live.forget()
    live.page.get_by_role("button", name="Demander les programmes").click()
    assert live.sent("consent/request", "processes/list") == [{"type": "consent/request", "permission": "processes"}]
    live.state(granted=["view"], asking="processes")
    expect(live.page.get_by_text("La question est affichée chez le client.")).to_be_visible()
    live.state(granted=["view", "processes"])
    expect(live.page.get_by_text("La liste arrive…")).to_be_visible()
    assert live.sent("processes/list") == [{"type": "processes/list", "fresh": True}]
    page(live, program(1), program(2))
    expect(live.page.get_by_test_id("program-count")).to_have_text("2 programmes")
    assert live.sent("processes/list")[-1] == {"type": "processes/list", "fresh": False}


def test_the_table_is_sorted_and_filtered_where_it_is_shown(lists: LiveView) -> None:
    page(lists, program(1, name="Éditeur"), program(2, name="navigateur"), program(3, name="courrier", user="root"))
    expect(lists.page.get_by_test_id("programs")).to_be_visible()
    assert names(lists) == ["courrier", "navigateur", "Éditeur"]
    lists.page.get_by_role("button", name="Programme", exact=True).click()
    assert names(lists) == ["courrier", "Éditeur", "navigateur"]
    expect(lists.page.get_by_role("columnheader", name="Programme")).to_have_attribute("aria-sort", "ascending")
    lists.page.get_by_label("Chercher").fill("editeur odile")
    expect(lists.page.get_by_test_id("program-count")).to_have_text("1 programme")
    assert names(lists) == ["Éditeur"]


@pytest.mark.alone
def test_2000_programs_are_shown_and_told_anew_without_freezing(lists: LiveView) -> None:
    page(lists, *(program(number) for number in range(1, CROWD + 1)))
    expect(lists.page.get_by_test_id("program-count")).to_have_text(f"{CROWD} programmes")
    assert lists.page.locator(".programs .line").count() < 60
    lists.page.evaluate(
        """() => { window.longest = 0;
        new PerformanceObserver((list) => list.getEntries().forEach((e) => {
            window.longest = Math.max(window.longest, e.duration); })).observe({ type: 'longtask' }); }"""
    )
    for turn in range(5):
        page(lists, *(program(number, cpu=(number * 7 + turn) % 100) for number in range(1, CROWD, 7)), first=False)
        lists.page.mouse.wheel(0, 300)
    lists.page.get_by_label("Chercher").type("bin/p19")
    expect(lists.page.get_by_test_id("program-count")).to_have_text("111 programmes")
    assert lists.page.evaluate("() => window.longest") < 1000


def test_a_program_is_chosen_by_keyboard_and_its_end_is_asked_about_first(lists: LiveView) -> None:
    page(lists, *(program(number, cpu=100 - number) for number in range(1, 41)))
    lists.page.get_by_test_id("programs").focus()
    lists.forget()
    for key in ("ArrowDown", "End", "ArrowUp", "Home", "ArrowDown"):
        lists.page.keyboard.press(key)
    chosen = lists.page.get_by_test_id("chosen-program")
    expect(chosen).to_contain_text("programme 2")
    expect(lists.page.get_by_test_id("programs")).to_have_attribute("aria-activedescendant", "program-2")
    chosen.get_by_role("button", name="Fermer ce programme").click()
    dialog = lists.page.get_by_role("alertdialog")
    expect(dialog).to_contain_text("Fermer programme 2 ?")
    expect(dialog.get_by_role("button", name="Annuler")).to_be_focused()
    lists.page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    chosen.get_by_role("button", name="Fermer ce programme").click()
    lists.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert lists.sent("processes/end") == []
    chosen.get_by_role("button", name="Fermer ce programme").click()
    lists.page.get_by_test_id("confirm-yes").click()
    assert lists.sent("processes/end", "processes/force") == [{"type": "processes/end", "id": 2}]


def test_a_program_that_does_not_close_can_be_forced_by_a_second_word(lists: LiveView) -> None:
    page(lists, program(1, name="têtu"))
    lists.page.locator(".programs .line").click()
    lists.page.get_by_role("button", name="Fermer ce programme").click()
    lists.page.get_by_test_id("confirm-yes").click()
    lists.hear(type="processes/outcome", id=1, outcome="asked")
    said = lists.page.get_by_test_id("processes-said")
    expect(said).to_have_text("têtu est prié de se fermer…")
    lists.hear(type="processes/outcome", id=1, outcome="still_running")
    expect(said).to_have_text("têtu est toujours ouvert. Vous pouvez forcer sa fermeture.")
    lists.page.get_by_role("button", name="Forcer la fermeture").click()
    expect(lists.page.get_by_role("alertdialog")).to_contain_text("Forcer têtu à se fermer ?")
    lists.page.get_by_test_id("confirm-yes").click()
    assert lists.sent("processes/force") == [{"type": "processes/force", "id": 1}]
    lists.hear(type="processes/outcome", id=1, outcome="ended")
    expect(said).to_have_text("têtu s’est fermé.")
    expect(lists.page.locator(".programs .line")).to_have_count(0)


def test_what_may_not_be_closed_says_why_instead(lists: LiveView) -> None:
    page(lists, program(1, kept="desktop"))
    lists.page.locator(".programs .line").click()
    expect(lists.page.get_by_text("Le bureau du client en dépend")).to_be_visible()
    expect(lists.page.get_by_role("button", name="Fermer ce programme")).to_have_count(0)


def test_a_pause_takes_the_lists_away_and_the_end_of_it_brings_them_back(lists: LiveView) -> None:
    page(lists, program(1))
    expect(lists.page.locator(".programs .line")).to_have_count(1)
    lists.state(phase="paused", paused_by="customer", granted=["view", "processes"])
    expect(lists.page.locator(".programs .line")).to_have_count(0)
    expect(lists.page.get_by_text("En pause : les listes reviendront")).to_be_visible()
    lists.forget()
    lists.state(granted=["view", "processes"])
    assert lists.sent("processes/list") == [{"type": "processes/list", "fresh": True}]


def test_services_are_changed_only_after_a_word_and_refusals_are_sentences(lists: LiveView) -> None:
    lists.page.get_by_role("tab", name="Services").click()
    row = {"scope": "system", "name": "cups.service", "description": "Impression", "state": "active", "kept": None}
    rows = [row, {**row, "name": "NetworkManager.service", "kept": "line"}]
    lists.hear(type="services/page", first=True, rows=rows, more=False)
    services = lists.page.get_by_test_id("services")
    expect(services.get_by_role("button", name="Arrêter NetworkManager.service ?")).to_have_count(0)
    services.get_by_role("button", name="Arrêter cups.service ?").click()
    expect(lists.page.get_by_role("alertdialog")).to_contain_text("Ce qui s’en sert ne marchera plus.")
    assert lists.sent("services/change") == []
    lists.page.get_by_test_id("confirm-yes").click()
    change = {"type": "services/change", "scope": "system", "name": "cups.service", "verb": "stop"}
    assert lists.sent("services/change") == [change]
    lists.hear(type="services/outcome", scope="system", name="cups.service", outcome="refused", state="active")
    expect(lists.page.get_by_test_id("processes-said")).to_contain_text("lecture seule")


def test_start_up_entries_are_switched_and_follow_what_the_agent_says(lists: LiveView) -> None:
    lists.page.get_by_role("tab", name="Démarrage").click()
    entry = {"name": "mail.desktop", "title": "Courrier", "program": "mailer", "on": True}
    lists.hear(type="startup/page", first=True, rows=[entry], more=False)
    switch = lists.page.get_by_role("switch", name="Courrier")
    expect(switch).to_be_checked()
    lists.page.locator(".startup .track").click()
    assert lists.sent("startup/switch") == [{"type": "startup/switch", "name": "mail.desktop", "on": False}]
    expect(switch).to_be_checked()
    lists.hear(type="startup/outcome", name="mail.desktop", on=False, outcome="done")
    expect(switch).not_to_be_checked()
    expect(lists.page.get_by_test_id("processes-said")).to_have_text("Courrier ne s’ouvrira plus tout seul.")


def test_names_from_the_customers_computer_are_text_and_the_page_stays_within_the_csp(lists: LiveView) -> None:
    page(lists, program(1, name="<img src=x onerror=alert(1)>", path="<script>alert(1)</script>"))
    lists.page.locator(".programs .line").click()
    expect(lists.page.get_by_test_id("chosen-program")).to_contain_text("<script>alert(1)</script>")
    expect(lists.page.locator(".processes img, .processes script")).to_have_count(0)
    lists.page.get_by_role("button", name="Fermer ce programme").click()
    lists.page.keyboard.press("Escape")
    for name in ("Services", "Démarrage"):
        lists.page.get_by_role("tab", name=name).click()
    assert lists.complaints.texts == []
    assert lists.page.locator("style").count() == 0


@pytest.mark.parametrize(("lang", "scheme"), [("fr", "light"), ("en", "dark")])
def test_axe_finds_nothing_in_the_lists(new_live: Callable[..., LiveView], lang: str, scheme: str) -> None:
    live = new_live(lang, scheme)
    live.open()
    live.state(granted=["view", "processes"])
    live.page.locator("[role=tab][data-key=processes]").click()
    page(live, program(1), program(2, kept="desktop"))
    live.page.locator(".programs .line").first.click()
    assert faults(live.page) == []
    service = {"scope": "user", "name": "a.service", "description": "A", "state": "failed", "kept": None}
    live.page.locator("[role=tab][data-key=services]").click()
    live.hear(type="services/page", first=True, rows=[service, {**service, "name": "b.service"}], more=False)
    assert faults(live.page) == []
    live.page.locator(".services button").first.click()
    expect(live.page.get_by_role("alertdialog")).to_be_visible()
    assert faults(live.page) == []
    live.page.keyboard.press("Escape")
    live.page.locator("[role=tab][data-key=startup]").click()
    entries = [{"name": f"{on}.desktop", "title": f"Mail {on}", "program": "mail", "on": on} for on in (True, False)]
    live.hear(type="startup/page", first=True, rows=entries, more=False)
    assert faults(live.page) == []
