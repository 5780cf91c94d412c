"""Deeds are done in order and in turns: a long one never keeps the loop from seeing the customer."""

import asyncio
import time
from collections.abc import Generator

import pytest

from agent.desktop.base import DesktopError
from agent.desktop.turns import MOST, TURN_SECONDS, Deed, Turns


def counting(done: list[str], name: str, steps: int, seconds: float = 0.0) -> Deed:
    for step in range(steps):
        yield seconds
        done.append(f"{name}{step}")


def slow(done: list[float]) -> Deed:
    for _ in range(20):
        time.sleep(TURN_SECONDS)
        done.append(time.monotonic())
        yield 0


async def all_done(turns: Turns) -> None:
    last = asyncio.Event()

    def tell() -> Deed:
        yield 0
        last.set()

    turns.do(tell())
    await asyncio.wait_for(last.wait(), 10)


async def test_a_short_deed_is_done_at_once() -> None:
    done: list[str] = []
    Turns().do(counting(done, "a", 3))
    assert done == ["a0", "a1", "a2"]


async def test_deeds_keep_their_order_though_one_must_wait() -> None:
    done: list[str] = []
    turns = Turns()
    turns.do(counting(done, "a", 2, 0.01))
    turns.do(counting(done, "b", 1))
    assert done == []
    await all_done(turns)
    assert done == ["a0", "a1", "b0"]


async def test_the_loop_goes_on_between_the_steps_of_a_long_deed() -> None:
    done: list[float] = []
    beats: list[float] = []
    turns = Turns()
    turns.do(slow(done))
    while len(done) < 20:
        beats.append(time.monotonic())
        await asyncio.sleep(0)
    assert len(beats) >= 10


async def test_what_is_dropped_is_not_done() -> None:
    done: list[str] = []
    turns = Turns()
    turns.do(counting(done, "a", 2, 0.01))
    turns.do(counting(done, "b", 1))
    turns.drop()
    turns.do(counting(done, "c", 1))
    await asyncio.sleep(0.05)
    assert done == ["c0"]


async def test_a_flood_is_not_taken() -> None:
    turns = Turns()
    turns.do(counting([], "a", 1, 10))
    assert all(turns.do(counting([], "b", 1)) for _ in range(MOST - 1))
    assert not turns.do(counting([], "c", 1))
    turns.drop()


def broken(wait: float) -> Generator[float, None, None]:
    yield wait
    raise DesktopError("the screen is gone")


async def test_a_failure_is_told_at_once_or_at_the_next_deed() -> None:
    turns = Turns()
    with pytest.raises(DesktopError):
        turns.do(broken(0))
    turns.do(broken(0.001))
    await asyncio.sleep(0.05)
    with pytest.raises(DesktopError):
        turns.do(counting([], "a", 1))


def test_without_a_loop_it_waits_itself() -> None:
    done: list[str] = []
    Turns().do(counting(done, "a", 3, 0.001))
    assert done == ["a0", "a1", "a2"]
