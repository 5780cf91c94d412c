"""What a file has beside its content comes along; a file that others lock, or that is not ours to write, is known."""

import fcntl
import os
from pathlib import Path

import pytest

from agent.disk.attributes import is_locked, keep_attributes, keep_rights, keep_times, may_be_written
from agent.disk.base import FileBusy
from agent.disk.identity import Handle
from scripts.rigs.file_faults_made import locked
from tests.disk.conftest import Place


def handle(path: Path) -> Handle:
    return Handle(os.open(path, os.O_PATH))


def test_rights_times_and_attributes_come_along(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.touch(0o640)
    os.utime(old, ns=(1_000_000_007, 2_000_000_009))
    try:
        os.setxattr(old, "user.comment", b"from grandmother")
    except OSError:
        pytest.skip("this disk keeps no attributes")
    with new.open("wb") as file:
        keep_attributes(file.fileno(), handle(old))
        keep_rights(file.fileno(), old.stat())
        keep_times(file.fileno(), old.stat())
    assert os.getxattr(new, "user.comment") == b"from grandmother"
    assert (new.stat().st_mode, new.stat().st_mtime_ns) == (old.stat().st_mode, 2_000_000_009)


@pytest.mark.parametrize("lock", [fcntl.flock, fcntl.lockf])
def test_a_lock_of_either_kind_is_seen_while_it_is_held(tmp_path: Path, lock: object) -> None:
    path = tmp_path / "letter"
    path.write_text("x")
    assert not is_locked(handle(path))
    with locked(path, lock):  # type: ignore[arg-type]
        assert is_locked(handle(path))
    assert not is_locked(handle(path))


def test_a_file_that_a_program_is_at_work_on_is_not_replaced(place: Place) -> None:
    with locked(place.top / "note.txt", fcntl.flock), pytest.raises(FileBusy):
        place.disk.overwrite(str(place.top / "note.txt"))
    assert not [name for name in place.names() if name.endswith(".part")]


def test_a_file_may_be_written_by_its_rights(tmp_path: Path) -> None:
    path = tmp_path / "letter"
    path.touch(0o444)
    assert may_be_written(handle(path)) == (os.geteuid() == 0)
