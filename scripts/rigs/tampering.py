"""What somebody may do to a journal or a receipt after the fact: one function a deed, each with its dice.

Each takes the honest evidence and returns the altered one. All work on bytes, as an editor or a program would.
"""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from agent.journal.chain import GENESIS, Entry, canonical, sha256
from agent.journal.evidence import Evidence
from agent.journal.payloads import seal
from agent.protocol.receipt import Receipt, ReceiptFile, public_hex, read_receipts

Dice = random.Random


@dataclass
class Book:
    """A journal taken apart: the entries and the lines of their contents."""

    entries: list[Entry]
    payloads: list[bytes]

    @classmethod
    def of(cls, evidence: Evidence) -> "Book":
        """Take a journal apart."""
        raw = [json.loads(line) for line in evidence.facts.splitlines()]
        entries = [Entry(**{key: value for key, value in line.items() if key != "hash"}) for line in raw]
        return cls(entries, evidence.payloads.splitlines())

    def rechained(self, evidence: Evidence) -> Evidence:
        """Write it anew as if it had been so from the start: numbers, contents' numbers, hashes, chain."""
        head, facts, payloads = GENESIS, [], []
        for number, (entry, payload) in enumerate(zip(self.entries, self.payloads, strict=True)):
            line = canonical({**json.loads(payload), "sequence": number})
            made = replace(entry, sequence=number, previous=head, payload_hash=sha256(line))
            head = made.hash()
            facts.append(made.line())
            payloads.append(line)
        return replace(evidence, facts=_lines(facts), payloads=_lines(payloads))

    def content(self, number: int) -> dict[str, str]:
        """Return the content of an entry."""
        payload: dict[str, str] = json.loads(self.payloads[number])["payload"]
        return payload

    def put(self, number: int, payload: dict[str, str]) -> None:
        """Give an entry another content."""
        self.payloads[number] = seal(number, payload)

    def find(self, kind: str) -> int:
        """Return the first entry of that kind."""
        return next(number for number, entry in enumerate(self.entries) if entry.type == kind)


def _lines(lines: list[bytes]) -> bytes:
    return b"".join(line + b"\n" for line in lines)


def flip(data: bytes, dice: Dice) -> bytes:
    """Change one byte."""
    at = dice.randrange(len(data))
    return data[:at] + bytes([(data[at] + dice.randrange(1, 256)) % 256]) + data[at + 1 :]


# --- the facts ------------------------------------------------------------------------------------------------------


def edit_byte(evidence: Evidence, dice: Dice) -> Evidence:
    """Change one byte of the facts."""
    return replace(evidence, facts=flip(evidence.facts, dice))


def _edited(entry: Entry, dice: Dice) -> Entry:
    changes: list[dict[str, Any]] = [
        {"type": dice.choice([kind for kind in ("permission.granted", "hand.taken") if kind != entry.type])},
        {"wall": "2026-11-22T23:59:59.000Z"},
        {"monotonic": entry.monotonic + dice.randrange(1, 100)},
    ]
    return replace(entry, **dice.choice(changes))


def edit_and_hash(evidence: Evidence, dice: Dice) -> Evidence:
    """Change a fact and make that entry's own hash anew."""
    book = Book.of(evidence)
    at = dice.randrange(len(book.entries))
    lines = evidence.facts.splitlines()
    lines[at] = _edited(book.entries[at], dice).line()
    return replace(evidence, facts=_lines(lines))


def edit_and_rechain(evidence: Evidence, dice: Dice) -> Evidence:
    """Change a fact and make every hash anew."""
    book = Book.of(evidence)
    at = dice.randrange(len(book.entries))
    book.entries[at] = _edited(book.entries[at], dice)
    return book.rechained(evidence)


def delete(evidence: Evidence, dice: Dice) -> Evidence:
    """Take an entry out, its content left behind or not."""
    facts, payloads = evidence.facts.splitlines(), evidence.payloads.splitlines()
    at = dice.randrange(len(facts))
    del facts[at]
    if dice.random() < 0.5:
        del payloads[at]
    return replace(evidence, facts=_lines(facts), payloads=_lines(payloads))


