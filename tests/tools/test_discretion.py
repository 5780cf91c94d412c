import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from agent.disk.holders import Holders
from agent.hiding.knowledge import Knowledge
from agent.hiding.vocabulary import Guard, Hidden
from agent.protocol.messages import Report
from agent.tools.discretion import Discretion
from agent.tools.known import SourceError
from agent.tools.report import portable
from agent.tools.report.collecting import collect
from agent.tools.report.words import Words
from tests.disk.waiting import ready

WORDS = Words("en")
MARK = "Zebre-4711"


def _hiding(*folders: Path, knowledge: Knowledge | None = None, **more: object) -> Discretion:
    hidden = Hidden(folders=folders, guards=frozenset(), **more)  # type: ignore[arg-type]
    return Discretion(hidden, knowledge or Knowledge(ready=True))


@contextmanager
def _running(program: Path, *arguments: str, cwd: Path | None = None) -> Iterator[int]:
    program.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy("/bin/sleep", program)
    with subprocess.Popen([program, *(arguments or ("60",))], cwd=cwd) as process:
        yield process.pid
        process.kill()


async def test_no_name_of_anything_hidden_is_anywhere_in_the_report(tmp_path: Path) -> None:
    secret = tmp_path / f"dossier {MARK}"
    secret.mkdir()
    (secret / f"{MARK}.txt").touch()
    shown = {"printers": lambda words: [f"Printer of {MARK}.txt", "Laser"], "audio": lambda words: [str(secret)]}
    holders = Holders(tmp_path)
    holders.start(lambda: None)
    try:
        with (
            _running(secret / f"tool-{MARK}"),
            _running(tmp_path / "elsewhere" / f"{MARK}.txt"),
            _running(tmp_path / "reader", cwd=secret),
            _running(tmp_path / f"app{MARK}".lower()),
        ):
            holders.use([secret])
            discretion = _hiding(secret, knowledge=ready(holders), applications=frozenset({f"app{MARK}".lower()}))
            sources = {
                **shown,
                "processes": lambda words: portable.processes(words, discretion),
                "disks": lambda words: portable.disks(words, discretion),
            }
            lines = await collect("id", datetime.now(UTC), False, "en", discretion, sources)
    finally:
        holders.stop()
    text = Report(lines=lines).model_dump_json().casefold()
    assert MARK.casefold() not in text
    assert f"{tmp_path}/reader" not in text
    assert "laser" in text
    assert "python" in text


def test_a_program_that_has_something_hidden_is_not_told_of() -> None:
    discretion = _hiding(Path("/secret"), knowledge=Knowledge(ready=True, holders=frozenset({17})))
    assert discretion.hides_program(17, "viewer", "/usr/bin/viewer")
    assert not discretion.hides_program(18, "viewer", "/usr/bin/viewer")


def test_while_processes_are_not_known_none_is_told_of() -> None:
    with pytest.raises(SourceError):
        portable.processes(WORDS, _hiding(Path("/secret"), knowledge=Knowledge()))


def test_a_hidden_application_is_told_of_by_none_of_its_names() -> None:
    discretion = _hiding(applications=frozenset({"gimp", "catfish"}))
    assert discretion.hides_program(1, "gimp", "/usr/bin/gimp-2.10")
    assert discretion.hides_program(1, "python3", "/usr/bin/python3.11", ("python3", "/usr/bin/catfish"))
    assert not discretion.hides_program(1, "python3", "/usr/bin/python3.11", ("python3", "/usr/bin/other"))
    assert discretion.tells("GIMP 2.10, editor")
    assert not discretion.tells("gimpel")


def test_password_managers_are_not_told_of_while_their_guard_is_on() -> None:
    guarded = Discretion(Hidden(guards=frozenset({Guard.PASSWORDS})), Knowledge(ready=True))
    assert guarded.hides_program(1, "keepassxc", "/usr/bin/keepassxc")
    assert not _hiding().hides_program(1, "keepassxc", "/usr/bin/keepassxc")


def test_a_volume_that_is_hidden_is_not_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "open").mkdir()
    (tmp_path / "secret" / "usb").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "secret")
    parts = [
        SimpleNamespace(device=f"/dev/sd{letter}", fstype="ext4", mountpoint=str(tmp_path / name))
        for letter, name in (("a", "open"), ("b", "secret/usb"), ("c", "secret"), ("d", "link/usb"))
    ]
    monkeypatch.setattr(psutil, "disk_partitions", lambda all: parts)
    lines = portable.disks(WORDS, _hiding(tmp_path / "secret"))
    assert [line.partition(" ")[0] for line in lines] == [os.fspath(tmp_path / "open")]
    assert len(portable.disks(WORDS)) == 4
