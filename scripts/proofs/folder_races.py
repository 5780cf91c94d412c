"""[folder-races] File verbs while a hidden folder and a harmless one exchange their places: nothing hidden is told."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import cast

from agent.disk.guarded import Disk
from agent.disk.opening import step_by_nofollow, step_by_openat2
from scripts.proofs import Finding
from scripts.rigs.disk_naive import NaiveDisk
from scripts.rigs.disk_races import BY_NAIVE, CHANGING, READING, Scene, Tally, race, scenes

Say = Callable[[str], None]

TRIES = 1_000_000
ROUNDS_OF_READING = 20
"""The verbs that read come so often for once through those that change things."""
STEPS = {"openat2": step_by_openat2, "O_NOFOLLOW": step_by_nofollow}


def prove(quick: bool, say: Say) -> Finding:
    """Try 1,000,000 times (quick: 8,000) in four scenes, by both ways of opening; then the usual way, which leaks."""
    tries = 8000 if quick else TRIES
    with tempfile.TemporaryDirectory(prefix="handrail-disk-") as folder:
        places = scenes(Path(folder))
        hides = [scene.hidden for scene in places]
        disks = {name: Disk(hides, step=step) for name, step in STEPS.items()}
        usual = cast(Disk, NaiveDisk(hides))
        tallies = [
            _told(say, scene, name, race(disk, scene, _verbs(), tries // len(places) // len(disks)))
            for scene in places
            for name, disk in disks.items()
        ]
        naive = [_told(say, scene, "the usual way", race(usual, scene, BY_NAIVE, tries // 8)) for scene in places]
        for disk in disks.values():
            disk.close()
    told, answered, damaged = (
        sum(getattr(tally, what) for tally in tallies) for what in ("told", "answered", "damaged")
    )
    seen = sum(tally.told for tally in naive)
    made = sum(tally.tries for tally in tallies)
    flips = sum(tally.flips for tally in tallies)
    links = naive[1]
    figure = (
        f"{made} tries, {flips} exchanges: {told} told something hidden, {damaged} damaged it; "
        f"{answered} told of the harmless one; the usual way told {seen} of {sum(tally.tries for tally in naive)}"
        f" ({links.told / links.tries:.0%} where a link is flipped)"
    )
    return Finding(not told and not damaged and answered > made // 50 and seen > 0, figure)


def _verbs() -> list[Callable[[Disk, Scene, str], bool]]:
    return [*READING * ROUNDS_OF_READING, *CHANGING]


def _told(say: Say, scene: Scene, how: str, tally: Tally) -> Tally:
    say(
        f"{scene.name}, {how}: {tally.tries} tries, {tally.flips} exchanges, {tally.told} told something hidden,"
        f" {tally.answered} answered{', DAMAGED' if tally.damaged else ''}"
    )
    return tally