def delete_and_rechain(evidence: Evidence, dice: Dice) -> Evidence:
    """Take an entry out without leaving a gap."""
    book = Book.of(evidence)
    at = dice.randrange(len(book.entries))
    del book.entries[at], book.payloads[at]
    return book.rechained(evidence)


def _two(count: int, dice: Dice) -> tuple[int, int]:
    one, other = dice.sample(range(count), 2)
    return one, other


def swap(evidence: Evidence, dice: Dice) -> Evidence:
    """Swap two lines."""
    lines = evidence.facts.splitlines()
    one, other = _two(len(lines), dice)
    lines[one], lines[other] = lines[other], lines[one]
    return replace(evidence, facts=_lines(lines))


def swap_and_rechain(evidence: Evidence, dice: Dice) -> Evidence:
    """Swap two entries without leaving a trace in the chain."""
    book = Book.of(evidence)
    one, other = _two(len(book.entries), dice)
    book.entries[one], book.entries[other] = book.entries[other], book.entries[one]
    book.payloads[one], book.payloads[other] = book.payloads[other], book.payloads[one]
    return book.rechained(evidence)


def duplicate(evidence: Evidence, dice: Dice) -> Evidence:
    """Put an entry in twice."""
    lines = evidence.facts.splitlines()
    lines.insert(dice.randrange(len(lines) + 1), dice.choice(lines))
    return replace(evidence, facts=_lines(lines))


def insert_and_rechain(evidence: Evidence, dice: Dice) -> Evidence:
    """Put in a consent that was never given."""
    book = Book.of(evidence)
    at = dice.randrange(1, len(book.entries) + 1)
    book.entries.insert(at, replace(book.entries[at - 1], type="permission.granted"))
    book.payloads.insert(at, seal(at, {"permission": "terminal"}))
    return book.rechained(evidence)


def cut_tail(evidence: Evidence, dice: Dice) -> Evidence:
    """Cut entries off the end, with or without their contents."""
    facts, payloads = evidence.facts.splitlines(), evidence.payloads.splitlines()
    keep = dice.randrange(len(facts))
    kept = payloads[:keep] if dice.random() < 0.5 else payloads
    return replace(evidence, facts=_lines(facts[:keep]), payloads=_lines(kept))


def cut_within(evidence: Evidence, dice: Dice) -> Evidence:
    """Cut the facts anywhere, as if the agent had been killed."""
    return replace(evidence, facts=evidence.facts[: -dice.randrange(1, len(evidence.facts))])


def append(evidence: Evidence, dice: Dice) -> Evidence:
    """Add an entry after the end, well chained; or half of one."""
    book = Book.of(evidence)
    entry = Entry(len(book.entries), "2026-11-22T23:59:59.000Z", 1e6, "hand.taken", GENESIS, book.entries[-1].hash())
    line = seal(entry.sequence, {})
    made = replace(entry, payload_hash=sha256(line)).line() + b"\n"
    if dice.random() < 0.3:
        return replace(evidence, facts=evidence.facts + made[: dice.randrange(1, len(made))])
    return replace(evidence, facts=evidence.facts + made, payloads=evidence.payloads + line + b"\n")


def _same_meaning(line: bytes, dice: Dice) -> bytes:
    value = json.loads(line)
    forms: list[Callable[[], str]] = [
        lambda: json.dumps(value),
        lambda: json.dumps(dict(reversed(value.items())), separators=(",", ":")),
        lambda: " " + line.decode(),
        lambda: line.decode().replace('"sequence":', '"sequence":0,"sequence":'),
        lambda: line.decode().replace('"s', '"\\u0073', 1),
    ]
    return dice.choice(forms)().encode()


def rewrite_fact(evidence: Evidence, dice: Dice) -> Evidence:
    """Write an entry otherwise, with the same meaning."""
    lines = evidence.facts.splitlines()
    at = dice.randrange(len(lines))
    lines[at] = _same_meaning(lines[at], dice)
    return replace(evidence, facts=_lines(lines))


