"""The picture's real way in one process: PictureSender -> WebSocket -> the console's PictureView in a real Chromium."""

import asyncio
import base64
import io
import json
import shutil
import subprocess
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image
from playwright.async_api import Page, async_playwright
from websockets.asyncio.server import ServerConnection, serve
from websockets.datastructures import Headers
from websockets.http11 import Request, Response

from scripts.rigs.ending import tied

CONSOLE = Path(__file__).parents[2] / "rendezvous" / "console"

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

PAGE = "<!doctype html><canvas data-testid=screen width=1 height=1></canvas><script type=module src=/page.js></script>"

SCRIPT = """
import { decodableCodecs, PictureView } from "/picture.js";
const say = (message) => socket.send(JSON.stringify(message));
const socket = new WebSocket(`ws://${location.host}/picture`);
socket.binaryType = "arraybuffer";
const view = new PictureView(document.querySelector("canvas"), {
  onShown: (shown) => say({ shown }),
  onView: () => undefined,
  onRefreshNeeded: () => say({ refresh: true }),
});
window.view = view;
window.skip = 0;
const canvas = document.querySelector("canvas");
socket.onmessage = ({ data }) => {
  if (typeof data === "string") say({ canvas: canvas.toDataURL("image/png") });
  else if (window.skip > 0) window.skip--;
  else view.receive(data);
};
socket.onopen = async () => say({ codecs: await decodableCodecs() });
"""


@cache
def picture_bundle() -> bytes:
    """Bundle the console's src/picture as one script, with the bundler that Vite uses."""
    with TemporaryDirectory() as folder:
        out = Path(folder) / "picture.js"
        command = ["node_modules/.bin/rolldown", "src/picture/index.ts", "--format", "esm", "--file", str(out)]
        subprocess.run(command, cwd=CONSOLE, check=True, capture_output=True)
        return out.read_bytes()


class Viewer:
    """One technician's browser page, and the channel to it."""

    def __init__(self) -> None:
        self.heard: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.on_message: Callable[[dict[str, Any]], None] = self.heard.put_nowait
        self.on_sent: Callable[[], None] = lambda: None
        self.sent: list[bytes] = []
        self.url = ""
        self.page: Page | None = None
        self._socket: asyncio.Future[ServerConnection] = asyncio.get_running_loop().create_future()
        self._canvas: asyncio.Queue[str] = asyncio.Queue()
        self._outbox: asyncio.Queue[bytes] = asyncio.Queue()
        self._queued = 0

    def send(self, message: bytes) -> None:
        """Hand one message to the channel, as the data channel's `send` does: at once, unbounded."""
        self.sent.append(message)
        self._queued += len(message)
        self._outbox.put_nowait(message)

    def buffered(self) -> int:
        """Return the bytes that the channel still holds."""
        return self._queued

    async def canvas(self) -> Image.Image:
        """Return what the canvas shows, exactly."""
        await (await self._socket).send("canvas")
        data = await self._canvas.get()
        return Image.open(io.BytesIO(base64.b64decode(data.partition(",")[2]))).convert("RGB")

    async def serve_socket(self, socket: ServerConnection) -> None:
        """Carry both directions until the page goes."""
        self._socket.set_result(socket)
        carry = asyncio.create_task(self._carry(socket))
        async for message in socket:
            said = json.loads(message)
            if "canvas" in said:
                self._canvas.put_nowait(said["canvas"])
            else:
                self.on_message(said)
        carry.cancel()

    async def _carry(self, socket: ServerConnection) -> None:
        while True:
            message = await self._outbox.get()
            await socket.send(message)
            self._queued -= len(message)
            self.on_sent()


def _respond(connection: ServerConnection, request: Request) -> Response | None:
    match request.path:
        case "/":
            return _file(PAGE.encode(), "text/html")
        case "/page.js":
            return _file(SCRIPT.encode(), "text/javascript")
        case "/picture.js":
            return _file(picture_bundle(), "text/javascript")
        case "/picture":
            return None
        case _:
            return connection.respond(HTTPStatus.NOT_FOUND, "")


def _file(body: bytes, kind: str) -> Response:
    return Response(200, "OK", Headers({"Content-Type": kind, "Content-Length": str(len(body))}), body)


@asynccontextmanager
async def channel() -> AsyncIterator[Viewer]:
    """Serve the page; whoever opens `viewer.url` is the technician."""
    viewer = Viewer()
    picture_bundle()
    limits: dict[str, Any] = {"compression": None, "max_size": None}
    async with serve(viewer.serve_socket, "127.0.0.1", 0, process_request=_respond, **limits) as server:
        viewer.url = f"http://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}/"
        yield viewer


@asynccontextmanager
async def chromium() -> AsyncIterator[Viewer]:
    """Open the page in Debian's Chromium."""
    async with channel() as viewer, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM_FLAGS)
        viewer.page = await browser.new_page()
        await viewer.page.goto(viewer.url)
        yield viewer
        await browser.close()


@asynccontextmanager
async def firefox() -> AsyncIterator[Viewer]:
    """Open the page in Debian's Firefox, driven over WebDriver BiDi until its standard input closes."""
    async with channel() as viewer:
        node = shutil.which("node") or "node"
        driver = await asyncio.create_subprocess_exec(
            *tied([node, Path(__file__).with_name("firefox.mjs"), viewer.url]),
            cwd=CONSOLE,
            stdin=asyncio.subprocess.PIPE,
        )
        yield viewer
        await driver.communicate(b"")
