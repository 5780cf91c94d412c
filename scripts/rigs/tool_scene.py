"""One tool in a real session, browser to desktop, in which every message that arrives is noted.

What the browser was told is noted in the page as it arrives on the data channels, with the wall clock's time.
"""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from agent.journal.chain import read_entries
from scripts.rigs.applications import Desk
from scripts.rigs.browser import ChromiumTab
from scripts.rigs.rendezvous import Rendezvous
from scripts.rigs.scene import Customer, Scene
from scripts.rigs.talker import Said, talker
from scripts.rigs.technician import Technician

NOTING = """
    delete window.showSaveFilePicker; // nobody answers a dialog: what is taken is handed over like a download
    window.arrived = [];
    let turn = Date.now();
    setInterval(() => { turn = Date.now(); }, 10);
    const make = RTCPeerConnection.prototype.createDataChannel;
    RTCPeerConnection.prototype.createDataChannel = function (...details) {
        const channel = make.apply(this, details);
        channel.addEventListener('message', ({ data }) => {
            const text = typeof data === 'string' ? data : '';
            const type = text ? JSON.parse(text).type : channel.label;
            const at = Date.now();
            window.arrived.push({ at, held: at - turn, type, bytes: text.length || data.byteLength || 0 });
        });
        return channel;
    };
"""

AGAIN_SECONDS = 3.0
"""After which a press that led to no question is taken for one that missed."""


@dataclass(frozen=True)
class Arrival:
    """One message that came to the browser. `at`: seconds since 1970; `type`: its channel where it is binary."""

    at: float
    held: float
    """Seconds for which the page had stood still when it noted this: it may have come so much earlier."""
    type: str
    bytes: int


@dataclass(frozen=True)
class ToolScene:
    """A live session in which one tool is tried."""

    scene: Scene
    journal: Path
    folder: Path
    """Where the case may put what it works on."""

    @property
    def technician(self) -> Technician:
        return self.scene.technician

    @property
    def customer(self) -> Customer:
        return self.scene.customer

    @property
    def page(self) -> Page:
        """The browser's page."""
        assert isinstance(self.technician.tab, ChromiumTab)
        return self.technician.tab.page

    def open_tab(self, name: str) -> None:
        """Turn to one of the panel's tabs, by its id."""
        self.technician.turn_to(name)

    def ask(self, permission: str, button: str) -> None:
        """Press what asks for a permission, again where a page that is slow moved under the click."""
        asked = self.answers("permission.requested", permission)
        again = 0.0

        def told() -> bool:
            nonlocal again
            if self.answers("permission.requested", permission) > asked:
                return True
            if time.monotonic() > again and self.technician.there(f"{button}:enabled"):
                self.technician.press(button)
                again = time.monotonic() + AGAIN_SECONDS
            return False

        self.technician.wait(told, f"the question about {permission}")

    def click_text(self, text: str, within: str = "body") -> None:
        """Click the button of that text inside an element."""
        find = (
            f"[...document.querySelectorAll({json.dumps(f'{within} button')})]"
            f".find((e) => e.textContent.trim() === {json.dumps(text)})"
        )
        tab = self.technician.tab
        self.technician.wait(lambda: bool(tab.evaluate(f"{find} !== undefined")), f"the button {text!r}")
        x, y = tab.evaluate(
            f"(() => {{ const e = {find}; e.scrollIntoView({{block: 'nearest'}}); const b = e.getBoundingClientRect();"
            " return [b.left + b.width / 2, b.top + b.height / 2]; })()"
        )
        tab.click(x, y)

    def arrivals(self, types: Sequence[str], since: float = 0.0) -> list[Arrival]:
        """Return what came of these types (a name, or what it begins with) after a moment."""
        found = [
            Arrival(one["at"] / 1000, one["held"] / 1000, one["type"], one["bytes"])
            for one in self.technician.tab.evaluate("window.arrived")
        ]
        return [one for one in found if one.at > since and one.type.startswith(tuple(types))]

    def withdraw(self, permission: str) -> float:
        """Let the customer take a permission back; return when (seconds since 1970)."""
        moment = time.time()
        self.customer.agent.tell({"type": "withdraw", "permission": permission})
        return moment

    def pause(self) -> float:
        """Let the customer pause; return when."""
        moment = time.time()
        self.customer.press("pause")
        return moment

    def live_list(self) -> list[str]:
        """Return the kinds of entries that the customer's window shows now, oldest first."""
        return [line["text"] for line in self._activity()]

    def answers(self, kind: str, permission: str) -> int:
        """Count the customer's answers of that kind ("permission.granted") to the question about a permission."""
        return sum(line["text"] == kind and line["detail"] == permission for line in self._activity())

    def _activity(self) -> list[Said]:
        shown: list[Said] = [said for said in self.customer.agent.drain() if "activity" in said]
        return list(shown[-1]["activity"])

    def entries(self) -> list[str]:
        """Return the kinds of entries in the journal; the chain must hold."""
        return [entry.type for entry in read_entries(self.journal / "journal.jsonl")]


def note_what_arrives(tab: ChromiumTab) -> None:
    """From the next page on, note what comes over data channels."""
    tab.page.add_init_script(NOTING)


def _meet(met: Scene) -> None:
    """Join by the customer's code; the browser signs in once."""
    technician = met.technician
    technician.tab.goto(f"{met.server.url}/console/")
    at_home = "[data-testid=code]"
    technician.wait(lambda: technician.there("[name=totp]") or technician.there(at_home), "the console")
    if not technician.there(at_home):
        technician.log_in(met.server.account)
    technician.join(met.customer.code())
    technician.wait_live()


@contextmanager
def tool_scene(
    desk: Desk,
    server: Rendezvous,
    tab: ChromiumTab,
    grant: Sequence[str],
    folder: Path,
    name: str,
    environment: Mapping[str, str],
) -> Iterator[ToolScene]:
    """Bring a customer, who says yes to `grant`, and a technician together; the journal is kept under `name`."""
    kept = folder / f"journal-{name}"
    options = ["--server", server.url, "--grant", ",".join(grant), "--lang", "fr", "--journal", str(kept)]
    with talker("scripts.rigs.customer", *options, env={**desk.environment, **environment}) as agent:
        met = Scene(desk, server, Customer(agent), Technician(tab, server.url))
        _meet(met)
        yield ToolScene(met, kept / "session-1", folder)
