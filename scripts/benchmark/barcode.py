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


def reader(width: int) -> str:
    """Return JavaScript for pages.with_picture: note in `seenSteps` when each step is shown, at whatever size.

    `width`: pixels of the customer's screen.
    """
    return READ % {"bits": BITS, "block": BLOCK, "width": width}


READ = """
(screen, size) => {
  const bar = new OffscreenCanvas(%(bits)d, 1).getContext("2d", { willReadFrequently: true });
  window.seenSteps = [];
  let last = -1;
  const read = () => {
    const side = (%(block)d * size().width) / %(width)d;
    for (let bit = 0; bit < %(bits)d; bit++) {
      bar.drawImage(screen, (bit + 0.5) * side, side / 2, 1, 1, bit, 0, 1, 1);
    }
    const pixels = bar.getImageData(0, 0, %(bits)d, 1).data;
    let step = 0;
    for (let bit = 0; bit < %(bits)d; bit++) if (pixels[bit * 4 + 1] > 128) step |= 1 << bit;
    if (step !== last) window.seenSteps.push([(last = step), (performance.timeOrigin + performance.now()) / 1000]);
  };
  const follow = screen.requestVideoFrameCallback
    ? (next) => screen.requestVideoFrameCallback(next)
    : (next) => requestAnimationFrame(next);
  const watch = () => {
    read();
    follow(watch);
  };
  follow(watch);
}
"""
