import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from agent.disk.base import DiskError, Missing, NameNotAllowed
from agent.disk.guarded import Disk
from agent.disk.judging import checked_name, checked_path
from agent.disk.opening import step_by_nofollow, step_by_openat2

HIDDEN = "cachés"
MARKER = "s3cret"


class Twins:
    """Two folders alike, but one holds a hidden folder and the other none; each way of opening has its disk."""

    def __init__(self, top: Path) -> None:
        self.tops = [str(top / name) for name in ("a/w", "c/w")]
        for name in ("a/w", "c/w"):
            (top / name / "seen").mkdir(parents=True)
            (top / name / "decoy").mkdir()
            (top / name / "seen" / "letter").write_text("Bonjour")
            (top / name / "seen" / "in").symlink_to(f"../{HIDDEN}")
            (top / name / "seen" / "up").symlink_to("..")
            (top / name / "seen" / "through").symlink_to(f"../{HIDDEN}/../seen/letter")
        (top / "a/w" / HIDDEN / "deep").mkdir(parents=True)
        (top / "a/w" / HIDDEN / MARKER).write_text(MARKER)
        hides = [top / "a/w" / HIDDEN, top / "a/w/decoy", top / "c/w/decoy"]
        self.disks = [Disk(hides, step=step) for step in (step_by_openat2, step_by_nofollow)]


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Twins]:
    made = Twins(tmp_path_factory.mktemp("twins"))
    yield made
    for disk in made.disks:
        disk.close()


def answers(disk: Disk, top: str, path: str) -> list[str]:
    def told(verb: str) -> str:
        try:
            match verb:
                case "list":
                    return repr([(entry.name, entry.kind, entry.size) for entry in disk.list(f"{top}/{path}")])
                case "open":
                    file = disk.open(f"{top}/{path}")
                    data = file.read(100, 0)
                    file.close()
                    return repr(data)
                case "search":
                    return repr([found.removeprefix(top) for found in disk.search(f"{top}/{path}", "e")])
                case _:
                    entry = disk.stat(f"{top}/{path}")
                    return repr((entry.name, entry.kind, entry.size))
        except DiskError as error:
            return repr(error)

    return [told(verb) for verb in ("list", "open", "stat", "search")]


PARTS = st.one_of(
    st.sampled_from(
        [HIDDEN, MARKER, "deep", "seen", "letter", "in", "up", "through", "decoy", "..", ".", "", "nothing"]
    ),
    st.sampled_from([HIDDEN.upper(), f"{HIDDEN}.", f"{HIDDEN} ", unicodedata.normalize("NFD", HIDDEN), f"{HIDDEN}\0"]),
    st.text(max_size=12),
    st.binary(max_size=12).map(os.fsdecode),
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(PARTS, min_size=1, max_size=12))
@example(parts=["seen", "in", MARKER])
@example(parts=["seen", "up", HIDDEN, "..", "seen", "letter"])
@example(parts=["seen", "through"])
@example(parts=["\ud800"])
def test_no_path_tells_a_hidden_folder_from_a_missing_one(twins: Twins, parts: list[str]) -> None:
    path = "/".join(parts)
    if parts.count("..") + parts.count("up") > 1:
        return  # a way out of both folders
    for disk in twins.disks:
        with_hidden, without = (answers(disk, top, path) for top in twins.tops)
        assert with_hidden == without
        assert not any(MARKER in answer for answer in with_hidden)


@given(st.text(max_size=40))
def test_a_checked_name_is_one_name(name: str) -> None:
    try:
        checked_name(name)
    except NameNotAllowed:
        return
    assert Path("/x", name).parent == Path("/x")
    assert os.fsencode(name)


@pytest.mark.parametrize("path", ["", ".", "relative", "~/x", "file:///x", "\\x"])
def test_a_path_that_does_not_begin_at_the_root_is_missing(path: str) -> None:
    with pytest.raises(Missing):
        checked_path(path)


@pytest.mark.parametrize("path", ["/a\0b", "/" + "x/" * 2048, "/\ud800"])
def test_a_path_that_can_be_none_is_not_asked_for(path: str) -> None:
    with pytest.raises(NameNotAllowed):
        checked_path(path)
