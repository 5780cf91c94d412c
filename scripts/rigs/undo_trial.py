"""Changes made and undone: by the customer during the session, and later, by another run, from the saved report.

`python -m scripts.rigs.undo_trial BASE [--quick]` says a JSON line for each trial; in a mount namespace of its own it
has a second disk.
"""

import argparse
import asyncio
import json
import shutil
import subprocess
import sys
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from pathlib import Path

from agent.farewell import keep_report, keep_undo
from agent.settings import Settings
from agent.tools.changes import Change
from agent.ui.model import Brand
from agent.undo.kept import folder_of
from scripts.rigs.journals import session
from scripts.rigs.undo_cases import CASES, LETTER, Act, at_random
from scripts.rigs.undo_world import World, exact, world

SETTINGS = Settings("https://help.example", Brand(name="Exemple Assistance"), "fr", frozenset())
RANDOM, STEPS = 12, 9
QUICK_RANDOM = 2
QUICK_LATER = ("one of each at once", "changes in a folder that is moved")

OLDEST = frozenset({"a folder saved in, renamed and moved"})
"""Changes upon one another that can be undone from the oldest on: the others' paths follow."""

Told = dict[str, object]
State = dict[str, object]
Trial = Callable[[Path], Coroutine[object, object, Told]]


async def during(base: Path, name: str, act: Act) -> Told:
    """Change, and undo while the session lasts, the newest first (OLDEST: the other way); say what differs."""
    async with world(base) as (made, _):
        before = made.state
        await act(made)
        kinds, changed = {change.kind for change in made.scene.changes.newest_first}, made.state != before
        changes = made.scene.changes.newest_first
        for change in changes[::-1] if name in OLDEST else changes:
            await made.scene.changes.undo(change.number)
        left = [change.what for change in made.scene.changes.newest_first]
        return _judged("during", name, before, made.state, kinds, changed, left)


async def later(base: Path, name: str, act: Act) -> Told:
    """Change, end the session, keep what undoes it, and undo it in two other runs, half of it in each."""
    async with world(base) as (made, _):
        before = made.state
        await act(made)
        changes = made.scene.changes.lasting
        kinds, changed = {change.kind for change in changes}, made.state != before
        report = await ended(made, base, changes)
        said = await again(report, "--most", str(len(changes) // 2))
        said += await again(report)
        left = [str(line) for line in said if line["outcome"] != "undone"]
        left += [f"{folder_of(report)} is still there"] if folder_of(report).exists() else []
        left += [f"{len(said)} of {len(changes)} were told"] if len(said) != len(changes) else []
        return _judged("later", name, before, made.state, kinds, changed, left)


def _judged(way: str, name: str, before: State, after: State, kinds: set[str], changed: bool, left: list[str]) -> Told:
    wrong = sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))
    faults = [f"{key}: {before.get(key)} became {after.get(key)}" for key in wrong]
    if not changed and name != "an entry switched off and on":
        faults.append("nothing was changed, so that nothing is shown")
    if left:
        faults.append(f"not undone: {left}")
    return {"way": way, "name": name, "kinds": sorted(kinds), "wrong": faults}


async def ended(made: World, base: Path, changes: list[Change]) -> Path:
    """End the session; return the report that is saved, with what undoes these changes beside it."""
    await made.close()
    folder = base.parent / f"{base.name}-kept"
    (folder / "journal").mkdir(parents=True)
    scene = session(folder / "journal")
    report = folder / "compte rendu.html"
    keep_undo(report, changes, scene.receipts)
    keep_report(report, SETTINGS, scene.folder, scene.receipts, with_chat=False)
    shutil.rmtree(scene.folder)
    return report


async def again(report: Path, *options: str) -> list[Told]:
    """Open the report in another process; return what the customer was told after each press."""
    command = [sys.executable, "-m", "scripts.rigs.undo_again", str(report), *options]
    process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
    said, _ = await process.communicate()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return [json.loads(line) for line in said.splitlines()]


# --- what must not be undone just so ----------------------------------------------------------------------------------


async def _saved(made: World, base: Path) -> Path:
    await made.save(LETTER, "Bonjour\nMonsieur\n")
    return await ended(made, base, made.scene.changes.lasting)


def _backups(made: World) -> list[Path]:
    return [path for path in (made.home / "Documents").iterdir() if ".backup" in path.name]


async def changed_since(made: World, base: Path) -> list[str]:
    """What was changed since is asked about; left alone it stays, insisted on, it goes into the bin."""
    letter = made.home / LETTER
    report = await _saved(made, base)
    letter.write_text("mine\n")
    mine = exact(made.home)
    said = await again(report)
    wrong = [] if [line["outcome"] for line in said] == ["asks"] else [f"it was told {said}"]
    wrong += [] if exact(made.home) == mine else ["something was overwritten without a yes"]
    said = await again(report, "--insist")
    wrong += [] if said[-1]["outcome"] == "undone" else [f"insisted on, it was told {said}"]
    binned = [path.read_text() for path in (made.home / "data/Trash/files").iterdir()]
    wrong += [] if letter.read_text() == "Bonjour\nMadame\n" and "mine\n" in binned else ["it was lost"]
    return wrong


