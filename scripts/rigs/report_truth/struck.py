"""One real session in which the customer strikes lines out of the report, and all that is on the other side then."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from agent.protocol.report_keys import ReportKey
from rendezvous.store.database import FILE
from scripts.rigs.browser import ChromiumTab
from scripts.rigs.rendezvous import Rendezvous
from scripts.rigs.report_truth.memory import heap
from scripts.rigs.report_truth.programs import Listing, running
from scripts.rigs.talker import Said, Talker, talker
from scripts.rigs.technician import Technician

HEAR = """(() => {
  window.__heard = [];
  const create = RTCPeerConnection.prototype.createDataChannel;
  RTCPeerConnection.prototype.createDataChannel = function (...words) {
    const channel = create.apply(this, words);
    channel.addEventListener('message', ({ data }) => { if (typeof data === 'string') window.__heard.push(data); });
    return channel;
  };
})()"""
"""Run before the page's own scripts: keeps every text that comes over a data channel."""

Report = dict[ReportKey, list[str]]


@dataclass(frozen=True)
class Sent:
    """What was previewed, what was struck out of it, and what is where on the other side."""

    session: str
    since: datetime
    previewed: Report
    received: Report
    struck: frozenset[ReportKey]
    around: Sequence[Listing]
    """What ran just before the report was asked for, and just after it came."""
    places: Mapping[str, str]

    @property
    def secrets(self) -> list[str]:
        """The items that were struck out and stand in no line that was sent."""
        known = {item for items in self.received.values() for item in items}
        return [item for key in self.struck for item in self.previewed[key] if item not in known]


class Struck:
    """A session that stays until its block ends, so that its page can still be looked into."""

    def __init__(self, server: Rendezvous, tab: ChromiumTab, customer: Talker, log: Path) -> None:
        self.tab, self._server, self._customer, self._log = tab, server, customer, log
        self.technician = Technician(tab, server.url)

    def run(self, struck: frozenset[ReportKey], since: datetime) -> Sent:
        """Let the customer show a code, join, and ask for the report with its serial number."""
        self.tab.page.add_init_script(HEAR)
        self.technician.log_in(self._server.account)
        self.technician.join(self._view("code")["code"])
        self.technician.wait_live()
        for permission in ("system", "serial"):
            self.technician.ask(permission)
        before = running()
        self.technician.report()
        around = (before, running())
        preview = [view for view in self._customer.drain() if view.get("screen") == "report"][-1]["report"]
        previewed = {ReportKey(line["key"]): list(line["items"]) for line in preview}
        places = {**self.places(), "JSON": self._saved("JSON"), "CSV": self._saved("CSV")}
        heard = [json.loads(text) for text in self._heard()]
        lines = next(message["lines"] for message in heard if message.get("type") == "system/report")
        received = {ReportKey(line["key"]): list(line["items"]) for line in lines}
        session = next(message["session_id"] for message in heard if message.get("type") == "session/state")
        return Sent(session, since, previewed, received, struck, around, places)

    def places(self) -> dict[str, str]:
        """Return everything that is on the other side, by where it is; what can be saved there is not saved yet."""
        page = self.tab.page
        stored = "JSON.stringify([{ ...localStorage }, { ...sessionStorage }])"
        return {
            "messages": "\n".join(self._heard()),
            "page": page.content(),
            "text": str(self.tab.evaluate("document.body.innerText")),
            "heap": heap(page),
            "storage": str(self.tab.evaluate(stored)),
            "database": _database(self._server.data_dir),
            "log": self._log.read_text("utf-8"),
        }

    def leak(self, item: str) -> None:
        """Have the customer tell an item in the chat, as nobody should."""
        self._customer.tell({"type": "say", "text": item})
        self.technician.tool("KeyT")
        self.technician.wait(lambda: any(item in line for line in self.technician.chat()), "the item in the chat")

    def _heard(self) -> list[str]:
        return list(self.tab.evaluate("window.__heard"))

    def _saved(self, kind: str) -> str:
        with self.tab.page.expect_download() as saving:
            self.tab.page.get_by_role("button", name=kind, exact=True).click()
        return Path(saving.value.path()).read_text("utf-8")

    def _view(self, screen: str) -> Said:
        return self._customer.wait_for(lambda said: said.get("screen") == screen, f"the screen {screen}", 60)


def _database(data: Path) -> str:
    """Return every row of every table, and the raw bytes of all files (SQLite's log among them)."""
    with closing(sqlite3.connect(data / FILE)) as store:
        names = [name for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = [repr(row) for name in names for row in store.execute(f'SELECT * FROM "{name}"')]  # noqa: S608 - its own
    raw = [file.read_bytes().decode("utf-8", "replace") for file in sorted(data.rglob("*")) if file.is_file()]
    return "\n".join([*rows, *raw])


def customer(
    server: Rendezvous, display: str, struck: frozenset[ReportKey], environment: Mapping[str, str]
) -> AbstractContextManager[Talker]:
    """Run the scripted customer, who grants everything and strikes these lines out."""
    words = ("--server", server.url, "--lang", "en", "--strike", ",".join(sorted(struck)))
    return talker("scripts.rigs.customer", *words, env={"DISPLAY": display, **environment})
