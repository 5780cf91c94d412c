"""The bulk process's own ends of the agent's pipe, on every system.

Windows' event loop takes no standard pipes (CreateIoCompletionPort wants them overlapped): there two threads stand
between. What can pile up is bounded by what either side says that it has taken.
"""

import asyncio
import os
import sys
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import Final, Protocol

from agent.inherited import own_output

_PIECE: Final = 64 * 1024


class Writer(Protocol):
    """Where words go."""

    def write(self, data: bytes) -> None:
        """Write all of it, in order, without waiting."""


async def ends() -> tuple[asyncio.StreamReader, Writer]:
    """Take over standard input and output."""
    reader = asyncio.StreamReader()
    return reader, await _take_over(reader, own_output())


async def _take_over(reader: asyncio.StreamReader, out: int) -> Writer:
    loop = asyncio.get_running_loop()
    if sys.platform == "win32":
        Thread(target=read_on, args=(loop, reader, 0), daemon=True, name="from the agent").start()
        return Threaded(out)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin.buffer)
    writer, _ = await loop.connect_write_pipe(asyncio.Protocol, os.fdopen(out, "wb", buffering=0))
    return writer


class Threaded:
    """Writes to a descriptor on a thread."""

    def __init__(self, out: int) -> None:
        self._out = out
        self._words: SimpleQueue[bytes] = SimpleQueue()
        Thread(target=self._write, daemon=True, name="to the agent").start()

    def write(self, data: bytes) -> None:
        """Write all of it, in order, without waiting."""
        self._words.put(data)

    def _write(self) -> None:
        with suppress(OSError):  # the agent went, and so does this process
            while True:
                left = memoryview(self._words.get())
                while left:
                    left = left[os.write(self._out, left) :]


def read_on(loop: asyncio.AbstractEventLoop, reader: asyncio.StreamReader, source: int) -> None:
    """Hand over what comes from a descriptor until the other side closes it, on a thread of its own."""
    with suppress(RuntimeError):  # the loop is over, and so is this process
        with suppress(OSError):
            while data := os.read(source, _PIECE):
                loop.call_soon_threadsafe(reader.feed_data, data)
        loop.call_soon_threadsafe(reader.feed_eof)
