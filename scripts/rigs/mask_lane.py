"""One customer's screen for [masks], in a process of its own: an X server with restless windows, and the agent's real
masking and picture, sent to a page over a WebSocket. Says {"port"} first; the end of standard input ends it.

`mask_lane.py MANAGER SEED` with MANAGER none, openbox or composited.
"""

import asyncio
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from websockets.asyncio.server import ServerConnection, serve

from agent.desktop.x11.connection import X11Connection
from agent.desktop.x11.masking import X11Masking
from agent.desktop.x11.screen import X11Screen
from agent.disk.holders import Holders
from agent.hiding.judge import judge
from agent.hiding.vocabulary import Hidden
from agent.media.picture import PictureSender
from agent.protocol.errors import HandrailError
from scripts.rigs.applications import ROOT, application, environment
from scripts.rigs.ending import end_when_asked, tied
from scripts.rigs.xserver import window_manager, xvfb

SIZE = (640, 480)
REVEALERS_LIVE = (2.0, 6.0)
"""Seconds until a program that has opened the hidden file is replaced by one that has not."""


class Program:
    """A program in a process of its own."""

    def __init__(self, display: str, module: str, *arguments: str) -> None:
        self._process = subprocess.Popen(
            tied([sys.executable, "-m", f"scripts.rigs.{module}", *arguments]),
            env=environment(display),
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def end(self) -> int:
        """End it; return how many deeds it did."""
        said, _ = self._process.communicate()
        return int(json.loads(said)["deeds"]) if said else 0


class Lane:
    """The agent's side: the sender, wired to a page."""

    def __init__(self, display: str, folder: Path, masks_off: bool) -> None:
        self._display, self._masks_off = display, masks_off
        self._screen = X11Screen(display)
        self._connection = X11Connection(display)
        self._masking = X11Masking(self._connection, judge, Holders(), set)
        self._masking.use(Hidden(folders=(folder,), applications=frozenset({"vault"})))
        self._queued = 0

    async def serve(self, socket: ServerConnection) -> None:
        """Send the picture to one page until it goes."""
        outbox: asyncio.Queue[bytes] = asyncio.Queue()

        def send(message: bytes) -> None:
            self._queued += len(message)
            outbox.put_nowait(message)

        sender = PictureSender(
            self._screen,
            send=send,
            buffered=lambda: self._queued,
            unacknowledged=lambda: self._queued,
            gap=lambda: False,
            take_back=lambda: self._take_back(outbox),
            permitted=lambda: True,
            masks=(lambda since: ()) if self._masks_off else self._masking.masks,
            on_view=lambda shown: None,
            on_error=_raise,
        )
        carrying = asyncio.create_task(self._carry(outbox, socket, sender))
        self._masking.start(sender.masks_changed)
        sender.start()
        async for message in socket:
            self._heard(json.loads(message), sender)
        sender.close()
        carrying.cancel()
        self._masking.stop()

    def close(self) -> None:
        """Let go of the display."""
        self._connection.close()
        self._screen.close()

    def _heard(self, said: dict[str, Any], sender: PictureSender) -> None:
        if "shown" in said:
            sender.shown(said["shown"])
        elif "refresh" in said:
            sender.refresh()

    def _take_back(self, outbox: asyncio.Queue[bytes]) -> None:
        while not outbox.empty():
            self._queued -= len(outbox.get_nowait())

    async def _carry(self, outbox: asyncio.Queue[bytes], socket: ServerConnection, sender: PictureSender) -> None:
        while True:
            message = await outbox.get()
            await socket.send(message)
            self._queued -= len(message)
            sender.acknowledged()


def _raise(error: HandrailError) -> None:
    raise error


@contextmanager
def desktop(manager: str) -> Iterator[str]:
    """Run an X server with nothing, a window manager, or a window manager and a compositor that fades."""
    with ExitStack() as stack:
        display = stack.enter_context(xvfb(SIZE))
        if manager != "none":
            stack.enter_context(window_manager(display))
        if manager == "composited":
            picom = ["picom", "--config", "/dev/null", "--backend", "xrender", "--fading", "--inactive-opacity", "0.8"]
            stack.enter_context(application(picom, environment(display)))
        yield display


async def restless(display: str, folder: Path, dice: random.Random, done: asyncio.Event) -> int:
    """Keep programs painting until `done`; return how much they did."""
    number = iter(range(dice.randrange(1 << 30), 1 << 31))
    file = folder / "secret.txt"
    lasting = [Program(display, "mask_painter", kind, str(next(number))) for kind in ("secret", "plain")]
    ticker = Program(display, "mask_ticker")
    deeds = 0
    while not done.is_set():
        revealer = Program(display, "mask_painter", "secret", str(next(number)), str(file))
        with suppress(TimeoutError):
            await asyncio.wait_for(done.wait(), dice.uniform(*REVEALERS_LIVE))
        deeds += await asyncio.to_thread(revealer.end)
    await asyncio.to_thread(ticker.end)
    return deeds + sum([await asyncio.to_thread(program.end) for program in lasting])


async def run(manager: str, seed: int, masks_off: bool) -> None:
    """Serve the lane until standard input ends."""
    done = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_reader(sys.stdin, done.set)
    with desktop(manager) as display, tempfile.TemporaryDirectory(prefix="handrail-hidden-") as folder:
        (Path(folder) / "secret.txt").write_text("secret", encoding="utf-8")
        lane = Lane(display, Path(folder), masks_off)
        limits: dict[str, Any] = {"compression": None, "max_size": None}
        async with serve(lane.serve, "127.0.0.1", 0, **limits) as server:
            print(json.dumps({"port": next(iter(server.sockets)).getsockname()[1]}), flush=True)
            deeds = await restless(display, Path(folder), random.Random(seed), done)  # noqa: S311 - moments
        lane.close()
    print(json.dumps({"deeds": deeds}), flush=True)


if __name__ == "__main__":
    end_when_asked()
    asyncio.run(run(sys.argv[1], int(sys.argv[2]), "--masks-off" in sys.argv))
