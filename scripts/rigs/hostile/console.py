"""Where the technician's console shows what comes from elsewhere: the real page in a real browser, a hostile agent."""

import csv
import io
import json
import sqlite3
import time
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from agent.protocol import messages as wire
from agent.protocol.messages import MAX_MESSAGE, Report, ReportLine, SayFromAgent, SessionState
from agent.protocol.permissions import AVAILABLE
from agent.protocol.report_keys import ReportKey
from rendezvous.store.database import FILE
from scripts.rigs.browser import ChromiumTab
from scripts.rigs.fuzz import schema
from scripts.rigs.hostile.fill import filled
from scripts.rigs.hostile.watch import READ, WATCH, Seen
from scripts.rigs.rendezvous import Rendezvous
from scripts.rigs.talker import Talker, talker
from scripts.rigs.technician import Technician

LIVE = SessionState(session_id="0" * 32, phase=wire.Phase.LIVE, granted=sorted(AVAILABLE))
COMPUTED = "=+-@\t\r＝＋－＠%|"
"""What a spreadsheet would compute, or would cut a cell at, in front of a cell (OWASP, CSV injection)."""
MARK = "that was all"
CHAT_LINES = 100
LOT = 5
"""Strings that go into every message before the page is waited for: more at once only pile up on the way to it, and the
page's own heartbeat behind them."""


@dataclass
class Live:
    """A session between the console's page and the hostile agent."""

    technician: Technician
    tab: ChromiumTab
    agent: Talker
    before: Seen

    def say(self, message: wire.FromAgent) -> None:
        """Have the agent say it."""
        self.say_raw(message.model_dump_json())

    def say_raw(self, text: str) -> None:
        """Have it say anything that fits one message at all."""
        if len(text) <= MAX_MESSAGE:
            self.agent.tell({"say": text})

    def settle(self) -> None:
        """Wait until the page has shown all that was said: a chat line comes last."""
        mark = f"{MARK} {time.monotonic_ns()}"
        self.say(SayFromAgent(text=mark))
        self.technician.tool("KeyT")
        try:
            self.technician.wait(lambda: mark in self.technician.text("[data-testid=chat-log]"), "the last line", 60)
        except TimeoutError as missed:
            raise TimeoutError(f"{missed}; the agent said last: {self.agent.drain()[-1:]}") from None

    def wrong(self) -> list[str]:
        """Say what happened that should not."""
        return seen(self.tab).beyond(self.before)


def seen(tab: ChromiumTab) -> Seen:
    """Read what a watched page saw."""
    return Seen.model_validate_json(tab.evaluate(READ))


@contextmanager
def live(server: Rendezvous, tab: ChromiumTab) -> Iterator[Live]:
    """Watch the page from its first script on, sign in, and join the hostile agent."""
    tab.page.add_init_script(WATCH)
    technician = Technician(tab, server.url)
    with talker("scripts.rigs.hostile.agent", server.url) as agent:
        technician.log_in(server.account)
        technician.join(agent.wait_for(lambda said: "code" in said, "a code")["code"])
        agent.wait_for(lambda said: "opened" in said, "the link")
        session = Live(technician, tab, agent, seen(tab))
        session.say(LIVE)
        technician.wait(lambda: technician.phase == "live", "a live session")
        yield session


def in_every_message(session: Live, strings: Sequence[str]) -> list[str]:
    """Put each string into every text of every message that an agent can say."""
    kinds = [kind for kind in get_args(wire.AgentMessage) if kind not in (SessionState, wire.JournalHead)]
    bases = [schema.examples(kind, 3, 1)[-1] for kind in kinds]
    for first in range(0, len(strings), LOT):
        for text in strings[first : first + LOT]:
            for kind, base in zip(kinds, bases, strict=True):
                session.say_raw(filled(kind.model_validate_json(base), text).model_dump_json())
            session.say(LIVE.model_copy(update={"session_id": text[:200]}))
        session.say(LIVE)
        session.settle()
    for panel in session.tab.page.get_by_role("tab").all():
        panel.click()
    return session.wrong()


