import os
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.disk.base import (
    CannotHide,
    Denied,
    DiskError,
    DiskGone,
    FileChanged,
    Kind,
    Missing,
    NameTaken,
    Space,
    Withheld,
    WrongKind,
)
from agent.disk.guarded import FREE_STEP, Disk
from agent.disk.identity import Handle
from agent.disk.opening import step_by_openat2
from agent.disk.volumes import Volumes, mount_table
from tests.disk.conftest import MARKER, Place


def read(disk: Disk, path: Path | str) -> bytes:
    file = disk.open(str(path))
    try:
        return file.read(1 << 20, 0)
    finally:
        file.close()


def write(disk: Disk, path: Path | str, data: bytes = b"new") -> str:
    file = disk.create(str(path))
    file.write(data)
    return file.commit()


def test_what_can_be_seen_is_listed_read_and_described(place: Place) -> None:
    assert place.names() == {"seen", "note.txt"}
    assert read(place.disk, place.top / "seen" / "letter.txt") == b"Bonjour"
    entry = place.disk.stat(str(place.top / "note.txt"))
    assert (entry.name, entry.kind, entry.size) == ("note.txt", Kind.FILE, 4)


def test_a_hidden_folder_answers_as_a_missing_one_does(place: Place) -> None:
    for name in (MARKER, f"{MARKER}/{MARKER}.txt", f"{MARKER}/nothing", f"{MARKER}/../note.txt"):
        answers = []
        for path in (place.top / name, place.top / name.replace(MARKER, "nowhere")):
            with pytest.raises(Missing) as raised:
                place.disk.stat(str(path))
            answers.append((str(raised.value), raised.value.__cause__))
        assert answers[0] == answers[1]


def test_a_link_into_a_hidden_folder_cannot_be_told_from_a_dangling_one(place: Place) -> None:
    for name, target in (("a", f"../{MARKER}/{MARKER}.txt"), ("b", "../nowhere")):
        (place.top / "seen" / name).symlink_to(target)
        link = place.top / "seen" / name
        assert place.disk.stat(str(link)).kind is Kind.LINK
        assert place.disk.stat(str(link)).size is None
        for verb in (place.disk.open, place.disk.read_link):
            with pytest.raises(Missing):
                verb(str(link))


def test_a_link_that_leads_through_a_hidden_folder_and_out_again_is_no_way(place: Place) -> None:
    (place.top / "out").symlink_to(f"{MARKER}/../note.txt")
    with pytest.raises(Missing):
        place.disk.open(str(place.top / "out"))


def test_a_link_to_what_can_be_seen_is_followed_and_told(place: Place) -> None:
    (place.top / "l").symlink_to("seen/../note.txt")
    assert read(place.disk, place.top / "l") == b"note"
    assert place.disk.read_link(str(place.top / "l")) == "seen/../note.txt"


def test_a_hidden_folder_stays_hidden_after_a_rename_and_its_old_place_stays_closed(place: Place) -> None:
    moved = place.top / "seen" / "elsewhere"
    place.hidden.rename(moved)
    place.hidden.mkdir()
    (place.hidden / "later.txt").write_text(MARKER)
    assert place.names() == {"seen", "note.txt"}
    assert place.names("seen") == {"letter.txt"}
    for path in (moved / f"{MARKER}.txt", place.hidden / "later.txt"):
        with pytest.raises(Missing):
            place.disk.open(str(path))


def test_a_folder_that_holds_something_hidden_is_renamed_but_never_deleted(place: Place) -> None:
    top = str(place.top)
    for verb in (place.disk.delete, place.disk.trash):
        with pytest.raises(Denied):
            verb(top)
    assert place.disk.rename(top, "other") == "other"
    assert (place.top.parent / "other" / MARKER / f"{MARKER}.txt").read_text() == MARKER
    with pytest.raises(Missing):
        place.disk.list(str(place.top.parent / "other" / MARKER))


def test_hiding_closes_what_is_open(place: Place) -> None:
    letter = place.disk.open(str(place.top / "seen" / "letter.txt"))
    listing = place.disk.list(str(place.top / "seen"))
    begun = place.disk.create(str(place.top / "seen" / "new.txt"))
    generation = place.disk.generation
    place.disk.hide([place.hidden, place.top / "seen"])
    assert place.disk.generation > generation
    with pytest.raises(Missing):
        letter.read(10, 0)
    with pytest.raises(Missing):
        letter.entry()
    with pytest.raises(Missing):
        next(listing)
    with pytest.raises(Missing):
        begun.commit()
    assert os.listdir(place.top / "seen") == ["letter.txt"]
    letter.close()


