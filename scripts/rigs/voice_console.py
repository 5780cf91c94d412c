"""The technician's end of a voice connection, in Python: sends a tone, counts and keeps what it hears."""

import asyncio
import math
import time
from array import array
from fractions import Fraction

from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack
from av import AudioFrame

RATE, FRAME = 48_000, 960


class Tone(MediaStreamTrack):
    """A tone that never ends."""

    kind = "audio"

    def __init__(self, hertz: float) -> None:
        super().__init__()
        self._hertz, self._at, self._began = hertz, 0, time.monotonic()

    async def recv(self) -> AudioFrame:
        """Return the next 20 ms, when it is time for them."""
        await asyncio.sleep(max(0, self._began + self._at / RATE - time.monotonic()))
        turn = 2 * math.pi * self._hertz / RATE
        wave = array("h", (round(12_000 * math.sin(turn * i)) for i in range(self._at, self._at + FRAME)))
        frame = AudioFrame("s16", "mono", FRAME)
        frame.planes[0].update(wave.tobytes())
        frame.sample_rate, frame.pts, frame.time_base = RATE, self._at, Fraction(1, RATE)
        self._at += FRAME
        return frame


class VoiceConsole:
    """Offers, and hears."""

    def __init__(self, hertz: float = 880) -> None:
        self.connection = RTCPeerConnection()
        self.connection.addTrack(Tone(hertz))
        self.connection.on("track", self._on_track)
        self.heard = array("h")
        self.last_packet = 0.0
        """When the last packet's sound came (time.monotonic)."""
        self._listening: asyncio.Task[None] | None = None

    async def offer(self) -> str:
        """Return the offer, with its candidates."""
        await self.connection.setLocalDescription(await self.connection.createOffer())
        sdp = str(self.connection.localDescription.sdp)
        return "".join(line for line in sdp.splitlines(True) if "fingerprint:sha-" not in line or "sha-256" in line)

    async def answered(self, sdp: str) -> None:
        """Take the answer."""
        await self.connection.setRemoteDescription(RTCSessionDescription(sdp, "answer"))

    async def hears(self, seconds: float) -> "array[int]":
        """Return so much of what comes from now on."""
        del self.heard[:]
        async with asyncio.timeout(20):
            while len(self.heard) < RATE * seconds:  # noqa: ASYNC110 (no event to await)
                await asyncio.sleep(0.02)
        return self.heard[: round(RATE * seconds)]

    async def close(self) -> None:
        """Let go."""
        await self.connection.close()

    def _on_track(self, track: MediaStreamTrack) -> None:
        self._listening = asyncio.ensure_future(self._listen(track))

    async def _listen(self, track: MediaStreamTrack) -> None:
        try:
            while True:
                frame = await track.recv()
                if not isinstance(frame, AudioFrame):
                    continue
                self.last_packet = time.monotonic()
                both = array("h", bytes(frame.planes[0])[: 4 * frame.samples])
                self.heard += both[::2]
        except MediaStreamError:
            return
