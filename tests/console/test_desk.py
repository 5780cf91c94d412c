"""Log-in, home and the code to give, on a real rendezvous, under its own CSP."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from scripts.rigs.rendezvous import Rendezvous
from tests.console.desk import be_signed_in, make_code, open_console, sign_in
from tests.console.driver import Complaints

VALID = "123456789018"


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    return new_page()


@pytest.fixture(scope="module")
def cookie(server: Rendezvous) -> str:
    return server.log_in()


@pytest.fixture
def desk(page: Page, server: Rendezvous, cookie: str) -> Page:
    be_signed_in(page, cookie, server)
    return page


def test_the_console_stays_within_the_csp_and_trusted_types(new_page: Callable[..., Page], server: Rendezvous) -> None:
    page = new_page()
    complaints = Complaints(page)
    open_console(page, server)
    sign_in(page, server)
    make_code(page)
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("code")).to_be_visible()
    page.get_by_role("button", name="English").click()
    assert [text for text in complaints.texts if "[::1]" not in text] == []
    assert page.locator("style").count() == 0


def test_wrong_credentials_are_one_calm_sentence(page: Page, server: Rendezvous) -> None:
    open_console(page, server)
    for name, text in (("login", "personne"), ("password", "non"), ("totp", "000 000")):
        page.locator(f"[name={name}]").fill(text)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text(re.compile("n’est pas le bon"))
    expect(page.locator("[name=totp]")).to_be_focused()


def test_the_code_field_has_the_focus_on_arrival(desk: Page) -> None:
    expect(desk.get_by_test_id("code")).to_be_focused()


@pytest.mark.parametrize("grouping", ["123456789018", "1234 5678 9018", "12 34-56.78 90 18", " 1234 5678 9018\n"])
def test_a_code_is_taken_in_any_grouping(desk: Page, grouping: str) -> None:
    desk.evaluate("(text) => navigator.clipboard?.writeText(text)", grouping)
    desk.get_by_test_id("code").fill(grouping.strip("\n"))
    expect(desk.get_by_test_id("code")).to_have_value("1234 5678 9018")
    expect(desk.get_by_text("Relisez le code")).to_have_count(0)


def test_a_slip_is_told_at_once_and_nothing_is_sent(desk: Page) -> None:
    sockets: list[str] = []
    desk.on("websocket", lambda socket: sockets.append(socket.url))
    desk.keyboard.type("1234 5678 9081")
    expect(desk.get_by_text("Relisez le code avec le client. Rien n’a été envoyé.")).to_be_visible()
    desk.keyboard.press("Enter")
    expect(desk.get_by_test_id("code")).to_be_visible()
    assert sockets == []


def test_an_unfinished_code_is_no_mistake_until_it_is_sent(desk: Page) -> None:
    desk.keyboard.type("1234 56")
    expect(desk.locator(".react-aria-FieldError")).to_have_count(0)
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Il manque des chiffres")).to_be_visible()


def test_a_typed_code_survives_a_reload(desk: Page) -> None:
    desk.keyboard.type("1234 56")
    desk.reload()
    expect(desk.get_by_test_id("code")).to_have_value("1234 56")


def test_an_unknown_code_is_told_in_a_sentence(desk: Page) -> None:
    desk.keyboard.type(VALID)
    desk.keyboard.press("Enter")
    expect(desk.get_by_test_id("instead")).to_contain_text("Ce code ne marche pas")
    desk.keyboard.press("Enter")
    expect(desk.get_by_test_id("code")).to_be_focused()


def test_a_code_to_give_is_large_spelled_out_and_counts_down(desk: Page) -> None:
    code = make_code(desk)
    assert re.fullmatch(r"\d{4} \d{4} \d{4}", code)
    words = ["zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"]
    for group in code.split(" "):
        expect(desk.locator(".aloud")).to_contain_text(", ".join(words[int(digit)] for digit in group))
    expect(desk.get_by_text(re.compile(r"Valable encore 9 min 5\d"))).to_be_visible()
    desk.get_by_role("button", name="Annuler").click()
    expect(desk.get_by_test_id("code")).to_be_visible()


def test_a_code_in_the_address_is_taken_out_of_it_and_joined_after_the_log_in(page: Page, server: Rendezvous) -> None:
    open_console(page, server, f"#code={VALID}")
    assert "#" not in page.url
    sign_in(page, server)
    expect(page.get_by_test_id("instead")).to_contain_text("Ce code ne marche pas")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("code")).to_have_value("")


def test_a_mistyped_code_in_the_address_stays_in_the_field(page: Page, server: Rendezvous) -> None:
    open_console(page, server, "#code=123456789011")
    sign_in(page, server)
    expect(page.get_by_test_id("code")).to_have_value("123456789011")
    expect(page.get_by_text("Relisez le code")).to_be_visible()


def test_the_language_is_kept(desk: Page) -> None:
    desk.get_by_role("button", name="English").click()
    expect(desk.get_by_role("heading", name="My sessions")).to_be_visible()
    desk.reload()
    expect(desk.get_by_role("heading", name="My sessions")).to_be_visible()
    assert desk.evaluate("() => document.documentElement.lang") == "en"
    assert desk.title() == "Home · Handrail"


def test_signing_out_leaves_nothing_behind(page: Page, server: Rendezvous) -> None:
    be_signed_in(page, server.log_in(server.accounts[-1]), server)
    page.keyboard.type("1234 56")
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.locator("[name=totp]")).to_be_visible()
    assert page.evaluate("() => sessionStorage.length") == 0
    page.reload()
    expect(page.locator("[name=totp]")).to_be_visible()


def test_an_old_browser_is_told_so(page: Page, server: Rendezvous) -> None:
    page.add_init_script("delete globalThis.VideoDecoder")
    page.goto(f"{server.url}/console/")
    expect(page.get_by_text("WebCodecs")).to_be_visible()


def test_a_server_that_is_gone_is_told(page: Page, server: Rendezvous) -> None:
    page.route("**/api/me", lambda route: route.abort())
    page.goto(f"{server.url}/console/")
    expect(page.get_by_text("Le serveur ne répond pas.")).to_be_visible()
    page.unroute("**/api/me")
    page.get_by_role("button", name="Réessayer").click()
    expect(page.locator("[name=totp]")).to_be_visible()
