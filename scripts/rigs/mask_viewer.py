"""The technician's side of [masks]: the console's own decoder and canvas in Chromium, one canvas a lane, and after each
frame drawn a count of the marker's pixels on it.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from threading import Thread

import numpy
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from agent.media.capture import MASK_PIXEL
from scripts.rigs.browser import CHROMIUM, FLAGS
from scripts.rigs.mask_painter import MARKERS
from tests.media.rig import picture_bundle

RGBA = bytes((MASK_PIXEL[2], MASK_PIXEL[1], MASK_PIXEL[0], 0xFF))

TOLERANCE = 40
"""How far each channel may be from the marker's: a lossy picture would blur it."""

PAGE = "<!doctype html><body></body><script type=module src=/page.js></script>"
SCRIPT = """
import { PictureView } from "/picture.js";
const markers = %s, tolerance = %d, mask = %d;
window.lanes = [];
const near = (value, marker) => Math.abs(value - marker) <= tolerance;
const isMarker = (pixel) => markers.some((marker) => near(pixel & 255, marker >> 16) &&
  near((pixel >> 8) & 255, (marker >> 8) & 255) && near((pixel >> 16) & 255, marker & 255));
function count(canvas, context) {
  const pixels = new Uint32Array(context.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
  let found = 0, masked = 0, last = -1, lastIs = false, where = "";
  for (let i = 0; i < pixels.length; i++) {
    const pixel = pixels[i];
    if (pixel !== last) { last = pixel; lastIs = isMarker(pixel); }
    if (lastIs && !found++) where = `${pixel.toString(16)} from ${i %% canvas.width},${Math.floor(i / canvas.width)}`;
    else if (pixel === mask) masked++;
  }
  return { found, masked: masked / pixels.length, where };
}
window.watch = (port) => {
  const canvas = document.createElement("canvas");
  canvas.getContext("2d", { alpha: false, willReadFrequently: true });
  document.body.append(canvas);
  const socket = new WebSocket(`ws://127.0.0.1:${port}/`);
  const lane = { frames: 0, bad: 0, pixels: 0, masked: 0, refreshes: 0, where: "" };
  window.lanes.push(lane);
  socket.binaryType = "arraybuffer";
  const say = (message) => { if (socket.readyState === 1) socket.send(JSON.stringify(message)); };
  const view = new PictureView(canvas, {
    onShown: (shown) => {
      const { found, masked, where } = count(canvas, canvas.getContext("2d"));
      lane.frames++;
      lane.masked += masked;
      if (found) { lane.bad++; lane.pixels += found; lane.where = `${where}, frame ${shown}, ${found} pixels`; }
      say({ shown });
    },
    onView: () => undefined,
    onRefreshNeeded: () => { lane.refreshes++; say({ refresh: true }); },
  });
  socket.onmessage = ({ data }) => view.receive(data);
  lane.close = () => socket.close();
};
window.tell = () => window.lanes.map(({ frames, bad, pixels, masked, refreshes, where }) =>
  ({ frames, bad, pixels, masked, refreshes, where }));
"""


@dataclass(frozen=True)
class Seen:
    """What one lane's canvas showed so far."""

    frames: int
    bad: int
    """Frames with pixels of a marker on them."""
    pixels: int
    masked: float
    """Shares of the frames' pixels that are masks, added up."""
    refreshes: int
    where: str = ""
    """The last marker that was seen: colour, place, frame."""


class Viewer:
    """The page with all canvases."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def watch(self, port: int) -> None:
        """Show one more lane."""
        self._page.evaluate("(port) => window.watch(port)", port)

    def seen(self) -> list[Seen]:
        """Return what each lane's canvas showed."""
        return [Seen(**lane) for lane in self._page.evaluate("window.tell()")]

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self._page.wait_for_timeout(seconds * 1000)

    def screenshot(self) -> int:
        """Take a picture of the page, as a technician would; return the marker's pixels on it."""
        return marked(Image.open(BytesIO(self._page.screenshot(full_page=True))))

    def close_lanes(self) -> None:
        """Close the connections."""
        self._page.evaluate("window.lanes.forEach((lane) => lane.close())")


def marked(image: Image.Image) -> int:
    """Count the pixels of a marker."""
    pixels = numpy.asarray(image.convert("RGB"), numpy.int16)
    found = 0
    for marker in MARKERS.values():
        colour = numpy.array([marker >> 16, marker >> 8 & 255, marker & 255], numpy.int16)
        found += int((numpy.abs(pixels - colour).max(axis=2) <= TOLERANCE).sum())
    return found


@contextmanager
def viewer() -> Iterator[Viewer]:
    """Open the page in Chromium."""
    with _served(_files()) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        page = browser.new_page(viewport={"width": 1360, "height": 540})
        page.goto(url)
        yield Viewer(page)
        browser.close()


def _files() -> dict[str, tuple[str, bytes]]:
    script = SCRIPT % (json.dumps(list(MARKERS.values())), TOLERANCE, int.from_bytes(RGBA, "little"))
    return {
        "/": ("text/html", PAGE.encode()),
        "/page.js": ("text/javascript", script.encode()),
        "/picture.js": ("text/javascript", picture_bundle()),
    }


@contextmanager
def _served(files: dict[str, tuple[str, bytes]]) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, body = files.get(self.path, ("text/plain", b""))
            self.send_response(HTTPStatus.OK if self.path in files else HTTPStatus.NOT_FOUND)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()


def total(seen: Sequence[Seen]) -> Seen:
    """Add lanes up."""
    names = ("frames", "bad", "pixels", "masked", "refreshes")
    return Seen(*(sum(getattr(lane, name) for lane in seen) for name in names))
