"""Says what a journal proves: chain, contents, receipts, and the other side's copy; names every broken thing.

Offline and without the agent's state. It goes on after the first fault, so that one edit is told as one edit.
"""

from collections.abc import Iterator, Sequence

from agent.journal.chain import GENESIS, Entry, Read, read_line, sha256
from agent.journal.evidence import Evidence
from agent.journal.payloads import content_of, read_payload
from agent.journal.verdict import Fault, Found, Verdict
from agent.protocol.entries import ENTRIES, Content, EntryError, check_payload
from agent.protocol.errors import WireError
from agent.protocol.receipt import Receipt, ReceiptFile, read_receipts
from agent.protocol.receipt import verify as signed


def judge(evidence: Evidence, copy: bytes | None = None) -> Verdict:
    """Judge a journal, and compare it with the technician's receipt file where there is one."""
    verdict = Verdict()
    _judge_facts(evidence.facts, verdict)
    _judge_payloads(evidence.payloads, verdict)
    _judge_receipts(evidence.receipt, verdict)
    _judge_tail(evidence, verdict)
    _judge_report(evidence, verdict)
    if copy is not None:
        _judge_copy(copy, verdict)
    return verdict


# --- the chain ------------------------------------------------------------------------------------------------------


def _judge_facts(facts: bytes, verdict: Verdict) -> None:
    *lines, rest = facts.split(b"\n")
    verdict.torn = bool(rest)
    head = GENESIS
    for number, line in enumerate(lines):
        read = read_line(line)
        if read is None:
            verdict.add(Fault.UNREADABLE, number)
            verdict.places.append(None)
            continue
        for fault in _faults_of(read, number, head):
            verdict.add(fault, number)
        verdict.places.append(read.entry)
        head = read.claimed
    if not lines:
        verdict.add(Fault.EMPTY)


def _faults_of(read: Read, number: int, head: str) -> Iterator[Fault]:
    if not read.as_written:
        yield Fault.REWRITTEN
    if read.claimed != read.entry.hash():
        yield Fault.ALTERED
    if read.entry.sequence != number:
        yield Fault.MISPLACED
    if read.entry.previous != head:
        yield Fault.UNCHAINED
    if read.entry.type not in ENTRIES:
        yield Fault.UNKNOWN_ENTRY


# --- the contents ---------------------------------------------------------------------------------------------------


def _judge_payloads(payloads: bytes, verdict: Verdict) -> None:
    *lines, rest = payloads.split(b"\n")
    verdict.torn |= bool(rest)
    expected = {entry.sequence: entry for entry in verdict.entries}
    seen: set[int] = set()
    last = -1
    for place, line in enumerate(lines, start=1):
        read = read_payload(line)
        sequence = read[0] if read else None
        if sequence == len(verdict.places) and place == len(lines):
            verdict.torn = True  # the content of the one entry that a killed agent did not come to write any more
        elif read is None or read[0] not in expected or read[0] <= last:
            verdict.add(Fault.CONTENT_STRANGE, sequence)
        else:
            last = read[0]
            seen.add(last)
            _judge_payload(expected[last], line, read[1], verdict)
    for entry in verdict.entries:
        if entry.sequence not in seen:
            _judge_absent(entry, verdict)


def _judge_payload(entry: Entry, line: bytes, payload: dict[str, str], verdict: Verdict) -> None:
    if sha256(line) != entry.payload_hash:
        verdict.add(Fault.CONTENT_ALTERED, entry.sequence)
    elif not _has_place(entry, payload):
        verdict.add(Fault.UNKNOWN_ENTRY, entry.sequence)
    else:
        verdict.payloads[entry.sequence] = payload


def _has_place(entry: Entry, payload: dict[str, str]) -> bool:
    try:
        check_payload(entry.type, payload)
    except EntryError:
        return False
    return True


def _judge_absent(entry: Entry, verdict: Verdict) -> None:
    if content_of(entry.type) is Content.FACT:
        verdict.add(Fault.CONTENT_MISSING, entry.sequence)
    else:
        verdict.erased.append(entry.sequence)


# --- the receipts ---------------------------------------------------------------------------------------------------


