"""A technician at the real console in a real browser: signs in, joins or issues a code, works by what it shows."""

import base64
import io
import json
import math
import time
from collections.abc import Callable
from typing import Any

from PIL import Image

from scripts.rigs.browser import Tab
from scripts.rigs.rendezvous import Account

SHORTCUT = ("Control", "Alt", "Shift")
SECONDS = 20.0


class Technician:
    """One technician in one tab. Every wait raises TimeoutError with what was waited for and what the page shows."""

    def __init__(self, tab: Tab, url: str) -> None:
        self.tab, self._url = tab, url

    # --- on the way in ----------------------------------------------------------------------------------------------

    def log_in(self, account: Account) -> None:
        """Open the console and sign in: login, password and a fresh TOTP."""
        self.tab.goto(f"{self._url}/console/")
        self.wait(lambda: self.there("[name=totp]"), "the sign-in form")
        for field, text in (("login", account.login), ("password", account.password), ("totp", account.totp())):
            self.fill(f"[name={field}]", text)
        self.tab.chord(["Enter"])
        self.wait(lambda: self.there("[data-testid=code]") or bool(self.text(".fault")), "the code field")
        if not self.there("[data-testid=code]"):  # the code ran out while it was typed: as people do, take the next
            self.fill("[name=totp]", account.totp())
            self.tab.chord(["Enter"])
            self.wait(lambda: self.there("[data-testid=code]"), "the code field")

    def join(self, code: str) -> None:
        """Type the customer's code and connect."""
        self.wait(lambda: self.there("[data-testid=code]"), "the code field")
        self.focus("[data-testid=code]")
        self.tab.type(code)
        self.tab.chord(["Enter"])

    def issue(self) -> str:
        """Make a code to give to the customer; return its digits."""
        self.press("section[aria-labelledby=issue] button")
        self.wait(lambda: self.there("[data-testid=issued-code]"), "a code to give")
        return self.text("[data-testid=issued-code]").replace(" ", "")

    # --- in the session ---------------------------------------------------------------------------------------------

    @property
    def phase(self) -> str:
        """The session's phase as the console shows it, "" before there is one."""
        return str(self.attribute("[data-testid=phase]", "data-phase") or "")

    @property
    def hand(self) -> str:
        """Who has the hand as the console shows it: customer, technician, answering, closed or none."""
        return str(self.attribute("[data-testid=hand]", "data-hand") or "")

    def standing(self, permission: str) -> str:
        """Where a permission stands: granted, asked, refused or not_asked."""
        return str(self.attribute(f"[data-testid=permission-{permission}]", "data-standing") or "")

    def turn_to(self, tab: str) -> None:
        """Turn to one of the panel's tabs, by its id, if it is not open."""
        this = f"[role=tab][data-key={tab}]"
        if self.attribute(this, "aria-selected") != "true":
            self.press(this)

    def ask(self, permission: str, expect: str = "granted") -> None:
        """Ask for a permission and wait for the answer."""
        self.turn_to("session")
        self.press(f"[data-testid=permission-{permission}] button")
        self.wait(lambda: self.standing(permission) == expect, f"{permission} to be {expect}")

    def wait_live(self) -> None:
        """Wait until the customer's screen is shown."""
        self.wait(lambda: self.phase == "live", "a live session")
        self.wait(lambda: self.attribute("[data-testid=screen]", "data-shown") == "true", "the picture")
        drawn = "document.querySelector('[data-testid=screen]').width !== 300"  # a canvas nobody has drawn on (HTML)
        self.wait(lambda: bool(self.tab.evaluate(drawn)), "the first frame")

    def say(self, text: str) -> None:
        """Write a chat line."""
        self.tool("KeyT")
        self.wait(lambda: self.tab.evaluate("document.activeElement?.id") == "chat-field", "the chat field")
        self.tab.type(text)
        self.tab.chord(["Enter"])

    def chat(self) -> list[str]:
        """Turn to the chat and return it as shown, a string a line."""
        self.turn_to("chat")
        script = "[...document.querySelectorAll('[data-testid=chat-log] p[data-mine]')].map(e => e.textContent)"
        return list(self.tab.evaluate(script))

    def report(self) -> dict[str, list[str]]:
        """Ask for the system report and return it as shown: label to items."""
        self.tool("KeyO")
        self.wait(lambda: self.there("#report-button"), "the report's button")
        self.press("#report-button")
        self.wait(lambda: self.there("[data-testid=report]"), "the report", 40)
        script = """Object.fromEntries([...document.querySelectorAll('[data-testid=report] > div')].map((line) =>
            [line.querySelector('dt').textContent, [...line.querySelectorAll('dd')].map((e) => e.textContent)]))"""
        return dict(self.tab.evaluate(script))

    def tool(self, key: str) -> None:
        """Use one of the console's shortcuts: "KeyP" pauses, "KeyX" ends (console/src/input/shortcuts.ts)."""
        self.tab.chord([*SHORTCUT, key])

    # --- the picture ------------------------------------------------------------------------------------------------

    def picture(self) -> Image.Image:
        """Return what the canvas holds, at the stream's own size."""
        script = "document.querySelector('[data-testid=screen]').toDataURL('image/png')"
        data = str(self.tab.evaluate(script)).partition(",")[2]
        return Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB")

    def show_fitted(self, fitted: bool) -> None:
        """Show the picture fitted to the page, or one pixel on one pixel."""
        if self.attribute(".stage", "data-fit") != str(fitted).lower():
            self.tool("KeyD")
        self.wait(lambda: self.attribute(".stage", "data-fit") == str(fitted).lower(), "the other size")
        before: list[Any] = []
        self.wait(lambda: before[-2:].count(self._still(before)) == 2, "the picture to keep its place")

    def _still(self, before: list[Any]) -> Any:
        """Take note of where the picture is; return it."""
        before.append(self.place(0, 0))
        return before[-1]

    @property
    def scale(self) -> float:
        """CSS pixels of the page for one pixel of the stream."""
        script = "(e => e.getBoundingClientRect().width / e.width)(document.querySelector('[data-testid=screen]'))"
        return float(self.tab.evaluate(script))

    def place(self, x: int, y: int) -> tuple[int, int]:
        """Return where pixel (x, y) of the stream lies in the viewport, in whole CSS pixels, as a mouse moves."""
        box = self.tab.evaluate(
            """(() => { const e = document.querySelector('[data-testid=screen]'); const b = e.getBoundingClientRect();
            return [b.left, b.top, b.width / e.width, b.height / e.height]; })()"""
        )
        return math.ceil(box[0] + (x + 0.5) * box[2] - 0.5), math.ceil(box[1] + (y + 0.5) * box[3] - 0.5)

    def click(self, x: int, y: int) -> None:
        """Click at pixel (x, y) of the stream."""
        self.tab.click(*self.place(x, y))

    def take_keys(self) -> None:
        """Let keys go to the customer."""
        self.focus("[data-testid=keys]")

    # --- the page ---------------------------------------------------------------------------------------------------

    def press(self, selector: str) -> None:
        """Click the middle of an element with the mouse, once it is there, takes clicks and keeps its place."""
        seen: list[Any] = [None]

        def still() -> bool:
            seen.append(
                self.tab.evaluate(
                    f"""(() => {{ const e = document.querySelector({json.dumps(selector)});
                    if (e === null || e.disabled) return null;
                    e.scrollIntoView({{block: 'nearest'}});
                    const b = e.getBoundingClientRect(); return [b.left + b.width / 2, b.top + b.height / 2]; }})()"""
                )
            )
            return seen[-1] is not None and seen[-1] == seen[-2]

        self.wait(still, f"{selector} to be pressed")
        self.tab.click(*seen[-1])

    def fill(self, selector: str, text: str) -> None:
        """Type `text` into a field instead of what it holds."""
        self.focus(selector)
        self.tab.evaluate(f"document.querySelector({json.dumps(selector)}).select()")
        self.tab.type(text)

    def focus(self, selector: str) -> None:
        """Give an element the keyboard."""
        self.tab.evaluate(f"document.querySelector({json.dumps(selector)}).focus()")

    def there(self, selector: str) -> bool:
        """Say whether an element is on the page."""
        return bool(self.tab.evaluate(f"document.querySelector({json.dumps(selector)}) !== null"))

    def text(self, selector: str) -> str:
        """Return an element's text, "" where there is none."""
        return str(self.tab.evaluate(f"document.querySelector({json.dumps(selector)})?.textContent ?? ''")).strip()

    def attribute(self, selector: str, name: str) -> Any:
        """Return an element's attribute, None where there is none."""
        return self.tab.evaluate(f"document.querySelector({json.dumps(selector)})?.getAttribute({json.dumps(name)})")

    def wait(self, true: Callable[[], bool], what: str, seconds: float = SECONDS) -> None:
        """Wait until the page shows it."""
        until = time.monotonic() + seconds
        while not true():
            if time.monotonic() > until:
                raise TimeoutError(f"waited in vain for {what}; the page says: {self.text('body')[:300]!r}")
            time.sleep(0.05)
