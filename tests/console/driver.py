"""A technician at the live view, whose customer is the test: it says what the agent would, and hears the console."""

import struct
from typing import Any

from playwright.sync_api import ConsoleMessage, Locator, Page


class Complaints:
    """What a page complains of: script errors, and whatever the CSP or Trusted Types stopped."""

    def __init__(self, page: Page) -> None:
        self.texts: list[str] = []
        page.on("pageerror", lambda error: self.texts.append(str(error)))
        page.on("console", self._said)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "401" not in message.text:
            self.texts.append(message.text)


class LiveView:
    """The page of rendezvous/console/tests/live, opened."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.complaints = Complaints(page)
        page.goto(address)
        page.wait_for_function("() => window.harness")

    def event(self, name: str, *arguments: Any) -> None:
        """Call one of LinkEvents."""
        self.page.evaluate("([name, args]) => harness.link.events[name](...args)", [name, list(arguments)])

    def turn_to(self, tab: str) -> None:
        """Turn to one of the panel's tabs, by its id."""
        self.page.locator(f".panel > .tabs > [role=tablist] > [data-key={tab}]").click()

    def open(self) -> None:
        """Let the link stand; the console then asks for view by itself."""
        self.event("onPaired", {"id": "t1", "name": "Camille D.", "organisation": "Exemple Assistance"})
        self.event("onOpen")
        self.page.wait_for_function("() => harness.link.types().includes('consent/request')")

    def state(self, **change: Any) -> None:
        """Let the agent tell its state."""
        whole = {"type": "session/state", "session_id": "s1", "phase": "live", "granted": [], "refused": []}
        self.hear(**{**whole, "hiding": "nothing", **change})

    def hear(self, **message: Any) -> None:
        """Let the agent say one message."""
        self.page.evaluate("(message) => harness.link.hear(message)", message)

    def steer(self, width: int = 1280, height: int = 800) -> None:
        """Open the link, grant view and control, and show a picture of that size."""
        self.open()
        self.state(granted=["view", "control"], input_open=True)
        self.picture(width, height)

    def picture(self, width: int, height: int, x: int = 0, y: int = 0, divisor: int = 1, view: int = 0) -> None:
        """Show a part of that size of the desktop."""
        part = {"x": x, "y": y, "width": width, "height": height}
        self.hear(type="view/geometry", **part, divisor=divisor, view=view)
        size = [-(-width // divisor), -(-height // divisor)]
        self.page.evaluate("([width, height]) => harness.paint(width, height)", size)
        self.page.wait_for_function("() => document.querySelector('[data-testid=screen]').dataset.shown === 'true'")

    def draw(self, width: int, height: int, view: int) -> None:
        """Send a whole frame of that view, with nothing in it."""
        head = struct.pack(">BBHI", 1, 1, 0, view + 1) + struct.pack(">HHBBH", width, height, 1, view, 0)
        self.page.evaluate("(bytes) => harness.link.events.onPicture(new Uint8Array(bytes).buffer)", list(head))

    def monitors(self, count: int = 2, chosen: int | None = None) -> None:
        """Tell of so many monitors side by side, the first of them the primary."""
        sizes = {"y": 0, "width": 1280, "height": 800}
        known = [{"id": 1 + at, "x": 1280 * at, **sizes, "primary": at == 0} for at in range(count)]
        self.hear(type="view/monitors", monitors=known, chosen=chosen)

    def sent(self, *types: str) -> list[dict[str, Any]]:
        """What the console sent of these types (all, when none is named), oldest first."""
        messages: list[dict[str, Any]] = self.page.evaluate("() => harness.link.sent.map(({message}) => message)")
        return [message for message in messages if not types or message["type"] in types]

    def input(self) -> list[dict[str, Any]]:
        """What was sent on the channel `input`."""
        told: list[dict[str, Any]] = self.page.evaluate("() => harness.link.sent.filter((s) => s.channel === 'input')")
        return [one["message"] for one in told]

    def forget(self) -> None:
        """Look only at what is sent from now on."""
        self.page.evaluate("() => void (harness.link.sent.length = 0)")

    @property
    def screen(self) -> Locator:
        return self.page.get_by_test_id("screen")

    def focus_screen(self) -> None:
        """Put the keyboard on the customer's screen, without a click."""
        self.page.get_by_test_id("keys").focus()
