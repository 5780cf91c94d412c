"""The clipboard of a real X server, with real programs at its other end, honest ones and others."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from threading import Event
from time import monotonic

import pytest

from agent.desktop.base import Clip, ClipboardError
from agent.desktop.x11 import clipboard_reading
from agent.hiding.knowledge import Knowledge
from agent.hiding.vocabulary import Hidden
from agent.protocol.clipboard_messages import MAX_CLIPBOARD_IMAGE, MAX_CLIPBOARD_TEXT, ClipboardFault, ClipboardKind
from scripts.rigs.copier import Copier
from scripts.rigs.ending import tied
from tests.desktop.x11.clipboards import LONG, Board, board, patient, peer

__all__ = ["board", "patient", "peer"]

IMAGE = os.urandom(3_000_000)

GTK_COPY = """
import sys, gi
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GLib, Gtk
window = Gtk.Window(title="Notes"); window.show_all()
board = Gtk.Clipboard.get(Gdk.SELECTION_CLIPBOARD)
def copy():
    board.set_text("copié par GTK " * int(sys.argv[1]), -1)
    sys.stdout.write("ready\\n"); sys.stdout.flush()
GLib.timeout_add(300, copy)
Gtk.main()
"""


# --- reading ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["Été 😀".encode(), b"x" * 60_000, LONG], ids=["short", "one piece", "increments"])
async def test_a_text_is_read_whole(board: Board, peer: Copier, text: bytes) -> None:
    peer.copy({"UTF8_STRING": text, "STRING": b"other"})
    assert await board.text() == text


async def test_an_image_is_read_whole_in_increments(board: Board, peer: Copier) -> None:
    peer.copy({"image/png": IMAGE, "text/html": b"<img>"})
    assert await board.read() == Clip(ClipboardKind.IMAGE, IMAGE)


async def test_a_text_comes_before_an_image_of_it(board: Board, peer: Copier) -> None:
    peer.copy({"image/png": IMAGE, "text/plain;charset=utf-8": b"A1"})
    assert await board.text() == b"A1"


async def test_an_old_programs_text_is_read_in_its_own_alphabet(board: Board, peer: Copier) -> None:
    peer.copy({"STRING": "déjà".encode("latin-1")})
    assert await board.text() == "déjà".encode()


async def test_an_empty_clipboard_says_nothing(board: Board) -> None:
    assert await board.fault() is ClipboardFault.NOTHING


@pytest.mark.parametrize("targets", [{}, {"text/html": b"<b>"}, {"image/bmp": b"BM"}, {"UTF8_STRING": b""}])
async def test_what_is_neither_text_nor_image_says_nothing(
    board: Board, peer: Copier, targets: dict[str, bytes]
) -> None:
    peer.copy(targets)
    assert await board.fault() is ClipboardFault.NOTHING


async def test_a_real_gtk_program_is_read(board: Board, small_screen: str) -> None:
    environment = {**os.environ, "DISPLAY": small_screen, "GDK_BACKEND": "x11"}
    command = tied([sys.executable, "-c", GTK_COPY, "30000"])
    program = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)
    assert program.stdout
    assert await asyncio.to_thread(program.stdout.readline) == b"ready\n"
    try:
        assert await board.text() == ("copié par GTK " * 30000).encode()
    finally:
        program.kill()
        program.communicate()


# --- what a password manager or something hidden holds ----------------------------------------------------------------


async def test_what_a_password_manager_marked_is_not_even_asked_for(board: Board, peer: Copier) -> None:
    peer.copy({"UTF8_STRING": b"hunter2", "x-kde-passwordManagerHint": b"secret"})
    assert await board.fault() is ClipboardFault.NOTHING
    assert set(peer.asked()) == {"TARGETS"}


async def test_what_says_not_what_it_is_is_not_asked_for(board: Board, peer: Copier) -> None:
    peer.copy({"UTF8_STRING": b"perhaps a secret"}, "no_targets")
    assert await board.fault() is ClipboardFault.NOTHING
    assert set(peer.asked()) == {"TARGETS"}


async def test_with_the_guards_on_a_program_with_a_window_is_read_and_one_without_is_not(
    board: Board, peer: Copier, small_screen: str
) -> None:
    board.hide(Hidden())
    peer.copy({"UTF8_STRING": b"shown"})
    await board.comes_to_read(b"shown")
    with Copier(small_screen, "unseen") as unseen:
        unseen.copy({"UTF8_STRING": b"of nobody"})
        assert await board.fault() is ClipboardFault.NOTHING
        assert unseen.asked() == []


@pytest.mark.parametrize("name", ["keepassxc", "vault"])
async def test_a_hidden_or_guarded_program_is_like_none_and_is_asked_nothing(
    board: Board, small_screen: str, name: str
) -> None:
    board.hide(Hidden(applications=frozenset({"vault"})))
    with Copier(small_screen, name) as hidden:
        hidden.open()
        hidden.copy({"UTF8_STRING": b"hidden"})
        assert await board.fault() is ClipboardFault.NOTHING
        assert hidden.asked() == []


async def test_hidden_after_it_was_copied_it_is_read_no_more(board: Board, peer: Copier) -> None:
    board.hide(Hidden())
    peer.copy({"UTF8_STRING": b"shown"})
    await board.comes_to_read(b"shown")
    for hidden in (Hidden(applications=frozenset({"notes"})), Hidden(everything=True), Hidden(only=1)):
        board.hide(hidden)
        assert await board.fault() is ClipboardFault.NOTHING


async def test_copied_in_a_hidden_window_that_has_closed_since_it_stays_unread(board: Board, peer: Copier) -> None:
    secret = peer.open("Coffre")
    board.hide(Hidden(windows=frozenset({secret})))
    peer.copy({"UTF8_STRING": b"from the hidden window"})
    assert await board.fault() is ClipboardFault.NOTHING
    peer.shut()
    assert await board.fault() is ClipboardFault.NOTHING
    peer.copy({"UTF8_STRING": b"from the other one"})
    await board.comes_to_read(b"from the other one")


async def test_copied_while_it_was_hidden_it_stays_unread_when_it_is_shown_again(board: Board, peer: Copier) -> None:
    board.hide(Hidden(applications=frozenset({"notes"})))
    peer.copy({"UTF8_STRING": b"copied while hidden"})
    assert await board.fault() is ClipboardFault.NOTHING
    board.hide(Hidden())
    assert await board.fault() is ClipboardFault.NOTHING
    peer.copy({"UTF8_STRING": b"copied since"})
    await board.comes_to_read(b"copied since")


async def test_a_clipboard_manager_keeps_what_was_thought_of_its_source(
    board: Board, peer: Copier, small_screen: str
) -> None:
    board.hide(Hidden(applications=frozenset({"vault"})))
    with Copier(small_screen, "manager") as manager:
        manager.copy({}, selection="CLIPBOARD_MANAGER")
        with Copier(small_screen, "vault") as vault:
            vault.open()
            vault.copy({"UTF8_STRING": b"hidden"})
            assert await board.fault() is ClipboardFault.NOTHING
        manager.copy({"UTF8_STRING": b"hidden"})
        assert await board.fault() is ClipboardFault.NOTHING
        with Copier(small_screen, "page") as page:
            page.open()
            page.copy({"UTF8_STRING": b"shown"})
            await board.comes_to_read(b"shown")
        manager.copy({"UTF8_STRING": b"shown"})
        await board.comes_to_read(b"shown")
        manager.copy({"UTF8_STRING": b"from its list"})
        assert await board.fault() is ClipboardFault.NOTHING, "chosen by itself, it may be of any time"


async def test_while_folders_are_hidden_doubt_means_no(board: Board, peer: Copier, tmp_path: Path) -> None:
    board.hide(Hidden(folders=(tmp_path,)))
    peer.copy({"UTF8_STRING": b"shown"})
    assert await board.fault() is ClipboardFault.NOTHING
    board.masked.known.known = Knowledge(ready=True, known=frozenset({peer.pid}))
    peer.copy({"UTF8_STRING": b"shown"})
    await board.comes_to_read(b"shown")
    board.masked.known.known = Knowledge(ready=True, known=frozenset({peer.pid}), holders=frozenset({peer.pid}))
    assert await board.fault() is ClipboardFault.NOTHING


# --- owners that lie, stall or never end ------------------------------------------------------------------------------


@pytest.fixture
def hurried(patient: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clipboard_reading, "ANSWER_SECONDS", 0.5)
    monkeypatch.setattr(clipboard_reading, "READ_SECONDS", 1.5)


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize(
    ("how", "fault"),
    [
        ("silent", ClipboardFault.UNANSWERED),
        ("stalls", ClipboardFault.UNANSWERED),
        ("drips", ClipboardFault.UNANSWERED),
        ("lies_huge", ClipboardFault.TOO_LARGE),
        ("endless", ClipboardFault.TOO_LARGE),
        ("wrong_format", ClipboardFault.UNREADABLE),
        ("refuses", ClipboardFault.NOTHING),
    ],
)
async def test_an_owner_that_does_not_deliver_costs_a_bounded_time(
    board: Board, peer: Copier, how: str, fault: ClipboardFault
) -> None:
    peer.copy({"UTF8_STRING": LONG}, how)
    assert await board.fault() is fault
    peer.copy({"UTF8_STRING": b"and after that"})
    assert await board.text() == b"and after that"


async def test_a_size_that_is_said_too_small_is_not_believed(board: Board, peer: Copier) -> None:
    peer.copy({"UTF8_STRING": LONG}, "lies_small")
    assert await board.text() == LONG


@pytest.mark.parametrize(("target", "size"), [("UTF8_STRING", MAX_CLIPBOARD_TEXT), ("image/png", MAX_CLIPBOARD_IMAGE)])
async def test_the_largest_is_read_and_a_byte_more_is_not(board: Board, peer: Copier, target: str, size: int) -> None:
    peer.copy({target: b"a" * size})
    assert len((await board.read()).data) == size
    peer.copy({target: b"a" * (size + 1)})
    assert await board.fault() is ClipboardFault.TOO_LARGE


async def test_a_reading_that_is_given_up_ends_at_once(board: Board, peer: Copier) -> None:
    peer.copy({"UTF8_STRING": LONG}, "silent")
    given_up = Event()
    reading = asyncio.create_task(board.read(given_up))
    while not peer.asked():
        await asyncio.sleep(0.01)
    began = monotonic()
    given_up.set()
    with pytest.raises(ClipboardError) as caught:
        await reading
    assert caught.value.fault is ClipboardFault.STOPPED
    assert monotonic() - began < clipboard_reading.ANSWER_SECONDS


async def test_what_is_copied_while_it_is_read_is_read_instead(board: Board, peer: Copier, small_screen: str) -> None:
    peer.copy({"UTF8_STRING": LONG}, "silent")
    reading = asyncio.create_task(board.read())
    while not peer.asked():
        await asyncio.sleep(0.01)
    peer.copy({"UTF8_STRING": b"newer"})
    assert (await reading).data == b"newer"
