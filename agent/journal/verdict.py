"""What may be found when a journal is judged, and what is proved when all is said."""

from dataclasses import dataclass, field
from enum import StrEnum

from agent.journal.chain import Entry
from agent.protocol.receipt import Receipt


class Fault(StrEnum):
    """One way in which evidence contradicts itself. Each has a sentence in the texts, `verify.<name>`."""

    UNREADABLE = "unreadable"
    REWRITTEN = "rewritten"
    """Means the same, but is not written as the agent writes it."""
    ALTERED = "altered"
    """Does not have the hash it claims."""
    MISPLACED = "misplaced"
    """Bears another number than its place."""
    UNCHAINED = "unchained"
    """Does not follow from the entry before."""
    UNKNOWN_ENTRY = "unknown_entry"
    """Is of a kind that no agent writes."""
    EMPTY = "empty"
    CONTENT_ALTERED = "content_altered"
    CONTENT_MISSING = "content_missing"
    """Is gone, though it is none of what may be erased."""
    CONTENT_STRANGE = "content_strange"
    """Belongs to no entry, or is there twice."""
    RECEIPT_UNREADABLE = "receipt_unreadable"
    RECEIPT_SESSION = "receipt_session"
    RECEIPT_KEY = "receipt_key"
    """Is under another key than the journal began with."""
    RECEIPT_CONSOLE_KEY = "receipt_console_key"
    RECEIPT_AGENT = "receipt_agent"
    """The agent's signature is not right."""
    RECEIPT_CONSOLE = "receipt_console"
    TAIL_CUT = "tail_cut"
    """More entries were signed for than there are."""
    HEAD = "head"
    """The entry signed for as the last is another."""
    AFTER_END = "after_end"
    """Something follows the end that was signed."""
    END_MISSING = "end_missing"
    """Signed as the end, and does not end."""
    PAGE = "page"
    """The readable part of the report is not the one the agent wrote."""
    TEXT = "text"
    """A text in the report is not the one that was accepted."""
    COPY_OTHER = "copy_other"
    """The technician's copy is of another session, or of other keys."""
    COPY_UNSIGNED = "copy_unsigned"


@dataclass(frozen=True)
class Found:
    """A fault, and the entry (from 0) it is found at, if it is at one."""

    fault: Fault
    entry: int | None = None


class Standing(StrEnum):
    """What is proved when all is said."""

    WHOLE = "whole"
    """Nothing is altered, and both sides signed the end."""
    PARTLY = "partly"
    """Nothing contradicts itself, but the end is not signed by both sides."""
    BROKEN = "broken"


@dataclass
class Verdict:
    """What was found; `places` are the lines, None where one cannot be read; `payloads` by sequence, where proved."""

    places: list[Entry | None] = field(default_factory=list)
    payloads: dict[int, dict[str, str]] = field(default_factory=dict)
    erased: list[int] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    faults: list[Found] = field(default_factory=list)
    torn: bool = False
    """The last entry was being written when the agent ended."""
    copy_agrees: bool | None = None
    """Whether the technician's copy says the same; None: there was none."""

    @property
    def entries(self) -> list[Entry]:
        """The entries that can be read, in their order."""
        return [entry for entry in self.places if entry]

    @property
    def signed_by_both(self) -> int:
        """How many entries both sides signed for."""
        return max((receipt.count for receipt in self.receipts if receipt.console_signature), default=0)

    @property
    def standing(self) -> Standing:
        """Sum it up."""
        if self.faults:
            return Standing.BROKEN
        ended = any(receipt.final and receipt.console_signature for receipt in self.receipts)
        return Standing.WHOLE if ended else Standing.PARTLY

    def add(self, fault: Fault, entry: int | None = None) -> None:
        """Note a fault."""
        self.faults.append(Found(fault, entry))
