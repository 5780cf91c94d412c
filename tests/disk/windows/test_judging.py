"""The judge on a disk that is only told of: links and junctions, short names and moves that Wine does not have."""

import pytest

from agent.disk.base import DiskGone, FileChanged, Missing, WrongKind
from agent.disk.windows.handles import Identity
from agent.disk.windows.hidden import Hidden, Hiding
from agent.disk.windows.judging import Judge, ancestors
from agent.disk.windows.volumes import Volumes
from tests.disk.windows.fakes import FakeDisk

SEEN, FILE = "C:\\Vu", "C:\\Vu\\a.txt"
HIDDEN, SECRET, DEEP = "C:\\Privé", "C:\\Privé\\s.txt", "C:\\Privé\\sous\\d.txt"


@pytest.fixture
def disk() -> FakeDisk:
    return FakeDisk(SEEN, FILE, HIDDEN, SECRET, "C:\\Privé\\sous", DEEP, "C:\\Vu\\sub")


@pytest.fixture
def judge(disk: FakeDisk) -> Judge:
    judge = Judge(Volumes({"C:": Identity(1, 0)}), disk.open)
    judge.hidden = Hidden((Hiding(disk.open(f"\\\\?\\{HIDDEN}"), f"\\\\?\\{HIDDEN}"),))
    disk.asked.clear()
    return judge


def missing(judge: Judge, path: str) -> None:
    with pytest.raises(Missing):
        judge.reach(path)


def test_what_is_seen_is_reached_and_what_is_hidden_is_missing(judge: Judge) -> None:
    assert judge.reach("/C:/Vu/a.txt").is_file
    assert judge.folder("/C:/Vu").is_folder
    for path in ("/C:/Privé", "/C:/Privé/s.txt", "/C:/Privé/sous/d.txt", "/C:/Privé/nothing"):
        missing(judge, path)


@pytest.mark.parametrize(
    "target",
    ["\\??\\C:\\Privé", "..\\Privé", "\\Privé", ".\\..\\Privé\\sous", "\\??\\c:\\Privé\\sous\\..", "..\\..\\Privé"],
)
def test_no_link_leads_into_it(judge: Judge, disk: FakeDisk, target: str) -> None:
    disk.link("C:\\Vu\\lien", target)
    for path in ("/C:/Vu/lien", "/C:/Vu/lien/s.txt", "/C:/Vu/lien/sous/d.txt", "/C:/Vu/lien/d.txt"):
        missing(judge, path)
    assert judge.reach("/C:/Vu/lien", follow=False).is_link
    with pytest.raises(Missing):
        judge.target("/C:/Vu/lien")


def test_no_link_in_it_leads_out(judge: Judge, disk: FakeDisk) -> None:
    disk.link("C:\\Privé\\dehors", "\\??\\C:\\Vu")
    missing(judge, "/C:/Privé/dehors/a.txt")
    disk.link("C:\\Vu\\lien", "..\\Privé\\dehors")
    missing(judge, "/C:/Vu/lien/a.txt")


def test_a_link_to_what_is_seen_is_followed(judge: Judge, disk: FakeDisk) -> None:
    disk.link("C:\\Vu\\sub\\haut", "..\\..\\Vu")
    disk.link("C:\\Vu\\lien", "sub\\haut")
    assert judge.reach("/C:/Vu/lien/a.txt").final == f"\\\\?\\{FILE}"
    assert judge.target("/C:/Vu/lien") == "sub\\haut"
    with pytest.raises(WrongKind):
        judge.target("/C:/Vu/a.txt")


@pytest.mark.parametrize(
    "target", ["\\??\\UNC\\server\\share", "\\\\server\\share", "\\??\\Volume{1}\\", "D:\\x", "C:\\a:b"]
)
def test_a_link_to_another_computer_or_disk_is_missing_and_nobody_is_asked(
    judge: Judge, disk: FakeDisk, target: str
) -> None:
    disk.link("C:\\Vu\\lien", target)
    missing(judge, "/C:/Vu/lien/x")
    assert {path.removeprefix("\\\\?\\") for path in disk.asked} <= {"C:\\", SEEN, "C:\\Vu\\lien"}


