import asyncio
import subprocess
import sys
import threading
import time

import pytest

from agent.tools.off_loop import off_loop
from tests.tools.fakes import join_threads


async def test_work_runs_beside_the_loop() -> None:
    assert await off_loop(threading.get_ident, 5, "work") != threading.get_ident()


async def test_slow_work_is_given_up_and_the_loop_goes_on_meanwhile() -> None:
    gate = threading.Event()
    ticks = 0
    waiting = asyncio.ensure_future(off_loop(gate.wait, 0.2, "work"))
    while not waiting.done():
        await asyncio.sleep(0.01)
        ticks += 1
    gate.set()
    assert waiting.result() is None
    assert ticks > 3


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
async def test_work_that_raises_gives_nothing() -> None:
    def broken() -> str:
        raise KeyError("a surprise")

    assert await off_loop(broken, 5, "work") is None
    join_threads("work")


def test_hanging_work_does_not_hold_up_the_end_of_the_program() -> None:
    program = "import asyncio, time; from agent.tools.off_loop import off_loop; "
    program += "asyncio.run(off_loop(lambda: time.sleep(60), 0.1, 'work'))"
    began = time.monotonic()
    subprocess.run([sys.executable, "-c", program], check=True, timeout=30)
    assert time.monotonic() - began < 30
