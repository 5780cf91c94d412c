"""What is taken: everything that may be seen and nothing else, from where it was cut, and changes are found."""

import asyncio
import os
from pathlib import Path

import pytest

from agent.protocol import transfer_messages as wire
from agent.protocol.file_messages import FileFault
from agent.protocol.permissions import Permission
from agent.tools.files.names import encoded
from agent.tools.transfers.records import MOST_DATA, Skipped
from tests.tools.transfers.fakes import Receiver, Technician, receive

BODY = os.urandom(300_000)


def fill(folder: Path) -> dict[str, bytes]:
    """Make a folder with names of every kind, and return its files as the wire calls them."""
    (folder / "sous dossier").mkdir(parents=True)
    bodies = {"été 😀.txt": b"bonjour", "vide": b"", "100%": b"%", "a\u202eb\n": b"bidi", "sous dossier/gros": BODY}
    for name, body in bodies.items():
        (folder / name).write_bytes(body)
    (Path(os.fsdecode(os.fsencode(folder) + b"/\xff"))).write_bytes(b"no utf-8")
    top = folder.name
    told = {f"{top}/{name.replace('%', '%25')}": body for name, body in bodies.items()}
    return {**told, f"{top}/%FF": b"no utf-8"}


async def test_a_folder_goes_with_all_it_holds_whatever_the_names(technician: Technician, home: Path) -> None:
    files = fill(home / "Photos")
    number, ready = await technician.take(home / "Photos")
    assert (ready.items, ready.bytes) == (len(files) + 2, sum(map(len, files.values())))
    technician.scene.use(wire.GoOn(transfer=number, item=0, offset=0))
    receiver = Receiver()
    await receive(technician, receiver)
    assert receiver.files == files
    assert receiver.folders == ["Photos", "Photos/sous dossier"]


async def test_each_file_is_recorded_before_it_leaves(technician: Technician, home: Path) -> None:
    (home / "a.txt").write_bytes(b"bonjour")
    number, _ = await technician.take(home / "a.txt")
    assert ("files.taking", {"name": "a.txt", "size": "7", "count": "1"}) in technician.scene.said
    technician.scene.use(wire.GoOn(transfer=number, item=0, offset=0))
    await receive(technician, Receiver())
    assert technician.scene.recorded == ["files.taking", "files.taken"]


async def test_what_is_hidden_and_what_a_link_leads_to_do_not_exist(technician: Technician, home: Path) -> None:
    fill(home / "Photos")
    (home / "secret").mkdir()
    (home / "secret" / "x").write_bytes(b"secret")
    (home / "Photos" / "link").symlink_to(home / "secret")
    (home / "Photos" / "file link").symlink_to(home / "secret" / "x")
    technician.scene.hide(home / "Photos" / "sous dossier", home / "secret")
    number, ready = await technician.take(home / "Photos")
    technician.scene.use(wire.GoOn(transfer=number, item=0, offset=0))
    receiver = Receiver()
    await receive(technician, receiver)
    assert receiver.folders == ["Photos"]
    assert len(receiver.files) == 5 == ready.items - 1
    assert receiver.skipped == []


async def test_it_goes_on_after_every_cut_with_the_right_hash(technician: Technician, home: Path) -> None:
    files = fill(home / "Photos")
    number, _ = await technician.take(home / "Photos")
    receiver, cuts = Receiver(), 0
    while not receiver.over:
        technician.connect(chunks=1)
        technician.scene.use(wire.GoOn(transfer=number, item=receiver.item, offset=len(receiver.partial)))
        await receive(technician, receiver)
        cuts += 1
    assert receiver.files == files
    assert cuts >= 5


async def test_a_cut_far_back_is_read_anew(technician: Technician, home: Path) -> None:
    (home / "gros").write_bytes(BODY * 20)
    number, _ = await technician.take(home / "gros")
    technician.scene.use(wire.GoOn(transfer=number, item=0, offset=0))
    receiver = Receiver()
    await technician.line.heard()
    technician.connect()
    receiver.partial = BODY[:7]
    technician.scene.use(wire.GoOn(transfer=number, item=0, offset=7))
    await receive(technician, receiver)
    assert receiver.files == {"gros": BODY * 20}


