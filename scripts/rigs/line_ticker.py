"""A screen that says the time in steps: a barcode at its top left that changes ten times a second, until it is ended.

`python -m scripts.rigs.line_ticker DISPLAY`; the steps are those of scripts/benchmark/barcode.py.
"""

import itertools
import sys
import time
from functools import cache
from typing import Any

from scripts.benchmark.barcode import BITS, BLOCK, draw
from scripts.benchmark.canvas import Canvas

PERIOD = 0.1
STEPS = 1024
"""Then they begin again: a cut takes fewer."""


def main(display: str) -> None:
    """Tick."""
    canvas = Canvas(display)
    canvas.open()

    @cache
    def kept(step: int) -> Any:
        return canvas.keep(draw(step))

    for tick in itertools.count():
        canvas.copy(kept(tick % STEPS), (0, 0), (BITS * BLOCK, BLOCK), (0, 0))
        canvas.show()
        time.sleep(PERIOD)


if __name__ == "__main__":
    main(sys.argv[1])
