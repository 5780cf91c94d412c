"""Steps back, in this run and in another: exact where nothing changed since, and otherwise told, never guessed."""

from pathlib import Path

import pytest

from agent.disk.guarded import Disk
from agent.protocol import file_messages as wire
from agent.tools.changes import Change
from agent.tools.files.undoer import FilesUndoer
from agent.undo.base import NotUndone
from scripts.rigs.file_scene import FileScene
from tests.tools.files.test_changing import CHANGES, state

LETTER = "Documents/lettre.txt"


async def later(change: Change, *, insist: bool = False) -> None:
    """Undo a change in another run of the plug-in."""
    assert change.way is not None
    undoer = FilesUndoer(Disk())
    try:
        await undoer.undo(undoer.read(change.way.model_dump_json()), insist=insist)
    finally:
        await undoer.close()


async def saved(scene: FileScene, path: Path, text: str = "Bonjour\nMonsieur\n") -> Change:
    opened, _, _ = await scene.viewed(path)
    assert isinstance(await scene.save(opened, text), wire.FileDone)
    return scene.changes.newest_first[0]


@pytest.mark.parametrize("verb", CHANGES)
async def test_a_change_is_undone_by_another_run(scene: FileScene, home: Path, verb: str) -> None:
    before = state(home)
    await scene.act(CHANGES[verb][0](home))
    await later(scene.changes.newest_first[0])
    assert state(home) == before


async def test_a_saved_text_is_undone_by_another_run(scene: FileScene, home: Path) -> None:
    before = state(home)
    await later(await saved(scene, home / LETTER))
    assert state(home) == before


async def test_a_saved_text_that_was_moved_since_is_undone_where_it_is(scene: FileScene, home: Path) -> None:
    before = state(home)
    await saved(scene, home / LETTER)
    move = wire.MoveFile(act=99, path=str(home / LETTER), folder=str(home / "Desktop"))
    await scene.act(lambda act: move.model_copy(update={"act": act}))
    move_back, save_back = scene.changes.newest_first
    await scene.changes.undo(save_back.number)
    assert (home / "Desktop/lettre.txt").read_text() == "Bonjour\nMadame\n"
    await scene.changes.undo(move_back.number)
    assert state(home) == before


async def test_a_text_that_changed_since_is_put_back_only_when_insisted_on(scene: FileScene, home: Path) -> None:
    change = await saved(scene, home / LETTER)
    (home / LETTER).write_text("mine")
    with pytest.raises(NotUndone) as told:
        await later(change)
    assert (told.value.why, told.value.may_insist) == ("files/changed", True)
    assert (home / LETTER).read_text() == "mine"
    await later(change, insist=True)
    assert (home / LETTER).read_text() == "Bonjour\nMadame\n"
    assert [path.read_text() for path in (home / "data/Trash/files").iterdir()] == ["mine"]


async def test_a_text_that_is_gone_comes_back(scene: FileScene, home: Path) -> None:
    before = state(home)
    change = await saved(scene, home / LETTER)
    (home / LETTER).unlink()
    await later(change)
    assert state(home) == before


async def test_a_kept_file_that_is_another_by_now_is_put_nowhere(scene: FileScene, home: Path) -> None:
    change = await saved(scene, home / LETTER)
    (kept,) = [path for path in (home / "Documents").iterdir() if "backup" in path.name]
    kept.write_text("another")
    for insist in (False, True):
        with pytest.raises(NotUndone) as told:
            await later(change, insist=insist)
        assert (told.value.why, told.value.may_insist) == ("undo/kept_changed", False)
    await scene.undo()
    assert scene.recorded[-1] == "files.failed"
    assert (home / LETTER).read_text() == "Bonjour\nMonsieur\n"


@pytest.mark.parametrize("verb", ["make", "rename", "move"])
async def test_another_thing_under_the_same_name_is_left_alone(scene: FileScene, home: Path, verb: str) -> None:
    await scene.act(CHANGES[verb][0](home))
    place = {"make": home / "Neuf", "rename": home / "Documents/a.txt", "move": home / "Desktop/Documents"}[verb]
    place.rename(home / "elsewhere")
    place.mkdir()
    with pytest.raises(NotUndone) as told:
        await later(scene.changes.newest_first[0])
    assert (told.value.why, told.value.may_insist) == ("files/changed", False)
    assert place.is_dir()


async def test_a_copy_that_was_worked_on_goes_into_the_bin_only_when_insisted_on(scene: FileScene, home: Path) -> None:
    letter, copy = home / LETTER, home / "Desktop/lettre.txt"
    await scene.act(lambda act: wire.CopyFile(act=act, path=str(letter), folder=str(home / "Desktop")))
    copy.write_text("mine")
    change = scene.changes.newest_first[0]
    with pytest.raises(NotUndone) as told:
        await later(change)
    assert told.value.may_insist
    await later(change, insist=True)
    assert not copy.exists()
    assert [path.read_text() for path in (home / "data/Trash/files").iterdir()] == ["mine"]


async def test_a_rename_and_a_move_of_one_thing_are_undone_in_any_order(scene: FileScene, home: Path) -> None:
    before = state(home)
    await scene.act(CHANGES["rename"][0](home))
    renamed = str(home / "Documents/a.txt")
    await scene.act(lambda act: wire.MoveFile(act=act, path=renamed, folder=str(home / "Desktop")))
    move, rename = scene.changes.newest_first
    await scene.changes.undo(rename.number)
    assert (home / "Desktop/lettre.txt").exists()
    await scene.changes.undo(move.number)
    assert state(home) == before


async def test_a_move_back_under_a_name_that_is_taken_moves_nothing(scene: FileScene, home: Path) -> None:
    await scene.act(CHANGES["move"][0](home))
    (home / "Documents").mkdir()
    before = state(home)
    with pytest.raises(NotUndone) as told:
        await later(scene.changes.newest_first[0])
    assert told.value.why == "files/name_taken"
    assert state(home) == before


async def test_what_left_the_bin_is_missing(scene: FileScene, home: Path) -> None:
    await scene.act(CHANGES["trash"][0](home))
    (binned,) = (home / "data/Trash/files").iterdir()
    binned.rename(home / "taken-out")
    with pytest.raises(NotUndone) as told:
        await later(scene.changes.newest_first[0])
    assert told.value.why == "files/missing"


async def test_forgetting_deletes_the_old_file_alone(scene: FileScene, home: Path) -> None:
    change = await saved(scene, home / LETTER)
    assert change.way is not None
    undoer = FilesUndoer(Disk())
    await undoer.forget(undoer.read(change.way.model_dump_json()))
    await undoer.close()
    assert [path.name for path in (home / "Documents").iterdir()] == ["lettre.txt"]
    assert (home / LETTER).read_text() == "Bonjour\nMonsieur\n"


async def test_a_run_follows_what_an_earlier_one_moved_back(scene: FileScene, home: Path) -> None:
    before = state(home)
    await saved(scene, home / LETTER)
    await scene.act(CHANGES["rename"][0](home))
    await scene.act(CHANGES["move"][0](home))
    move, rename, save = [change.way.model_dump_json() for change in scene.changes.newest_first if change.way]
    for done, now in ([], move), ([move], rename), ([move, rename], save):
        undoer = FilesUndoer(Disk())
        ways = {text: undoer.read(text) for text in (move, rename, save)}
        for text in done:
            await undoer.taken(ways.pop(text))
        await undoer.undo(ways[now])
        await undoer.close()
    assert state(home) == before
