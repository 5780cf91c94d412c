"""[folder-races] File verbs while a hidden folder and a harmless one exchange their places: nothing hidden is told."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import cast

from agent.disk.guarded import Disk
from agent.disk.opening import Step, step_by_nofollow, step_by_openat2
from scripts.proofs import Finding
from scripts.rigs.disk_naive import NaiveDisk
from scripts.rigs.disk_races import (
    BY_NAIVE,
    CHANGING,
    READING,
    Scene,
    Tally,
    exchanging,
    race,
    scenes,
    settle,
)

Say = Callable[[str], None]

TRIES = 1_000_000
ROUNDS_OF_READING = 20
"""The verbs that read come so often for once through those that change things."""
MIN_ANSWERED = 0.01
"""Of the tries so many must tell of the harmless folder, at full size in each scene: to refuse all proves nothing."""

Opening = Callable[[Scene], Step]

WAYS: dict[str, Opening] = {
    "openat2": lambda _scene: step_by_openat2,
    "O_NOFOLLOW": lambda _scene: step_by_nofollow,
    "openat2, exchanged between its steps too": lambda scene: exchanging(step_by_openat2, scene),
}


def prove(quick: bool, say: Say) -> Finding:
    """Try 1,000,000 times (quick: 9,000) in four scenes, by three ways of opening; then the usual way, which leaks."""
    tries = 9000 if quick else TRIES
    with tempfile.TemporaryDirectory(prefix="handrail-disk-") as folder:
        places = scenes(Path(folder))
        hides = [scene.hidden for scene in places]
        pairs = [(scene, way) for scene in places for way in WAYS]
        pairs = pairs[::4] if quick else pairs
        ours = [_guarded(say, hides, scene, way, -(-tries // len(pairs))) for scene, way in pairs]
        usual = cast(Disk, NaiveDisk(hides))
        compared = places[:2] if quick else places
        naive = [_told(say, scene, "the usual way", race(usual, scene, BY_NAIVE, tries // 8)) for scene in compared]
    total, seen, link = Tally.sum(ours), Tally.sum(naive), naive[1]
    counted = [total] if quick else ours
    works = not total.broken and all(tally.answered > tally.tries * MIN_ANSWERED for tally in counted)
    figure = (
        f"{total.tries} tries, {total.flips} exchanges: {total.told} told something hidden, {total.damaged} damaged "
        f"it, {total.answered} told of the harmless one; the usual way told {seen.told} of {seen.tries} "
        f"({link.told / link.tries:.1%} where only a link is exchanged)"
    )
    return Finding(not total.told and not total.damaged and works and seen.told > 0, figure)


def _guarded(say: Say, hides: list[Path], scene: Scene, way: str, tries: int) -> Tally:
    # a hidden folder's place is where it is when it is hidden: every disk is made with the scene at rest
    settle(scene)
    disk = Disk(hides, step=WAYS[way](scene))
    tally = race(disk, scene, [*READING * ROUNDS_OF_READING, *CHANGING], tries)
    disk.close()
    return _told(say, scene, way, tally)


def _told(say: Say, scene: Scene, how: str, tally: Tally) -> Tally:
    worse = f", {tally.damaged} DAMAGED, {tally.broken} BROKEN" if tally.damaged or tally.broken else ""
    say(
        f"{scene.name}, {how}: {tally.tries} tries, {tally.flips} exchanges, {tally.told} told something hidden,"
        f" {tally.answered} answered{worse}"
    )
    return tally
