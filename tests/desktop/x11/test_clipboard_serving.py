"""What was put can be pasted by any program, in every form, until another copies something or the plug-in ends."""

import asyncio
import io
import os
import subprocess
import sys

import pytest
from PIL import Image

from agent.desktop.base import DesktopError
from agent.desktop.x11 import clipboard_serving
from agent.desktop.x11.clipboard import X11Clipboard
from agent.hiding.vocabulary import Hidden
from agent.protocol.clipboard_messages import ClipboardKind
from scripts.rigs.copier import Copier
from tests.desktop.rig import PATIENCE
from tests.desktop.x11.clipboards import LONG, Board, board, patient, peer
from tests.desktop.x11.conftest import Masked

__all__ = ["board", "patient", "peer"]

GTK_PASTE = """
import sys, gi
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, Gtk
board = Gtk.Clipboard.get(Gdk.SELECTION_CLIPBOARD)
if sys.argv[1] == "text":
    sys.stdout.write(board.wait_for_text() or "")
else:
    picture = board.wait_for_image()
    sys.stdout.write(f"{picture.get_width()}x{picture.get_height()}" if picture else "none")
"""


def gtk(display: str, program: str, *arguments: str) -> str:
    environment = {**os.environ, "DISPLAY": display, "GDK_BACKEND": "x11"}
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=True).stdout


@pytest.mark.parametrize("text", ["Été 😀".encode(), LONG], ids=["short", "increments"])
async def test_what_is_put_can_be_pasted_in_every_form_again_and_again(board: Board, peer: Copier, text: bytes) -> None:
    await board.put(text)
    forms = {"UTF8_STRING", "text/plain;charset=utf-8", "text/plain"}
    assert peer.targets() == {"TARGETS", "TIMESTAMP", "MULTIPLE", *forms}
    for form in sorted(forms):
        assert peer.paste(form) == text
    assert peer.paste("image/png") is None
    assert peer.paste_many(["UTF8_STRING", "image/png", "TIMESTAMP"])[:2] == [text, None]
    assert board.clipboard._held
    assert board.clipboard._held._serving.deadline() is None, "what was handed out in increments is forgotten"


async def test_old_programs_can_paste_what_their_alphabet_has(board: Board, peer: Copier) -> None:
    await board.put("déjà".encode())
    assert peer.paste("STRING") == "déjà".encode("latin-1")
    await board.put("数".encode())
    assert peer.paste("STRING") is None


async def test_a_real_gtk_program_pastes_text_and_image(board: Board, small_screen: str) -> None:
    await board.put(LONG)
    assert await asyncio.to_thread(gtk, small_screen, GTK_PASTE, "text") == LONG.decode()
    picture = io.BytesIO()
    Image.effect_noise((700, 500), 80).save(picture, "PNG")
    await board.put(picture.getvalue(), ClipboardKind.IMAGE)
    assert await asyncio.to_thread(gtk, small_screen, GTK_PASTE, "image") == "700x500"


async def test_another_program_that_copies_takes_its_place(board: Board, peer: Copier, small_screen: str) -> None:
    await board.put(b"put")
    peer.copy({"UTF8_STRING": b"copied"})
    assert await board.text() == b"copied"


async def test_what_was_put_can_be_read_back(board: Board) -> None:
    board.hide(Hidden())
    await board.put(b"put")
    assert await board.text() == b"put"


async def test_closed_nothing_of_it_can_be_pasted(board: Board, peer: Copier) -> None:
    await board.put(b"put")
    assert peer.paste("UTF8_STRING") == b"put"
    board.clipboard.close()
    assert peer.paste("UTF8_STRING") is None
    with pytest.raises(DesktopError):
        await board.put(b"after the end")


async def test_a_program_that_stops_taking_is_forgotten_and_others_are_served(
    board: Board, peer: Copier, small_screen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clipboard_serving, "PASTE_SECONDS", 0.2)
    await board.put(LONG)
    peer.begin_paste("UTF8_STRING")
    with Copier(small_screen, "other") as other:
        assert other.paste("UTF8_STRING") == LONG
    held = board.clipboard._held
    assert held
    async with asyncio.timeout(PATIENCE):
        while held._serving.deadline() is not None:
            await asyncio.sleep(0.02)


async def test_a_display_that_is_gone_is_an_error_and_not_a_wait(masked: Masked) -> None:
    with pytest.raises(DesktopError):
        X11Clipboard(":987", masked.masking).start()
