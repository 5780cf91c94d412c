"""The registry in a real browser: tree and table by keys and mouse, each kind of value, a search, a file."""

from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.console.driver import LiveView

ROOTS = ["HKEY_CURRENT_USER", "HKEY_LOCAL_MACHINE"]


def show(live: LiveView, kind: str = "windows") -> None:
    """Open the panel with the permission; the roots are told."""
    live.open()
    live.state(granted=["view", "registry"])
    live.page.get_by_role("tab", name="Registre").click()
    live.page.wait_for_function("() => harness.link.types().includes('registry/begin')")
    views = ["64", "32"] if kind == "windows" else ["only"]
    live.hear(type="registry/roots", kind=kind, views=views, roots=[{"name": name, "closed": None} for name in ROOTS])


def last(live: LiveView, kind: str) -> dict[str, Any]:
    live.page.wait_for_function("(kind) => harness.link.types().includes(kind)", arg=kind)
    return live.sent(kind)[-1]


def row(name: str, kind: str, data: bytes, **more: Any) -> dict[str, Any]:
    whole = {"name": name, "kind": kind, "code": 1, "data": b64encode(data).decode(), "size": len(data)}
    return {**whole, "stored": True, "closed": None, **more}


def come(live: LiveView, *values: dict[str, Any], keys: tuple[str, ...] = (), **more: Any) -> None:
    """Let the agent tell a page of the key that was opened last."""
    told = {"first": True, "more": False, "cut": False, "total_keys": len(keys), "total_values": len(values), **more}
    rows = [{"name": name, "closed": None} for name in keys]
    live.hear(
        type="registry/page", listing=last(live, "registry/open")["listing"], keys=rows, values=list(values), **told
    )


def tree(live: LiveView) -> Locator:
    return live.page.locator("#registry-tree")


def values(live: LiveView) -> Locator:
    return live.page.locator("#registry-values .line")


def test_without_a_yes_there_is_a_button_that_asks(live: LiveView) -> None:
    live.open()
    live.state(granted=["view"])
    live.page.get_by_role("tab", name="Registre").click()
    live.page.get_by_role("button", name="Demander les réglages du système").click()
    assert live.sent("consent/request")[-1]["permission"] == "registry"
    assert live.sent("registry/begin") == []


def test_the_tree_is_gone_through_by_keys(live: LiveView) -> None:
    show(live)
    tree(live).focus()
    for key in ("ArrowDown", "ArrowUp", "Enter"):
        live.page.keyboard.press(key)
    assert last(live, "registry/open")["names"] == ["HKEY_CURRENT_USER"]
    come(live, keys=("Control Panel", "Software"))
    expect(tree(live).locator(".key bdi")).to_have_text(["HKEY_CURRENT_USER", "Control Panel", "Software", ROOTS[1]])
    for key in ("ArrowDown", "ArrowDown", "ArrowRight"):
        live.page.keyboard.press(key)
    live.page.wait_for_function("() => harness.link.types().filter((type) => type === 'registry/open').length === 2")
    assert last(live, "registry/open")["names"] == ["HKEY_CURRENT_USER", "Software"]
    come(live, row("Zone", "sz", "Paris\0".encode("utf-16-le")))
    expect(values(live).locator(".data")).to_have_text(["Paris"])
    expect(live.page.get_by_test_id("registry-path")).to_have_value("HKEY_CURRENT_USER\\Software")


def test_a_path_is_typed_and_a_view_chosen(live: LiveView) -> None:
    show(live)
    live.page.get_by_test_id("registry-path").fill("hklm\\SOFTWARE\\50 %")
    live.page.keyboard.press("Enter")
    opened = last(live, "registry/open")
    assert (opened["names"], opened["view"]) == (["HKEY_LOCAL_MACHINE", "SOFTWARE", "50 %0025"], "64")
    come(live)
    live.page.get_by_label("Registre des programmes").select_option("32")
    live.page.wait_for_function("() => harness.link.types().filter((type) => type === 'registry/open').length === 2")
    assert last(live, "registry/open")["view"] == "32"


EDITS = [
    ("sz", "Paris\0".encode("utf-16-le"), "Paris", "Lima", "Lima\0".encode("utf-16-le")),
    ("expand_sz", "%A%\0".encode("utf-16-le"), "%A%", "%B%", "%B%\0".encode("utf-16-le")),
    ("multi_sz", "a\0b\0\0".encode("utf-16-le"), "a\nb", "c", "c\0\0".encode("utf-16-le")),
    ("dword", b"\7\0\0\0", "7", "258", b"\2\1\0\0"),
    ("dword_big_endian", b"\0\0\0\7", "7", "258", b"\0\0\1\2"),
    ("qword", b"\7" + bytes(7), "7", "18446744073709551615", b"\xff" * 8),
    ("binary", b"\1\2", "01 02", "ff", b"\xff"),
    ("none", b"", "", "00", b"\0"),
    ("link", "\\A".encode("utf-16-le"), "\\A", "\\B", "\\B".encode("utf-16-le")),
]


