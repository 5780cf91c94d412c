"""The process that draws a load on the customer's screen, and the parent's end of it.

`python -m scripts.benchmark.drawing DISPLAY LOAD SECONDS` says "ready" when it is prepared, waits for a line, draws,
says "STEP WALL_TIME_IN_S" a line and "done", and holds the screen as it is until its standard input closes.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from scripts.benchmark import barcode
from scripts.benchmark.canvas import Canvas
from scripts.benchmark.loads import PERIODS, steps
from scripts.rigs.ending import tied
from scripts.rigs.talker import ROOT

FIRST_SECONDS = 1.5
"""Between the first picture and the first step."""

DISPLAY_INTERVAL = 1 / 60
"""Seconds between two pictures of the technician's display."""

_GOLDEN = 0.618034
"""Multiples of the golden ratio, less their whole part, lie evenly between 0 and 1, however many there are."""


class Drawing:
    """A load that gets ready to be drawn."""

    def __init__(self, told: IO[str], said: IO[str]) -> None:
        self._told, self._said = told, said

    def begin(self) -> tuple[int, float]:
        """Draw, as soon as it is ready; return the first step, once it is drawn, and its wall clock."""
        if self._line() != "ready":
            raise RuntimeError("the load did not get ready")
        self._told.write("go\n")
        self._told.flush()
        return _step(self._line())

    def rest(self) -> Iterator[tuple[int, float]]:
        """Yield the other steps; ends when the last is drawn. The screen stays as it is then."""
        while (line := self._line()) != "done":
            yield _step(line)

    def _line(self) -> str:
        line = self._said.readline().strip()
        if not line:
            raise RuntimeError("the process that draws went")
        return line


@contextmanager
def drawing(display: str, load: str, seconds: float) -> Iterator[Drawing]:
    """Prepare a load, while the block does something else; its window goes with the block."""
    command = [sys.executable, "-m", "scripts.benchmark.drawing", display, load, str(seconds)]
    with subprocess.Popen(
        tied(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, text=True, bufsize=1
    ) as process:
        assert process.stdin
        assert process.stdout
        try:
            yield Drawing(process.stdin, process.stdout)
        finally:
            process.terminate()


def offset(load: str, number: int) -> float:
    """Return by how many seconds a step of `load` comes later than its regular time.

    The slow loads' periods are whole multiples of the display's interval: all their steps would fall on one moment of
    it, which is another one in each run. They are spread evenly over it, the same for every program, as keys are.
    """
    return number * _GOLDEN % 1 * DISPLAY_INTERVAL if load in ("idle", "typing") else 0.0


def _step(line: str) -> tuple[int, float]:
    number, at = line.split()
    return int(number), float(at)


def main(display: str, load: str, seconds: float) -> None:
    """Draw one load."""
    canvas = Canvas(display)
    draw = steps(load, canvas)
    bars = [canvas.keep(barcode.draw(number)) for number in range(int(seconds / PERIODS[load]) + 2)]

    def step(number: int) -> float:
        draw(number)
        canvas.copy(bars[number], (0, 0), (barcode.BITS * barcode.BLOCK, barcode.BLOCK), (0, 0))
        return canvas.show()

    canvas.show()
    print("ready", flush=True)
    sys.stdin.readline()
    canvas.open()
    step(0)
    time.sleep(FIRST_SECONDS)
    start = time.time()
    for number in range(1, len(bars)):
        due = start + number * PERIODS[load] + offset(load, number)
        if due > start + seconds:
            break
        time.sleep(max(0.0, due - time.time()))
        print(f"{number} {step(number):.6f}", flush=True)
    print("done", flush=True)
    sys.stdin.readline()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
