"""One measurement: a load on the customer's screen, its steps seen in the technician's browser, what serving cost."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

import psutil

from scripts.benchmark.lines import Line
from scripts.benchmark.peers import SIZE, Serving


@dataclass(frozen=True)
class Figures:
    """What was measured: milliseconds, steps, share of one core in per cent, Mbit/s and MiB."""

    p50: float
    p95: float
    shown: int
    steps: int
    per_second: float
    cpu: float
    mbit: float
    rss: float

    @property
    def share(self) -> float:
        """Of all steps, those that were shown."""
        return self.shown / self.steps if self.steps else 0.0


def measure(line: Line, serving: Serving, display: str, load: str, seconds: float) -> Figures:
    """Run one load. Raise RuntimeError when no picture comes."""
    with tempfile.TemporaryDirectory(prefix="handrail-bench-") as folder:
        log = Path(folder) / "sent"
        draw = [sys.executable, "-m", "scripts.benchmark.loads", display, load, str(seconds), str(log)]
        watch = [sys.executable, "-m", "scripts.benchmark.viewer", serving.url, serving.selector, str(SIZE[0]), *draw]
        viewer = subprocess.Popen(line.in_technician(watch), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        cpu, mbit, rss = _cost(viewer, line, serving.pids, log, seconds)
        said, faults = viewer.communicate(timeout=120)
        if viewer.returncode:
            raise RuntimeError(faults.strip().splitlines()[-1])
        return figures(_steps(log), json.loads(said), cpu, mbit, rss)


def figures(
    sent: Sequence[tuple[int, float]], seen: Sequence[tuple[int, float]], cpu: float, mbit: float, rss: float
) -> Figures:
    """Bring together when steps were drawn and when they were first shown."""
    first: dict[int, float] = {}
    for step, at in seen:
        first.setdefault(step, at)
    late = sorted((first[step] - at) * 1000 for step, at in sent if step in first and first[step] > at - 0.05)
    lasted = sent[-1][1] - sent[0][1] if len(sent) > 1 else float("nan")
    return Figures(
        _quantile(late, 0.5), _quantile(late, 0.95), len(late), len(sent), len(late) / lasted, cpu, mbit, rss
    )


def middle(runs: Sequence[Figures]) -> Figures:
    """Return the median of each figure."""
    rows = [asdict(run) for run in runs]
    values = {name: median(row[name] for row in rows) for name in rows[0]}
    return Figures(**{**values, "shown": int(values["shown"]), "steps": int(values["steps"])})


def _cost(
    viewer: subprocess.Popen[str], line: Line, pids: Sequence[int], log: Path, seconds: float
) -> tuple[float, float, float]:
    """Measure from the first step on: per cent of a core, Mbit/s, MiB."""
    while not _steps(log):
        if viewer.poll() is not None:
            return 0.0, 0.0, 0.0
        time.sleep(0.05)
    start, cpu, sent = time.monotonic(), _cpu(pids), line.sent_bytes()
    time.sleep(seconds - 0.5)
    lasted = time.monotonic() - start
    rss = sum(process.memory_info().rss for process in _trees(pids)) / 2**20
    return (_cpu(pids) - cpu) / lasted * 100, (line.sent_bytes() - sent) * 8 / lasted / 1e6, rss


def _trees(pids: Sequence[int]) -> list[psutil.Process]:
    roots = [psutil.Process(pid) for pid in pids if psutil.pid_exists(pid)]
    return [process for root in roots for process in (root, *root.children(recursive=True))]


def _cpu(pids: Sequence[int]) -> float:
    times = [process.cpu_times() for process in _trees(pids)]
    return sum(spent.user + spent.system for spent in times)


def _steps(log: Path) -> list[tuple[int, float]]:
    if not log.exists():
        return []
    rows = [row.split() for row in log.read_text().splitlines()]
    return [(int(row[0]), float(row[1])) for row in rows if len(row) == 2]


def _quantile(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")