@pytest.mark.parametrize(("kind", "old", "draft", "typed", "new"), EDITS, ids=[kind for kind, *_ in EDITS])
def test_each_kind_is_edited_in_its_way(
    live: LiveView, kind: str, old: bytes, draft: str, typed: str, new: bytes
) -> None:
    show(live)
    tree(live).locator(".key").first.click()
    come(live, row("v", kind, old))
    values(live).first.dblclick()
    read = last(live, "registry/read")
    live.hear(
        type="registry/value", act=read["act"], row=row("v", kind, old), signature="", choices=[], initial="", about=""
    )
    field = live.page.get_by_test_id("registry-data")
    expect(field).to_have_value(draft)
    field.fill(typed)
    live.page.get_by_test_id("registry-save").click()
    sent = last(live, "registry/set")
    assert (sent["name"], sent["kind"], b64decode(sent["data"])) == ("v", kind, new)
    live.hear(type="registry/done", act=sent["act"], row=None)
    expect(live.page.get_by_test_id("registry-said")).to_have_text("Enregistrer « v » : fait.")


def test_what_is_wrong_is_said_and_not_sent(live: LiveView) -> None:
    show(live)
    tree(live).locator(".key").first.click()
    come(live)
    live.page.get_by_role("button", name="Nouvelle valeur").click()
    live.page.get_by_test_id("registry-name").fill("100 %")
    live.page.get_by_test_id("registry-kind").select_option("dword")
    live.page.get_by_test_id("registry-data").fill("4294967296")
    expect(live.page.locator(".mistake")).to_have_text("Ce nombre est trop grand pour ce type.")
    expect(live.page.get_by_test_id("registry-save")).to_be_disabled()
    live.page.get_by_test_id("registry-data").fill("0xff")
    live.page.get_by_test_id("registry-save").click()
    sent = last(live, "registry/set")
    assert (sent["name"], b64decode(sent["data"])) == ("100 %0025", b"\xff\0\0\0")


def test_secrets_and_what_is_kept_have_no_way_in(live: LiveView) -> None:
    show(live)
    tree(live).locator(".key").first.click()
    secret = row("Password", "sz", b"", closed="secret")
    come(live, secret, row("Start", "dword", b"\2\0\0\0", closed="kept"), row("odd", "other", b"\1"))
    values(live).nth(0).click()
    expect(live.page.get_by_role("button", name="Ouvrir")).to_be_disabled()
    expect(live.page.get_by_role("button", name="Supprimer")).to_be_disabled()
    values(live).nth(1).dblclick()
    told = {"signature": "", "choices": [], "initial": "", "about": ""}
    kept = row("Start", "dword", b"\2\0\0\0", closed="kept")
    live.hear(type="registry/value", act=last(live, "registry/read")["act"], row=kept, **told)
    expect(live.page.get_by_test_id("registry-data")).not_to_be_editable()
    expect(live.page.get_by_test_id("registry-save")).to_have_count(0)
    live.page.keyboard.press("Escape")
    expect(live.page.locator(".value-editor")).to_have_count(0)
    values(live).nth(2).dblclick()
    live.page.wait_for_function("() => harness.link.types().filter((type) => type === 'registry/read').length === 2")
    live.hear(type="registry/value", act=last(live, "registry/read")["act"], row=row("odd", "other", b"\1"), **told)
    expect(live.page.get_by_test_id("registry-data")).to_have_value("01")
    expect(live.page.get_by_test_id("registry-save")).to_have_count(0)


def test_a_value_is_deleted_by_its_key_after_a_second_word(live: LiveView) -> None:
    show(live)
    tree(live).locator(".key").first.click()
    come(live, row("a", "none", b""), row("b", "none", b""))
    live.page.locator("#registry-values").focus()
    for key in ("ArrowDown", "ArrowDown", "Delete"):
        live.page.keyboard.press(key)
    assert live.sent("registry/delete") == []
    live.page.get_by_test_id("confirm-yes").click()
    assert last(live, "registry/delete")["name"] == "b"


