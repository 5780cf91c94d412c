import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.disk import moving
from agent.disk.base import Denied, DiskError, FileChanged, Halted, Missing, NameTaken
from agent.disk.guarded import Disk
from agent.disk.volumes import Volumes, mount_table
from tests.disk.conftest import Place


def test_a_copy_of_a_folder_leaves_out_what_is_hidden(place: Place) -> None:
    (place.top / "seen" / "link").symlink_to("letter.txt")
    assert place.disk.copy(str(place.top), str(place.top.parent / "data")) == "top"
    copied = place.top.parent / "data" / "top"
    assert sorted(str(path.relative_to(copied)) for path in copied.rglob("*")) == [
        "note.txt",
        "seen",
        "seen/letter.txt",
        "seen/link",
    ]
    assert (copied / "note.txt").stat().st_mtime == (place.top / "note.txt").stat().st_mtime


def test_a_folder_is_not_copied_into_itself(place: Place) -> None:
    with pytest.raises(DiskError):
        place.disk.copy(str(place.top), str(place.top / "seen"))
    assert os.listdir(place.top / "seen") == ["letter.txt"]


def test_moving_keeps_the_name_and_never_replaces(place: Place) -> None:
    data = place.top.parent / "data"
    assert place.disk.move(str(place.top / "note.txt"), str(data)) == "note.txt"
    (place.top / "note.txt").write_text("second")
    with pytest.raises(NameTaken):
        place.disk.move(str(place.top / "note.txt"), str(data))
    with pytest.raises(Missing):
        place.disk.move(str(place.top / "note.txt"), str(place.hidden))


@pytest.fixture
def other_disk(place: Place) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        if os.stat(folder).st_dev == place.top.stat().st_dev:
            pytest.skip("there is no second disk here")
        yield Path(folder)


def test_moving_to_another_disk_copies_and_deletes(place: Place, other_disk: Path) -> None:
    disk = Disk([place.hidden], volumes=Volumes(mount_table().values()))
    (place.top / "seen" / "deep").mkdir()
    before = (place.top / "seen" / "letter.txt").stat()
    assert disk.move(str(place.top / "seen"), str(other_disk)) == "seen"
    assert not (place.top / "seen").exists()
    moved = other_disk / "seen" / "letter.txt"
    assert (moved.read_text(), moved.stat().st_mtime_ns) == ("Bonjour", before.st_mtime_ns)
    with pytest.raises(Denied):
        disk.move(str(place.top), str(other_disk))
    assert os.listdir(other_disk) == ["seen"]


def test_a_copy_is_watched_and_stopped_at_any_piece_and_leaves_nothing(place: Place) -> None:
    (place.top / "seen" / "big").write_bytes(bytes(3 << 20))
    counts: list[int] = []

    def going(count: int) -> None:
        counts.append(count)
        if sum(counts) > 1 << 20:
            raise Halted

    with pytest.raises(Halted):
        place.disk.copy(str(place.top / "seen"), str(place.top.parent), going)
    assert sum(counts) < 3 << 20
    assert {path.name for path in place.top.parent.iterdir()} == {"top", "data", "cache"}


def test_a_file_that_grows_while_it_is_copied_is_told_changed(place: Place) -> None:
    big = place.top / "seen" / "big"
    big.write_bytes(bytes(2 << 20))

    def going(count: int) -> None:
        if count:
            with big.open("ab") as file:
                file.write(b"x")

    with pytest.raises(FileChanged):
        place.disk.copy(str(big), str(place.top.parent), going)
    assert not (place.top.parent / "big").exists()


def test_a_move_whose_source_cannot_be_removed_leaves_no_copy(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_rename(*arguments: object) -> None:
        raise moving._OtherDisk

    def refused(judge: object, folder: object, name: str) -> None:
        if name == "letter.txt" and (place.top / "seen" / name).exists():
            monkeypatch.undo()
            raise Denied

    monkeypatch.setattr(moving, "_rename", no_rename)
    monkeypatch.setattr(moving, "remove", refused)
    with pytest.raises(Denied):
        place.disk.move(str(place.top / "seen" / "letter.txt"), str(place.top.parent))
    assert (place.top / "seen" / "letter.txt").exists()
    assert not (place.top.parent / "letter.txt").exists()
