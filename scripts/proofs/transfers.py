"""[transfers] Files both ways: as fast as the line, all with the right SHA-256, through 20 cuts, in little memory.

2 GiB and 10,000 small files each way on the fast line, beside what the raw channel carries before and after; a part of
that on the ruler's adsl and mobile, beside the line itself.
"""

import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from scripts.benchmark.course import Place
from scripts.benchmark.judgement import Check, verdict
from scripts.benchmark.lines import PROFILES, Line, lacking, line
from scripts.benchmark.peers import SIZE
from scripts.benchmark.quick import PATIENCE, either
from scripts.benchmark.viewer import visit
from scripts.proofs import Finding
from scripts.rigs.moves import Mover, digests, moving, sha256
from scripts.rigs.transfer import Transfers, page, serving

LARGE, SMALL_FILES = 2 << 30, 10_000
CUT_FILE, CUTS = 64 << 20, 20
CUT_SECONDS = 4.0
"""Longer than the line may be silent before it counts as lost."""
THIN = ("adsl", "mobile")
THIN_FILE = 64 << 20
SHARE_OF_RAW, SHARE_OF_LINE = 0.8, 0.7
MOST_MIB = 200.0
LOOK_SECONDS = 0.5
RAW_SECONDS, SETTLE_SECONDS, THIN_SECONDS = 20.0, 5.0, 30.0
MOST_SECONDS = 3600.0
STILL_SECONDS = 5.0
"""Longer than the agent waits for a word of the console's."""
QUICK_LARGE, QUICK_FILES, QUICK_CUTS = 3 << 20, 60, 2
QUICK_SECONDS = 120.0

Say = Callable[[str], None]


@dataclass(frozen=True)
class Scene:
    """What there is to bring and to take, and where it goes."""

    root: Path

    @property
    def customer(self) -> Path:
        """The customer's folder."""
        return self.root / "customer"

    def file(self, name: str, size: int) -> Path:
        """Make a file that nothing can make smaller."""
        path = self.root / name
        with path.open("wb") as file:
            for at in range(0, size, 1 << 20):
                file.write(os.urandom(min(1 << 20, size - at)))
        return path

    def folder(self, name: str, files: int) -> Path:
        """Make a folder of small files, 0 to 4 kB each, in folders of a hundred."""
        lots, path = random.Random(files), self.root / name  # noqa: S311 - sizes
        for number in range(files):
            inner = path / f"lot {number // 100}"
            inner.mkdir(parents=True, exist_ok=True)
            (inner / f"pièce {number}.txt").write_bytes(os.urandom(lots.randrange(4096)))
        return path


def prove(quick: bool, say: Say) -> Finding:
    """Measure everything (quick: a little of each way with cuts of the connection alone, without rates)."""
    with tempfile.TemporaryDirectory(prefix="handrail-transfers-") as folder, page() as console:
        scene = Scene(Path(folder))
        scene.customer.mkdir()
        if quick:
            with either("lan", say) as over, moving(over, console) as mover:
                return verdict(list(_quick(mover, scene)), say)
        if lacks := lacking(["lan", *THIN]):
            return Finding(False, f"not measured: {lacks}")
        checks = [*_lan(scene, console, say)]
        for profile in THIN:
            checks += _thin(profile, scene, console, say)
        return verdict(checks, say)


def _lan(scene: Scene, console: Path, say: Say) -> Iterator[Check]:
    with line("lan") as over:
        before = _raw(over, console, say)
        rates: dict[str, float] = {}
        with moving(over, console) as mover:
            idle = mover.memory()
            most: list[float] = []
            large = scene.file("large.bin", LARGE)
            for way, rate, right in _both_ways(mover, scene, large, most):
                say(f"lan, {way}: {rate / 1e6:.2f} MB/s, {'the same' if right else 'NOT THE SAME'} file")
                rates[way] = rate
                yield _same(f"lan {way}, large file", right)
            yield Check("memory above idle", max(most) - idle, MOST_MIB, "MiB")
        after = _raw(over, console, say)
        for way, rate in rates.items():
            share = 200 * rate / (before[way] + after[way])
            yield Check(f"lan {way} of the raw channel", share, 100 * SHARE_OF_RAW, "%", least=True)
        with moving(over, console) as mover:
            yield from _folders(mover, scene, SMALL_FILES, say)
            cut_file = scene.file("cut.bin", CUT_FILE)
            yield from _cut_both_ways(
                mover, cut_file, scene.customer / cut_file.name, lambda: _cut_line(mover, over), CUTS // 2
            )


def _thin(profile: str, scene: Scene, console: Path, say: Say) -> Iterator[Check]:
    bounds = PROFILES[profile]
    assert bounds
    file = scene.file(f"{profile}.bin", THIN_FILE)
    with line(profile) as over, moving(over, console) as mover:
        for way, bits in (("bring", bounds.down), ("take", bounds.up)):
            mover.bring(file, scene.customer) if way == "bring" else mover.take(file)
            rate = mover.rate(THIN_SECONDS, SETTLE_SECONDS)
            mover.stop()
            mover.finished(PATIENCE)
            say(f"{profile}, {way}: {rate / 1e3:.0f} kB/s of {bits / 8e3:.0f}")
            yield Check(f"{profile} {way} of the line", 800 * rate / bits, 100 * SHARE_OF_LINE, "%", least=True)


