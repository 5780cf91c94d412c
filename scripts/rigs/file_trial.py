"""Every fault in every verb of the file tool, on a real disk and as an ordinary user; says JSON lines.

`python -m scripts.rigs.file_trial BASE`, in a mount namespace where this machine lets us: small, read-only and
removable disks are mounts.
"""

import argparse
import asyncio
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.rigs.ending import end_when_asked
from scripts.rigs.file_fault_cases import TEXT, Case, cases
from scripts.rigs.file_scene import FileScene

NOBODY = 65534


# --- the disk of one case, and what is left of it ---------------------------------------------------------------------


def lay(home: Path) -> None:
    """Make a home with a few things in it."""
    for folder in ("folder", "other", "small", "stick", "still", "data"):
        (home / folder).mkdir(parents=True)
    for name in ("letter", "folder/letter"):
        (home / name).write_text(TEXT)
    (home / "folder/more").write_bytes(bytes(3 << 20))
    (home / "big").write_bytes(os.urandom(3 << 20))
    (home / "log").write_bytes(b"line\n" * 40_000)


def content(home: Path) -> list[bytes]:
    """Return the content of every file of the customer's, wherever it lies by now."""
    found = []
    for folder, _, names in os.walk(home):
        for name in names:
            path = Path(folder, name)
            if not name.startswith("filler") and not name.endswith(".trashinfo") and path.name not in ("log", "big"):
                found.append(path.read_bytes())
    return sorted(found)


def partials(home: Path) -> list[str]:
    """Return what is left of something half done."""
    return [name for _, folders, names in os.walk(home) for name in (*folders, *names) if name.endswith(".part")]


async def tried(case: Case, home: Path) -> dict[str, object]:
    """Try one case; return what was wrong, if anything."""
    os.environ.update(HOME=str(home), XDG_DATA_HOME=str(home / "data"), XDG_CACHE_HOME=str(home / "cache"))
    scene = FileScene()
    before = content(home) if case.fault != "removed" else []
    try:
        outcome = await case.act(scene, home)
    finally:
        await scene.close()
    told_customer = ("files.failed", {"fault": f"files/{case.told}"}) in scene.said
    wrong = []
    if outcome is not case.told:
        wrong.append(f"the console was told {outcome}, not {case.told}")
    if not told_customer:
        wrong.append("the customer's list does not say why")
    if left := partials(home):
        wrong.append(f"left behind: {left}")
    if os.access(home / "other", os.R_OK) and os.listdir(home / "other"):
        wrong.append("something arrived all the same")
    if case.fault != "changed" and any(data not in content(home) for data in before):
        wrong.append("something is lost")
    return {"fault": case.fault, "verb": case.verb, "told": str(outcome), "wrong": wrong}


def mount(home: Path, disk: str) -> None:
    """Mount the disk that a case takes. Raise CalledProcessError where this machine cannot."""
    options = {"small": "size=256k,nr_inodes=24,mode=777", "still": "size=1m,mode=777", "stick": "size=8m,mode=777"}
    point = home / disk
    subprocess.run(["mount", "-t", "tmpfs", "-o", options[disk], "none", str(point)], check=True, capture_output=True)
    for name in ("letter", "other"):
        (point / name).write_text(TEXT)
    (point / "folder").mkdir()
    for path in (point / "letter", point / "other", point / "folder"):
        os.chown(path, NOBODY, NOBODY)
    if disk == "still":
        subprocess.run(["mount", "-o", "remount,ro", str(point)], check=True, capture_output=True)


@contextmanager
def puller(point: Path) -> Iterator[Callable[[], None]]:
    """Have somebody with root's rights take a disk away when asked."""
    asked, answered = os.pipe(), os.pipe()
    helper = os.fork()
    if helper == 0:
        os.close(asked[1])
        while os.read(asked[0], 1):
            subprocess.run(["umount", "-l", str(point)], check=False)
            os.write(answered[1], b"x")
        os._exit(0)

    def pull() -> None:
        os.write(asked[1], b"x")
        os.read(answered[0], 1)

    try:
        yield pull
    finally:
        os.close(asked[1])
        os.waitpid(helper, 0)
        for end in (asked[0], *answered):
            os.close(end)


def one(case: Case, home: Path) -> dict[str, object]:
    """Run one case in a process of its own, without root's rights."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        if os.geteuid() == 0:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        os.write(writing, json.dumps(asyncio.run(tried(case, home))).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    told: dict[str, object] = (
        json.loads(said) if said else {"fault": case.fault, "verb": case.verb, "wrong": ["the trial failed"]}
    )
    return told


def main() -> int:
    """Run all cases."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", type=Path)
    base: Path = parser.parse_args().base
    base.chmod(0o755)
    for number, case in enumerate(cases(lambda: None)):
        home = base / f"home{number}"
        lay(home)
        done = trial(case, number, home)
        print(json.dumps(done), flush=True)
        shutil.rmtree(home, ignore_errors=True)
    return 0


def trial(case: Case, number: int, home: Path) -> dict[str, object]:
    """Mount what a case needs, run it, and take the disk away again."""
    if os.geteuid() == 0:
        subprocess.run(["chown", "-R", f"{NOBODY}:{NOBODY}", str(home)], check=True)
    try:
        if case.disk:
            mount(home, case.disk)
    except (OSError, subprocess.CalledProcessError):
        return {"fault": case.fault, "verb": case.verb, "skipped": "nothing can be mounted here"}
    try:
        with puller(home / "stick") as pull:
            again = cases(pull)[number]
            return one(again, home)
    finally:
        if case.disk:
            subprocess.run(["umount", "-l", str(home / case.disk)], check=False, capture_output=True)


if __name__ == "__main__":
    end_when_asked()
    sys.exit(main())
