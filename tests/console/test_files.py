"""The customer's files in a real browser: by keys and mouse, 100,000 rows, hostile names, the customer's answers."""

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.console.driver import LiveView

BOTH = ["view", "files_read", "files_write"]
HOME = "/home/anne"


def show(live: LiveView, granted: list[str] = BOTH) -> None:
    """Open the panel with these permissions; the home folder is asked for."""
    live.open()
    live.state(granted=granted)
    live.page.get_by_role("tab", name="Fichiers").click()
    live.page.wait_for_function("() => harness.link.types().includes('files/places')")
    live.hear(type="files/places", places=[{"kind": "home", "path": HOME, "total": 2 << 30, "free": 1 << 30}])
    live.page.wait_for_function("() => harness.link.types().includes('files/list')")


def entry(name: str, kind: str = "file") -> dict[str, Any]:
    return {"name": name, "kind": kind, "size": 12_000 if kind == "file" else None, "modified": 1_700_000_000}


def come(live: LiveView, *entries: dict[str, Any], total: int | None = None, first: int = 0) -> None:
    """Let the agent tell rows of the listing that was asked for last."""
    number = live.sent("files/list")[-1]["listing"]
    count = total or len(entries)
    told = {"rows": list(entries), "total": count, "all": count, "reading": False, "cut": False}
    live.hear(type="files/rows", listing=number, first=first, **told)


def rows(live: LiveView) -> Locator:
    return live.page.locator(".file bdi")


def press(live: LiveView, *keys: str) -> None:
    live.page.locator("#files-list").focus()
    for key in keys:
        live.page.keyboard.press(key)


def last(live: LiveView, kind: str) -> dict[str, Any]:
    live.page.wait_for_function("(kind) => harness.link.types().includes(kind)", arg=kind)
    return live.sent(kind)[-1]


def test_without_a_yes_there_is_a_button_that_asks_and_nothing_else(live: LiveView) -> None:
    live.open()
    live.state(granted=["view"])
    live.page.get_by_role("tab", name="Fichiers").click()
    expect(live.page.locator("#files-list")).to_have_count(0)
    live.page.get_by_role("button", name="Demander à lire les fichiers").click()
    assert live.sent("consent/request")[-1]["permission"] == "files_read"
    assert live.sent("files/places", "files/list") == []


def test_places_that_were_refused_are_said_and_asked_for_again(live: LiveView) -> None:
    live.open()
    live.state(granted=BOTH)
    live.page.get_by_role("tab", name="Fichiers").click()
    live.page.wait_for_function("() => harness.link.types().includes('files/places')")
    live.hear(type="files/closed", listing=0, fault="too_many")
    expect(live.page.get_by_role("alert")).to_contain_text("Attendez un instant.")
    live.page.get_by_role("button", name="Relire").click()
    live.hear(type="files/places", places=[{"kind": "home", "path": HOME, "total": 2, "free": 1}])
    assert last(live, "files/list")["path"] == HOME
    expect(live.page.get_by_role("alert")).to_have_count(0)


def test_folders_are_gone_through_by_keys(live: LiveView) -> None:
    show(live)
    come(live, entry("Documents", "folder"), entry("a.txt"), entry("b.txt"))
    press(live, "ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp", "Enter")
    assert last(live, "files/list")["path"] == f"{HOME}/Documents"
    come(live, entry("lettre.txt"))
    expect(rows(live)).to_have_text(["lettre.txt"])
    press(live, "Backspace")
    assert last(live, "files/list")["path"] == HOME
    come(live, entry("Autres", "folder"), entry("Documents", "folder"))
    expect(live.page.locator(".file[aria-selected=true] bdi")).to_have_text("Documents")


def test_each_change_has_its_key(live: LiveView) -> None:
    show(live)
    come(live, entry("a.txt"), entry("100%25.txt"))
    press(live, "ArrowDown", "F2")
    field = live.page.get_by_test_id("files-name")
    expect(field).to_be_focused()
    expect(field).to_have_value("100%.txt")
    field.fill("50 %.txt")
    live.page.keyboard.press("Enter")
    renamed = last(live, "files/rename")
    assert (renamed["path"], renamed["name"]) == (f"{HOME}/100%25.txt", "50 %25.txt")
    press(live, "Delete")
    assert last(live, "files/trash")["path"] == f"{HOME}/100%25.txt"
    press(live, "ArrowUp", "Control+c", "Control+v")
    assert last(live, "files/copy")["folder"] == HOME
    press(live, "Control+x", "Control+v", "Control+v")
    assert len(live.sent("files/move")) == 1


def test_without_leave_to_change_no_key_changes_anything(live: LiveView) -> None:
    show(live, ["view", "files_read"])
    come(live, entry("a.txt"))
    press(live, "Delete", "F2", "Control+c", "Control+v")
    expect(live.page.get_by_test_id("files-name")).to_have_count(0)
    assert live.sent("files/trash", "files/copy") == []


def test_of_100_000_rows_only_those_in_sight_are_on_the_page_and_asked_for(live: LiveView) -> None:
    show(live)
    come(live, *(entry(f"n{at:06}") for at in range(200)), total=100_000)
    expect(rows(live).first).to_have_text("n000000")
    press(live, "End")
    expect(live.page.locator("#file-99999")).to_be_visible()
    asked = last(live, "files/more")
    assert asked["first"] == 99_900
    come(live, *(entry(f"n{at:06}") for at in range(99_900, 100_000)), total=100_000, first=99_900)
    expect(live.page.locator("#file-99999 bdi")).to_have_text("n099999")
    assert live.page.locator(".file").count() < 120
    press(live, "Home")
    expect(live.page.locator("#file-0 bdi")).to_have_text("n000000")