async def test_a_file_that_changes_while_it_is_read_is_left_out_and_said(technician: Technician, home: Path) -> None:
    path = home / "journal"
    path.write_bytes(BODY * 20)
    number, _ = await technician.take(path)
    technician.scene.use(wire.GoOn(transfer=number, item=0, offset=0))
    receiver = Receiver()
    for record in await technician.line.heard():
        receiver.take(record)
    with path.open("ab") as file:
        file.write(b"more")
    await receive(technician, receiver)
    assert receiver.skipped == [Skipped(number, 0, FileFault.CHANGED)]
    assert receiver.files == {}
    assert len(receiver.partial) < MOST_DATA * 200


async def test_nothing_leaves_while_it_is_paused_or_not_allowed(technician: Technician, home: Path) -> None:
    (home / "gros").write_bytes(BODY * 20)
    number, _ = await technician.take(home / "gros")
    technician.scene.use(wire.GoOn(transfer=number, item=0, offset=0))
    await technician.line.heard()
    technician.scene.permissions.discard(Permission.FILES_READ)
    technician.scene.tool.stop(frozenset({Permission.FILES_READ}), ended=True)
    technician.scene.use(wire.GoOn(transfer=number, item=0, offset=0))
    await technician.scene.heard(wire.TransferFailed)
    technician.line.to_console.clear()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(technician.line.heard(), 0.2)


async def test_a_pause_at_any_moment_loses_nothing(technician: Technician, home: Path) -> None:
    (home / "gros").write_bytes(BODY * 200)
    number, _ = await technician.take(home / "gros")
    receiver = Receiver()
    technician.scene.use(wire.GoOn(transfer=number, item=0, offset=0))
    while not receiver.over:
        for record in await technician.line.heard():
            receiver.take(record)
        technician.scene.use(wire.PauseTransfer(transfer=number))
        technician.scene.use(wire.GoOn(transfer=number, item=receiver.item, offset=len(receiver.partial)))
    assert receiver.files == {"gros": BODY * 200}


async def test_an_announcement_said_again_is_answered_again_and_does_no_harm(
    technician: Technician, home: Path
) -> None:
    (home / "gros").write_bytes(BODY)
    number, ready = await technician.take(home / "gros")
    before = len(technician.scene.said)
    technician.scene.use(wire.TakeFiles(transfer=number, path=encoded(str(home / "gros"))))
    assert technician.scene.said[before:] == [ready]
    technician.scene.use(wire.GoOn(transfer=number, item=0, offset=0))
    receiver = Receiver()
    await receive(technician, receiver)
    assert receiver.files == {"gros": BODY}


async def test_hiding_drops_what_was_read_and_waits_to_leave(technician: Technician, home: Path) -> None:
    fill(home / "Photos")
    number, _ = await technician.take(home / "Photos")
    technician.scene.use(wire.GoOn(transfer=number, item=0, offset=0))
    await technician.line.heard()
    technician.scene.hide(home / "Photos")
    assert technician.line.ended
    technician.connect()
    technician.scene.use(wire.GoOn(transfer=number, item=0, offset=0))
    receiver = Receiver()
    await receive(technician, receiver)
    assert receiver.files == {}


async def test_the_customer_stops_one_and_the_others_go_on(technician: Technician, home: Path) -> None:
    (home / "gros").write_bytes(BODY * 20)
    (home / "petit").write_bytes(b"petit")
    under_way = technician.scene.under_way
    stopped, _ = await technician.take(home / "gros")
    other, _ = await technician.take(home / "petit")
    assert [(one.kind, one.what) for one in under_way.oldest_first] == [
        ("files.taking", "gros"),
        ("files.taking", "petit"),
    ]
    technician.scene.use(wire.GoOn(transfer=stopped, item=0, offset=0))
    await technician.line.heard()
    await under_way.stop(under_way.oldest_first[0].number)
    assert ("files.stopped", {"name": "gros"}) in technician.scene.said
    assert (await technician.scene.heard(wire.TransferFailed)).transfer == stopped
    technician.line.to_console.clear()
    technician.scene.use(wire.GoOn(transfer=other, item=0, offset=0))
    receiver = Receiver()
    while not receiver.over:
        for record in await technician.line.heard():
            if record.transfer == other:
                receiver.take(record)
    assert receiver.files == {"petit": b"petit"}
    technician.scene.use(wire.CloseTransfer(transfer=other))
    await technician.scene.until(lambda: not under_way.oldest_first)
