"""Run the tricks against the verbs, in a mount namespace of its own where this machine can: one line of JSON each.

`python -m scripts.rigs.disk_trial [--every N] [--naive] [--user] [--nofollow]`; the last line counts what was tried.
"""

import argparse
import ctypes
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, cast

from agent.disk.base import GuardedDisk
from agent.disk.opening import step_by_nofollow, step_by_openat2
from agent.disk.volumes import within
from scripts.rigs import disk_tricks_links, disk_tricks_mounts, disk_tricks_moves, disk_tricks_paths
from scripts.rigs.disk_naive import NaiveDisk
from scripts.rigs.disk_tricks import TRICKS, Trick
from scripts.rigs.disk_verbs import BARE, HIDDEN_TIME, VERBS, answer
from scripts.rigs.disk_world import MARKER, SIZES, Unable, Which, World, fresh
from scripts.rigs.ending import end_when_asked

TABLES = (disk_tricks_paths, disk_tricks_links, disk_tricks_mounts, disk_tricks_moves)
PRIVATE = "HANDRAIL_DISK_TRIAL"
"""Set in the environment of the run that has its own mount namespace; holds the folder to work in."""
SHOWS = ("list", "list the folder above", "stat", "open and read")
"""What the naive disk does."""
NOBODY = 65534
_PR_SET_DUMPABLE = 4


@dataclass(frozen=True)
class How:
    """How the trials are made."""

    base: Path
    every: int = 1
    """Each trick against every Nth verb only."""
    naive: bool = False
    """Against the usual way instead, to see that the tricks are tricks."""
    user: bool = False
    """With an ordinary user's rights."""
    nofollow: bool = False
    """As on a kernel without openat2."""
    alone: bool = False
    """In a mount namespace where everything else is read-only: verbs that change things may meet any path."""


class Try(NamedTuple):
    """One verb on one path in one world: what was told, and what else happened."""

    told: str
    faults: list[str]
    more: bool
    """The trick has further paths."""


@contextmanager
def rights(world: World, user: bool) -> Iterator[None]:
    """Give the world to an ordinary user and act as that user, if asked to."""
    if not user:
        yield
        return
    for folder, inner, names in os.walk(world.top):
        inner[:] = [name for name in inner if name not in ("bound", "merged")]
        for name in (".", *names):
            os.chown(os.path.join(folder, name), NOBODY, NOBODY, follow_symlinks=False)
    os.seteuid(NOBODY)
    ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 1, 0, 0, 0)  # else /proc/self would be root's from here on
    try:
        yield
    finally:
        os.seteuid(0)


def attempt(how: How, which: Which, trick: Trick, verb: str, number: int) -> Try:
    """Make a world, play the trick and use the verb on its path of that number. Raise Unable."""
    world = fresh(how.base, which)
    try:
        preparing = trick.prepare(world)
        next(preparing)
        disk: GuardedDisk = world.agree(step_by_nofollow if how.nofollow else step_by_openat2)
        paths: list[str | Path] = []
        try:
            next(preparing)
        except StopIteration as end:
            paths = end.value
        used = cast(GuardedDisk, NaiveDisk(world.hides)) if how.naive else disk
        return _tried(how, world, used, verb, paths, number)
    finally:
        world.end()
        shutil.rmtree(world.top)


def _tried(how: How, world: World, disk: GuardedDisk, verb: str, paths: list[str | Path], number: int) -> Try:
    before = world.secrets()
    if world.is_there and not before:
        raise AssertionError("the world holds nothing to hide: the trick is not played")
    if not how.alone and verb not in SHOWS and not within(str(paths[number]), str(world.top)):
        raise Unable("without a mount namespace, what changes things is tried on this proof's own files only")
    with rights(world, how.user):
        told = answer(VERBS[verb], disk, world, str(paths[number]))
    secrets = (MARKER, f"size={SIZES[world.which]},", HIDDEN_TIME) if world.is_there else ()
    faults = [f"told: {told[:300]}" for secret in secrets if secret in told]
    if BARE in told:
        faults.append(told[:300])
    if world.secrets() - before:
        faults.append("hidden content lies elsewhere")
    if before - world.secrets():
        faults.append("hidden content is gone")
    return Try(told, faults, number + 1 < len(paths))


