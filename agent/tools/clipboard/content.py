"""What passes of a clipboard: a text without control characters, an image written anew; and how large that is."""

import re
from dataclasses import dataclass
from typing import Final

from agent.desktop.base import Clip
from agent.protocol.clipboard_messages import MAX_CLIPBOARD_TEXT, ClipboardFault, ClipboardKind
from agent.tools.clipboard.png import ImageError, ImageTooLarge, plain_png

CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""All but tab and line ends. Pasted into a terminal, an escape sequence could end the bracket that keeps a paste from
being run.
"""


@dataclass(frozen=True)
class Content:
    """A content that may pass, and what the record says of its size: characters, or "width x height"."""

    clip: Clip
    size: str


def content_of(clip: Clip) -> Content | ClipboardFault:
    """Return what of `clip` passes, or why nothing does. May take seconds: no work for the loop."""
    return _text(clip.data) if clip.kind is ClipboardKind.TEXT else _image(clip.data)


def _text(data: bytes) -> Content | ClipboardFault:
    try:
        text = CONTROLS.sub("", data.decode())
    except UnicodeDecodeError:
        return ClipboardFault.UNREADABLE
    plain = text.encode()
    if len(plain) > MAX_CLIPBOARD_TEXT:
        return ClipboardFault.TOO_LARGE
    return Content(Clip(ClipboardKind.TEXT, plain), str(len(text))) if plain else ClipboardFault.NOTHING


def _image(data: bytes) -> Content | ClipboardFault:
    try:
        width, height, png = plain_png(data)
    except ImageTooLarge:
        return ClipboardFault.TOO_LARGE
    except ImageError:
        return ClipboardFault.UNREADABLE
    return Content(Clip(ClipboardKind.IMAGE, png), f"{width} x {height}")
