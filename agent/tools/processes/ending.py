"""Ends one process: exactly the one that was meant, held by a descriptor that no other process can take over."""

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import psutil

from agent.protocol.process_messages import EndOutcome


@contextmanager
def held(process: psutil.Process) -> Iterator[int | None]:
    """Yield a descriptor of a process (pidfd_open(2)); None when it has ended, whatever has its pid now.

    Its identity is compared after the descriptor was opened: from then on the descriptor means no other.
    """
    try:
        descriptor = os.pidfd_open(process.pid)
    except ProcessLookupError:
        yield None
        return
    try:
        yield descriptor if process.is_running() else None
    finally:
        os.close(descriptor)


def end(descriptor: int, force: bool) -> EndOutcome:
    """Send SIGTERM, or SIGKILL, to the process that a descriptor holds; say what came of sending it."""
    try:
        signal.pidfd_send_signal(descriptor, signal.SIGKILL if force else signal.SIGTERM)
    except ProcessLookupError:
        return EndOutcome.GONE
    except PermissionError:
        return EndOutcome.REFUSED
    return EndOutcome.ASKED


async def wait_for_end(descriptor: int, seconds: float) -> bool:
    """Wait for the process to end; say whether it did in time. The descriptor becomes readable then (pidfd_open(2))."""
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    loop.add_reader(descriptor, ended.set)
    try:
        async with asyncio.timeout(seconds):
            await ended.wait()
    except TimeoutError:
        return False
    finally:
        loop.remove_reader(descriptor)
    return True
