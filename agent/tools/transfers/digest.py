"""What both ends of a transfer compare of a file: its SHA-256, or of more than one block the SHA-256 of its blocks'.

The blocks' follow one another. The technician's browser has a SHA-256 that takes no parts: this way it can run along
with a file of any size. Twin of rendezvous/console/src/transfers/digest.ts.
"""

from hashlib import sha256
from typing import Final

BLOCK: Final = 1 << 20
"""Bytes of a block; the last may be shorter."""


class Digest:
    """It, as far as the file came; and the SHA-256 of all of it, as the journal has it."""

    def __init__(self) -> None:
        self.offset = 0
        """Bytes that were added."""
        self._whole, self._block, self._blocks = sha256(), sha256(), sha256()

    def add(self, data: bytes) -> None:
        """Take the next bytes."""
        self._whole.update(data)
        left = memoryview(data)
        while left:
            part = left[: BLOCK - self.offset % BLOCK]
            if self.offset and self.offset % BLOCK == 0:
                self._close_block()
            self._block.update(part)
            self.offset += len(part)
            left = left[len(part) :]

    def copy(self) -> "Digest":
        """Return another that goes on from here."""
        other = Digest()
        other.offset, other._whole = self.offset, self._whole.copy()
        other._block, other._blocks = self._block.copy(), self._blocks.copy()
        return other

    def value(self) -> bytes:
        """Return what is compared of all that was added (32 bytes); this goes on as it was."""
        if self.offset <= BLOCK:
            return self._whole.digest()
        blocks = self._blocks.copy()
        blocks.update(self._block.digest())
        return blocks.digest()

    @property
    def sha256(self) -> str:
        """The SHA-256 of all that was added, in hexadecimal digits."""
        return self._whole.hexdigest()

    def _close_block(self) -> None:
        self._blocks.update(self._block.digest())
        self._block = sha256()
