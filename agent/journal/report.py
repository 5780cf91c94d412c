"""The report that the customer keeps: the journal in plain words, and inside it the journal itself.

Everything readable comes from what the verifier proves of the journal, and is signed with the session's key.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from xml.etree.ElementTree import Element

from agent.journal import evidence as kept
from agent.journal.evidence import Evidence, Text
from agent.journal.html import add, add_runs, page
from agent.journal.payloads import without
from agent.journal.story import Asked, Moment, Story, story_of
from agent.journal.verdict import Verdict
from agent.journal.verify import judge
from agent.protocol.entries import CHANGING, Content
from agent.protocol.messages import MAX_CHAT
from agent.ui.lines import activity_line, amount, duration
from agent.ui.model import Activity
from agent.ui.words import Lang, Words, plain

COMMAND = "handrail-agent verify"
UNDO_COMMAND = "handrail-agent undo"

COLUMNS = ("column_what", "column_asked", "column_answer", "column_end")


@dataclass(frozen=True)
class Operator:
    """Whose service it was."""

    name: str
    phone: str | None


def report(
    folder: Path,
    texts: tuple[Text, ...],
    lang: Lang,
    operator: Operator,
    sign: Callable[[bytes], str],
    leave_out: Collection[Content] = (),
) -> bytes:
    """Write the report of the journal in `folder`; `sign` signs with the session's key (`Receipts.sign_page`).

    `leave_out`: contents that are not in it; that something was noted there is still proved.
    Raise OSError, JournalError or EvidenceError when the journal cannot be read.
    """
    bare = kept.from_folder(folder)
    payloads = without(folder, leave_out)[0] if leave_out else bare.payloads
    evidence = Evidence(bare.facts, payloads, bare.receipt, texts)
    verdict = judge(evidence)
    writer = _Writer(Words(lang), operator, verdict, story_of(verdict))
    before, after = page(lang, writer.title, writer.main(texts))
    signature = sign(kept.page_text(before + kept.OPENING, kept.CLOSING + after))
    return before + kept.OPENING + kept.embed(evidence, signature) + kept.CLOSING + after


class _Writer:
    """The readable part, in one language."""

    def __init__(self, words: Words, operator: Operator, verdict: Verdict, story: Story) -> None:
        self._words, self._operator, self._verdict, self._story = words, operator, verdict, story
        name = story.said("technician.identified", "name")
        self._who = plain(name) if name else words.text("frame/nameless")
        start = story.first("session.started") or story.moments[0]
        self._day = day(words, start.at)
        self.title = words.text("record/title", day=self._day)

    def main(self, texts: tuple[Text, ...]) -> Element:
        """Write all sections."""
        main = Element("main")
        add(main, "h1", self.title)
        self._facts(main)
        self._asked(main)
        self._done(main)
        self._changes(main)
        self._accepted(main, texts)
        self._proof(main)
        return main

    def _section(self, main: Element, key: str) -> Element:
        section = add(main, "section")
        add(section, "h2", self._words.text(f"record/{key}"))
        return section

    def _line(self, parent: Element, key: str, **values: str) -> None:
        add_runs(parent, "p", self._words.runs(f"record/{key}", **values))

    def _pairs(self, parent: Element, pairs: list[tuple[str, str]], style: str = "") -> None:
        pairs_list = add(parent, "dl")
        for name, value in pairs:
            add(pairs_list, "dt", self._words.text(f"record/{name}", who=self._who))
            add(pairs_list, "dd", value, **({"class": style} if style else {}))

    def _facts(self, main: Element) -> None:
        words, story = self._words, self._story
        organisation = story.said("technician.identified", "organisation")
        helper = f"{self._who}, {words.of(plain(organisation))}" if organisation else self._who
        phone = f", {plain(self._operator.phone)}" if self._operator.phone else ""
        pairs = [("helper", helper), ("service", plain(self._operator.name) + phone)]
        for name, kind in (("began", "session.started"), ("ended", "session.ended")):
            if moment := story.last(kind):
                pairs.append((name, f"{day(words, moment.at)}, {clock(moment.at)}"))
        pairs.append(("lasted", duration(words, story.seconds)))
        if sent := story.said("session.ended", "sent"):
            pairs.append(("sent", amount(words, int(sent))))
        self._pairs(main, [*pairs, ("outcome", self._outcome())])

    def _outcome(self) -> str:
        key = f"reason/{self._story.said('session.ended', 'reason')}"
        return self._words.text(key if key in self._words else "record/unfinished", who=self._who)

    def _asked(self, main: Element) -> None:
        section, asked = self._section(main, "asked"), self._story.asked()
        if not asked:
            return self._line(section, "asked_none")
        table = add(section, "table")
        heading = add(add(table, "thead"), "tr")
        for column in COLUMNS:
            add(heading, "th", self._words.text(f"record/{column}"), scope="col")
        body = add(table, "tbody")
        for one in asked:
            self._row(add(body, "tr"), one)

    def _row(self, row: Element, asked: Asked) -> None:
        key = f"permission/{asked.permission}/may"
        what = self._words.text(key) if key in self._words else plain(asked.permission)
        cells = (what, clock(asked.asked), self._answer(asked), clock(asked.ended) if asked.ended else "")
        for column, cell in zip(COLUMNS, cells, strict=True):
            add(row, "td", cell, **{"data-label": self._words.text(f"record/{column}")})

    def _answer(self, asked: Asked) -> str:
        if asked.answered is None:
            return self._words.text("record/unanswered")
        form = "yes_minutes" if asked.answer and asked.minutes else "yes" if asked.answer else "no"
        values = {"time": clock(asked.answered)} | ({"m": asked.minutes} if form == "yes_minutes" else {})
        return self._words.text(f"record/{form}", **values)

    def _done(self, main: Element) -> None:
        self._moments(self._section(main, "done"), self._story.moments)

    def _moments(self, section: Element, moments: Sequence[Moment]) -> None:
        done = add(section, "ol")
        for moment in moments:
            line = add(done, "li")
            add(line, "time", clock(moment.at), datetime=moment.entry.wall)
            self._sentence(line, moment)

    def _sentence(self, line: Element, moment: Moment) -> None:
        activity = Activity(clock="", text=moment.entry.type, detail=moment.detail)
        told = add_runs(line, "span", activity_line(self._words, self._who, activity).runs)
        if moment.entry.sequence in self._verdict.erased:
            add(told, "span", " " + self._words.text("record/erased"))
        elif text := moment.payload.get("text"):
            add(told, "bdi", plain(text, MAX_CHAT), **{"class": "said"})

    def _changes(self, main: Element) -> None:
        section = self._section(main, "changes")
        changed = [moment for moment in self._story.moments if moment.entry.type in CHANGING]
        if changed:
            self._moments(section, changed)
            self._line(section, "changes_undo", command=UNDO_COMMAND)
        else:
            self._line(section, "changes_none")
        if self._story.first("input.used"):
            self._line(section, "changes_hand", who=self._who)

    def _accepted(self, main: Element, texts: tuple[Text, ...]) -> None:
        moment = self._story.last("terms.accepted")
        if moment is None:
            return
        section = self._section(main, "accepted")
        brand = plain(self._operator.name)
        self._line(section, "accepted_text", day=day(self._words, moment.at), time=clock(moment.at), brand=brand)
        for text in texts:
            details = add(section, "details")
            version = moment.payload.get(text.id, "").split(" ")[0]
            add(details, "summary", self._words.text(f"record/{text.id}", version=plain(version)))
            add(details, "div", text.text, **{"class": "text"})

    def _proof(self, main: Element) -> None:
        section, verdict = self._section(main, "proof"), self._verdict
        self._line(section, "proof_text", count=str(len(verdict.entries)))
        both, total = verdict.signed_by_both, len(verdict.entries)
        form = "proof_both" if both == total else "proof_partly" if both else "proof_alone"
        self._line(section, form, who=self._who, **({"count": str(both)} if form == "proof_partly" else {}))
        self._line(section, "proof_how", command=COMMAND)
        self._line(section, "proof_copy", who=self._who)
        last = verdict.receipts[-1] if verdict.receipts else None
        if last:
            marks = [("session", last.session), ("head", last.head), ("agent_key", last.agent_key)]
            self._pairs(section, [*marks, *([("console_key", last.console_key)] if last.console_key else [])], "marks")


def day(words: Words, at: datetime) -> str:
    """Say the day where the customer is: "22 novembre 2026"."""
    local = at.astimezone()
    month = words.text("record/months").split()[local.month - 1]
    first = words.text("record/first_day") if local.day == 1 else str(local.day)
    return f"{first}\u00a0{month}\u00a0{local.year}"


def clock(at: datetime) -> str:
    """Say the time of day where the customer is: "14:03"."""
    return f"{at.astimezone():%H:%M}"
