"""A console's end of a bulk connection in Python: offers, then sends and receives as it is told."""

import asyncio
from collections import deque

from aiortc import RTCSessionDescription

from agent.protocol.sdp import keep_sha256
from agent.transport.bulk_peer import BulkPeer


class BulkConsole:
    """The offering end of a real connection."""

    def __init__(self) -> None:
        self.peer = BulkPeer([], self)
        self.chunks: deque[bytes] = deque()
        self.open = asyncio.Event()
        self.was_closed = asyncio.Event()
        self.taking = True
        self._changed = asyncio.Event()

    async def offer(self) -> str:
        """Make the offer."""
        connection = self.peer._connection
        await connection.setLocalDescription(await connection.createOffer())
        return keep_sha256(connection.localDescription.sdp)

    async def answered(self, sdp: str) -> None:
        """Take the answer."""
        await self.peer._connection.setRemoteDescription(RTCSessionDescription(sdp, "answer"))

    async def send(self, chunk: bytes) -> None:
        """Send a chunk once there is room for it."""
        while self.peer.waiting > 128 * 1024:
            self._changed.clear()
            await self._changed.wait()
        self.peer.send(chunk)

    async def receive(self) -> bytes:
        """Take the next chunk."""
        while not self.chunks:
            self._changed.clear()
            await self._changed.wait()
        chunk = self.chunks.popleft()
        if not self.taking:
            self.peer.took(len(chunk))
        return chunk

    def opened(self) -> None:
        self.open.set()

    def arrived(self, chunk: bytes) -> None:
        self.chunks.append(chunk)
        if self.taking:
            self.peer.took(len(chunk))
        self._changed.set()

    def left(self) -> None:
        self._changed.set()

    def closed(self, why: str) -> None:
        self.was_closed.set()
