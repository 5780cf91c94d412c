"""A text is saved over the very file that was shown; the customer reads the difference where it is the system's."""

import os
from pathlib import Path

import pytest

from agent.protocol import file_messages as wire
from scripts.rigs.file_scene import BOTH, FileScene
from tests.tools.files.test_changing import state


@pytest.fixture
def hosts(home: Path) -> Path:
    """A file of the system's: outside the customer's home."""
    path = home.parent / "etc" / "hosts"
    path.parent.mkdir()
    path.write_text("127.0.0.1 localhost\n::1 localhost\n")
    return path


def fault(answer: wire.FileDone | wire.FileFailed) -> wire.FileFault:
    assert isinstance(answer, wire.FileFailed)
    return answer.fault


async def test_a_text_is_saved_the_old_one_kept_and_brought_back(scene: FileScene, home: Path) -> None:
    letter = home / "Documents" / "lettre.txt"
    letter.chmod(0o640)
    before = state(home)
    opened, _, _ = await scene.viewed(letter)
    assert isinstance(await scene.save(opened, "Bonjour\nMonsieur\n"), wire.FileDone)
    assert letter.read_text() == "Bonjour\nMonsieur\n"
    assert letter.stat().st_mode & 0o777 == 0o640
    kept = [path for path in letter.parent.iterdir() if path != letter]
    assert [path.read_text() for path in kept] == ["Bonjour\nMadame\n"]
    assert scene.recorded == ["files.viewed", "files.saved"]
    await scene.undo()
    assert state(home) == before


async def test_a_text_is_saved_again_and_again_and_each_is_taken_back(scene: FileScene, home: Path) -> None:
    before = state(home)
    opened, _, _ = await scene.viewed(home / "Documents" / "lettre.txt")
    for text in ("eins\n", "", "x" * 20_000):
        assert isinstance(await scene.save(opened, text), wire.FileDone)
    await scene.undo(3)
    assert state(home) == before


async def test_windows_line_ends_and_encoding_stay(scene: FileScene, home: Path) -> None:
    path = home / "win.ini"
    path.write_bytes(b"[a]\r\nname=caf\xe9\r\n")
    opened, text, _ = await scene.viewed(path)
    await scene.save(opened, text.replace("café", "thé"))
    assert path.read_bytes() == b"[a]\r\nname=th\xe9\r\n"
    assert fault(await scene.save(opened, "→\n")) is wire.FileFault.ENCODING


async def test_a_file_that_was_written_meanwhile_is_not_saved_over(scene: FileScene, home: Path) -> None:
    letter = home / "Documents" / "lettre.txt"
    opened, _, _ = await scene.viewed(letter)
    told = letter.stat()
    letter.write_text("Bonjour\nMONDE!\n")
    os.utime(letter, ns=(told.st_atime_ns, told.st_mtime_ns))  # size and time tell nothing
    assert fault(await scene.save(opened, "neu")) is wire.FileFault.CHANGED
    assert letter.read_text() == "Bonjour\nMONDE!\n"
    assert os.listdir(letter.parent) == ["lettre.txt"]


async def test_a_file_that_was_replaced_meanwhile_is_not_saved_over(scene: FileScene, home: Path) -> None:
    letter = home / "Documents" / "lettre.txt"
    opened, text, _ = await scene.viewed(letter)
    letter.rename(home / "old")
    letter.write_text(text)
    assert fault(await scene.save(opened, "neu")) is wire.FileFault.CHANGED
    assert letter.read_text() == text


async def test_what_was_never_shown_cannot_be_saved_over(scene: FileScene, home: Path) -> None:
    assert fault(await scene.save(99, "neu")) is wire.FileFault.CHANGED


async def test_a_file_of_the_system_is_saved_only_after_the_customers_yes(scene: FileScene, hosts: Path) -> None:
    opened, text, _ = await scene.viewed(hosts)
    number = scene.begin_save(opened, text.replace("::1 localhost", "::1 here"))
    await scene.heard(wire.AskingCustomer)
    assert hosts.read_text() == text
    assert os.listdir(hosts.parent) == ["hosts"]
    asked = scene.asking.open
    assert asked
    assert [(line.added, line.text) for line in asked.lines] == [(False, "::1 localhost"), (True, "::1 here")]
    assert asked.place == str(hosts)
    scene.asking.answer(asked.number, yes=True)
    assert isinstance(await scene.outcome(number), wire.FileDone)
    assert "::1 here" in hosts.read_text()
    assert scene.recorded == ["files.viewed", "files.asked", "files.saved"]
    await scene.undo()
    assert hosts.read_text() == text


async def test_a_way_through_home_to_a_file_of_the_system_is_no_way_round(
    scene: FileScene, home: Path, hosts: Path
) -> None:
    (home / "etc").symlink_to(hosts.parent)
    opened, _, _ = await scene.viewed(home / "etc" / "hosts")
    scene.begin_save(opened, "0.0.0.0 bank\n")
    await scene.heard(wire.AskingCustomer)


@pytest.mark.parametrize("how", ["no", "late", "withdrawn"])
async def test_without_a_yes_nothing_of_the_system_is_changed(scene: FileScene, hosts: Path, how: str) -> None:
    opened, text, _ = await scene.viewed(hosts)
    number = scene.begin_save(opened, "0.0.0.0 bank\n")
    await scene.heard(wire.AskingCustomer)
    asked = scene.asking.open
    assert asked
    if how == "withdrawn":
        scene.permissions.clear()
        scene.tool.stop(BOTH, ended=True)
        await scene.settle()
    else:
        scene.asking.answer(asked.number + 1, yes=True)
        scene.asking.answer(asked.number, yes=False) if how == "no" else scene.asking.cancel()
        assert fault(await scene.outcome(number)) is wire.FileFault.REFUSED
        assert "files.refused" in scene.recorded
    assert (hosts.read_text(), os.listdir(hosts.parent)) == (text, ["hosts"])
    assert scene.asking.open is None


async def test_a_file_written_while_the_customer_reads_is_not_saved_over(scene: FileScene, hosts: Path) -> None:
    opened, _, _ = await scene.viewed(hosts)
    number = scene.begin_save(opened, "0.0.0.0 bank\n")
    await scene.heard(wire.AskingCustomer)
    hosts.write_text("of the system's own\n")
    asked = scene.asking.open
    assert asked
    scene.asking.answer(asked.number, yes=True)
    assert fault(await scene.outcome(number)) is wire.FileFault.CHANGED
    assert hosts.read_text() == "of the system's own\n"


async def test_an_edit_the_customer_went_on_with_is_not_taken_back(scene: FileScene, home: Path) -> None:
    letter = home / "Documents" / "lettre.txt"
    opened, _, _ = await scene.viewed(letter)
    await scene.save(opened, "neu\n")
    letter.write_text("mine\n")
    await scene.undo()
    assert letter.read_text() == "mine\n"
    assert scene.said[-1] == ("files.failed", {"fault": "files/changed"})
