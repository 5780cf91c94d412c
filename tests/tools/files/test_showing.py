"""Folders and texts as the technician sees them: at once, in pages, stopped at a word, without what is hidden."""

import os
from pathlib import Path

import pytest

from agent.protocol import file_messages as wire
from agent.tools.files import folder as folder_file
from agent.tools.files.names import encoded
from scripts.rigs.file_scene import BOTH, FileScene, list_folder


async def test_places_are_the_desktops_own(scene: FileScene, home: Path) -> None:
    (home / ".config").mkdir()
    (home / "Téléchargements").mkdir()
    (home / ".config" / "user-dirs.dirs").write_text('XDG_DOWNLOAD_DIR="$HOME/Téléchargements"\n')
    scene.use(wire.AskPlaces())
    told = (await scene.heard(wire.FilePlaces)).places
    found = {place.kind: place.path for place in told if place.kind is not wire.PlaceKind.VOLUME}
    assert found[wire.PlaceKind.HOME] == str(home)
    assert found[wire.PlaceKind.DOWNLOADS] == str(home / "Téléchargements")
    assert set(found) == {"home", "desktop", "documents", "downloads"}
    assert all(place.total >= place.free for place in told)
    assert scene.recorded == ["files.places"]


async def test_asked_too_often_where_to_begin_it_says_so(scene: FileScene) -> None:
    for _ in range(60):
        scene.use(wire.AskPlaces())
    await scene.settle()
    told = [one for one in scene.said if isinstance(one, wire.FilePlaces)]
    refused = [one for one in scene.said if isinstance(one, wire.FolderClosed)]
    assert len(told) + len(refused) == 60
    assert {(one.listing, one.fault) for one in refused} == {(0, wire.FileFault.TOO_MANY)}
    assert scene.recorded == ["files.places"] * len(told)


async def test_a_folder_is_recorded_then_shown_in_order(scene: FileScene, home: Path) -> None:
    for name in ("b.txt", "A.txt", ".dot"):
        (home / "Documents" / name).write_text(name)
    (home / "Documents" / "sub").mkdir()
    rows, _ = await scene.listed(home / "Documents")
    assert [row.name for row in rows.rows] == ["sub", ".dot", "A.txt", "b.txt", "lettre.txt"]
    assert [row.size for row in rows.rows] == [None, 4, 5, 5, 15]
    assert scene.said[0] == ("files.listed", {"name": "Documents"})


async def test_order_and_filter_change_without_reading_again(scene: FileScene, home: Path) -> None:
    for n in range(5):
        (home / "Documents" / f"n{n}").write_text("x" * n)
    await scene.listed(home / "Documents")
    (home / "Documents" / "new").touch()
    rows, _ = await scene.listed(
        home / "Documents", sort=wire.FileSort.SIZE, descending=True, filter="N", dotted=False, fresh=False
    )
    assert [row.name for row in rows.rows] == ["n4", "n3", "n2", "n1", "n0"]
    assert (rows.total, rows.all) == (5, 6)
    assert scene.recorded == ["files.listed"]


async def test_rows_further_down_are_asked_for(scene: FileScene, home: Path) -> None:
    for n in range(450):
        (home / "Desktop" / f"{n:04}").touch()
    rows, _ = await scene.listed(home / "Desktop")
    assert (len(rows.rows), rows.total) == (200, 450)
    scene.use(wire.AskRows(listing=rows.listing, first=400, count=200))
    more = await scene.heard(wire.FolderRows, lambda one: one.first == 400)
    assert [row.name for row in more.rows] == [f"{n:04}" for n in range(400, 450)]


async def test_every_message_stays_small_whatever_the_names(scene: FileScene, home: Path) -> None:
    for n in range(300):
        (home / "Desktop" / (f"{n:03}" + "\x01" * 252)).touch()
    rows, _ = await scene.listed(home / "Desktop")
    last = await scene.heard(wire.FolderRows, lambda one: one.first + len(one.rows) == 200)
    told = [one for one in scene.said if isinstance(one, wire.FolderRows)]
    assert max(len(one.model_dump_json()) for one in told) < 64 * 1024
    assert (rows.total, bool(last.rows)) == (300, True)


async def test_names_of_any_bytes_come_back_as_they_are(scene: FileScene, home: Path) -> None:
    names = [b"\xff\xfe", "a\u202eb".encode(), b"100%", b"line\nend", "é".encode(), b"e\xcc\x81"]
    for name in names:
        (home / "Desktop" / os.fsdecode(name)).touch()
    rows, _ = await scene.listed(home / "Desktop")
    assert {row.name for row in rows.rows} == {encoded(os.fsdecode(name)) for name in names}


