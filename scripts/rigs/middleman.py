"""A man in the middle of the peer connections: answers the console, offers to the agent, passes every message on."""

import asyncio
from collections.abc import Awaitable, Callable

from aiortc import RTCConfiguration, RTCDataChannel, RTCPeerConnection, RTCSessionDescription
from aiortc.exceptions import InvalidStateError
from aiortc.sdp import candidate_from_sdp

from agent.protocol.messages import CHANNELS
from agent.protocol.sdp import keep_sha256

Say = Callable[[str, dict[str, str]], Awaitable[None]]
"""Says a negotiation to "console" or "agent"."""


class Middleman:
    """Two peer connections and a pipe between their channels."""

    def __init__(self, say: Say, on_message: Callable[[], None]) -> None:
        """Say negotiations by `say`; call `on_message` whenever a message passes."""
        self._say = say
        self._console, self._agent = _connection(), _connection()
        self._tasks: set[asyncio.Task[None]] = set()
        for label in CHANNELS:
            _pipe(_channel(self._console, label), _channel(self._agent, label), on_message)

    def take(self, to: str, negotiation: dict[str, str]) -> None:
        """Take what was meant for `to`."""
        task = asyncio.get_running_loop().create_task(self._take(negotiation))
        self._tasks.add(task)

    async def close(self) -> None:
        """Let go of both connections."""
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._console.close()
        await self._agent.close()

    async def _take(self, negotiation: dict[str, str]) -> None:
        match negotiation["type"]:
            case "offer":
                await self._console.setRemoteDescription(RTCSessionDescription(negotiation["sdp"], "offer"))
                await self._agent.setLocalDescription(await self._agent.createOffer())
                await self._say("agent", {"type": "offer", "sdp": keep_sha256(self._agent.localDescription.sdp)})
            case "answer":
                await self._agent.setRemoteDescription(RTCSessionDescription(negotiation["sdp"], "answer"))
                await self._console.setLocalDescription(await self._console.createAnswer())
                await self._say("console", {"type": "answer", "sdp": keep_sha256(self._console.localDescription.sdp)})
            case "candidate" if negotiation["candidate"]:
                candidate = candidate_from_sdp(negotiation["candidate"].removeprefix("candidate:"))
                candidate.sdpMLineIndex = 0
                await self._console.addIceCandidate(candidate)


def _connection() -> RTCPeerConnection:
    return RTCPeerConnection(RTCConfiguration(iceServers=[]))


def _channel(connection: RTCPeerConnection, label: str) -> RTCDataChannel:
    return connection.createDataChannel(label, negotiated=True, id=CHANNELS[label])


def _pipe(one: RTCDataChannel, other: RTCDataChannel, on_message: Callable[[], None]) -> None:
    for source, sink in ((one, other), (other, one)):
        waiting: list[str | bytes] = []

        def flush(sink: RTCDataChannel = sink, waiting: list[str | bytes] = waiting) -> None:
            while waiting and sink.readyState == "open":
                try:
                    sink.send(waiting.pop(0))
                except InvalidStateError:
                    return

        def take(data: str | bytes, waiting: list[str | bytes] = waiting, flush: Callable[[], None] = flush) -> None:
            on_message()
            waiting.append(data)
            flush()

        source.on("message", take)
        sink.on("open", flush)