def test_a_link_to_itself_ends(judge: Judge, disk: FakeDisk) -> None:
    disk.link("C:\\Vu\\lien", "lien")
    missing(judge, "/C:/Vu/lien")


def test_another_spelling_is_judged_by_where_it_really_is(judge: Judge, disk: FakeDisk) -> None:
    disk.things["\\\\?\\C:\\PRIV~1"] = Identity(1, 77)  # a number of its own: the place alone tells
    disk.at["\\\\?\\C:\\PRIV~1"] = "\\\\?\\C:\\PRIVÉ"
    missing(judge, "/C:/PRIV~1")


def test_another_path_is_judged_by_what_it_really_is(judge: Judge, disk: FakeDisk) -> None:
    """Its folder's number alone tells: a letter of a folder's, a second mount."""
    for path, thing in (("C:\\X", SEEN), ("C:\\X\\y", HIDDEN), ("C:\\X\\y\\s.txt", SECRET)):
        disk.things[f"\\\\?\\{path}"] = disk.things[f"\\\\?\\{thing}"]
    missing(judge, "/C:/X/y")
    missing(judge, "/C:/X/y/s.txt")


def test_a_letter_of_a_folder_in_it_is_judged_by_every_folder_above(judge: Judge, disk: FakeDisk) -> None:
    """It was moved, and so lies at no place that is known: the number of the folder above alone tells."""
    disk.things["\\\\?\\X:\\"] = Identity(1, 500)
    disk.at["\\\\?\\X:\\"] = "\\\\?\\C:\\Loin\\sous"
    disk.things["\\\\?\\C:\\Loin"] = disk.things[f"\\\\?\\{HIDDEN}"]
    judge.volumes = Volumes({"C:": Identity(1, 0), "X:": Identity(1, 500)})
    missing(judge, "/X:")


def test_what_lies_on_a_disk_that_was_not_there_is_missing(judge: Judge, disk: FakeDisk) -> None:
    missing(judge, "/D:/x")
    disk.things["\\\\?\\C:\\Vu\\sub"] = Identity(2, 5)  # a volume mounted in a folder
    missing(judge, "/C:/Vu/sub")
    disk.things["\\\\?\\C:\\"] = Identity(3, 0)  # another stick
    missing(judge, "/C:")


@pytest.mark.parametrize("final", ["\\\\?\\UNC\\server\\share\\a.txt", "\\\\?\\Volume{1}\\a.txt", "a.txt"])
def test_what_is_on_no_disk_is_missing(judge: Judge, disk: FakeDisk, final: str) -> None:
    disk.at[f"\\\\?\\{FILE}"] = final
    missing(judge, "/C:/Vu/a.txt")


def test_a_refusal_of_the_systems_does_not_tell_that_something_is_there(judge: Judge, disk: FakeDisk) -> None:
    disk.denied.add(f"\\\\?\\{FILE}")
    missing(judge, "/C:/Vu/a.txt")
    disk.denied.add(f"\\\\?\\{HIDDEN}")
    missing(judge, "/C:/Privé")


def test_what_moves_while_it_is_judged_is_not_told(judge: Judge, disk: FakeDisk) -> None:
    found, file = judge.reach("/C:/Vu/a.txt"), f"\\\\?\\{FILE}"
    judge.check(found)
    disk.moves[file] = [file, f"\\\\?\\{SECRET}"]
    with pytest.raises(FileChanged):
        judge.check(found)
    disk.moves[file] = [f"\\\\?\\{SECRET}"]
    with pytest.raises(Missing):
        judge.check(found)
    disk.moves[file] = ["\\\\?\\C:\\Vu\\b.txt"] * 2
    with pytest.raises(FileChanged):
        judge.check(found)


def test_after_the_end_everything_is_gone(judge: Judge) -> None:
    found = judge.reach("/C:/Vu/a.txt")
    judge.close()
    with pytest.raises(DiskGone):
        judge.check(found)


def test_a_final_path_lies_in_its_folders() -> None:
    assert list(ancestors("\\\\?\\C:\\a\\b.txt")) == ["\\\\?\\C:\\a", "\\\\?\\C:\\"]
    assert list(ancestors("\\\\?\\C:\\")) == []
