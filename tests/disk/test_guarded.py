import os
import threading
from pathlib import Path

import pytest

from agent.disk.base import (
    FREE_STEP,
    CannotHide,
    DiskGone,
    Kind,
    Missing,
    Space,
)
from tests.disk.conftest import MARKER, Place, read


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
