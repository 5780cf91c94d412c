"""Decides which changed areas go out, when and how: damage -> capture -> mask -> encode -> send, paced by what was shown.

The worker thread captures and encodes; only the event loop sends, and asks the gate before every message. How pixels become
bytes is decided in encode.py and lossless.py, how bytes become messages in wire.py.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from agent.desktop.base import Rect, ScreenSource
from agent.protocol.errors import HandrailError
from agent.protocol.messages import VideoCodec


@dataclass
class PictureStats:
    """What was sent so far."""

    frames: int = 0
    messages: int = 0
    bytes: int = 0


class PictureSender:
    """Sends the picture of one screen to one console. Every method is called on the event loop's thread."""

    def __init__(
        self,
        source: ScreenSource,
        *,
        send: Callable[[bytes], None],
        buffered: Callable[[], int],
        permitted: Callable[[], bool],
        masks: Callable[[], Sequence[Rect]],
        on_geometry: Callable[[int, int], None],
        on_error: Callable[[HandrailError], None],
    ) -> None:
        self.stats = PictureStats()

    def start(self) -> None:
        """Begin with a full picture. Calls `on_geometry` before the first message and at each change of size."""

    def stop(self) -> None:
        """Send nothing more: once this returns, nothing reaches `send`, whatever a worker is still doing."""

    def close(self) -> None:
        """Stop for good and end the worker thread; the source stays the caller's."""

    def use_codecs(self, codecs: Sequence[VideoCodec]) -> None:
        """Allow these video codecs. Until told, everything is lossless."""

    def shown(self, frame: int) -> None:
        """Take note that the console drew everything up to `frame`."""

    def refresh(self) -> None:
        """Send everything anew, beginning with a key frame."""

    def masks_changed(self) -> None:
        """Send what a mask now covers or no longer covers; the masks are asked for anew at each capture."""
