"""The last run over each line, kept in docs/performance.json: what the page and the plot are made from."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from scripts.benchmark.course import Course, Results
from scripts.benchmark.machine import machine, versions
from scripts.benchmark.measure import Figures


@dataclass(frozen=True)
class Run:
    """What was measured over one line, when, where, and with what."""

    day: str
    machine: str
    versions: tuple[str, ...]
    runs: int
    seconds: float
    results: Results


def made(course: Course, results: Results) -> Run:
    """Take note of a course that was run today on this machine."""
    measured = tuple(versions(course.programs))
    return Run(date.today().isoformat(), machine(), measured, course.runs, course.seconds, results)


def read(file: Path) -> dict[str, Run]:
    """Return the runs by line; none where nothing was kept."""
    if not file.exists():
        return {}
    return {profile: _run(told) for profile, told in json.loads(file.read_text(encoding="utf-8")).items()}


def write(file: Path, runs: Mapping[str, Run]) -> None:
    """Keep the runs."""
    told = {profile: _told(run) for profile, run in runs.items()}
    file.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _told(run: Run) -> dict[str, object]:
    results = [{"load": load, "program": name, **asdict(at)} for (load, name), at in run.results.items()]
    return {**asdict(run), "results": results}


def _run(told: dict[str, object]) -> Run:
    rows = told["results"]
    assert isinstance(rows, list)
    results = {(row.pop("load"), row.pop("program")): Figures(**row) for row in rows}
    versions = told["versions"]
    assert isinstance(versions, list)
    return Run(**{**told, "versions": tuple(versions), "results": results})  # type: ignore[arg-type]
