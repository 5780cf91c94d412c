"""The clipboard: each message carries one transfer, begun by the technician; nothing is ever kept in step by itself.

Bytes go in small parts, at most CLIPBOARD_WINDOW of them not yet acknowledged, so that a withdrawal stops them at once
whatever the line carries.
"""

from base64 import b64decode, b64encode
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from agent.protocol.message import ForTool, FromAgent
from agent.protocol.permissions import Permission

MAX_CLIPBOARD_TEXT = 1024 * 1024
"""Bytes of a text, in UTF-8."""

MAX_CLIPBOARD_IMAGE = 8 * 1024 * 1024
"""Bytes of an image, as PNG."""

MAX_CLIPBOARD_PIXELS = 10_000_000
"""Pixels of an image; a 4K screen has 8.3 million."""

CLIPBOARD_PART = 9 * 1024
"""Bytes of one part: two of them, in base64, are 0.2 s on a line of 1 Mbit/s, and 3.7 Mbit/s at a round trip of 40 ms.

A multiple of three, so that no part but the last is padded.
"""

CLIPBOARD_WINDOW = 2
"""Parts that may be under way."""

TransferNumber = Annotated[int, Field(ge=1, le=2**31 - 1)]
"""Chosen by the console, another for each transfer; a transfer takes the place of one the same way."""

Size = Annotated[int, Field(ge=1, le=MAX_CLIPBOARD_IMAGE)]
"""Bytes."""

Part = Annotated[
    str,
    Field(
        min_length=4,
        max_length=CLIPBOARD_PART // 3 * 4,
        pattern=r"^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$",
    ),
]
"""1 to CLIPBOARD_PART bytes in base64 (RFC 4648, 4)."""


class ClipboardKind(StrEnum):
    """What a clipboard can hold that is passed on."""

    TEXT = "text"
    """Plain text, in UTF-8."""
    IMAGE = "image"
    """A PNG."""


class ClipboardFault(StrEnum):
    """Why there is no transfer, or no more of it."""

    NOTHING = "nothing"
    """There is neither text nor image, or what there is may not be read: which of these is never said."""
    TOO_LARGE = "too_large"
    UNANSWERED = "unanswered"
    """The program that holds the clipboard does not answer in time."""
    UNREADABLE = "unreadable"
    """It is not what it says it is: no UTF-8, no PNG."""
    STOPPED = "stopped"
    """Paused, withdrawn, or given up; nothing of it is kept."""


class ReadClipboard(ForTool, needs=Permission.CLIPBOARD_OUT, journal="clipboard.asked"):
    """Read what the customer copied, once; answered with `clipboard/content` and its pieces, or `clipboard/failed`."""

    type: Literal["clipboard/read"] = "clipboard/read"
    transfer: TransferNumber


class TookPiece(ForTool, needs=Permission.CLIPBOARD_OUT, journal=None):
    """The console has one piece more."""

    type: Literal["clipboard/took"] = "clipboard/took"
    transfer: TransferNumber


class PutText(ForTool, needs=Permission.CLIPBOARD_IN, journal="clipboard.text_put"):
    """Put a text where the customer can paste it, once: its `size` first, then its parts; then `clipboard/placed`."""

    type: Literal["clipboard/put_text"] = "clipboard/put_text"
    transfer: TransferNumber
    size: Size


class PutImage(ForTool, needs=Permission.CLIPBOARD_IN, journal="clipboard.image_put"):
    """Put an image where the customer can paste it, once: its `size` first, then its parts; then `clipboard/placed`."""

    type: Literal["clipboard/put_image"] = "clipboard/put_image"
    transfer: TransferNumber
    size: Size


class ClipboardPart(ForTool, needs=Permission.CLIPBOARD_IN, journal=None):
    """The next bytes of what is put."""

    type: Literal["clipboard/part"] = "clipboard/part"
    transfer: TransferNumber
    data: Part


class GiveUpClipboard(ForTool, needs=None, journal=None):
    """Give a transfer up, whichever way it goes."""

    type: Literal["clipboard/give_up"] = "clipboard/give_up"
    transfer: TransferNumber


class ClipboardContent(FromAgent):
    """What the customer copied: its kind and size; the bytes follow in pieces."""

    type: Literal["clipboard/content"] = "clipboard/content"
    transfer: TransferNumber
    kind: ClipboardKind
    size: Size


class ClipboardPiece(FromAgent):
    """The next bytes of it; each is acknowledged with `clipboard/took`."""

    type: Literal["clipboard/piece"] = "clipboard/piece"
    transfer: TransferNumber
    data: Part


class ClipboardTaken(FromAgent):
    """The agent has one part more of what is put."""

    type: Literal["clipboard/taken"] = "clipboard/taken"
    transfer: TransferNumber


class ClipboardPlaced(FromAgent):
    """What was put can be pasted, for as long as the plug-in runs."""

    type: Literal["clipboard/placed"] = "clipboard/placed"
    transfer: TransferNumber


class ClipboardFailed(FromAgent):
    """There is no such transfer, or no more of it."""

    type: Literal["clipboard/failed"] = "clipboard/failed"
    transfer: TransferNumber
    reason: ClipboardFault


def part_of(data: bytes, at: int) -> str:
    """Return the part of `data` that begins at `at`, as it travels."""
    return b64encode(data[at : at + CLIPBOARD_PART]).decode("ascii")


def bytes_of(part: str) -> bytes:
    """Return the bytes of a part that the wire let pass."""
    return b64decode(part, validate=True)