def _raw(over: Line, console: Path, say: Say) -> dict[str, float]:
    """Return the bytes a second that the raw channel carries, one direction at a time."""
    with serving(over, console) as at:
        raw = {way: _raw_way(at, way) for way in ("bring", "take")}
    say(f"lan, the raw channel: {raw['bring'] / 1e6:.2f} MB/s to the agent, {raw['take'] / 1e6:.2f} MB/s back")
    return raw


def _raw_way(at: Place, way: str) -> float:
    with visit(at.browser, at.serving) as screen:
        screen.wait(SIZE[0], PATIENCE)
        transfers = Transfers(screen)
        with transfers.one_way("send" if way == "bring" else "receive") as count:
            time.sleep(SETTLE_SECONDS)
            first, start = count(), time.monotonic()
            time.sleep(RAW_SECONDS)
            return (count() - first) / (time.monotonic() - start)


def _both_ways(mover: Mover, scene: Scene, file: Path, most: list[float]) -> Iterator[tuple[str, float, bool]]:
    """Yield each way, its bytes a second from its beginning to its end, and whether the same file is there."""
    size = file.stat().st_size
    start = time.monotonic()
    mover.bring(file, scene.customer)
    _watch(mover, most)
    brought = scene.customer / file.name
    yield "bring", size / (time.monotonic() - start), sha256(brought) == sha256(file)
    start = time.monotonic()
    mover.take(brought)
    with mover.page.expect_download(timeout=1000 * MOST_SECONDS) as download:
        _watch(mover, most)
    took = time.monotonic() - start
    yield "take", size / took, sha256(Path(download.value.path())) == sha256(file)


def _watch(mover: Mover, most: list[float]) -> None:
    """Look at the memory until the newest transfer is over: seldom, as the looking itself takes its time."""

    def over() -> bool:
        most.append(mover.memory())
        return mover.seen().stage == "done"

    mover.wait_for(over, MOST_SECONDS, "the transfer is done", LOOK_SECONDS)


def _folders(mover: Mover, scene: Scene, files: int, say: Say, patience: float = MOST_SECONDS) -> Iterator[Check]:
    """Bring and take a folder of small files."""
    folder = scene.folder("lots", files)
    start = time.monotonic()
    mover.bring(folder, scene.customer)
    brought = mover.finished(patience)
    say(f"{files} small files brought in {time.monotonic() - start:.1f} s")
    yield _same("small files brought", not brought.faulty and digests(scene.customer / folder.name) == digests(folder))
    start = time.monotonic()
    mover.take(scene.customer / folder.name)
    taken = mover.finished(patience)
    say(f"{files} small files taken in {time.monotonic() - start:.1f} s")
    here = mover.page.evaluate("(name) => moves.digests(name)", folder.name)
    yield _same("small files taken", not taken.faulty and here == digests(folder))


def _cut_both_ways(
    mover: Mover, file: Path, there: Path, cut: Callable[[], None], cuts: int, patience: float = MOST_SECONDS
) -> Iterator[Check]:
    """Cut again and again in the middle of a file, each way."""
    size = file.stat().st_size
    mover.bring(file, there.parent)
    mover.cut_on_the_way(size, cut, cuts, patience)
    mover.finished(patience)
    yield _same(f"brought, cut {cuts} times", sha256(there) == sha256(file))
    with mover.page.expect_download(timeout=1000 * patience) as download:
        mover.take(there)
        mover.cut_on_the_way(size, cut, cuts, patience)
    yield _same(f"taken, cut {cuts} times", sha256(Path(download.value.path())) == sha256(file))


def _cut_line(mover: Mover, over: Line) -> None:
    over.cut(True)
    mover.page.wait_for_timeout(1000 * CUT_SECONDS)
    over.cut(False)


def _quick(mover: Mover, scene: Scene) -> Iterator[Check]:
    file = scene.file("some.bin", QUICK_LARGE)
    there = scene.customer / file.name
    yield from _cut_both_ways(mover, file, there, lambda: mover.page.evaluate("moves.cut()"), QUICK_CUTS, QUICK_SECONDS)
    yield _asked_after_a_standstill(mover, there)
    yield from _folders(mover, scene, QUICK_FILES, lambda text: None, QUICK_SECONDS)


def _asked_after_a_standstill(mover: Mover, file: Path) -> Check:
    """Ask at once after the page stood still for so long that the agent took the line for lost, and dropped it."""
    with mover.page.expect_download(timeout=1000 * QUICK_SECONDS) as download:
        mover.page.evaluate("([path, ms]) => moves.takeFileLate(path, ms)", [str(file), 1000 * STILL_SECONDS])
    return _same("taken, asked while the line counted as lost", sha256(Path(download.value.path())) == sha256(file))


def _same(what: str, so: bool) -> Check:
    return Check(f"{what}: the same at the other end", float(so), 1.0, "", least=True)
