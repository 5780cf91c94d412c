"""What is brought: whole and checked or not there at all, resumed where it was cut, and never over another's name."""

import asyncio
import hashlib
from pathlib import Path

import pytest

from agent.protocol import transfer_messages as wire
from agent.protocol.errors import WireError
from agent.protocol.file_messages import FileFault
from agent.protocol.permissions import Permission
from agent.tools.transfers.records import Data, End, File, Folder, Last, Record, Settled, Skipped
from scripts.rigs.file_scene import BOTH, FileScene
from tests.tools.transfers.fakes import Technician

BODY = bytes(range(256)) * 40
SHA = hashlib.sha256(BODY)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def whole(number: int, item: int, path: str, body: bytes = BODY) -> tuple[File, Data, End]:
    file = File(number, item, 0, len(body), path)
    return file, Data(number, body), End(number, hashlib.sha256(body).digest())


async def test_a_file_comes_whole_under_its_name_and_is_recorded(technician: Technician, home: Path) -> None:
    number = await technician.announce(home / "Documents", "été 😀.bin", size=len(BODY))
    await technician.go(number)
    technician.line.say(*whole(number, 0, "été 😀.bin"), Last(number))
    assert await technician.settled() == Settled(number, 0, None, "été 😀.bin")
    assert (home / "Documents" / "été 😀.bin").read_bytes() == BODY
    told = {one[0]: one[1] for one in technician.scene.said if isinstance(one, tuple)}
    assert told["files.bringing"] == {"name": "Documents/été 😀.bin", "size": "10240", "count": "1"}
    assert told["files.brought"] == {"name": "Documents/été 😀.bin", "size": "10240", "sha256": SHA.hexdigest()}


async def test_a_partial_file_is_never_seen_under_its_name(technician: Technician, home: Path) -> None:
    number = await technician.announce(home / "Documents", "a.bin", size=len(BODY))
    await technician.go(number)
    technician.line.say(File(number, 0, 0, len(BODY), "a.bin"), Data(number, BODY))
    await technician.reached(number, len(BODY))
    [partial] = names(home / "Documents")
    assert partial.startswith(".handrail-")
    technician.scene.use(wire.CloseTransfer(transfer=number))
    await technician.gone(home / "Documents")
    assert names(home / "Documents") == []


async def test_a_file_goes_on_where_the_line_was_cut(technician: Technician, home: Path) -> None:
    number = await technician.announce(home / "Documents", "a.bin", size=len(BODY))
    await technician.go(number)
    technician.line.say(File(number, 0, 0, len(BODY), "a.bin"), Data(number, BODY[:100]))
    await technician.reached(number, 100)
    for at in range(100, 1000, 100):
        technician.connect()
        await technician.reached(number, at)
        technician.line.say(File(number, 0, at, len(BODY), "a.bin"), Data(number, BODY[at : at + 100]))
        await technician.reached(number, at + 100)
    technician.line.say(File(number, 0, 1000, len(BODY), "a.bin"), Data(number, BODY[1000:]), End(number, SHA.digest()))
    assert (await technician.settled()).fault is None
    assert (home / "Documents" / "a.bin").read_bytes() == BODY


async def test_results_that_were_lost_with_the_line_are_told_again(technician: Technician, home: Path) -> None:
    number = await technician.announce(home / "Documents", "d", items=3, size=len(BODY))
    await technician.go(number)
    technician.line.say(Folder(number, 0, "d"), *whole(number, 1, "d/a"), *whole(number, 2, "d/b"))
    for _ in range(3):
        await technician.settled()
    technician.connect()
    assert (await technician.go(number, item=1)).item == 3
    again = [found for found in await technician.line.heard() if isinstance(found, Settled)]
    assert [(one.item, one.name) for one in again] == [(1, "a"), (2, "b")]


@pytest.mark.parametrize("what", ["digest", "short", "long"])
async def test_what_is_not_what_was_sent_leaves_nothing(technician: Technician, home: Path, what: str) -> None:
    number = await technician.announce(home / "Documents", "a.bin", size=len(BODY))
    await technician.go(number)
    sent = {"digest": BODY[::-1], "short": BODY[1:], "long": BODY + b"x"}[what]
    technician.line.say(File(number, 0, 0, len(BODY), "a.bin"), Data(number, sent), End(number, SHA.digest()))
    assert (await technician.settled()).fault is FileFault.DAMAGED
    assert names(home / "Documents") == []


async def test_a_taken_name_is_left_alone_until_the_technician_decides(technician: Technician, home: Path) -> None:
    (home / "Documents" / "a.bin").write_bytes(b"old")
    number = await technician.announce(home / "Documents", "a.bin", size=len(BODY))
    await technician.go(number)
    technician.line.say(*whole(number, 0, "a.bin"))
    assert (await technician.settled()).fault is FileFault.NAME_TAKEN
    assert (home / "Documents" / "a.bin").read_bytes() == b"old"


