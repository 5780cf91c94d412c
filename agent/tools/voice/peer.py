"""The peer connection for voice, inside its own process: one audio line both ways, Opus and nothing else.

The console's certificate is the one of its offer, which came through the proved link; aiortc checks that.
"""

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any, Protocol

from aiortc import RTCPeerConnection, RTCRtpSender
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack
from av import AudioFrame, AudioResampler

from agent.protocol.signalling import IceServer
from agent.protocol.voice_messages import VOICE_MEDIA
from agent.tools.voice.samples import RATE
from agent.transport.answering import answer, candidate, configuration


class VoiceEvents(Protocol):
    """Who owns a voice peer is told this, on the event loop's thread."""

    def opened(self) -> None:
        """The connection stands."""

    def heard(self, samples: bytes) -> None:
        """What the technician sent."""

    def closed(self) -> None:
        """The end, said once."""


class VoicePeer:
    """One RTCPeerConnection, for one offer."""

    def __init__(self, ice_servers: Sequence[IceServer], track: MediaStreamTrack, events: VoiceEvents) -> None:
        """Make the connection, which sends `track`. Raise ValueError when an ICE server's address is malformed."""
        self._events: VoiceEvents | None = events
        self._tasks: set[asyncio.Task[None]] = set()
        self._hearing = False
        self._connection = RTCPeerConnection(configuration(ice_servers))
        opus = [codec for codec in RTCRtpSender.getCapabilities("audio").codecs if codec.mimeType == "audio/opus"]
        self._connection.addTransceiver(track).setCodecPreferences(opus)
        self._connection.on("track", self._on_track)
        self._connection.on("datachannel", lambda _: self._close())
        self._connection.on("connectionstatechange", self._on_state)

    async def answer(self, offer: str) -> str:
        """Answer the one offer. Raise SdpError when it breaks the rule."""
        return await answer(self._connection, offer, VOICE_MEDIA)

    def add_candidate(self, text: str) -> None:
        """Take one of the console's candidates; the empty one says nothing. Raise WireError when it is malformed."""
        if text:
            self._spawn(self._connection.addIceCandidate(candidate(text)))

    def _on_track(self, track: MediaStreamTrack) -> None:
        if self._hearing:
            return self._close()
        self._hearing = True
        self._spawn(self._listen(track))

    async def _listen(self, track: MediaStreamTrack) -> None:
        mono = AudioResampler("s16", "mono", RATE)
        try:
            while self._events:
                frame = await track.recv()
                if isinstance(frame, AudioFrame):
                    for part in mono.resample(frame):
                        self._events.heard(bytes(part.planes[0])[: 2 * part.samples])
        except MediaStreamError:
            self._close()

    def _on_state(self) -> None:
        match self._connection.connectionState:
            case "connected" if self._events:
                self._events.opened()
            case "failed" | "closed":
                self._close()

    def _close(self) -> None:
        events, self._events = self._events, None
        if events:
            events.closed()

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
