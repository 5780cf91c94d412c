"""How long the desktop's parts take: `python -m tests.desktop.measure`. Run it on an otherwise quiet machine."""

import asyncio
import os
import statistics
import sys
import time
from collections.abc import Callable
from typing import Final

from agent.desktop.base import HandKind
from agent.desktop.x11.connection import X11Connection
from agent.desktop.x11.hand import X11Hand
from agent.desktop.x11.injector import X11Injector
from agent.desktop.x11.own_windows import X11OwnWindows
from scripts.rigs.xserver import window_manager, xephyr, xvfb
from tests.desktop.rig import TK_ENTRY, entry

TIMES: Final = 500
SENDER: Final = f"""
import sys, time, Xlib.display
from Xlib import X
from Xlib.ext import xtest
display = Xlib.display.Display(sys.argv[1])
for index in range({TIMES}):
    time.sleep(0.013)
    sent = time.monotonic()
    xtest.fake_input(display, X.MotionNotify, x=100 + index % 400, y=200)
    display.sync()
    print(sent, flush=True)
"""


def report(what: str, seconds: list[float]) -> None:
    """Print the 50th and 99th percentile in milliseconds."""
    cuts = statistics.quantiles(seconds, n=100)
    print(f"{what:55} p50 {cuts[49] * 1e3:6.2f} ms   p99 {cuts[98] * 1e3:6.2f} ms   n {len(seconds)}")


def measure(what: str, do: Callable[[int], object]) -> None:
    """Time `do` and report it."""
    seconds = []
    for index in range(TIMES):
        start = time.perf_counter()
        do(index)
        seconds.append(time.perf_counter() - start)
    report(what, seconds)


def costs(display: str) -> None:
    """Time each question and each injection, guarded and not, with a window manager and an application."""
    connection = X11Connection(display)
    windows = X11OwnWindows(connection, lambda: {os.getpid()})
    guarded, bare = X11Injector(connection, windows), X11Injector(X11Connection(display))
    guarded.move(100, 40)
    measure("own_windows.allow_pointer over an application", lambda _: windows.allow_pointer(100, 40))
    measure("own_windows.allow_keys", lambda _: windows.allow_keys())
    measure("injector.move", lambda index: guarded.move(100 + index % 50, 40))
    for name, injector in (("server grabbed, guard asked", guarded), ("server grabbed, no guard", bare)):
        press(name, injector)
        injector.close()


def press(name: str, injector: X11Injector) -> None:
    """Time what is injected with the server grabbed."""
    measure(f"button: {name}", lambda index: injector.button(2, index % 2 == 0))
    measure(f"key: {name}", lambda index: injector.key("KeyA", "a", index % 2 == 0))
    measure(f"text, a character: {name}", lambda _: injector.text("é"))


async def latency(outer: str, inner: str) -> None:
    """Time from a real device's movement to the hand's callback."""
    connection = X11Connection(inner)
    hand, came = X11Hand(connection), list[float]()
    hand.start(lambda kind: came.append(time.monotonic()) if kind is HandKind.POINTER else None)
    pipe = asyncio.subprocess.PIPE
    sender = await asyncio.create_subprocess_exec(sys.executable, "-c", SENDER, outer, stdout=pipe)
    output, _ = await sender.communicate()
    await asyncio.sleep(0.5)
    hand.stop()
    sent = [float(line) for line in output.split()]
    print(f"{len(sent)} movements of a real mouse, {len(came)} reported")
    firsts = [next((there for there in came if there >= here), None) for here in sent]
    report("real mouse to callback", [there - here for here, there in zip(sent, firsts, strict=True) if there])
    connection.close()


def main() -> None:
    """Measure all of it."""
    with xvfb() as outer, window_manager(outer), entry(outer, TK_ENTRY):
        costs(outer)
    with xvfb() as outer, xephyr(outer) as inner:
        asyncio.run(latency(outer, inner))


if __name__ == "__main__":
    main()
