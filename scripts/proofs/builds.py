"""[builds] From a copy of the sources: the example brand built for Linux and for Windows, within their sizes, what each
megabyte is, and each started for its self-check. Quick: Linux alone."""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from installer.contents import require_clean, sizes
from installer.glibc import needed, starts_on
from installer.ingredients import Platform
from installer.papers import LICENCES_SUFFIX, SBOM_SUFFIX, SHA256_SUFFIX, beside
from scripts.proofs import Finding
from scripts.rigs.clones import build_in_a_copy
from scripts.rigs.windows_exe import make_ready, run_exe

LIMITS: dict[Platform, float] = {"linux": 50, "windows": 45}
"""Megabytes."""
SHOWN = 12
"""The heaviest parts, which are told one by one."""

Say = Callable[[str], None]


@dataclass(frozen=True)
class Outcome:
    """One build: what is wrong with it, and its figure."""

    wrong: str
    figure: str


def prove(quick: bool, say: Say) -> Finding:
    """Build, weigh, start."""
    platforms: list[Platform] = ["linux"] if quick else ["linux", "windows"]
    with tempfile.TemporaryDirectory() as folder:
        outcomes = [_built(platform, Path(folder) / platform, say) for platform in platforms]
    for outcome in outcomes:
        if outcome.wrong:
            say(outcome.wrong)
    return Finding(not any(one.wrong for one in outcomes), "; ".join(one.figure for one in outcomes))


def _built(platform: Platform, folder: Path, say: Say) -> Outcome:
    if platform == "windows":
        make_ready()
    began = monotonic()
    build_in_a_copy(folder / "copy", folder / "copy" / "brands" / "example.toml", folder / "dist", say, platform)
    seconds = monotonic() - began
    plugin = folder / "dist" / ("Exemple-Assistance" + (".exe" if platform == "windows" else ""))
    megabytes = plugin.stat().st_size / 1e6
    _weigh(plugin, say)
    wrong = [] if megabytes <= LIMITS[platform] else [f"{megabytes:.1f} MB are more than {LIMITS[platform]:.0f}"]
    wrong += [
        f"{suffix} is missing"
        for suffix in (SHA256_SUFFIX, SBOM_SUFFIX, LICENCES_SUFFIX)
        if not beside(plugin, suffix).is_file()
    ]
    require_clean(plugin)
    told = _started(plugin, platform)
    say(told.strip().replace("\n", "\n  "))
    if "FAILS" in told or " works: Exemple Assistance" not in told:
        wrong.append("its self-check does not pass")
    runs = f", starts on {', '.join(starts_on(needed(plugin)))}" if platform == "linux" else ""
    return Outcome("; ".join(wrong), f"{platform}: {megabytes:.1f} MB in {seconds / 60:.1f} min{runs}")


def _weigh(plugin: Path, say: Say) -> None:
    heaviest = sorted(sizes(plugin).items(), key=lambda part: -part[1])
    rest = sum(size for _, size in heaviest[SHOWN:])
    for name, size in [*heaviest[:SHOWN], ("the rest", rest)]:
        say(f"{size / 1e6:5.1f} MB  {name}")


def _started(plugin: Path, platform: Platform) -> str:
    """Run a plug-in's self-check; return what it says."""
    if platform == "windows" and sys.platform != "win32":
        return run_exe(plugin, "--self-check")
    done = subprocess.run([plugin, "--self-check"], capture_output=True, text=True, timeout=120)
    return done.stdout + done.stderr