def test_hiding_ends_a_list_in_its_middle(place: Place) -> None:
    for number in range(20):
        (place.top / "seen" / f"{number}").touch()
    listing = place.disk.list(str(place.top / "seen"))
    next(listing)
    place.disk.hide([place.top / "seen"])
    with pytest.raises(Missing):
        next(listing)


def test_showing_opens_again(place: Place) -> None:
    place.disk.hide([])
    assert MARKER in place.names()
    assert read(place.disk, place.hidden / f"{MARKER}.txt") == MARKER.encode()


def test_what_was_hidden_stays_the_same_folder_when_more_is_hidden(place: Place) -> None:
    place.hidden.rename(place.top / "renamed")
    place.disk.hide([place.hidden, place.top / "seen"])
    assert place.names() == {"note.txt"}


def test_a_folder_that_does_not_exist_cannot_be_hidden_and_nothing_changes(place: Place) -> None:
    for path in (place.top / "nowhere", place.top / "note.txt", Path("relative")):
        with pytest.raises(CannotHide, match="does not exist"):
            place.disk.hide([place.top / "seen", path])
        assert place.names() == {"seen", "note.txt"}


def test_a_file_moved_into_a_hidden_folder_is_closed_while_it_is_read(place: Place) -> None:
    letter = place.disk.open(str(place.top / "seen" / "letter.txt"))
    (place.top / "seen" / "letter.txt").rename(place.hidden / "letter.txt")
    with pytest.raises(FileChanged):
        letter.read(10, 0)
    letter.close()


def test_a_hard_link_stays_closed_and_tells_no_size(place: Place) -> None:
    twin = place.top / "seen" / "twin"
    twin.hardlink_to(place.hidden / f"{MARKER}.txt")
    entry = place.disk.stat(str(twin))
    assert (entry.kind, entry.size, entry.modified) == (Kind.WITHHELD, None, None)
    assert entry in list(place.disk.list(str(twin.parent)))
    for verb in (place.disk.open, place.disk.overwrite):
        with pytest.raises(Withheld):
            verb(str(twin))
    with pytest.raises(Withheld):
        place.disk.copy(str(twin), str(place.top))
    with pytest.raises(Withheld):
        place.disk.copy(str(twin.parent), str(place.top.parent))
    assert sorted(os.listdir(place.top.parent)) == ["cache", "data", "top"]


def test_a_hard_link_made_while_a_file_is_open_closes_it(place: Place) -> None:
    letter = place.disk.open(str(place.top / "seen" / "letter.txt"))
    (place.hidden / "twin").hardlink_to(place.top / "seen" / "letter.txt")
    with pytest.raises(Withheld):
        letter.read(10, 0)
    letter.close()


def test_free_names_beside_a_hidden_folder_cannot_be_tried_out(place: Place) -> None:
    for name in (MARKER, "harmless"):
        made = place.disk.make_folder(str(place.top / name))
        assert made.startswith(f"{name} ")
        assert write(place.disk, place.top / name).startswith(f"{name} ")
        assert place.disk.rename(str(place.top / made), name).startswith(f"{name} ")
    with pytest.raises(NameTaken):
        place.disk.make_folder(str(place.top / "seen"))


def test_elsewhere_a_new_thing_gets_the_name_that_was_asked_for(place: Place) -> None:
    seen = place.top / "seen"
    assert write(place.disk, seen / MARKER) == MARKER
    assert place.disk.make_folder(str(seen / "folder")) == "folder"
    with pytest.raises(NameTaken):
        write(place.disk, seen / MARKER)
    assert sorted(os.listdir(seen)) == ["folder", "letter.txt", MARKER]


def test_a_file_is_under_its_name_only_when_it_is_complete(place: Place) -> None:
    seen = place.top / "seen"
    file = place.disk.create(str(seen / "big"))
    file.write(b"half")
    assert not (seen / "big").exists()
    file.discard()
    assert os.listdir(seen) == ["letter.txt"]


def test_overwriting_keeps_the_old_file_itself(place: Place) -> None:
    letter = place.top / "seen" / "letter.txt"
    letter.chmod(0o640)
    before = letter.stat()
    file = place.disk.overwrite(str(letter))
    file.write(b"Bonsoir")
    assert letter.read_text() == "Bonjour"
    assert file.commit() == "letter.txt"
    assert letter.read_text() == "Bonsoir"
    assert letter.stat().st_mode == before.st_mode
    assert file.backup is not None
    kept = letter.with_name(file.backup)
    assert (kept.read_text(), kept.stat().st_ino, kept.stat().st_mtime) == ("Bonjour", before.st_ino, before.st_mtime)