async def test_first_rows_come_while_a_large_folder_is_read(
    scene: FileScene, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_file, "FIRST_SECONDS", 0.0)
    monkeypatch.setattr(folder_file, "COUNT_SECONDS", 0.0)
    monkeypatch.setattr(folder_file, "BATCH", 10)
    for n in range(100):
        (home / "Desktop" / f"{n:03}").touch()
    rows, _ = await scene.listed(home / "Desktop")
    told = [one for one in scene.said if isinstance(one, wire.FolderRows)]
    assert told[0].reading
    assert len(told[0].rows) == 10
    assert all(not one.rows for one in told[1:-1])
    assert [row.name for row in rows.rows] == [f"{n:03}" for n in range(100)]


async def test_another_folder_ends_the_one_before(scene: FileScene, home: Path) -> None:
    for n in range(2000):
        (home / "Desktop" / f"{n}").touch()
    first, second = scene.number, scene.number
    scene.use(list_folder(first, home / "Desktop"))
    scene.use(list_folder(second, home / "Documents"))
    await scene.heard(wire.FolderRows, lambda one: one.listing == second)
    await scene.settle()
    assert not [one for one in scene.said if isinstance(one, wire.FolderRows) and one.listing == first]


@pytest.mark.parametrize(
    ("path", "fault"), [("nothing", wire.FileFault.MISSING), ("Documents/lettre.txt", wire.FileFault.MISSING)]
)
async def test_what_is_no_folder_is_told_so_and_not_named(
    scene: FileScene, home: Path, path: str, fault: wire.FileFault
) -> None:
    scene.use(list_folder(1, home / path))
    assert (await scene.heard(wire.FolderClosed)).fault is fault
    assert scene.said[0] == ("files.failed", {"fault": f"files/{fault}"})


async def test_what_is_hidden_later_is_gone_from_what_is_shown(scene: FileScene, home: Path) -> None:
    (home / "Documents" / "Secret").mkdir()
    rows, _ = await scene.listed(home / "Documents")
    assert "Secret" in {row.name for row in rows.rows}
    scene.said.clear()
    scene.at.clear()
    scene.hide(home / "Documents" / "Secret")
    scene.use(wire.AskRows(listing=rows.listing, first=0, count=200))
    again = await scene.heard(wire.FolderRows, lambda one: not one.reading)
    assert {row.name for row in again.rows} == {"lettre.txt"}
    assert "Secret" not in repr(scene.said)


async def test_a_hidden_folder_answers_like_a_missing_one_and_is_not_named(scene: FileScene, home: Path) -> None:
    (home / "Documents" / "Secret").mkdir()
    scene.hide(home / "Documents" / "Secret")
    scene.use(list_folder(1, home / "Documents" / "Secret"))
    assert (await scene.heard(wire.FolderClosed)).fault is wire.FileFault.MISSING
    assert "Secret" not in repr(scene.said)


async def test_a_text_comes_in_parts(scene: FileScene, home: Path) -> None:
    text = "".join(f"ligne {n} é\n" for n in range(2000))
    (home / "Documents" / "long.txt").write_text(text)
    _, shown, opened = await scene.viewed(home / "Documents" / "long.txt")
    assert shown == text
    assert (opened.editable, opened.parts) == (True, 4)
    assert scene.said[0] == ("files.viewed", {"name": "Documents/long.txt"})


async def test_of_a_larger_text_the_beginning_is_shown_and_not_edited(scene: FileScene, home: Path) -> None:
    (home / "log").write_text("x" * 300_000)
    _, shown, opened = await scene.viewed(home / "log")
    assert (len(shown), opened.size, opened.editable) == (256 * 1024, 300_000, False)


@pytest.mark.parametrize(
    ("name", "fault"),
    [("nothing", wire.FileFault.MISSING), ("Desktop", wire.FileFault.WRONG_KIND), ("zero", wire.FileFault.NOT_TEXT)],
)
async def test_what_cannot_be_shown_is_told_why(scene: FileScene, home: Path, name: str, fault: wire.FileFault) -> None:
    (home / "zero").write_bytes(b"a\0b")
    answer = await scene.act(lambda act: wire.ViewText(act=act, path=str(home / name)))
    assert isinstance(answer, wire.FileFailed)
    assert answer.fault is fault


async def test_nothing_is_told_once_it_may_not_be_seen(scene: FileScene, home: Path) -> None:
    for n in range(3000):
        (home / "Desktop" / f"{n}").touch()
    (home / "long").write_text("x" * 100_000)
    scene.use(list_folder(1, home / "Desktop"))
    scene.use(wire.ViewText(act=2, path=str(home / "long")))
    await scene.heard(wire.TextShown)
    scene.permissions.clear()
    scene.tool.stop(BOTH, ended=True)
    before = len(scene.said)
    await scene.settle()
    assert len(scene.said) == before
