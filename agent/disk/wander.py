"""Goes through folders breadth first, within bounds of depth, number and time; follows no link, leaves no trace."""

import os
import time
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from agent.disk.identity import Identity, identity


@dataclass(frozen=True)
class Bounds:
    """Where to stop."""

    depth: int
    folders: int
    seconds: float


@dataclass(frozen=True)
class Found:
    """One folder."""

    path: Path
    stat: os.stat_result


def wander(starts: Iterable[Path], bounds: Bounds, closed: Collection[Identity] = ()) -> Iterator[Found]:
    """Yield the folders in and below `starts`; those of `closed` are neither yielded nor entered."""
    end = time.monotonic() + bounds.seconds
    waiting = deque((found, 0) for start in starts if (found := _found(start)))
    seen: set[Identity] = set(closed)
    left = bounds.folders
    while waiting and left and time.monotonic() < end:
        folder, depth = waiting.popleft()
        if identity(folder.stat) in seen:
            continue
        seen.add(identity(folder.stat))
        left -= 1
        yield folder
        if depth < bounds.depth:
            waiting.extend((below, depth + 1) for below in _below(folder, bounds.folders))


def _found(path: Path) -> Found | None:
    try:
        return Found(path, os.stat(path))
    except (OSError, ValueError):
        return None


def _below(folder: Found, limit: int) -> list[Found]:
    found: list[Found] = []
    with suppress(OSError), os.scandir(folder.path) as entries:
        for entry in entries:
            if len(found) >= limit:
                break
            with suppress(OSError):
                if entry.is_dir(follow_symlinks=False):
                    found.append(Found(Path(entry.path), entry.stat(follow_symlinks=False)))
    return found
