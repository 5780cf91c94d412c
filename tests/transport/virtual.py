"""Two SCTP associations over a line of a given delay, rate and loss, in virtual time: seconds pass in milliseconds, and
every run with the same seed is the same.
"""

import asyncio
import random
import selectors
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

import pytest
from aiortc import rtcsctptransport
from aiortc.rtcsctptransport import RTCSctpTransport

from agent.transport.sctp import PromptSctp

T = TypeVar("T")

HEADERS = 20 + 8 + 37
"""Bytes of IPv4, UDP and DTLS 1.2 (AES-GCM) around each SCTP packet."""


class _Clockwork(selectors.DefaultSelector):
    """Lets the time pass instead of waiting."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Return what is ready; if nothing is, it is `timeout` later."""
        if timeout is None:
            raise RuntimeError("nothing will ever happen")
        if not (ready := super().select(0)):
            self.now += max(timeout, 0.0)
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop whose clock jumps to the next timer."""

    def __init__(self) -> None:
        self._clockwork = _Clockwork()
        super().__init__(self._clockwork)

    def time(self) -> float:
        """Return the virtual seconds since the loop was made."""
        return self._clockwork.now

    def spend(self, seconds: float) -> None:
        """Let time pass at once, as work on this thread does."""
        self._clockwork.now += seconds


def run(scene: Callable[[], Coroutine[Any, Any, T]], monkeypatch: pytest.MonkeyPatch) -> T:
    """Run `scene` in virtual time, in aiortc too."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        clock = type("Clock", (), {"time": staticmethod(runner.get_loop().time)})
        monkeypatch.setattr(rtcsctptransport, "time", clock)
        return runner.run(scene())


@dataclass(frozen=True)
class Line:
    """One direction: seconds of delay and of jitter (order is kept), share lost, bytes a second, seconds of buffer."""

    delay: float = 0.001
    jitter: float = 0.0
    loss: float = 0.0
    rate: float = 1e9
    buffer: float = 0.4


class End:
    """What an association sees of DTLS, and the line that leads away from it."""

    state = "connected"

    def __init__(self, role: str, line: Line, seed: int) -> None:
        self._role, self.line = role, line
        self.other: End
        self.packets: list[bytes] = []
        """All that was sent, also what the line lost."""
        self._chance = random.Random(seed)
        self._free = self._last = 0.0
        self._receiver: Any = None
        self._arriving: set[asyncio.Task[None]] = set()

    def _register_data_receiver(self, receiver: Any) -> None:
        self._receiver = receiver

    def _unregister_data_receiver(self, receiver: Any) -> None:
        self._receiver = None

    async def _send_data(self, packet: bytes) -> None:
        self.packets.append(packet)
        loop = asyncio.get_running_loop()
        begins = max(loop.time(), self._free)
        if begins - loop.time() > self.line.buffer or self._chance.random() < self.line.loss:
            return
        self._free = begins + (len(packet) + HEADERS) / self.line.rate
        due = self._free + self.line.delay + self._chance.uniform(-self.line.jitter, self.line.jitter)
        self._last = max(self._last, due)
        loop.call_at(self._last, self.other.arrive, packet)

    def arrive(self, packet: bytes) -> None:
        """Hand a packet to the association at this end."""
        if self._receiver:
            task = asyncio.get_running_loop().create_task(self._receiver._handle_data(packet))
            self._arriving.add(task)
            task.add_done_callback(self._arriving.discard)


class Receiver(RTCSctpTransport):
    """The other side: keeps what arrives, and when."""

    def __init__(self, end: End) -> None:
        super().__init__(end)  # type: ignore[arg-type]
        self.received: list[tuple[float, bytes]] = []
        self.on_received: Callable[[bytes], None] = lambda data: None

    async def _receive(self, stream_id: int, pp_id: int, data: bytes) -> None:
        self.received.append((asyncio.get_running_loop().time(), data))
        self.on_received(data)


@dataclass(frozen=True)
class Pair:
    """Two associations, established."""

    sender: PromptSctp
    receiver: Receiver
    way: End
    """What the sender sends over."""
    back: End

    async def send(self, data: bytes, stream: int = 4) -> None:
        """Send one message."""
        await self.sender._send(stream, 53, data)

    async def settle(self) -> None:
        """Wait until everything is acknowledged."""
        while self.sender._sent_queue or self.sender._outbound_queue:
            await asyncio.sleep(0.005)

    async def stop(self) -> None:
        """End both."""
        await self.sender.stop()
        await self.receiver.stop()


async def paired(way: Line, back: Line | None = None, seed: int = 1) -> Pair:
    """Establish two associations over a line that spares what is said before."""
    there, here = End("server", Line(), seed), End("client", Line(), seed + 1)
    there.other, here.other = here, there
    sender, receiver = PromptSctp(there), Receiver(here)  # type: ignore[arg-type]
    await sender.start(RTCSctpTransport.getCapabilities(), 5000)
    await receiver.start(RTCSctpTransport.getCapabilities(), 5000)
    while not sender.state == receiver.state == "connected":
        await asyncio.sleep(0.001)
    there.line, here.line = way, back or Line(way.delay, way.jitter, way.loss)
    there.packets.clear()
    return Pair(sender, receiver, there, here)
