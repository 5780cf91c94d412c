import pytest

from agent.disk.base import Denied, Missing
from agent.disk.guarded import Disk
from agent.disk.identity import Handle
from agent.disk.opening import step_by_openat2
from tests.disk.conftest import MARKER, Place


def test_a_folder_that_holds_something_hidden_is_renamed_but_never_deleted(place: Place) -> None:
    top = str(place.top)
    for verb in (place.disk.delete, place.disk.trash):
        with pytest.raises(Denied):
            verb(top)
    assert place.disk.rename(top, "other") == "other"
    assert (place.top.parent / "other" / MARKER / f"{MARKER}.txt").read_text() == MARKER
    with pytest.raises(Missing):
        place.disk.list(str(place.top.parent / "other" / MARKER))


def test_deleting_a_folder_deletes_what_it_holds(place: Place) -> None:
    (place.top / "seen" / "deep" / "deeper").mkdir(parents=True)
    place.disk.delete(str(place.top / "seen"))
    assert place.names() == {"note.txt"}
    assert (place.hidden / f"{MARKER}.txt").exists()


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
