"""[large] A screen of 3840x2160 scrolls at 15 steps/s on a fast line; of two monitors the other is shown at once."""

from collections.abc import Callable, Sequence
from statistics import median

from scripts.benchmark.judgement import Check, verdict
from scripts.benchmark.large_screen import scroll_steps
from scripts.benchmark.lines import lacking, line
from scripts.benchmark.measure import quantile
from scripts.benchmark.quick import either
from scripts.benchmark.two_monitors import MONITOR, Switching, two_monitors
from scripts.proofs import Finding

LEAST_STEPS = 15.0
"""A second."""
SWITCH_MS = 300.0
SWITCHES, QUICK_SWITCHES = 31, 3
"""An odd number ends on the right monitor, whose places are not those of the picture."""
PLACE = (1234, 567)
"""On the monitor, where a click is tried."""

Say = Callable[[str], None]


def prove(quick: bool, say: Say) -> Finding:
    """Scroll on a large screen three times and switch 31 times (quick: switch three times, for what is shown)."""
    if quick:
        with either("lan", say) as over, two_monitors(over) as switching:
            return _found(_switches(switching, QUICK_SWITCHES, say), switching)
    if lacks := lacking(["lan"]):
        return Finding(False, f"not measured: {lacks}")
    with line("lan") as over, two_monitors(over) as switching:
        took = sorted(_switches(switching, SWITCHES, say))
        if not (shown := _found(took, switching)).holds:
            return shown
    say(f"switched {len(took)} times: median {median(took):.0f} ms, worst {took[-1]:.0f} ms")
    checks = [
        Check("switch to the other monitor, p95", quantile(took, 0.95), SWITCH_MS),
        Check("scroll on 3840x2160", scroll_steps(say), LEAST_STEPS, "steps/s", least=True),
    ]
    return verdict(checks, say)


def _switches(switching: Switching, count: int, say: Say) -> list[float]:
    """Look at one monitor and the other in turn; return how long each took, without the first, which sets out."""
    switching.to(1)
    took = [switching.to(2 - number % 2) for number in range(count)]
    say(f"switches, in ms: {', '.join(f'{one:.0f}' for one in took)}")
    return took


def _found(took: Sequence[float], switching: Switching) -> Finding:
    """Say whether what is shown in the end is that monitor and nothing else, and a click lands on it where it was."""
    last = 2 - (len(took) - 1) % 2
    x, y = PLACE
    expected, landed = (x + (last - 1) * MONITOR[0], y), switching.clicked(x, y)
    true = switching.is_true(last)
    shown = "is shown as it is" if true else "is NOT shown as it is"
    figure = f"{len(took)} switches, at most {max(took):.0f} ms; in the end monitor {last} {shown}"
    return Finding(true and landed == expected, f"{figure}; a click at {expected} landed at {landed}")