def rewrite_ends(evidence: Evidence, dice: Dice) -> Evidence:
    """Change the ends of lines, or leave an empty one."""
    facts = evidence.facts
    at = [n for n, byte in enumerate(facts) if byte == 10]
    place = dice.choice(at)
    instead = dice.choice([b"\r\n", b"\n\n", b" \n"])
    return replace(evidence, facts=facts[:place] + instead + facts[place + 1 :])


# --- the contents ---------------------------------------------------------------------------------------------------


def edit_content_byte(evidence: Evidence, dice: Dice) -> Evidence:
    """Change one byte of the contents."""
    return replace(evidence, payloads=flip(evidence.payloads, dice))


def edit_content(evidence: Evidence, dice: Dice) -> Evidence:
    """Say something else in an entry: another value, a key more, another salt, another writing."""
    lines = evidence.payloads.splitlines()
    at = dice.randrange(len(lines))
    value = json.loads(lines[at])
    match dice.randrange(4):
        case 0:
            value["payload"] |= {"text": "autre chose"}
        case 1:
            value["salt"] = "0" * 32
        case 2:
            value["payload"] = {}
            value["salt"] = value["salt"][::-1]
        case _:
            lines[at] = _same_meaning(lines[at], dice)
            return replace(evidence, payloads=_lines(lines))
    lines[at] = canonical(value)
    return replace(evidence, payloads=_lines(lines))


def exchange_contents(evidence: Evidence, dice: Dice) -> Evidence:
    """Give each of two entries the other's content, under its own number."""
    lines = evidence.payloads.splitlines()
    one, other = _two(len(lines), dice)
    first, second = json.loads(lines[one]), json.loads(lines[other])
    lines[one] = canonical({**second, "sequence": one})
    lines[other] = canonical({**first, "sequence": other})
    return replace(evidence, payloads=_lines(lines))


def reorder_contents(evidence: Evidence, dice: Dice) -> Evidence:
    """Swap two lines of the contents, put one in twice, or add one that belongs to nothing."""
    lines = evidence.payloads.splitlines()
    one, other = _two(len(lines), dice)
    match dice.randrange(3):
        case 0:
            lines[one], lines[other] = lines[other], lines[one]
        case 1:
            lines.insert(dice.randrange(len(lines) + 1), lines[one])
        case _:
            lines.append(seal(len(lines) + dice.randrange(3), {"text": "de trop"}))
    return replace(evidence, payloads=_lines(lines))


def remove_fact_content(evidence: Evidence, dice: Dice) -> Evidence:
    """Take away what an entry says, though it is none of what may be erased."""
    erasable = {"chat.received", "chat.sent", "technician.identified"}
    lines, book = evidence.payloads.splitlines(), Book.of(evidence)
    del lines[dice.choice([n for n, entry in enumerate(book.entries) if entry.type not in erasable])]
    return replace(evidence, payloads=_lines(lines))


# --- the receipts ---------------------------------------------------------------------------------------------------


def _with(evidence: Evidence, *receipts: Receipt) -> Evidence:
    return replace(evidence, receipt=ReceiptFile(receipts=receipts).model_dump_json().encode())


def edit_receipt(evidence: Evidence, dice: Dice) -> Evidence:
    """Change what the receipt says."""
    (receipt,) = read_receipts(evidence.receipt)
    changes: list[dict[str, Any]] = [
        {"count": receipt.count + dice.choice([-1, 1])},
        {"head": sha256(b"x")},
        {"session": "f" * 32},
        {"final": False},
        {"console_key": receipt.agent_key},
        {"console_key": "", "console_signature": ""},
        {"agent_key": receipt.console_key},
        {"agent_signature": receipt.console_signature},
        {"console_signature": receipt.agent_signature},
        {"agent_signature": ""},
    ]
    return _with(evidence, receipt.model_copy(update=dice.choice(changes)))


def edit_receipt_byte(evidence: Evidence, dice: Dice) -> Evidence:
    """Change one byte of the receipt's file."""
    return replace(evidence, receipt=flip(evidence.receipt, dice))