async def test_both_are_kept_where_that_is_wanted(technician: Technician, home: Path) -> None:
    (home / "Documents" / "a.bin").write_bytes(b"old")
    both = wire.WhenTaken.KEEP_BOTH
    number = await technician.announce(home / "Documents", "a.bin", size=len(BODY), when_taken=both)
    await technician.go(number)
    technician.line.say(*whole(number, 0, "a.bin"))
    assert (await technician.settled()).name == "a (2).bin"
    assert names(home / "Documents") == ["a (2).bin", "a.bin"]


async def test_what_was_replaced_comes_back_with_one_undo(technician: Technician, home: Path) -> None:
    (home / "Documents" / "a.bin").write_bytes(b"old")
    replace = wire.WhenTaken.REPLACE
    number = await technician.announce(home / "Documents", "a.bin", size=len(BODY), when_taken=replace)
    await technician.go(number)
    technician.line.say(*whole(number, 0, "a.bin"))
    assert (await technician.settled()).fault is None
    assert (home / "Documents" / "a.bin").read_bytes() == BODY
    await technician.scene.undo()
    assert (home / "Documents" / "a.bin").read_bytes() == b"old"
    assert names(home / "Documents") == ["a.bin"]


async def test_a_folder_is_undone_as_one(technician: Technician, home: Path) -> None:
    number = await technician.announce(home / "Documents", "d", items=3, size=len(BODY))
    await technician.go(number)
    technician.line.say(Folder(number, 0, "d"), *whole(number, 1, "d/a"), *whole(number, 2, "d/b"))
    for _ in range(3):
        assert (await technician.settled()).fault is None
    assert names(home / "Documents" / "d") == ["a", "b"]
    assert len(technician.scene.changes.newest_first) == 1
    await technician.scene.undo()
    assert names(home / "Documents") == []


async def test_more_than_there_is_room_for_is_refused_before_anything_comes(technician: Technician, home: Path) -> None:
    number = technician.scene.number
    technician.scene.use(
        wire.BringFiles(
            transfer=number, folder=str(home), name="a", items=1, bytes=1 << 49, when_taken=wire.WhenTaken.ASK
        )
    )
    failed = await technician.scene.heard(wire.TransferFailed)
    assert failed.fault is FileFault.DISK_FULL


async def test_nothing_is_written_once_it_is_not_allowed_any_more(scene: FileScene, home: Path) -> None:
    technician = Technician(scene)
    technician.connect()
    number = await technician.announce(home / "Documents", "a.bin", size=len(BODY))
    await technician.go(number)
    technician.line.say(File(number, 0, 0, len(BODY), "a.bin"), Data(number, BODY[:100]))
    await technician.reached(number, 100)
    scene.permissions.discard(Permission.FILES_WRITE)
    scene.tool.stop(frozenset({Permission.FILES_WRITE}), ended=True)
    technician.line.say(Data(number, BODY[100:]), End(number, SHA.digest()))
    technician.line.cut()
    await scene.settle()
    assert names(home / "Documents") == []


async def test_a_pause_keeps_the_partial_file_and_the_end_leaves_none(scene: FileScene, home: Path) -> None:
    technician = Technician(scene)
    technician.connect()
    number = await technician.announce(home / "Documents", "a.bin", size=len(BODY))
    await technician.go(number)
    technician.line.say(File(number, 0, 0, len(BODY), "a.bin"), Data(number, BODY[:100]))
    await technician.reached(number, 100)
    technician.line.cut()
    scene.tool.stop(BOTH, ended=False)
    assert len(names(home / "Documents")) == 1
    technician.connect()
    await technician.reached(number, 100)
    technician.line.cut()
    scene.tool.stop(BOTH, ended=True)
    await scene.settle()
    assert names(home / "Documents") == []


async def test_an_item_that_was_settled_before_may_still_be_skipped(technician: Technician, home: Path) -> None:
    (home / "Documents" / "a.bin").write_bytes(b"old")
    number = await technician.announce(home / "Documents", "a.bin", size=len(BODY))
    await technician.go(number)
    technician.line.say(File(number, 0, 0, len(BODY), "a.bin"), Skipped(number, 0, FileFault.CHANGED), Last(number))
    assert (await technician.settled()).fault is FileFault.NAME_TAKEN
    assert (await technician.go(number, item=1)).item == 1


@pytest.mark.parametrize("said", ["item", "offset", "name", "more"])
async def test_what_cannot_follow_ends_the_session(technician: Technician, home: Path, said: str) -> None:
    number = await technician.announce(home / "Documents", "d", items=1)
    wrong: dict[str, Record] = {
        "item": File(number, 1, 0, 1, "d"),
        "offset": File(number, 0, 5, 9, "d"),
        "name": File(number, 0, 0, 1, "other"),
        "more": Settled(number, 0, None, "d"),
    }
    bringing = technician.scene.tool._transfers._bringing[number]
    with pytest.raises(WireError):
        await asyncio.to_thread(bringing.take, wrong[said])
    assert names(home / "Documents") == []
