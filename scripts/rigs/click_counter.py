"""An application that answers each click: `python -m scripts.rigs.click_counter DISPLAY MOST` shows its number.

Its window is the whole screen: a page of text with a barcode at the top left (scripts/benchmark/barcode.py).
"""

import sys

from Xlib import X

from scripts.benchmark import barcode
from scripts.benchmark.canvas import Canvas
from scripts.benchmark.loads import page


def main(display: str, most: int) -> None:
    """Count up to `most` clicks, then hold the screen until standard input closes."""
    canvas = Canvas(display, X.ButtonPressMask)
    background = canvas.keep(page(canvas.width, canvas.height, 11))
    bars = [canvas.keep(barcode.draw(number)) for number in range(most + 1)]
    canvas.open()
    canvas.copy(background, (0, 0), (canvas.width, canvas.height), (0, 0))
    for number, bar in enumerate(bars):
        if number:
            canvas.pressed()
        canvas.copy(bar, (0, 0), (barcode.BITS * barcode.BLOCK, barcode.BLOCK), (0, 0))
        canvas.show()
        print("{}", flush=True)
    sys.stdin.readline()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