def rewrite_receipt(evidence: Evidence, dice: Dice) -> Evidence:
    """Write the receipt's file otherwise, with the same meaning."""
    value = json.loads(evidence.receipt)
    spaced, sorted_ = json.dumps(value, indent=dice.randrange(1, 4)), json.dumps(value, sort_keys=True)
    return replace(evidence, receipt=dice.choice([spaced, sorted_]).encode())


def _resigned(receipt: Receipt, agent: Ed25519PrivateKey | None, console: Ed25519PrivateKey | None) -> Receipt:
    """Sign with other keys, as far as they are given."""
    if agent:
        receipt = receipt.model_copy(update={"agent_key": public_hex(agent)})
    if console:
        receipt = receipt.model_copy(update={"console_key": public_hex(console)})
    if agent:
        receipt = receipt.model_copy(update={"agent_signature": agent.sign(receipt.text("agent")).hex()})
    if console:
        receipt = receipt.model_copy(update={"console_signature": console.sign(receipt.text("console")).hex()})
    return receipt


def resign_one_side(evidence: Evidence, dice: Dice) -> Evidence:
    """Sign the receipt anew with a fresh key of one side or of both, the journal left as it is."""
    (receipt,) = read_receipts(evidence.receipt)
    fresh = Ed25519PrivateKey.generate
    agent, console = dice.choice([(fresh(), None), (None, fresh()), (fresh(), fresh())])
    if console is None and dice.random() < 0.5:
        receipt = receipt.model_copy(update={"console_signature": ""})
    return _with(evidence, _resigned(receipt, agent, console))


def _rekeyed(evidence: Evidence, dice: Dice, agent: str, console: str | None) -> Evidence:
    """Forge a consent, put other keys into the journal, and chain it all anew."""
    book = Book.of(evidence)
    book.put(0, {**book.content(0), "key": agent})
    if console:
        at = book.find("receipt.agreed")
        book.put(at, {"key": console})
    refused = book.find("permission.refused")
    book.entries[refused] = replace(book.entries[refused], type="permission.granted")
    return book.rechained(evidence)


def _restated(evidence: Evidence) -> Receipt:
    (receipt,) = read_receipts(evidence.receipt)
    entries = Book.of(evidence).entries
    return receipt.model_copy(update={"count": len(entries), "head": entries[-1].hash()})


def remake_with_new_agent_key(evidence: Evidence, dice: Dice) -> Evidence:
    """Make the whole journal anew under another key of the agent's, and keep the console's signature."""
    agent = Ed25519PrivateKey.generate()
    made = _rekeyed(evidence, dice, public_hex(agent), None)
    return _with(made, _resigned(_restated(made), agent, None))


def remake_with_both_keys(evidence: Evidence, dice: Dice) -> Evidence:
    """Make everything anew, with fresh keys of both sides: only the technician's copy tells."""
    agent, console = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    made = _rekeyed(evidence, dice, public_hex(agent), public_hex(console))
    return _with(made, _resigned(_restated(made), agent, console))


def take_away_countersignature(evidence: Evidence, dice: Dice) -> Evidence:
    """Leave only the agent's signature, or no receipt at all."""
    (receipt,) = read_receipts(evidence.receipt)
    alone = _with(evidence, receipt.model_copy(update={"console_signature": ""}))
    return dice.choice([alone, _with(evidence), replace(evidence, receipt=b"")])


OF_JOURNAL: tuple[Callable[[Evidence, Dice], Evidence], ...] = (
    edit_byte,
    edit_and_hash,
    edit_and_rechain,
    delete,
    delete_and_rechain,
    swap,
    swap_and_rechain,
    duplicate,
    insert_and_rechain,
    cut_tail,
    cut_within,
    append,
    rewrite_fact,
    rewrite_ends,
    edit_content_byte,
    edit_content,
    exchange_contents,
    reorder_contents,
    remove_fact_content,
    edit_receipt,
    edit_receipt_byte,
    rewrite_receipt,
    resign_one_side,
    remake_with_new_agent_key,
)
"""Deeds on a journal that it must contradict by itself."""
