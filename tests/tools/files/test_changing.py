"""Each change: named before it is made, taken back exactly, stopped at a word, and nothing left of what failed."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from agent.disk import moving
from agent.protocol import file_messages as wire
from agent.protocol.message import ForTool
from agent.protocol.permissions import Permission
from scripts.rigs.file_scene import BOTH, FileScene

Make = Callable[[Path], Callable[[int], ForTool]]


def state(top: Path) -> dict[str, object]:
    """Everything below `top` but the recycle bin: content, times, rights, attributes."""
    found: dict[str, object] = {}
    for folder, inner, files in os.walk(top):
        inner[:] = [name for name in inner if name != "Trash"]
        for name in (*inner, *files):
            path = os.path.join(folder, name)
            told = os.lstat(path)
            times = None if os.path.isdir(path) else told.st_mtime_ns
            content = Path(path).read_bytes() if os.path.isfile(path) else b""
            found[os.path.relpath(path, top)] = (told.st_mode, told.st_ino, times, content, tuple(os.listxattr(path)))
    return found


CHANGES: dict[str, tuple[Make, str]] = {
    "make": (lambda home: lambda act: wire.MakeFolder(act=act, folder=str(home), name="Neuf"), "Neuf"),
    "rename": (
        lambda home: lambda act: wire.RenameFile(act=act, path=str(home / "Documents/lettre.txt"), name="a.txt"),
        "Documents/lettre.txt → a.txt",
    ),
    "move": (
        lambda home: lambda act: wire.MoveFile(act=act, path=str(home / "Documents"), folder=str(home / "Desktop")),
        "Documents → Desktop",
    ),
    "copy": (
        lambda home: lambda act: wire.CopyFile(act=act, path=str(home / "Documents"), folder=str(home / "Desktop")),
        "Documents → Desktop",
    ),
    "trash": (lambda home: lambda act: wire.TrashFile(act=act, path=str(home / "Documents")), "Documents"),
}


@pytest.mark.parametrize("verb", CHANGES)
async def test_a_change_is_recorded_made_and_taken_back_exactly(scene: FileScene, home: Path, verb: str) -> None:
    make, name = CHANGES[verb]
    before = state(home)
    message = make(home)(1)
    done = await scene.act(make(home))
    assert isinstance(done, wire.FileDone)
    assert scene.said[0] == (message.journal, {"name": name})
    assert state(home) != before
    assert [(change.kind, change.what) for change in scene.changes.newest_first] == [(message.journal, name)]
    await scene.undo()
    assert state(home) == before
    assert scene.recorded == [message.journal, "files.undone"]
    assert scene.changes.newest_first == []
    await scene.heard(wire.FileUndone)


async def test_changes_upon_changes_are_taken_back_in_any_order(scene: FileScene, home: Path) -> None:
    before = state(home)
    await scene.act(CHANGES["rename"][0](home))
    await scene.act(CHANGES["move"][0](home))
    oldest = scene.changes.newest_first[-1]
    await scene.changes.undo(oldest.number)
    assert (home / "Desktop" / "Documents" / "lettre.txt").exists()
    await scene.undo()
    assert state(home) == before


async def test_a_folder_that_is_used_by_now_is_not_taken_back(scene: FileScene, home: Path) -> None:
    await scene.act(CHANGES["make"][0](home))
    (home / "Neuf" / "letter").touch()
    await scene.undo()
    assert (home / "Neuf" / "letter").exists()
    assert scene.said[-1] == ("files.failed", {"fault": "files/not_empty"})
    assert len(scene.changes.newest_first) == 1


async def test_a_move_to_another_disk_and_back_keeps_times_and_attributes(
    scene: FileScene, home: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = home / "Documents" / "lettre.txt"
    os.utime(letter, (1_000_000_000, 1_100_000_000))
    os.utime(home / "Documents", (1_000_000_000, 1_200_000_000))
    letter.chmod(0o640)
    before = {path: (os.stat(path).st_mtime_ns, os.stat(path).st_mode) for path in (letter, home / "Documents")}

    def no_rename(*arguments: object) -> None:
        raise moving._OtherDisk

    monkeypatch.setattr(moving, "_rename", no_rename)
    assert isinstance(await scene.act(CHANGES["move"][0](home)), wire.FileDone)
    assert not letter.exists()
    await scene.undo()
    assert {path: (os.stat(path).st_mtime_ns, os.stat(path).st_mode) for path in before} == before
    assert letter.read_text() == "Bonjour\nMadame\n"


async def test_a_copy_is_stopped_and_leaves_nothing(scene: FileScene, home: Path) -> None:
    (home / "big").write_bytes(bytes(64 << 20))
    before = set(os.listdir(home / "Desktop"))
    number = scene.number
    scene.use(wire.CopyFile(act=number, path=str(home / "big"), folder=str(home / "Desktop")))
    await scene.until(lambda: "files.copied" in scene.recorded)
    scene.use(wire.StopFileAct(act=number))
    outcome = await scene.outcome(number)
    assert isinstance(outcome, wire.FileFailed)
    assert outcome.fault is wire.FileFault.STOPPED
    assert set(os.listdir(home / "Desktop")) == before
    assert scene.changes.newest_first == []


async def test_a_copy_stops_when_it_is_not_allowed_any_more_and_nothing_is_said(scene: FileScene, home: Path) -> None:
    (home / "big").write_bytes(bytes(64 << 20))
    scene.use(wire.CopyFile(act=1, path=str(home / "big"), folder=str(home / "Desktop")))
    await scene.until(lambda: "files.copied" in scene.recorded)
    scene.permissions.clear()
    scene.tool.stop(BOTH, ended=False)
    said = len(scene.said)
    await scene.settle()
    assert len(scene.said) == said
    assert os.listdir(home / "Desktop") == []


async def test_what_is_withdrawn_before_a_change_begins_prevents_it(scene: FileScene, home: Path) -> None:
    scene.use(CHANGES["trash"][0](home)(1))
    scene.permissions.clear()
    scene.tool.stop(BOTH, ended=True)
    await scene.settle()
    assert (home / "Documents").exists()
    assert scene.said == []


async def test_a_change_that_was_made_as_it_was_stopped_can_be_undone(scene: FileScene, home: Path) -> None:
    before = state(home)
    scene.use(CHANGES["trash"][0](home)(1))
    await scene.until(lambda: "files.trashed" in scene.recorded)
    scene.permissions.clear()
    scene.tool.stop(BOTH, ended=True)
    await scene.settle()
    while scene.changes.newest_first:
        await scene.undo()
    assert state(home) == before


@pytest.mark.parametrize(
    ("make", "fault"),
    [
        (lambda home: wire.RenameFile(act=1, path=f"{home}/nothing", name="a"), wire.FileFault.MISSING),
        (lambda home: wire.RenameFile(act=1, path=f"{home}/Documents", name="Desktop"), wire.FileFault.NAME_TAKEN),
        (lambda home: wire.RenameFile(act=1, path=f"{home}/Documents", name="é" * 200), wire.FileFault.NAME_TOO_LONG),
        (lambda home: wire.RenameFile(act=1, path=f"{home}/Documents", name=".."), wire.FileFault.NAME_NOT_ALLOWED),
        (lambda home: wire.MakeFolder(act=1, folder=f"{home}", name="%00"), wire.FileFault.NAME_NOT_ALLOWED),
        (lambda home: wire.MakeFolder(act=1, folder=f"{home}", name="Desktop"), wire.FileFault.NAME_TAKEN),
        (
            lambda home: wire.MoveFile(act=1, path=f"{home}/Desktop", folder=f"{home}/Desktop"),
            wire.FileFault.NAME_NOT_ALLOWED,
        ),
        (
            lambda home: wire.CopyFile(act=1, path=f"{home}/Documents/lettre.txt", folder=f"{home}/Documents"),
            wire.FileFault.NAME_TAKEN,
        ),
        (lambda home: wire.TrashFile(act=1, path="/proc/self"), wire.FileFault.MISSING),
    ],
)
async def test_what_cannot_be_done_is_told_to_both_and_changes_nothing(
    scene: FileScene, home: Path, make: Callable[[Path], ForTool], fault: wire.FileFault
) -> None:
    before = state(home)
    scene.use(make(home))
    outcome = await scene.outcome(1)
    assert isinstance(outcome, wire.FileFailed)
    assert outcome.fault is fault
    assert scene.said[-2] == ("files.failed", {"fault": f"files/{fault}"})
    assert state(home) == before


async def test_a_flood_of_changes_is_told_to_wait(scene: FileScene, home: Path) -> None:
    for act in range(1, 101):
        scene.use(wire.MakeFolder(act=act, folder=str(home), name=f"n{act}"))
    await scene.settle()
    made = [name for name in os.listdir(home) if name.startswith("n")]
    refused = [one for one in scene.said if isinstance(one, wire.FileFailed)]
    assert len(made) == 8
    assert {one.fault for one in refused} == {wire.FileFault.TOO_MANY}
    assert len(made) + len(refused) == 100


async def test_without_writing_only_seeing_goes_on(scene: FileScene, home: Path) -> None:
    scene.permissions.discard(Permission.FILES_WRITE)
    scene.tool.stop(frozenset({Permission.FILES_WRITE}), ended=True)
    rows, _ = await scene.listed(home)
    assert rows.total == 3
    scene.use(CHANGES["make"][0](home)(9))
    await scene.settle()
    assert not (home / "Neuf").exists()
