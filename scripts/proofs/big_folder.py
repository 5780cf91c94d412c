"""[big-folder] 100,000 entries: rows within 300 ms, filter within 200 ms; 64 levels; any name safe, and kept."""

import asyncio
import os
import shutil
import tempfile
import unicodedata
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from agent.protocol import file_messages as wire
from agent.protocol.messages import MAX_MESSAGE
from agent.tools.files.names import encoded, shown
from scripts.proofs import Finding
from scripts.rigs.file_scene import FileScene, list_folder

Say = Callable[[str], None]

ENTRIES, QUICK_ENTRIES = 100_000, 20_000
ROUNDS, QUICK_ROUNDS = 7, 3
FIRST_SECONDS, FILTER_SECONDS = 0.3, 0.2
STALL_SECONDS = 0.15
"""So long at most our own work may hold up the event loop: the picture and Stop go by it."""
TICK_SECONDS = 0.005
LEVELS = 64
NAMES = [
    b"\x1b[2J\x07bell",
    b"line\nend\r",
    b"\x01\x02\x7f",
    "\u202egpj.exe".encode(),
    "\u2066isolated\u2069\u200b\ufeff".encode(),
    b"\xff\xfe\x80 not UTF-8",
    b"caf\xe9.txt",
    b"\xed\xa0\x80 half a character",
    b"100%.txt",
    b"%41%FF",
    b"<img src=x onerror=alert(1)>",
    b"=cmd|' C calc'!A0",
    b" leading and trailing ",
    b"-rf",
    ("é" * 127 + "x").encode(),
    b"\xff" * 255,
    b"\x01" * 255,
    "e\u0301".encode(),
    "é".encode(),
]
"""Bytes of names; the last two look alike and are not."""


def prove(quick: bool, say: Say) -> Finding:
    """Measure on a folder of 100,000 (quick: 20,000) entries, then go deep, then through every odd name."""
    base = Path(tempfile.mkdtemp(prefix="handrail-big-"))
    before = dict(os.environ)
    try:
        home = base / "home"
        (home / "data").mkdir(parents=True)
        os.environ.update(HOME=str(home), XDG_DATA_HOME=str(home / "data"), XDG_CACHE_HOME=str(home / "cache"))
        return asyncio.run(_prove(home, quick, say))
    finally:
        os.environ.clear()
        os.environ.update(before)
        shutil.rmtree(base, ignore_errors=True)


async def _prove(home: Path, quick: bool, say: Say) -> Finding:
    count = QUICK_ENTRIES if quick else ENTRIES
    fill(home / "big", count)
    first, filtered, stall, size = await measured(home / "big", count, QUICK_ROUNDS if quick else ROUNDS, say)
    deep = await deepest(home / "deep")
    say(f"{deep} levels deep: listed, renamed and brought back")
    odd = await names_kept(home / "odd", say)
    quick_enough = first < FIRST_SECONDS and filtered < FILTER_SECONDS and stall < STALL_SECONDS
    figure = (
        f"{count} entries: first rows {first * 1e3:.0f} ms, filter {filtered * 1e3:.0f} ms (medians), the loop held up "
        f"{stall * 1e3:.0f} ms at most, messages up to {size / 1024:.0f} KiB; {deep} levels; "
        f"{odd} of {len(NAMES)} odd names shown safely and kept"
    )
    return Finding(quick_enough and deep == LEVELS and odd == len(NAMES) and size < MAX_MESSAGE, figure)


def fill(folder: Path, count: int) -> None:
    """Make a folder of so many files, of which 1 in 100 holds "rapport"."""
    folder.mkdir()
    fd = os.open(folder, os.O_RDONLY)
    for number in range(count):
        name = f"{'Rapport' if number % 100 == 0 else 'photo'} {number * 7919 % count:06} été.txt"
        os.close(os.open(name, os.O_WRONLY | os.O_CREAT, 0o600, dir_fd=fd))
    os.close(fd)


