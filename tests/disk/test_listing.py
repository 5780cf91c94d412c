import os
from itertools import islice

from agent.disk.base import Kind
from agent.disk.listing import PAGE
from tests.disk.conftest import MARKER, Place


def test_a_long_list_is_told_in_pages_and_misses_nothing_but_the_hidden(place: Place) -> None:
    expected = {f"{number:05}" for number in range(3 * PAGE + 5)}
    for name in expected:
        (place.top / name).touch()
    assert place.names() == expected | {"seen", "note.txt"}


def test_the_first_names_come_before_the_last_is_read(place: Place) -> None:
    for number in range(3 * PAGE):
        (place.top / "seen" / f"{number}").touch()
    listing = place.disk.list(str(place.top / "seen"))
    first = {entry.name for entry in islice(listing, 1)}
    late = place.top / "seen"
    for name in set(os.listdir(late)) - first:
        (late / name).unlink()
    assert {entry.name for entry in listing} == set()


def test_a_link_has_no_size_as_that_is_the_length_of_its_target(place: Place) -> None:
    (place.top / "seen" / "link").symlink_to(place.hidden)
    (link,) = (entry for entry in place.disk.list(str(place.top / "seen")) if entry.kind is Kind.LINK)
    assert link.size is None


def test_a_folder_has_no_size_as_that_counts_what_is_hidden_in_it(place: Place) -> None:
    assert place.disk.stat(str(place.top)).size is None


def test_what_is_no_local_disk_is_not_listed(place: Place) -> None:
    names = {entry.name for entry in place.disk.list("/")}
    assert "usr" in names
    assert not names & {"proc", "sys", "dev"}


def test_a_search_passes_over_what_may_not_be_read(place: Place) -> None:
    (place.top / "seen" / "deep").mkdir()
    (place.top / "seen" / "deep" / f"{MARKER}-of-nobody").touch()
    assert list(place.disk.search(str(place.top), MARKER)) == [f"{place.top}/seen/deep/{MARKER}-of-nobody"]


def test_lists_and_searches_leave_nothing_open(place: Place) -> None:
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(20):
        place.names()
        next(place.disk.list(str(place.top)))
        list(place.disk.search(str(place.top), "e"))
    assert len(os.listdir("/proc/self/fd")) == before
