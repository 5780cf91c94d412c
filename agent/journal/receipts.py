"""The agent's half of the receipts: signs how far the journal stands, and keeps what the console countersigns.

During the session as well as at its end, since an abrupt end has no last word: the app asks for a `checkpoint` about
once a second. The signing key is made here, lives in memory and goes with the program.
"""

from collections import deque

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from agent.journal.journal import Journal
from agent.journal.payloads import replace
from agent.protocol.errors import WireError
from agent.protocol.messages import JournalHead, SignedHead, parse_console_message
from agent.protocol.receipt import Receipt, ReceiptFile, public_hex

RECEIPT = "receipt.json"
FORMAT = "handrail-journal/1"

OUTSTANDING = 8
"""Receipts that wait for their countersignature; older ones are given up."""


class Receipts:
    """The receipts of one journal, and so of one session."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._key = Ed25519PrivateKey.generate()
        self.key = public_hex(self._key)
        """The public key, in hexadecimal; the journal's first entry binds it (`started`)."""
        self._session = self._console_key = ""
        self._waiting: deque[Receipt] = deque(maxlen=OUTSTANDING)
        self._latest: Receipt | None = None
        self._countersigned: Receipt | None = None

    @property
    def started(self) -> dict[str, str]:
        """The payload of the first entry, `agent.started`."""
        return {"format": FORMAT, "key": self.key}

    @property
    def complete(self) -> bool:
        """Whether the last receipt is countersigned."""
        return self._countersigned is not None and self._countersigned.final

    def begin(self, session_id: str) -> None:
        """Name the session that is receipted from now on."""
        self._session = session_id

    def agree(self, console_key: str) -> None:
        """Take the key with which the console will countersign: the first one only."""
        self._console_key = self._console_key or console_key

    def checkpoint(self) -> JournalHead | None:
        """Sign how far the journal stands, for the console; None when nothing is new, or nobody would countersign."""
        known = self._latest.count if self._latest else 0
        if not self._console_key or not self._session or known == self._journal.count:
            return None
        return self._sign(final=False)

    def final(self) -> JournalHead | None:
        """Sign the end: no entry follows. None before a session. Raise JournalError when it cannot be kept."""
        if not self._session:
            return None
        self._journal.seal()
        return self._sign(final=True)

    def countersigned(self, message: SignedHead) -> bool:
        """Keep the console's signature; say whether it is one, of a receipt that waits. Others are passed over."""
        for receipt in self._waiting:
            both = receipt.model_copy(update={"console_signature": message.signature})
            if (receipt.count, receipt.final) == (message.count, message.final) and both.signed_by("console"):
                self._keep(both)
                return True
        return False

    def heard(self, text: str) -> bool:
        """Take what the console says after the end; say whether it is the countersignature of the last receipt."""
        try:
            message = parse_console_message(text)
        except WireError:
            return False
        return isinstance(message, SignedHead) and message.final and self.countersigned(message)

    def sign_page(self, page: bytes) -> str:
        """Sign the readable report that is made of this journal."""
        return self._key.sign(page).hex()

    def _sign(self, final: bool) -> JournalHead:
        receipt = Receipt(
            session=self._session,
            count=self._journal.count,
            head=self._journal.head,
            final=final,
            agent_key=self.key,
            console_key=self._console_key,
        )
        signature = self._key.sign(receipt.text("agent")).hex()
        self._latest = receipt.model_copy(update={"agent_signature": signature})
        self._waiting.append(self._latest)
        self._write()
        return JournalHead(
            session=receipt.session,
            count=receipt.count,
            head=receipt.head,
            final=final,
            public_key=self.key,
            signature=signature,
        )

    def _keep(self, both: Receipt) -> None:
        if self._countersigned is None or both.count >= self._countersigned.count:
            self._countersigned = both
            self._write()

    def _write(self) -> None:
        """Keep the newest receipt, and the newest that both signed, beside the journal."""
        newest = {(receipt.count, receipt.final): receipt for receipt in (self._latest, self._countersigned) if receipt}
        kept = ReceiptFile(receipts=tuple(newest.values()))
        replace(self._journal.directory / RECEIPT, kept.model_dump_json().encode())
