"""A whole course over one line: every program and load in turn, several times, so that ratios hold."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser

from scripts.benchmark.drawing import drawing
from scripts.benchmark.lines import Line, line
from scripts.benchmark.measure import NOTHING, Figures, measure, middle
from scripts.benchmark.peers import PROGRAMS, SIZE, Serving
from scripts.benchmark.viewer import NoPicture, technician, visit
from scripts.rigs.xserver import xvfb

Results = Mapping[tuple[str, str], Figures]
"""By load and program: the median of each figure."""
Say = Callable[[str], None]


@dataclass(frozen=True)
class Course:
    """What is run: `seconds` is the length of each measurement."""

    profile: str
    loads: Sequence[str]
    programs: Sequence[str]
    runs: int = 3
    seconds: float = 6.0


@dataclass(frozen=True)
class Place:
    """A program that serves a customer's screen, and the browser that looks at it over the line."""

    line: Line
    display: str
    serving: Serving
    browser: Browser


@contextmanager
def place(over: Line, program: str, size: tuple[int, int] = SIZE) -> Iterator[Place]:
    """Start a screen, a program that serves it, and a browser at the line's other end."""
    with ExitStack() as stack:
        display = stack.enter_context(xvfb(size))
        serving = stack.enter_context(PROGRAMS[program](over, display))
        yield Place(over, display, serving, stack.enter_context(technician(over, serving)))


def run(course: Course, say: Say) -> Results:
    """Measure everything, and tell of each measurement as it is made."""
    found: dict[tuple[str, str], list[Figures]] = {
        (load, program): [] for load in course.loads for program in course.programs
    }
    for number in range(1, course.runs + 1):
        for program in course.programs:
            with line(course.profile) as over, place(over, program) as at:
                for load in course.loads:
                    figures = once(at, load, course.seconds)
                    found[load, program].append(figures)
                    say(f"{course.profile}, run {number} of {course.runs}, {load}, {program}: {short(figures)}")
    return {key: middle(figures) for key, figures in found.items()}


def once(at: Place, load: str, seconds: float) -> Figures:
    """Measure one load on a visit of its own; NOTHING where no picture comes."""
    with drawing(at.display, load, seconds) as draws, visit(at.browser, at.serving) as screen:
        try:
            screen.wait(SIZE[0])
        except NoPicture:
            return NOTHING
        return measure(at.line, at.serving, screen, draws, seconds)


def short(figures: Figures) -> str:
    """Say what was measured in one line."""
    if not figures.shown:
        return "nothing was shown"
    return (
        f"p50 {figures.p50:.0f} ms, p95 {figures.p95:.0f} ms, {figures.shown} of {figures.steps} steps shown, "
        f"{figures.cpu:.1f} % CPU, {figures.mbit:.2f} Mbit/s, {figures.rss:.0f} MiB"
    )
