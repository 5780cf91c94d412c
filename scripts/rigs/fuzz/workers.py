"""Runs the fuzzers in processes of their own, as many at once as there are cores, after everybody else."""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scripts.rigs.fuzz.outcome import Outcome
from scripts.rigs.fuzz.targets import console_seeds

ROOT = Path(__file__).resolve().parents[3]
CONSOLE = ROOT / "rendezvous" / "console"
HOURS = 3 * 3600
TIDY = ("--max-old-space-size=256", "--max-semi-space-size=4")
"""MiB. V8 leaves up to 48 MiB of what nobody holds in its nursery, unless that is made small: it is no growth."""


@dataclass(frozen=True)
class Guided:
    """What atheris came to with one parser."""

    name: str
    runs: int
    peak: float
    """MiB."""
    crash: str = ""


@contextmanager
def pool() -> Iterator[ThreadPoolExecutor]:
    """Have as many workers as cores."""
    with ThreadPoolExecutor(os.cpu_count()) as workers:
        yield workers


def build_console(folder: Path, seeds: int, number: int) -> None:
    """Bundle the console's fuzzer into `folder`, and so many valid inputs of each kind."""
    command = ["node", "node_modules/vite/bin/vite.js", "build", "-c", "tests/fuzz/vite.config.ts"]
    subprocess.run([*command, "--outDir", str(folder), "--emptyOutDir"], cwd=CONSOLE, check=True, timeout=300)
    (folder / "seeds.json").write_text(json.dumps(console_seeds(seeds, number)), encoding="utf-8")


def agent(names: Sequence[str], count: int, number: int) -> list[Outcome]:
    """Fuzz some of the agent's parsers."""
    return _outcomes("agent", [sys.executable, "-m", "scripts.rigs.fuzz.run", str(count), str(number), *names])


def console(folder: Path, names: Sequence[str], count: int, number: int) -> list[Outcome]:
    """Fuzz some of the console's parsers, all of them when none is named."""
    script = [str(folder / "main.mjs"), str(folder / "seeds.json"), str(count), str(number), *names]
    return _outcomes("console", ["nice", "-n", "19", "node", *TIDY, *script])


def guided(name: str, runs: int, number: int) -> Guided:
    """Fuzz one of the agent's parsers with atheris."""
    with tempfile.TemporaryDirectory(prefix="handrail-fuzz-") as folder:
        command = [sys.executable, "-m", "scripts.rigs.fuzz.guided", str(runs), str(number), name, folder]
        # atheris tells on the one what was raised, libFuzzer on the other what was done
        done = subprocess.run(
            command,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=HOURS,
            errors="replace",
        )
    made = re.search(r"^Done (\d+) runs", done.stdout, re.MULTILINE)
    peak = re.search(r"peak_rss_mb:\s+(\d+)", done.stdout)
    crash = "" if made and not done.returncode else _told(done.stdout)
    return Guided(name, int(made[1]) if made else 0, float(peak[1]) if peak else float("inf"), crash)


def _outcomes(side: str, command: list[str]) -> list[Outcome]:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=HOURS)
    if done.returncode:
        raise RuntimeError(f"the fuzzer itself fell: {done.stderr[-600:]}")
    read = [Outcome.model_validate_json(line) for line in done.stdout.splitlines()]
    return [outcome.model_copy(update={"name": f"{side} {outcome.name}"}) for outcome in read]


def _told(said: str) -> str:
    """Return the lines that say what was raised."""
    at = said.find("Uncaught Python exception")
    return said[at : at + 400] if at >= 0 else said[-400:]