def _judge_receipts(data: bytes, verdict: Verdict) -> None:
    try:
        receipts = read_receipts(data) if data else ()
    except WireError:
        receipts = ()
    if data and ReceiptFile(receipts=receipts).model_dump_json().encode() != data:
        verdict.add(Fault.RECEIPT_UNREADABLE)
    for receipt in receipts:
        faults = list(_receipt_faults(receipt, verdict))
        verdict.faults += faults
        if not faults:
            verdict.receipts.append(receipt)


def _receipt_faults(receipt: Receipt, verdict: Verdict) -> Iterator[Found]:
    if not receipt.signed_by("agent"):
        yield Found(Fault.RECEIPT_AGENT)
    if receipt.console_signature and not receipt.signed_by("console"):
        yield Found(Fault.RECEIPT_CONSOLE)
    if _said(verdict, "agent.started", "key") != receipt.agent_key:
        yield Found(Fault.RECEIPT_KEY)
    if (_said(verdict, "receipt.agreed", "key") or "") != receipt.console_key:
        yield Found(Fault.RECEIPT_CONSOLE_KEY)
    if _said(verdict, "session.started", "session") != receipt.session:
        yield Found(Fault.RECEIPT_SESSION)
    yield from _count_faults(receipt, verdict.places)


def _count_faults(receipt: Receipt, places: Sequence[Entry | None]) -> Iterator[Found]:
    """Compare what a receipt says of the journal's end with the journal."""
    if receipt.count > len(places):
        yield Found(Fault.TAIL_CUT, len(places))
        return
    last = places[receipt.count - 1]
    if last is None or last.hash() != receipt.head:
        yield Found(Fault.HEAD, receipt.count - 1)
    if receipt.final and receipt.count < len(places):
        yield Found(Fault.AFTER_END, receipt.count)
    if receipt.final and (last is None or last.type != "session.ended"):
        yield Found(Fault.END_MISSING, receipt.count - 1)


def _said(verdict: Verdict, kind: str, key: str) -> str | None:
    """Return what the first entry of that kind says, as far as it is proved."""
    first = next((entry.sequence for entry in verdict.entries if entry.type == kind), None)
    return verdict.payloads.get(first, {}).get(key) if first is not None else None


def _judge_tail(evidence: Evidence, verdict: Verdict) -> None:
    """Once the end is signed, nothing is being written any more: half a line is an addition."""
    if verdict.torn and any(receipt.final for receipt in verdict.receipts):
        verdict.add(Fault.AFTER_END, len(verdict.places))


# --- the report and the copy ----------------------------------------------------------------------------------------


def _judge_report(evidence: Evidence, verdict: Verdict) -> None:
    if evidence.page is not None:
        key = _said(verdict, "agent.started", "key") or ""
        if not evidence.as_written or not signed(key, evidence.page_signature, evidence.page):
            verdict.add(Fault.PAGE)
    for text in evidence.texts:
        accepted = _said(verdict, "terms.accepted", text.id) or ""
        if not accepted.endswith(f"sha256:{sha256(text.text.encode())}"):
            verdict.add(Fault.TEXT)


def _judge_copy(data: bytes, verdict: Verdict) -> None:
    try:
        copies = read_receipts(data)
    except WireError:
        copies = ()
    faults = [] if copies else [Found(Fault.COPY_UNSIGNED)]
    for copy in copies:
        faults += _copy_faults(copy, verdict)
    verdict.copy_agrees = not faults
    verdict.faults += faults
    verdict.receipts += copies if not faults else ()


def _copy_faults(copy: Receipt, verdict: Verdict) -> Iterator[Found]:
    ours = (_said(verdict, "agent.started", "key"), _said(verdict, "receipt.agreed", "key"))
    if not copy.signed_by("agent") or not copy.signed_by("console"):
        yield Found(Fault.COPY_UNSIGNED)
    elif ours != (copy.agent_key, copy.console_key) or _said(verdict, "session.started", "session") != copy.session:
        yield Found(Fault.COPY_OTHER)
    else:
        yield from _count_faults(copy, verdict.places)
