"""The disks of a real Windows, seen through their handles; the tricks against what is hidden are
scripts/rigs/win32_folder_tricks.py's."""

import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from agent.disk.base import CannotHide, Denied, DiskGone, Entry, Kind, Missing, Withheld, WrongKind
from agent.disk.windows.disk import WindowsDisk
from agent.disk.windows.names import wire_path
from agent.protocol.file_messages import PlaceKind
from agent.tools.files.places import places


@pytest.fixture
def home(tmp_path: Path) -> Path:
    for name in ("seen", "hidden"):
        (tmp_path / name / "inner").mkdir(parents=True)
        (tmp_path / name / "été.txt").write_bytes(name.encode())
    return tmp_path


def wire(path: Path) -> str:
    return wire_path(str(path))


def test_a_folder_is_listed_with_kinds_and_sizes(home: Path) -> None:
    disk = WindowsDisk()
    found = {entry.name: entry for entry in disk.list(wire(home / "seen"))}
    assert {name: (entry.kind, entry.size) for name, entry in found.items()} == {
        "inner": (Kind.FOLDER, None),
        "été.txt": (Kind.FILE, 4),
    }
    told = found["été.txt"].modified
    assert told is not None
    assert abs(told - (home / "seen" / "été.txt").stat().st_mtime) < 0.01
    assert disk.stat(wire(home / "seen" / "été.txt")) == found["été.txt"]


def test_the_disks_lie_below_nothing() -> None:
    assert names_of(WindowsDisk().list("/")) >= {"C:"}
    assert Kind.FOLDER is WindowsDisk().stat("/c:").kind


def names_of(entries: Iterable[Entry]) -> set[str]:
    return {entry.name for entry in entries}


def test_a_big_folder_is_listed_whole(home: Path) -> None:
    for number in range(1500):
        (home / "seen" / f"{number:04} {'x' * 60}").touch()
    disk = WindowsDisk()
    assert len(list(disk.list(wire(home / "seen")))) == 1502
    disk.hide([home / "hidden"])
    assert len(list(disk.list(wire(home / "seen")))) == 1502


def test_a_file_is_read_from_where_one_wants(home: Path) -> None:
    (home / "seen" / "data").write_bytes(bytes(range(256)) * 1000)
    file = WindowsDisk().open(wire(home / "seen" / "data"))
    assert file.read(4, 255) == b"\xff\x00\x01\x02"
    assert len(file.read(1 << 20, 0)) == 256_000
    assert file.read(10, 256_000) == b""
    assert file.entry().size == 256_000
    assert file.mark() == WindowsDisk().mark(wire(home / "seen" / "data"))
    file.close()
    (home / "seen" / "data").unlink()  # nothing keeps it any more


def test_a_file_that_another_program_has_open_is_read(home: Path) -> None:
    with (home / "seen" / "été.txt").open("r+b"):
        file = WindowsDisk().open(wire(home / "seen" / "été.txt"))
        assert file.read(10, 0) == b"seen"
        os.rename(home / "seen" / "inner", home / "seen" / "autre")  # nor is anybody kept from anything
        file.close()


def test_what_is_hidden_is_missing_from_then_on_for_what_is_open_too(home: Path) -> None:
    disk = WindowsDisk()
    file, listed = disk.open(wire(home / "hidden" / "été.txt")), disk.list(wire(home / "hidden"))
    assert file.read(10, 0) == b"hidden"
    disk.hide([home / "hidden"])
    with pytest.raises(Missing):
        file.read(10, 0)
    with pytest.raises(Missing):
        list(listed)
    for verb in (disk.stat, disk.open, disk.mark, disk.space, lambda path: list(disk.list(path))):
        with pytest.raises(Missing):
            verb(wire(home / "hidden"))
    assert names_of(disk.list(wire(home))) == {"seen"}
    disk.hide([])
    assert file.read(10, 0) == b"hidden"
    file.close()


def test_a_file_with_two_names_stays_closed_while_something_is_hidden(home: Path) -> None:
    os.link(home / "hidden" / "été.txt", home / "seen" / "nom.txt")
    disk = WindowsDisk([home / "hidden"])
    assert disk.stat(wire(home / "seen" / "nom.txt")).kind is Kind.WITHHELD
    assert {entry.name: entry.kind for entry in disk.list(wire(home / "seen"))}["nom.txt"] is Kind.WITHHELD
    with pytest.raises(Withheld):
        disk.open(wire(home / "seen" / "nom.txt"))


def test_a_folder_is_searched_without_what_is_hidden(home: Path) -> None:
    disk = WindowsDisk([home / "hidden"])
    assert sorted(disk.search(wire(home), "É")) == ["seen/été.txt"]
    assert sorted(disk.search(wire(home), "inner")) == ["seen/inner"]


def test_what_is_no_folder_is_not_hidden_nor_read_as_one(home: Path) -> None:
    disk = WindowsDisk()
    for path in (home / "nothing", home / "seen" / "été.txt", Path("seen")):
        with pytest.raises(CannotHide):
            disk.hide([path])
    with pytest.raises(WrongKind):
        disk.open(wire(home / "seen"))
    with pytest.raises(Missing):
        disk.list(wire(home / "seen" / "été.txt"))


def test_nothing_is_changed(home: Path) -> None:
    disk = WindowsDisk()
    for verb in (disk.create, disk.overwrite, disk.make_folder, disk.trash, disk.delete, disk.remove_folder):
        with pytest.raises(Denied):
            verb(wire(home / "seen" / "été.txt"))
    assert (home / "seen" / "été.txt").read_bytes() == b"seen"


def test_the_customers_home_is_known_by_what_it_is() -> None:
    disk = WindowsDisk()
    (Path.home() / "handrail-test").touch()
    try:
        assert disk.lies_in_home(wire(Path.home() / "handrail-test"))
        assert not disk.lies_in_home("/C:/windows")
    finally:
        (Path.home() / "handrail-test").unlink()


def test_room_is_told_in_whole_steps() -> None:
    room = WindowsDisk().space("/C:")
    assert room.total > room.free >= 0
    assert room.free % (64 << 20) == 0


def test_after_the_end_nothing_is_there(home: Path) -> None:
    disk = WindowsDisk()
    file = disk.open(wire(home / "seen" / "été.txt"))
    disk.close()
    with pytest.raises(DiskGone):
        file.read(1, 0)
    file.close()


def test_a_technician_begins_at_the_home_its_known_folders_and_the_disks() -> None:
    found = {place.kind: place for place in places(WindowsDisk())}
    assert found[PlaceKind.HOME].path == wire(Path.home())
    assert found[PlaceKind.VOLUME].path.endswith(":")
    assert found[PlaceKind.HOME].total > 0
