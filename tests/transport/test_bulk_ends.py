"""The bulk process's pipes where the event loop takes none: on threads, over real pipes."""

import asyncio
import os
from threading import Thread

from agent.transport.bulk_ends import Threaded, read_on

MORE_THAN_A_PIPE_HOLDS = 3_000_000
SECONDS = 30


def read_all(source: int, size: int) -> bytes:
    with os.fdopen(source, "rb") as file:
        return file.read(size)


async def test_who_writes_does_not_wait_and_all_of_it_arrives_in_order() -> None:
    source, out = os.pipe()
    writer = Threaded(out)
    words = [os.urandom(MORE_THAN_A_PIPE_HOLDS), b"and then", b"this"]
    for word in words:
        writer.write(word)
    whole = b"".join(words)
    assert await asyncio.wait_for(asyncio.to_thread(read_all, source, len(whole)), SECONDS) == whole


async def test_what_comes_is_handed_over_and_so_is_the_end() -> None:
    source, out = os.pipe()
    reader = asyncio.StreamReader()
    thread = Thread(target=read_on, args=(asyncio.get_running_loop(), reader, source))
    thread.start()
    os.write(out, b"from the agent")
    async with asyncio.timeout(SECONDS):
        assert await reader.readexactly(14) == b"from the agent"
        os.close(out)
        assert await reader.read() == b""
    await asyncio.to_thread(thread.join)
    os.close(source)
