"""What the microphone hears, as Opus packets for aiortc's sender; nothing at all while there is nothing to send."""

import asyncio
from fractions import Fraction
from typing import Any

from aiortc.mediastreams import MediaStreamTrack
from av import AudioFrame, CodecContext, Packet

from agent.tools.voice.samples import FRAME_BYTES, FRAME_SAMPLES, RATE, level

BITS = 24_000
"""A second, at which Opus carries a voice well (RFC 7587, 3.1.1), and the picture keeps its line."""
MOST_WAITING = 5
"""Frames that may wait to be sent; older ones are dropped."""


class MicrophoneTrack(MediaStreamTrack):
    """A track that gives packets as they are heard. Heard on any thread, the rest on the event loop's."""

    kind = "audio"

    def __init__(self) -> None:
        super().__init__()
        self._owner = asyncio.get_running_loop()
        self._frames: asyncio.Queue[bytes] = asyncio.Queue(MOST_WAITING)
        self._rest = b""
        self._open = False
        self._sent = 0
        self.loudest = 0
        """The level of what was sent since it was last asked for."""
        self._codec = CodecContext.create("libopus", "w")
        self._codec.bit_rate = BITS
        self._codec.format, self._codec.layout, self._codec.sample_rate = "s16", "mono", RATE
        self._codec.options = {"application": "voip", "fec": "1", "packet_loss": "5"}

    def hear(self, samples: bytes) -> None:
        """Take what the microphone heard, on its thread."""
        self._owner.call_soon_threadsafe(self._take, samples)

    def let(self, on: bool) -> None:
        """Send what is heard from now on, or nothing: what waits goes too."""
        self._open, self._rest, self.loudest = on, b"", 0
        while not self._frames.empty():
            self._frames.get_nowait()

    async def recv(self) -> "Packet[Any]":
        """Return the next packet, once there is one."""
        while True:
            samples = await self._frames.get()
            frame = AudioFrame("s16", "mono", FRAME_SAMPLES)
            frame.planes[0].update(samples)
            frame.sample_rate, frame.pts, frame.time_base = RATE, self._sent, Fraction(1, RATE)
            self._sent += FRAME_SAMPLES
            for packet in self._codec.encode(frame):
                self.loudest = max(self.loudest, level(samples))
                packet.pts, packet.time_base = self._sent, Fraction(1, RATE)
                return packet

    def _take(self, samples: bytes) -> None:
        if not self._open:
            return
        self._rest += samples
        while len(self._rest) >= FRAME_BYTES:
            if self._frames.full():
                self._frames.get_nowait()
            self._frames.put_nowait(self._rest[:FRAME_BYTES])
            self._rest = self._rest[FRAME_BYTES:]
