"""[builds] From a copy of the sources: the example brand built for Linux, in a base, and for Windows, within their
sizes, what each megabyte is, and each started for its self-check; the Linux file in bare Debians, its oldest among
them. Whole run only: tests/installer/test_build.py builds, weighs and starts one with this machine's own Python."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from installer.contents import require_clean, sizes
from installer.glibc import needed, starts_on
from installer.ingredients import Platform
from installer.papers import LICENCES_SUFFIX, SBOM_SUFFIX, SHA256_SUFFIX, beside
from installer.rules import check
from scripts.proofs import Finding
from scripts.rigs.built import bare_root
from scripts.rigs.built.linux_base import linux_base
from scripts.rigs.clones import build_in_a_copy
from scripts.rigs.windows_exe import make_ready, run_exe

EXAMPLE = Path(__file__).resolve().parents[2] / "installer" / "brands" / "example.toml"
LIMITS: dict[Platform, float] = {"linux": 50, "windows": 45}
"""Megabytes."""
SHOWN = 12
"""The heaviest parts, which are told one by one."""
MUST_START_ON = ("Debian 11", "Ubuntu 20.04")
"""By the glibc that a Linux file made in a base asks for."""
BARE = {"bullseye": "Debian 11", "bookworm": "Debian 12"}
"""The systems that can be had here to start it in, by the names of their suites."""

Say = Callable[[str], None]


@dataclass(frozen=True)
class Outcome:
    """One build: what is wrong with it, and its figure."""

    wrong: str
    figure: str


def prove(quick: bool, say: Say) -> Finding:
    """Build, weigh, start (quick: only that the example brand can be built)."""
    if quick:
        return Finding(check(EXAMPLE).file.operator.name != "", "the example brand has no mistakes")
    platforms: list[Platform] = ["linux", "windows"]
    base = linux_base(say)
    with tempfile.TemporaryDirectory() as folder:
        outcomes = [_built(platform, Path(folder) / platform, base, say) for platform in platforms]
    for outcome in outcomes:
        if outcome.wrong:
            say(outcome.wrong)
    return Finding(not any(one.wrong for one in outcomes), "; ".join(one.figure for one in outcomes))


def _built(platform: Platform, folder: Path, base: Path, say: Say) -> Outcome:
    if platform == "windows":
        make_ready()
    began = monotonic()
    brand, used = folder / "copy" / "brands" / "example.toml", base if platform == "linux" else None
    build_in_a_copy(folder / "copy", brand, folder / "dist", say, platform, used)
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
    for where, told in _started(plugin, platform).items():
        say(f"{where}: " + told.strip().replace("\n", "\n  "))
        if "FAILS" in told or " works: Exemple Assistance" not in told:
            wrong.append(f"its self-check does not pass on {where}")
        if used and "GSettings, " not in told:
            wrong.append(f"it does not reach the settings of {where}, which has GSettings")
    runs = ""
    if platform == "linux":
        glibc = needed(plugin)
        runs = f", asks for glibc {glibc[0]}.{glibc[1]}: {', '.join(starts_on(glibc))}"
        wrong += [f"{name} is too old for it" for name in MUST_START_ON if used and name not in starts_on(glibc)]
    return Outcome("; ".join(wrong), f"{platform}: {megabytes:.1f} MB in {seconds / 60:.1f} min{runs}")


def _weigh(plugin: Path, say: Say) -> None:
    heaviest = sorted(sizes(plugin).items(), key=lambda part: -part[1])
    rest = sum(size for _, size in heaviest[SHOWN:])
    for name, size in [*heaviest[:SHOWN], ("the rest", rest)]:
        say(f"{size / 1e6:5.1f} MB  {name}")


def _started(plugin: Path, platform: Platform) -> dict[str, str]:
    """Run a plug-in's self-check where it is to start; return what it says on each system."""
    if platform == "windows":
        return {"Wine": run_exe(plugin, "--self-check")}
    return {name: bare_root.says(suite, plugin, "--self-check") for suite, name in BARE.items()}
