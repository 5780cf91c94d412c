"""Run one piece of blocking work beside the event loop, with a limit after which it is forgotten."""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


async def off_loop(work: Callable[[], T], seconds: float, name: str) -> T | None:
    """Return what `work` returns; None when it raises or takes longer than `seconds`.

    The thread is a daemon: work that hangs (a dead disk) must not hold up the end of the session, as the loop's own
    executor would. What it raises is printed by threading's hook, for whoever looks into it.
    """
    loop = asyncio.get_running_loop()
    done = asyncio.Event()
    results: list[T] = []

    def run() -> None:
        try:
            results.append(work())
        finally:
            with contextlib.suppress(RuntimeError):  # the loop may have ended meanwhile
                loop.call_soon_threadsafe(done.set)

    threading.Thread(target=run, name=name, daemon=True).start()
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(done.wait(), seconds)
    return results[0] if results else None