def in_chat(session: Live, strings: Sequence[str]) -> list[str]:
    """Say each in the chat, and find it there letter by letter, the unseen named; fewer at a time than are kept."""
    missing: list[str] = []
    for at in range(0, len(strings), CHAT_LINES):
        lines = [text[: wire.MAX_CHAT] for text in strings[at : at + CHAT_LINES]]
        for text in lines:
            session.say(SayFromAgent(text=text))
        session.settle()
        shown = session.technician.chat()
        missing += [text for text in lines if not any(named(text) in line for line in shown)]
    return [*session.wrong(), *(f"not shown as it is: {text[:60]!r}" for text in missing)]


def named(text: str) -> str:
    """Name what would not be seen as the console does: U+202E. Twin of `stretches` (src/visible.tsx)."""
    return "".join(f"U+{ord(c):04X}" if _unseen(c) else c for c in text.replace("\r\n", "\n"))


def _unseen(letter: str) -> bool:
    kind = unicodedata.category(letter) in ("Cc", "Cf") or letter in "\u2028\u2029\u3164\uffa0"
    return kind and letter not in "\t\n\u200c\u200d"


def in_report(session: Live, strings: Sequence[str]) -> list[str]:
    """Show the strings as items of a report's lines, and keep the report as JSON and CSV."""
    wrong: list[str] = []
    for batch in _batches([text[:1000] for text in strings]):
        session.say(Report(lines=[ReportLine(key=ReportKey.PRINTERS, items=batch)]))
        session.settle()
        session.technician.tool("KeyO")
        session.technician.wait(lambda: session.technician.there("[data-testid=report]"), "the report")
        if _items(session) != batch:
            wrong.append("the report's items are not shown as they are")
        if json.loads(_saved(session, "JSON"))[0]["items"] != batch:
            wrong.append("the JSON is not the report")
        wrong += computed(_saved(session, "CSV"), batch)
    return [*wrong, *session.wrong()]


def _items(session: Live) -> list[str]:
    script = "[...document.querySelectorAll('[data-testid=report] dd')].map(e => e.textContent)"
    return list(session.tab.evaluate(script))


def computed(text: str, items: Sequence[str]) -> list[str]:
    """Say which cells of a CSV file a spreadsheet would take for more than text, and which are not the items."""
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))
    active = [cell for row in rows for cell in row if cell.lstrip().startswith(tuple(COMPUTED)) or cell[:1] in "\t\r\n"]
    kept = [cell.removeprefix("'") for _, cell in rows]
    wrong = [f"a cell that computes: {cell[:60]!r}" for cell in active if cell]
    return (
        wrong if kept == [item.removeprefix("'") for item in items] else [*wrong, "the CSV's cells are not the items"]
    )


def in_name(session: Live, server: Rendezvous, strings: Sequence[str]) -> list[str]:
    """Give the technician each as a name and an organisation, past all checks, and load the page."""
    wrong: list[str] = []
    for text in strings:
        _rename(server.data_dir, text)
        session.tab.goto(f"{server.url}/console/")
        session.technician.wait(lambda: session.technician.there("main"), "the page")
        wrong += seen(session.tab).beyond(session.before)
    return wrong


def _rename(data: Path, text: str) -> None:
    with closing(sqlite3.connect(data / FILE, timeout=10)) as store, store:
        store.execute("UPDATE technicians SET name = ?, organisation = ?", (text[:120], text[:120]))


def _saved(session: Live, kind: str) -> str:
    with session.tab.page.expect_download() as saving:
        session.tab.page.get_by_role("button", name=kind, exact=True).click()
    return Path(saving.value.path()).read_bytes().decode("utf-8")


def _batches(items: Sequence[str]) -> Iterator[list[str]]:
    """Share out what fits one message, and the console's bound on items."""
    batch: list[str] = []
    for item in items:
        if len(json.dumps([*batch, item])) > MAX_MESSAGE - 2000:
            yield batch
            batch = []
        batch.append(item)
    if batch:
        yield batch