def test_overwriting_a_file_that_was_replaced_meanwhile_changes_nothing(place: Place) -> None:
    letter = place.top / "seen" / "letter.txt"
    file = place.disk.overwrite(str(letter))
    (place.top / "other").write_text("other")
    (place.top / "other").rename(letter)
    with pytest.raises(FileChanged):
        file.commit()
    assert letter.read_text() == "other"
    assert os.listdir(letter.parent) == ["letter.txt"]


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


def test_deleting_a_folder_deletes_what_it_holds(place: Place) -> None:
    (place.top / "seen" / "deep" / "deeper").mkdir(parents=True)
    place.disk.delete(str(place.top / "seen"))
    assert place.names() == {"note.txt"}
    assert (place.hidden / f"{MARKER}.txt").exists()


def test_pipes_and_devices_are_never_opened(place: Place) -> None:
    os.mkfifo(place.top / "pipe")
    assert place.disk.stat(str(place.top / "pipe")).kind is Kind.OTHER
    with pytest.raises(WrongKind):
        place.disk.open(str(place.top / "pipe"))
    with pytest.raises(WrongKind):
        place.disk.open(str(place.top / "seen"))


def test_search_finds_by_name_whatever_the_case_and_nothing_hidden(place: Place) -> None:
    found = set(place.disk.search(str(place.top), "LETTER"))
    assert found == {f"{place.top}/seen/letter.txt"}
    assert set(place.disk.search(str(place.top), MARKER)) == set()


def test_a_shell_starts_in_the_folder_that_was_judged(place: Place) -> None:
    fd = place.disk.enter(str(place.top / "seen"))
    assert os.path.samestat(os.fstat(fd), (place.top / "seen").stat())
    os.close(fd)
    with pytest.raises(Missing):
        place.disk.enter(str(place.hidden))


def test_free_space_is_told_in_whole_steps(place: Place) -> None:
    space = place.disk.space(str(place.top))
    assert isinstance(space, Space)
    assert space.free % FREE_STEP == 0


def test_traces_of_other_files_are_closed_while_something_is_hidden(place: Place) -> None:
    home = place.top.parent
    (home / "cache" / "thumbnails").mkdir()
    (home / "cache" / "thumbnails" / "a.png").write_text(MARKER)
    (home / "data" / "recently-used.xbel").write_text(MARKER)
    assert place.names("../cache") == set()
    assert "recently-used.xbel" not in place.names("../data")
    (home / "data" / "new.xbel").write_text(MARKER)
    (home / "data" / "new.xbel").rename(home / "data" / "recently-used.xbel")  # programs replace it like that
    with pytest.raises(Missing):
        place.disk.open(str(home / "data" / "recently-used.xbel"))
    place.disk.hide([])
    assert read(place.disk, home / "data" / "recently-used.xbel") == MARKER.encode()


def test_a_closed_disk_answers_nothing(place: Place) -> None:
    letter = place.disk.open(str(place.top / "seen" / "letter.txt"))
    place.disk.close()
    for again in (lambda: place.disk.list(str(place.top)), lambda: letter.read(1, 0)):
        with pytest.raises(DiskGone):
            again()
    letter.close()


def test_hiding_from_another_thread_while_verbs_run_leaves_no_answer_after_it(place: Place) -> None:
    seen = place.top / "seen"
    for number in range(100):
        (seen / f"{number}").touch()
    started, late = threading.Event(), []
    hidden = threading.Event()

    def look() -> None:
        while True:
            was_hidden = hidden.is_set()
            try:
                list(place.disk.list(str(seen)))
            except Missing:
                return
            late.append(was_hidden)
            started.set()

    thread = threading.Thread(target=look)
    thread.start()
    started.wait()
    place.disk.hide([seen])
    hidden.set()
    thread.join()
    assert not any(late)


def test_a_disk_that_is_mounted_in_a_folder_is_not_deleted_with_it(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    (place.top / "seen" / "usb").mkdir()
    (place.top / "seen" / "usb" / "photo").touch()
    usb = (place.top / "seen" / "usb").stat().st_ino

    def crossing(folder: Handle, name: str) -> tuple[Handle, bool]:
        found, crossed = step_by_openat2(folder, name)
        return found, crossed or found.identity.inode == usb

    disk = Disk([place.hidden], step=crossing)
    with pytest.raises(Denied):
        disk.delete(str(place.top / "seen"))
    assert (place.top / "seen" / "usb" / "photo").exists()
