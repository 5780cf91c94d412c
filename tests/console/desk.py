"""A technician's way in: the real rendezvous, log-in, and a code to give."""

from playwright.sync_api import Page, expect

from scripts.rigs.rendezvous import Rendezvous


def open_console(page: Page, server: Rendezvous, fragment: str = "") -> None:
    """Open the console, not logged in."""
    page.goto(f"{server.url}/console/{fragment}")
    expect(page.locator("[name=totp]")).to_be_visible()


def sign_in(page: Page, server: Rendezvous) -> None:
    """Log in with the keyboard alone, from the open log-in."""
    account = server.account
    page.locator("[name=login]").focus()
    for text in (account.login, account.password, account.totp()):
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[name=totp]")).to_have_count(0)


def make_code(page: Page) -> str:
    """Make a code to give; return it as shown."""
    page.locator("section[aria-labelledby=issue] button").click()
    shown = page.get_by_test_id("issued-code")
    expect(shown).to_be_visible()
    return shown.inner_text()
