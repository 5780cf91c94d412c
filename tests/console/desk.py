"""A technician's way in: the real rendezvous, log-in, and a code to give."""

from itertools import count

from playwright.sync_api import Page, expect

from scripts.rigs.rendezvous import Rendezvous

_TURNS = count()
"""A TOTP step works once, so the accounts take turns."""


def open_console(page: Page, server: Rendezvous, fragment: str = "") -> None:
    """Open the console, not logged in."""
    page.goto(f"{server.url}/console/{fragment}")
    expect(page.locator("[name=totp]")).to_be_visible()


def sign_in(page: Page, server: Rendezvous) -> None:
    """Log in with the keyboard alone, from the open log-in."""
    account = server.accounts[next(_TURNS) % len(server.accounts)]
    page.locator("[name=login]").focus()
    for text in (account.login, account.password, account.totp()):
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[name=totp]")).to_have_count(0)


def be_signed_in(page: Page, cookie: str, server: Rendezvous) -> None:
    """Arrive at home with the cookie of an earlier log-in."""
    name, _, value = cookie.partition("=")
    page.context.add_cookies([{"name": name, "value": value, "url": server.url}])
    page.goto(f"{server.url}/console/")
    expect(page.get_by_test_id("code")).to_be_visible()


def make_code(page: Page) -> str:
    """Make a code to give; return it as shown."""
    page.locator("section[aria-labelledby=issue] button").click()
    shown = page.get_by_test_id("issued-code")
    expect(shown).to_be_visible()
    return shown.inner_text()
