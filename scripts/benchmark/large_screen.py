"""Scrolling on a screen of 3840x2160: four times the pixels of the other measurements, each shown as it is."""

from statistics import median

from scripts.benchmark.course import Place, Say, place
from scripts.benchmark.drawing import drawing
from scripts.benchmark.lines import line
from scripts.benchmark.measure import Figures, measure
from scripts.benchmark.viewer import visit

SIZE = (3840, 2160)
VIEW = (2560, 1440)
"""CSS pixels of the technician's page: shown larger than half its size, the picture is sent at its own."""
PATIENCE = 60.0
RUNS, SECONDS = 3, 6.0


def scroll_steps(say: Say) -> float:
    """Return the median over three runs of the steps a second that are shown while 2400x1600 pixels scroll, on lan."""
    with line("lan") as over, place(over, "handrail", SIZE) as at:
        runs = [_once(at) for _ in range(RUNS)]
    for figures in runs:
        say(f"3840x2160, scroll: {figures.per_second:.1f} steps/s, p50 {figures.p50:.0f} ms, {figures.cpu:.0f} % CPU")
    return median(figures.per_second for figures in runs)


def _once(at: Place) -> Figures:
    with drawing(at.display, "scroll", SECONDS) as draws, visit(at.browser, at.serving, VIEW) as screen:
        screen.wait(SIZE[0], PATIENCE)
        if screen.picture().size != SIZE:
            raise RuntimeError(f"the picture is {screen.picture().size}, not the screen's own size")
        return measure(at.line, at.serving, screen, draws, SECONDS)