async def kept_file_altered(made: World, base: Path) -> list[str]:
    """An old file that is not what was kept is put nowhere."""
    report = await _saved(made, base)
    (kept,) = _backups(made)
    kept.write_text(kept.read_text().replace("Madame", "Mesdames"))
    now = exact(made.home)
    said = await again(report, "--insist")
    told = [(line["outcome"], line["why"]) for line in said] == [("failed", "undo/kept_changed")]
    return [] if told and exact(made.home) == now else [f"it was told {said}"]


async def list_altered(made: World, base: Path) -> list[str]:
    """A list in which a byte was changed undoes nothing."""
    report = await _saved(made, base)
    path = folder_of(report) / "changes.json"
    path.write_bytes(path.read_bytes().replace(b"lettre.txt", b"lettrf.txt", 1))
    now = exact(made.home)
    said = await again(report)
    told = [(line["outcome"], line["why"]) for line in said] == [("problem", "altered")]
    return [] if told and exact(made.home) == now else [f"it was told {said}"]


async def open_to_others(made: World, base: Path) -> list[str]:
    """A folder that others may write into undoes nothing; ours is for its owner alone."""
    report = await _saved(made, base)
    mode = folder_of(report).stat().st_mode & 0o777
    folder_of(report).chmod(0o770)
    said = await again(report)
    told = [(line["outcome"], line["why"]) for line in said] == [("problem", "not_private")]
    return [] if told and mode == 0o700 else [f"mode {mode:o}; it was told {said}"]


async def forgotten(made: World, base: Path) -> list[str]:
    """One press deletes all that is kept, and nothing else."""
    report = await _saved(made, base)
    now = exact(made.home)
    kept = {str(path.relative_to(made.home)) for path in _backups(made)}
    said = await again(report, "--forget")
    wrong = [] if [line["outcome"] for line in said] == ["deleted"] else [f"it was told {said}"]
    wrong += ["the folder is still there"] if folder_of(report).exists() else []
    expected = {key: value for key, value in now.items() if key not in kept}
    return wrong + ([] if exact(made.home) == expected and kept else ["more or less than the old file is gone"])


async def not_wished(made: World, base: Path) -> list[str]:
    """Unless the customer wants it, nothing is kept."""
    await made.save(LETTER, "Bonjour\nMonsieur\n")
    report = await ended(made, base, [])
    said = await again(report)
    told = [(line["outcome"], line["why"]) for line in said] == [("problem", "nothing_kept")]
    return [] if told and not folder_of(report).exists() else [f"it was told {said}"]


GUARDED: dict[str, Callable[[World, Path], Awaitable[list[str]]]] = {
    "changed since": changed_since,
    "the kept file altered": kept_file_altered,
    "the list altered": list_altered,
    "a folder open to others": open_to_others,
    "all forgotten at one press": forgotten,
    "nothing wished, nothing kept": not_wished,
}


async def guarded(base: Path, name: str) -> Told:
    """Try one of these."""
    async with world(base) as (made, _):
        return {"way": "guarded", "name": name, "kinds": [], "wrong": await GUARDED[name](made, base)}


# --- all of them ------------------------------------------------------------------------------------------------------


def trials(quick: bool) -> list[tuple[str, Trial]]:
    """List every trial with what it is called."""
    seeds = range(QUICK_RANDOM if quick else RANDOM)
    acts = {**CASES, **{f"at random {seed}": _random(seed) for seed in seeds}}
    soon = [(name, partial(during, name=name, act=act)) for name, act in acts.items()]
    kept = {name: acts[name] for name in QUICK_LATER} if quick else acts
    late = [(name, partial(later, name=name, act=act)) for name, act in kept.items()]
    refused = [(name, partial(guarded, name=name)) for name in list(GUARDED)[: 2 if quick else None]]
    return [*soon, *late, *refused]


def _random(seed: int) -> Act:
    return lambda made: at_random(made, seed, STEPS)


def _run(trial: Trial, home: Path, name: str) -> Told:
    """Run one; what it could not even do is wrong too."""
    try:
        return asyncio.run(trial(home))
    except (AssertionError, TimeoutError, OSError, subprocess.CalledProcessError) as error:
        return {"way": "tried", "name": name, "kinds": [], "wrong": [f"{type(error).__name__}: {error}"]}


def _second_disk(home: Path) -> bool:
    """Mount a second disk; say whether that is allowed here."""
    home.mkdir()
    (home / "stick").mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "none", str(home / "stick")], capture_output=True)
    return done.returncode == 0


def main() -> int:
    """Run all trials."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", type=Path)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    for number, (name, trial) in enumerate(trials(options.quick)):
        home = options.base / f"home{number}"
        if not _second_disk(home) and "another disk" in name:
            print(json.dumps({"skipped": name}), flush=True)
            continue
        print(json.dumps(_run(trial, home, name)), flush=True)
        subprocess.run(["umount", "-l", str(home / "stick")], capture_output=True, check=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
