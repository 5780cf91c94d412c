"""The number of each step, drawn where it changes and read back in the browser: 16 blocks of black and white."""

from PIL import Image, ImageDraw

BITS, BLOCK = 16, 16
"""Blocks, and the pixels of a block's side; the barcode is at the top left of the screen."""


def draw(step: int) -> Image.Image:
    """Return the barcode of `step`."""
    image = Image.new("RGB", (BITS * BLOCK, BLOCK), "black")
    pen = ImageDraw.Draw(image)
    for bit in range(BITS):
        if step >> bit & 1:
            pen.rectangle((bit * BLOCK, 0, (bit + 1) * BLOCK - 1, BLOCK - 1), fill="white")
    return image


READ = """
(selector) => {
  const find = (root) => {
    const hit = root.querySelector(selector);
    if (hit) return hit;
    for (const element of root.querySelectorAll("*")) {
      const inside = element.shadowRoot && find(element.shadowRoot);
      if (inside) return inside;
    }
    return null;
  };
  const screen = find(document);
  const width = () => screen.videoWidth || screen.width;
  if (!screen || !width() || (screen.tagName === "VIDEO" && screen.readyState < 2)) return false;
  const bar = new OffscreenCanvas(%(bits)d, 1).getContext("2d", { willReadFrequently: true });
  const seen = (window.seenSteps = []);
  let last = -1;
  const read = () => {
    const side = (%(block)d * width()) / %(width)d;
    for (let bit = 0; bit < %(bits)d; bit++) {
      bar.drawImage(screen, (bit + 0.5) * side, side / 2, 1, 1, bit, 0, 1, 1);
    }
    const pixels = bar.getImageData(0, 0, %(bits)d, 1).data;
    let step = 0;
    for (let bit = 0; bit < %(bits)d; bit++) if (pixels[bit * 4 + 1] > 128) step |= 1 << bit;
    if (step !== last) seen.push([(last = step), (performance.timeOrigin + performance.now()) / 1000]);
  };
  const follow = screen.requestVideoFrameCallback
    ? (next) => screen.requestVideoFrameCallback(next)
    : (next) => requestAnimationFrame(next);
  const watch = () => {
    read();
    follow(watch);
  };
  follow(watch);
  return true;
}
"""
"""JavaScript: begin to note in `window.seenSteps` when each step is shown by the element of that selector."""


def reader(width: int) -> str:
    """Return READ for a customer's screen of `width` pixels, at whatever size the element shows it."""
    return READ % {"bits": BITS, "block": BLOCK, "width": width}
