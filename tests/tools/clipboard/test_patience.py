"""A wait ends by itself, begins anew when renewed, and is over when ended."""

import asyncio

from agent.tools.clipboard.patience import Patience


async def test_it_tells_once_the_time_is_over() -> None:
    lost = asyncio.Event()
    Patience(lost.set, 0.01)
    await asyncio.wait_for(lost.wait(), 10)


async def test_ended_it_tells_nothing() -> None:
    told: list[str] = []
    patience = Patience(lambda: told.append("lost"), 0.0)
    patience.end()
    await asyncio.sleep(0.02)
    assert told == []


async def test_renewed_it_waits_as_long_again() -> None:
    lost = asyncio.Event()
    patience = Patience(lost.set, 0.05)
    began = asyncio.get_running_loop().time()
    await asyncio.sleep(0.03)
    patience.renew()
    await asyncio.wait_for(lost.wait(), 10)
    assert asyncio.get_running_loop().time() - began >= 0.079
