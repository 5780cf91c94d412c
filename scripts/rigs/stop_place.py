"""What the trials of Pause and Stop need besides an agent: a film, a load, a server that dies, a console, notes."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from websockets.asyncio.server import serve

from agent.media.wire import LAST
from agent.protocol import messages as wire
from scripts.rigs.console import Console
from scripts.rigs.ending import tied
from scripts.rigs.logind import Logind
from scripts.rigs.relay import Relay
from scripts.rigs.stop_acts import Hands
from scripts.rigs.stopped_agent import NOTE
from scripts.rigs.thin_line import Eye, Line, inside

SIZE = (1366, 900)
KILOBITS = 2000
"""The line towards the technician; the film is ten times as much."""

FILM = """
import random, sys
from Xlib import X
from Xlib.display import Display
display = Display(); screen = display.screen(); width, height = 450, 700
window = screen.root.create_window(10, 140, width, height, 0, screen.root_depth, background_pixel=0)
window.set_wm_name("film"); window.set_wm_class("film", "Film")
window.set_wm_normal_hints(flags=5, x=10, y=140); window.map()
context = window.create_gc(); strips = []
for number in range(4):
    picture = window.create_pixmap(width, height, screen.root_depth)
    for y in range(0, height, 40):
        picture.put_image(context, 0, y, width, 40, X.ZPixmap, screen.root_depth, 0, random.randbytes(width * 40 * 4))
    strips.append(picture)
display.sync()
import time
for number in range(10**9):
    at = number * 37 % width
    window.copy_area(context, strips[number % 4], at, 0, width - at, height, 0, 0)
    window.copy_area(context, strips[number % 4], 0, 0, at, height, width - at, 0)
    display.sync(); time.sleep(0.04)
"""


@dataclass(frozen=True)
class Outcome:
    """One trial. Milliseconds from the act to the last packet of the picture (0: none left after it)."""

    act: str
    stops: bool
    stuck: str
    """What was frozen: nothing, window or agent."""
    sent: float
    """By the agent's own socket."""
    seen: float | None
    """By big datagrams at the router, if there is one."""
    flow: int
    """Packets of the picture in the last FLOWING_SECONDS before: the flood was there."""
    told: bool
    """Whether it came to a pause or an end, as it should."""
    killed: bool
    """Whether the watchdog ended the agent."""


class Viewer(Console):
    """A console that shows each frame at once."""

    pictures: list[float]

    def _take(self, label: str, data: str | bytes) -> None:
        if label == "picture" and isinstance(data, bytes):
            self.pictures.append(time.monotonic())
            if data[1] & LAST:
                self.send("control", wire.PictureShown(frame=int.from_bytes(data[4:8])).model_dump_json())
        else:
            super()._take(label, data)


class Notes:
    """When packets of the picture left, as the agent wrote it down."""

    def __init__(self, path: Path) -> None:
        path.touch()
        self.path = path
        self.left: list[float] = []
        self._file = path.open("rb")

    def read(self) -> list[float]:
        """Return all moments so far."""
        while len(note := self._file.read(NOTE.size)) == NOTE.size:
            self.left.append(NOTE.unpack(note)[0])
        self._file.seek(-len(note), os.SEEK_CUR)
        return self.left


class Load:
    """Keeps so many cores busy when it is on."""

    def __init__(self, cores: int) -> None:
        burn = "print(flush=True)\nwhile True: pass"
        command = tied([sys.executable, "-c", burn], signal.SIGKILL)  # nothing else ends what is stopped
        self._busy = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(cores)]
        for process in self._busy:
            assert process.stdout
            process.stdout.readline()  # from here on it is tied: one that is stopped before never would be
        self.turn(False)

    def turn(self, on: bool) -> None:
        """Switch it."""
        for process in self._busy:
            process.send_signal(signal.SIGCONT if on else signal.SIGSTOP)

    def close(self) -> None:
        """End it."""
        for process in self._busy:
            process.kill()
            process.communicate()


class Server(Relay):
    """A rendezvous that can die: it forgets its connections without a word, and takes no new ones until it is back."""

    def die(self) -> None:
        """Cut every connection."""
        for connection in self.sides.values():
            connection.transport.abort()


@dataclass
class Place:
    """Everything but the agent."""

    hands: Hands
    display: str
    logind: Logind
    server: Server
    notes: Notes
    eye: Eye | None
    load: Load
    command: list[str]
    env: dict[str, str]


@asynccontextmanager
async def served(line: Line | None) -> AsyncIterator[Server]:
    """Serve the two on loopback, in each one's namespace."""
    server = Server()
    first = inside(line.customer, _listen) if line else _listen()
    port = first.getsockname()[1]
    sockets = [first, *([_listen(port)] if line else [])]
    async with AsyncExitStack() as stack:
        for one in sockets:
            await stack.enter_async_context(serve(server.handle, sock=one))
        server.url = f"http://127.0.0.1:{port}"
        yield server


def _listen(port: int = 0) -> socket.socket:
    return socket.create_server(("127.0.0.1", port))


@contextmanager
def busy(cores: int) -> Iterator[Load]:
    """Have a load."""
    load = Load(cores)
    try:
        yield load
    finally:
        load.close()
