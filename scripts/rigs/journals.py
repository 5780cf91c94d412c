"""Journals of whole sessions, written by the product's own parts, with a console that countersigns."""

from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from agent.journal.consent import consent_record
from agent.journal.evidence import Text
from agent.journal.journal import Journal
from agent.journal.receipts import Receipts
from agent.journal.report import Operator, report
from agent.protocol.messages import JournalHead, SignedHead
from agent.protocol.receipt import Receipt, ReceiptFile, public_hex
from agent.ui.documents import accepted_documents, privacy, terms
from agent.ui.words import Lang

SESSION = "0123456789abcdef0123456789abcdef"
OPERATOR = Operator("Exemple Assistance", "01 23 45 67 89")

DEEDS: list[tuple[str, dict[str, str]]] = [
    ("permission.requested", {"permission": "view"}),
    ("permission.granted", {"permission": "view"}),
    ("hiding.proposed", {"kind": "window"}),
    ("hiding.added", {"kind": "window", "by": "technician"}),
    ("chat.received", {"text": "Bonjour, ouvrez le menu <b>Fichier</b>."}),
    ("chat.sent", {"text": "C'est fait."}),
    ("permission.requested", {"permission": "control"}),
    ("permission.granted", {"permission": "control", "minutes": "10"}),
    ("input.used", {}),
    ("hand.taken", {}),
    ("hand.released", {}),
    ("session.paused", {"by": "customer"}),
    ("session.resumed", {"by": "customer"}),
    ("gate.refused", {"message": "files/list", "reason": "not_granted"}),
    ("permission.requested", {"permission": "system"}),
    ("permission.refused", {"permission": "system"}),
    ("permission.withdrawn", {"permission": "control"}),
]
"""What happens in the middle of a session."""


class Console:
    """The technician's half of the receipts."""

    def __init__(self) -> None:
        self._key = Ed25519PrivateKey.generate()
        self.key = public_hex(self._key)
        self.receipt: Receipt | None = None

    def sign(self, head: JournalHead) -> SignedHead:
        """Countersign, and keep the receipt."""
        receipt = Receipt(
            session=head.session,
            count=head.count,
            head=head.head,
            final=head.final,
            agent_key=head.public_key,
            console_key=self.key,
            agent_signature=head.signature,
        )
        signature = self._key.sign(receipt.text("console")).hex()
        self.receipt = receipt.model_copy(update={"console_signature": signature})
        return SignedHead(count=head.count, final=head.final, signature=signature)

    @property
    def file(self) -> bytes:
        """The copy that the technician downloads."""
        return ReceiptFile(receipts=(self.receipt,) if self.receipt else ()).model_dump_json().encode()


@dataclass
class Scene:
    """A session being recorded in `folder`; the clock goes by itself, a second an entry."""

    folder: Path
    lang: Lang = "fr"
    countersigning: bool = True

    def __post_init__(self) -> None:
        self.console = Console()
        self.journal = Journal(self.folder)
        self.receipts = Receipts(self.journal)

    def record(self, kind: str, payload: dict[str, str]) -> None:
        """Write one entry."""
        second = self.journal.count
        wall = f"2026-11-22T{13 + second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}.000Z"
        self.journal.record(kind, payload, wall, 100.0 + second)

    def begin(self) -> None:
        """Open the plug-in, accept, pair, and agree on keys."""
        self.record("agent.started", self.receipts.started)
        accepted = accepted_documents((terms(self.lang), privacy(self.lang)))
        record = consent_record(accepted, self.lang, OPERATOR.name, OPERATOR.phone, "2026-11-22")
        self.record("terms.accepted", record)
        who = {"id": "t-1", "name": "Camille D.", "organisation": "Exemple Assistance"}
        self.record("technician.identified", who)
        self.record("session.started", {"session": SESSION})
        self.receipts.begin(SESSION)
        if self.countersigning:
            self.record("receipt.agreed", {"key": self.console.key})
            self.receipts.agree(self.console.key)

    def checkpoint(self) -> None:
        """Sign how far it stands, and have it countersigned."""
        if head := self.receipts.checkpoint():
            self.receipts.countersigned(self.console.sign(head))

    def end(self) -> None:
        """End it properly."""
        self.record("session.ended", {"reason": "customer", "sent": "12400000"})
        head = self.receipts.final()
        if head and self.countersigning:
            self.receipts.countersigned(self.console.sign(head))

    def report(self) -> bytes:
        """Write the report that the customer saves."""
        return report(self.folder, texts(self.lang), self.lang, OPERATOR, self.receipts.sign_page)


def texts(lang: Lang) -> tuple[Text, ...]:
    """The texts in force, as a report holds them."""
    return tuple(Text(id=document.id, text=document.text) for document in (terms(lang), privacy(lang)))


def session(folder: Path, lang: Lang = "fr", rounds: int = 1, countersigning: bool = True) -> Scene:
    """Record a whole session, with a checkpoint after each round of deeds."""
    scene = Scene(folder, lang, countersigning)
    scene.begin()
    for _ in range(rounds):
        for kind, payload in DEEDS:
            scene.record(kind, payload)
        scene.checkpoint()
    scene.end()
    return scene
