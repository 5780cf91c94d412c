"""The process that carries bulk: below the picture in the system's eyes, gone at once when the agent is, or wants it.

It does what the agent's pipe says and holds no right of its own; the agent decides, and kills it to cut the line.
"""

import asyncio
import os
import sys
from asyncio import selector_events
from typing import Any

import psutil

from agent.protocol.errors import HandrailError
from agent.transport.bulk_ends import Writer, ends
from agent.transport.bulk_peer import BulkPeer
from agent.transport.bulk_pipe import Start, Word, count, read_word, word

NICE = 19
"""How far below the picture it stands where the system knows no better way (nice(1))."""


DATAGRAMS_A_TURN = 64
"""Datagrams that are read in one turn of the event loop, where asyncio reads one: what comes in must not wait for what
goes out, which keeps each turn busy for a millisecond."""


class BulkProcess:
    """The peer connection at one end, the agent's pipe at the other."""

    def __init__(self, reader: asyncio.StreamReader, writer: Writer) -> None:
        self._reader, self._writer = reader, writer
        self._peer: BulkPeer | None = None
        self._waiting = 0

    async def run(self) -> None:
        """Do what the agent says until it says nothing more. Raise HandrailError on what makes no sense."""
        while said := await read_word(self._reader):
            kind, content = said
            if kind is Word.START:
                await self._start(Start.model_validate_json(content))
            elif self._peer:
                self._do(self._peer, kind, content)

    async def _start(self, start: Start) -> None:
        self._peer = BulkPeer(start.ice_servers, self)
        self._writer.write(word(Word.ANSWER, (await self._peer.answer(start.offer)).encode()))

    def _do(self, peer: BulkPeer, kind: Word, content: bytes) -> None:
        match kind:
            case Word.CANDIDATE:
                peer.add_candidate(content.decode())
            case Word.CHUNK:
                self._waiting += len(content)
                peer.send(content)
            case Word.TAKEN:
                peer.took(int.from_bytes(content, "big"))
            case _:
                raise HandrailError(f"the agent said {kind.name} to its bulk process")

    # --- BulkEvents -----------------------------------------------------------------------------------------------

    def opened(self) -> None:
        """Tell that the channel stands; opening it takes little, and has its time."""
        stand_back()
        self._writer.write(word(Word.OPENED))

    def arrived(self, chunk: bytes) -> None:
        """Hand a chunk over; how many may come is bounded by what the agent has taken."""
        self._writer.write(word(Word.CHUNK, chunk))

    def left(self) -> None:
        """Tell how much of what the agent gave has gone."""
        waiting = self._peer.waiting if self._peer else 0
        self._writer.write(count(Word.ROOM, self._waiting - waiting))
        self._waiting = waiting

    def closed(self, why: str) -> None:
        """Tell that it is over."""
        self._writer.write(word(Word.CLOSED, why.encode()))


async def _run() -> None:
    await BulkProcess(*await ends()).run()


def _read_ready(transport: Any) -> None:
    """Read in place of asyncio's own."""
    for _ in range(DATAGRAMS_A_TURN):
        if transport._conn_lost:
            return
        try:
            data, address = transport._sock.recvfrom(transport.max_size)
        except (BlockingIOError, InterruptedError):
            return
        except OSError as error:
            transport._protocol.error_received(error)
            return
        transport._protocol.datagram_received(data, address)


def read_in_lots() -> None:
    """Have this process's loop read many datagrams a turn, where it has a selector (not on Windows)."""
    selector_events._SelectorDatagramTransport._read_ready = _read_ready  # type: ignore[attr-defined]


def stand_back() -> None:
    """Take what of the processor nobody else wants, and leave it at once to who does (sched(7), SCHED_IDLE).

    By nice(1) alone a letter typed beside a transfer waited at each step of its way for what was left of this
    process's turn: 54 to 65 ms at the 95th percentile where it took 41 without a transfer; 38 to 41 this way.
    """
    if sys.platform == "linux":
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    elif sys.platform == "win32":
        psutil.Process().nice(psutil.IDLE_PRIORITY_CLASS)
    else:
        os.nice(NICE)


def main() -> int:
    """Run until the agent closes the pipe."""
    read_in_lots()
    try:
        asyncio.run(_run())
    except HandrailError as error:
        print(f"handrail bulk: {error}", file=sys.stderr)
        return 1
    return 0
