"""Play the tricks against the verbs of the Windows disk, there: one line of JSON each, the counts at the end.

`python -m scripts.rigs.win32_folder_trial FOLDER [--naive]`, with HANDRAIL_DRIVE_C saying where drive C: lies below
Wine. `--naive`: against the usual way instead, to see that the tricks are tricks.
"""

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from agent.disk.base import DiskError, Entry
from agent.disk.windows.disk import WindowsDisk
from scripts.rigs.win32_folder_tricks import TRICKS, Trick
from scripts.rigs.win32_folder_world import SECRETS, World, wire, world

Verb = Callable[[WindowsDisk, World, str], object]


def read(disk: WindowsDisk, _: World, path: str) -> object:
    file = disk.open(path)
    try:
        return untimed(file.entry()), file.read(1 << 20, 0)
    finally:
        file.close()


def untimed(entry: Entry) -> tuple[str, str, str]:
    return entry.name, entry.kind, f"size={entry.size}"


def listed(disk: WindowsDisk, path: str) -> object:
    return sorted(untimed(entry) for entry in disk.list(path))


VERBS: dict[str, Verb] = {
    "list": lambda disk, _, path: listed(disk, path),
    "list the folder above": lambda disk, _, path: listed(disk, os.path.dirname(path.rstrip("/")) or "/"),
    "stat": lambda disk, _, path: untimed(disk.stat(path)),
    "read link": lambda disk, _, path: disk.read_link(path),
    "open and read": read,
    "search": lambda disk, _, path: sorted(disk.search(path, "")),
    "search all": lambda disk, world, _: sorted(disk.search(wire(world.top), "7391")),
    "mark": lambda disk, _, path: bool(disk.mark(path)),
    "home": lambda disk, _, path: disk.lies_in_home(path),
    "space": lambda disk, _, path: bool(disk.space(path)),
}


def answer(verb: Verb, disk: WindowsDisk, world: World, path: str) -> str:
    """Return what a verb told; what was asked for itself, and the world's number, tell nothing."""
    try:
        told = repr(verb(disk, world, path))
    except DiskError as error:
        return repr(error)
    asked = repr(os.path.basename(path))[1:-1]
    return told.replace(asked, "ASKED") if asked else told


def naively(world: World, path: str) -> str:
    """Do what is usually done: compare the path, then open it by name."""
    name = path[1:].replace("/", "\\")
    try:
        if os.path.normcase(os.path.abspath(name)).startswith(os.path.normcase(world.hidden)):
            return "Missing"
        return repr(Path(name).read_bytes()[:100] if os.path.isfile(name) else os.listdir(name))  # no device: it waits
    except (OSError, ValueError) as error:
        return type(error).__name__


def played(base: Path, trick: Trick, *, there: bool, naive: bool = False) -> list[str]:
    """Return the answers of every verb to every path of a trick, in one world."""
    with world(base, there=there) as made:
        preparing = trick.prepare(made)
        next(preparing)
        disk = made.agree()
        try:
            next(preparing)
        except StopIteration as end:
            tried: list[str] = end.value
        if naive:
            answers = [naively(made, path) for path in tried]
        else:
            answers = [answer(verb, disk, made, path) for path in tried for verb in VERBS.values()]
        disk.close()
    return answers


def faults(base: Path, trick: Trick, *, naive: bool) -> tuple[int, list[str]]:
    """Return how many answers there were, and what is wrong with them."""
    told = played(base, trick, there=True, naive=naive)
    wrong = [f"told {text[:200]}" for text in told if any(secret in text for secret in SECRETS)]
    if trick.alike and not naive:
        absent = played(base, trick, there=False)
        pairs = [(one, other) for one, other in zip(told, absent, strict=True) if one != other]
        wrong += [f"told {one[:200]}, but {other[:200]} where there is none" for one, other in pairs]
    return len(told), wrong


def main() -> int:
    """Play them all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--naive", action="store_true")
    options, counts = parser.parse_args(), Counter[str]()
    for trick in TRICKS:
        tries, wrong = faults(options.folder, trick, naive=options.naive)
        counts.update(tricks=1, tries=tries, faults=len(wrong), showing=bool(wrong))
        print(json.dumps({"trick": trick.name, "tries": tries, "faults": wrong[:5]}), flush=True)
    print(json.dumps({"counts": counts}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