def compared(how: How, trick: Trick, verb: str) -> Iterator[list[str]]:
    """Yield what is wrong with the answers to each of the trick's paths; empty where nothing is. Raise Unable."""
    worlds: tuple[Which, ...] = ("told", "other", "absent") if trick.as_if_absent else ("told", "other")
    number, more = 0, True
    while more:
        tries = {which: attempt(how, which, trick, verb, number) for which in worlds}
        first = tries["told"]
        faults = [fault for tried in tries.values() for fault in tried.faults]
        for which, tried in tries.items():
            if tried.told != first.told:
                faults.append(f"told {first.told[:300]!r}, but {which}: {tried.told[:300]!r}")
        yield faults
        number, more = number + 1, first.more


def tried_trick(how: How, index: int, trick: Trick) -> tuple[int, list[str]]:
    """Try a trick with its verbs and return how often it was tried, and all faults. Raise Unable."""
    shown = [verb for place, verb in enumerate(VERBS) if (index + place) % how.every == 0]
    found = [
        [f"{verb}: {fault}" for fault in faults]
        for verb in shown
        if not how.naive or verb in SHOWS
        for faults in compared(how, trick, verb)
    ]
    return len(found), [fault for faults in found for fault in faults]


def run_all(how: How) -> None:
    """Print a line for each trick, and the counts at the end."""
    counts: Counter[str] = Counter(tricks=0, tries=0, faults=0, showing=0, skipped=0, verbs=len(VERBS))
    for index, trick in enumerate(TRICKS):
        try:
            tries, faults = tried_trick(how, index, trick)
        except Unable as error:
            counts["skipped"] += 1
            print(json.dumps({"trick": trick.name, "skipped": str(error)}), flush=True)
            continue
        counts.update(tricks=1, tries=tries, faults=len(faults), showing=bool(faults))
        print(json.dumps({"trick": trick.name, "tries": tries, "faults": faults[:5]}), flush=True)
    print(json.dumps({"counts": counts}), flush=True)


def enter_namespace(base: str, arguments: list[str]) -> int | None:
    """Run this program again with mounts of its own, all else read-only, and return its code; None if impossible."""
    guarded = "mount -o remount,bind,ro / ; mount -o remount,bind,ro /dev"
    inside = f'mount -t tmpfs -o size=1g,mode=755 none "$0" && {{ {guarded} ; exec "$@" ; }}'
    command = [sys.executable, "-m", "scripts.rigs.disk_trial", *arguments]
    for way in (["unshare", "-m"], ["unshare", "-U", "-r", "-m"]):
        probe = [*way, "mount", "-t", "tmpfs", "none", base]
        if subprocess.run(probe, capture_output=True, check=False).returncode == 0:
            environment = {**os.environ, PRIVATE: base, "TMPDIR": base}
            return subprocess.run([*way, "sh", "-c", inside, base, *command], env=environment, check=False).returncode
    return None


def main() -> int:
    """Run the trials, with a mount namespace if this machine lets us."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--naive", action="store_true")
    parser.add_argument("--user", action="store_true")
    parser.add_argument("--nofollow", action="store_true")
    options = vars(parser.parse_args())
    if PRIVATE in os.environ:
        run_all(How(Path(os.environ[PRIVATE]), alone=True, **options))
        return 0
    with tempfile.TemporaryDirectory(prefix="handrail-disk-") as base:
        code = enter_namespace(base, sys.argv[1:])
        if code is None:
            run_all(How(Path(base), **options))
        return code or 0


if __name__ == "__main__":
    end_when_asked()
    sys.exit(main())