def test_of_10_000_values_only_those_in_sight_are_on_the_page_and_asked_for(live: LiveView) -> None:
    show(live)
    tree(live).locator(".key").first.click()
    page = [row(f"v{at:05}", "none", b"") for at in range(200)]
    come(live, *page, total_values=10_000, more=True)
    expect(values(live).first).to_contain_text("v00000")
    assert values(live).count() < 80
    assert live.sent("registry/more") == []
    live.page.locator("#registry-values").focus()
    live.page.keyboard.press("End")
    more = last(live, "registry/more")
    come(live, *(row(f"v{at:05}", "none", b"") for at in range(200, 400)), first=False, total_values=10_000, more=True)
    live.page.locator("#registry-values").focus()
    live.page.keyboard.press("End")
    expect(live.page.locator("#value-399")).to_be_visible()
    assert more["listing"] == last(live, "registry/open")["listing"]


def test_hostile_names_and_data_are_text(live: LiveView) -> None:
    show(live)
    tree(live).locator(".key").first.click()
    come(live, row("<img src=x onerror=alert(1)>", "sz", "<b>\u202e\0".encode("utf-16-le")), keys=("<i>%0000\u202e",))
    expect(values(live).locator(".name")).to_have_text(["<img src=x onerror=alert(1)>"])
    expect(values(live).locator(".data")).to_have_text(["<b>\ufffd"])
    expect(tree(live).locator(".key bdi").nth(1)).to_have_text("<i>\ufffd\ufffd")


def test_a_search_says_how_far_it_is_and_leads_there(live: LiveView) -> None:
    show(live)
    tree(live).locator(".key").first.click()
    come(live)
    live.page.get_by_test_id("registry-search").fill("horloge")
    live.page.keyboard.press("Enter")
    sent = last(live, "registry/search")
    assert (sent["names"], sent["sought"]) == (["HKEY_CURRENT_USER"], "horloge")
    key = ["HKEY_CURRENT_USER", "Software", "Clock"]
    found = {"key": key, "value": row("Zone", "sz", "horloge\0".encode("utf-16-le"))}
    live.hear(type="registry/found", act=sent["act"], rows=[found], looked=120, done=False, cut=False)
    looked = live.page.get_by_test_id("registry-looked")
    expect(looked).to_have_text("1 trouvé dans 120 clés. La recherche continue…")
    live.page.get_by_role("button", name="Arrêter").last.click()
    assert last(live, "registry/stop")["act"] == sent["act"]
    live.page.locator(".found button").click()
    live.page.wait_for_function("() => harness.link.types().filter((type) => type === 'registry/open').length === 2")
    assert last(live, "registry/open")["names"] == key


def test_an_export_is_a_file_that_regedit_reads(live: LiveView, tmp_path: Path) -> None:
    show(live)
    tree(live).locator(".key").first.click()
    come(live)
    live.page.get_by_role("button", name="Exporter").click()
    sent = last(live, "registry/export")
    text = 'Windows Registry Editor Version 5.00\r\n\r\n[HKEY_CURRENT_USER]\r\n"é"="😀"\r\n'
    live.hear(type="registry/exported", act=sent["act"], text=text, last=False, left_out=0)
    assert last(live, "registry/next")["act"] == sent["act"]
    with live.page.expect_download() as download:
        live.hear(type="registry/exported", act=sent["act"], text="\r\n", last=True, left_out=2)
    assert download.value.suggested_filename == "HKEY_CURRENT_USER.reg"
    download.value.save_as(tmp_path / "export.reg")
    assert (tmp_path / "export.reg").read_bytes() == b"\xff\xfe" + f"{text}\r\n".encode("utf-16-le")
    expect(live.page.get_by_test_id("registry-said")).to_contain_text("2 valeurs ou clés n’y sont pas")


def test_settings_have_their_choices_and_their_default(live: LiveView) -> None:
    show(live, "gsettings")
    tree(live).locator(".key").first.click()
    come(live, row("hand", "setting", b"'left'", stored=False))
    expect(values(live).locator(".type")).to_have_text(["d’origine"])
    values(live).first.dblclick()
    told = {"signature": "s", "choices": ["left", "right"], "initial": "'left'", "about": "Which hand"}
    setting = row("hand", "setting", b"'left'", stored=False)
    live.hear(type="registry/value", act=last(live, "registry/read")["act"], row=setting, **told)
    live.page.get_by_test_id("registry-data").select_option("'right'")
    live.page.get_by_test_id("registry-save").click()
    assert b64decode(last(live, "registry/set")["data"]) == b"'right'"


def test_a_withdrawal_takes_everything_off_the_page(live: LiveView) -> None:
    show(live)
    tree(live).locator(".key").first.click()
    come(live, row("v", "sz", "Paris\0".encode("utf-16-le")))
    live.state(granted=["view"])
    expect(live.page.get_by_test_id("registry")).to_have_count(0)
    live.state(granted=["view", "registry"])
    expect(values(live)).to_have_count(0)