async def measured(folder: Path, count: int, rounds: int, say: Say) -> tuple[float, float, float, int]:
    """Return the usual times until first rows and for a filter, the longest stand-still, and the largest message."""
    firsts, wholes, filters, sorts, stalls = ([0.0][:0] for _ in range(5))
    sizes: list[int] = []
    for _ in range(rounds):
        scene = FileScene()
        async with watched(stalls):
            start = perf_counter()
            rows, first = await scene.listed(folder)
            wholes.append(perf_counter() - start)
            firsts.append(first)
            if (rows.total, rows.all) != (count, count):
                raise ValueError(f"{rows.total} rows of {rows.all}")
            for text in ("r", "RAPPORT", "rapport 0", "ete", ""):
                filters.append(await timed(scene, folder, filter=text))
            sorts.append(await timed(scene, folder, sort=wire.FileSort.TIME, descending=True))
        sizes += [len(one.model_dump_json()) for one in scene.said if isinstance(one, wire.FolderRows)]
        await scene.close()
    for name, times in (("first rows", firsts), ("in order", wholes), ("filter", filters), ("order by time", sorts)):
        say(f"{name}: median {median(times) * 1e3:.0f} ms, longest {max(times) * 1e3:.0f} ms")
    return median(firsts), median(filters), max(stalls), max(sizes)


async def timed(scene: FileScene, folder: Path, **choice: object) -> float:
    """Return the seconds from the question for another order or selection until its first rows are a message."""
    number, start = scene.number, perf_counter()
    scene.use(list_folder(number, folder, fresh=False, **choice))
    rows = await scene.heard(wire.FolderRows, lambda one: one.listing == number)
    rows.model_dump_json()
    return perf_counter() - start


@asynccontextmanager
async def watched(stalls: list[float]) -> AsyncIterator[None]:
    """Note how long the event loop stood still, each time, in seconds of this program's own work."""

    async def tick() -> None:
        while True:
            start = process_time()
            await asyncio.sleep(TICK_SECONDS)
            stalls.append(process_time() - start)

    ticking = asyncio.create_task(tick())
    try:
        yield
    finally:
        ticking.cancel()


async def deepest(top: Path) -> int:
    """Work in a folder 64 levels deep; return how deep it was."""
    path = top.joinpath(*(f"level {level:02}" for level in range(1, LEVELS)))
    path.mkdir(parents=True)
    (path / "letter").write_text("deep")
    scene = FileScene()
    rows, _ = await scene.listed(path)
    await scene.act(lambda act: wire.RenameFile(act=act, path=encoded(str(path / "letter")), name="neuf"))
    renamed = (path / "neuf").read_text() == "deep"
    await scene.undo()
    whole = [row.name for row in rows.rows] == ["letter"] and renamed and (path / "letter").exists()
    await scene.close()
    return len(path.relative_to(top.parent).parts) if whole else 0


async def names_kept(folder: Path, say: Say) -> int:
    """List, copy, rename and undo under every odd name; return how many came through unchanged and are shown safely."""
    (folder / "to").mkdir(parents=True)
    for name in NAMES:
        (folder / os.fsdecode(name)).write_bytes(name)
    kept = 0
    for name in NAMES:
        scene = FileScene()
        rows, _ = await scene.listed(folder)
        faults = [*await _through(scene, folder, name, {row.name for row in rows.rows}), *_shown(name)]
        for fault in faults:
            say(f"{name!r}: {fault}")
        kept += not faults
        await scene.close()
    return kept


async def _through(scene: FileScene, folder: Path, name: bytes, listed: set[str]) -> list[str]:
    """Work with one name over the wire; return what was wrong."""
    path = folder / os.fsdecode(name)
    on_wire, way, to = encoded(os.fsdecode(name)), encoded(str(path)), encoded(str(folder / "to"))
    wrong = [] if on_wire in listed else ["not listed as it is"]
    await scene.act(lambda act: wire.CopyFile(act=act, path=way, folder=to))
    if name not in os.listdir(os.fsencode(folder / "to")):
        wrong.append("not copied under its name")
    await scene.act(lambda act: wire.RenameFile(act=act, path=way, name="between"))
    await scene.act(lambda act: wire.RenameFile(act=act, path=encoded(str(folder / "between")), name=on_wire))
    if name not in os.listdir(os.fsencode(folder)) or path.read_bytes() != name:
        wrong.append("not renamed to what it was")
    await scene.undo(3)
    if name not in os.listdir(os.fsencode(folder)) or path.read_bytes() != name:
        wrong.append("not brought back")
    return wrong


def _shown(name: bytes) -> list[str]:
    """Return what of a name the customer's list would show and must not."""
    text = shown(f"/home/anne/{os.fsdecode(name)}", "/home/anne")
    unsafe = [character for character in text if unicodedata.category(character).startswith("C")]
    return [f"shown with {unsafe!r}"] if unsafe else []