def test_a_filter_and_an_order_are_the_agents_to_make(live: LiveView) -> None:
    show(live)
    come(live, entry("a"), entry("b"))
    live.page.get_by_test_id("files-filter").fill("été")
    live.page.locator(".heads [data-column=size]").click()
    live.page.get_by_text("Fichiers cachés du système").click()
    asked = last(live, "files/list")
    assert (asked["filter"], asked["sort"], asked["dotted"], asked["fresh"]) == ("été", "size", True, False)


HOSTILE = ["<img src=x onerror=alert(1)>", "a\u202egpj.exe", "caf%E9", "line\nend", "x" * 765, "=1+1", "${7*7}"]


def test_hostile_names_stay_text_and_go_back_unchanged(live: LiveView) -> None:
    show(live)
    come(live, *map(entry, HOSTILE))
    expect(rows(live)).to_have_count(len(HOSTILE))
    shown = rows(live).all_inner_texts()
    assert shown[:4] == ["<img src=x onerror=alert(1)>", "a⟨U+202E⟩gpj.exe", "caf⟨E9⟩", "line␊end"]
    press(live, "ArrowDown", "ArrowDown", "Delete")
    assert last(live, "files/trash")["path"] == f"{HOME}/caf%E9"
    assert live.page.locator(".files img").count() == 0
    assert live.complaints.texts == []


def open_text(live: LiveView, text: str, editable: bool = True) -> int:
    show(live)
    come(live, entry("a.txt"))
    press(live, "Enter")
    act: int = last(live, "files/view")["act"]
    live.hear(type="files/opened", act=act, parts=1, size=len(text), encoding="utf-8", editable=editable)
    live.hear(type="files/text", act=act, text=text)
    return act


def test_a_text_is_edited_the_difference_read_and_saved(live: LiveView) -> None:
    act = open_text(live, "un\ndeux\n")
    field = live.page.get_by_test_id("files-text")
    expect(field).to_have_value("un\ndeux\n")
    field.fill("un\nDEUX\n")
    live.page.get_by_role("button", name="Voir ce qui change").click()
    lines = live.page.get_by_test_id("files-difference").locator("p bdi")
    expect(lines).to_have_text(["deux", "DEUX"])
    live.page.get_by_role("button", name="Enregistrer", exact=True).click()
    saved = last(live, "files/save")
    assert (saved["opened"], saved["parts"]) == (act, 1)
    assert last(live, "files/part")["text"] == "un\nDEUX\n"
    live.hear(type="files/asking", act=saved["act"])
    expect(live.page.get_by_test_id("act")).to_contain_text("le client lit")
    live.hear(type="files/failed", act=saved["act"], fault="refused")
    expect(live.page.get_by_test_id("act")).to_contain_text("le client ne l’a pas permis")
    expect(field).to_have_value("un\nDEUX\n")


def test_a_text_that_may_not_be_edited_is_only_read(live: LiveView) -> None:
    open_text(live, "un", editable=False)
    expect(live.page.get_by_test_id("files-text")).not_to_be_editable()
    expect(live.page.get_by_role("button", name="Voir ce qui change")).to_have_count(0)


def test_what_is_under_way_survives_another_panel_and_can_be_stopped(live: LiveView) -> None:
    show(live)
    come(live, entry("big.iso"))
    press(live, "Control+c", "Control+v")
    act = last(live, "files/copy")["act"]
    live.hear(type="files/progress", act=act, done=500, total=1000)
    live.page.get_by_role("tab", name="Notes").click()
    live.hear(type="files/progress", act=act, done=750, total=1000)
    live.page.get_by_role("tab", name="Fichiers").click()
    assert live.page.locator("progress").get_attribute("value") == "750"
    live.page.get_by_role("button", name="Arrêter : big.iso").click()
    assert last(live, "files/stop")["act"] == act
    live.hear(type="files/failed", act=act, fault="stopped")
    expect(live.page.get_by_test_id("act")).to_contain_text("arrêté")


def test_a_pause_stops_what_is_under_way_and_a_withdrawal_takes_everything_away(live: LiveView) -> None:
    show(live)
    come(live, entry("a.txt"))
    press(live, "Control+c", "Control+v")
    live.state(granted=BOTH, phase="paused", paused_by="customer")
    expect(live.page.get_by_test_id("act")).to_have_attribute("data-state", "stopped")
    expect(rows(live)).to_have_text(["a.txt"])
    live.state(granted=["view"])
    expect(live.page.locator("#files-list")).to_have_count(0)


@pytest.mark.parametrize(
    ("lang", "tab", "sentence"), [("fr", "Fichiers", "plus de place"), ("en", "Files", "no room left")]
)
def test_a_fault_is_a_sentence_in_the_technicians_language(new_live: Any, lang: str, tab: str, sentence: str) -> None:
    live = new_live(lang)
    live.open()
    live.state(granted=BOTH)
    live.page.get_by_role("tab", name=tab).click()
    live.hear(type="files/places", places=[{"kind": "home", "path": HOME, "total": 2, "free": 1}])
    come(live, entry("a.txt"))
    press(live, "Control+c", "Control+v")
    live.hear(type="files/failed", act=last(live, "files/copy")["act"], fault="disk_full")
    expect(live.page.get_by_test_id("act")).to_contain_text(sentence)
