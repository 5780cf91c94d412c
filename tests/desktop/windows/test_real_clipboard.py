"""The clipboard of Windows, each way, beside another program that copies and pastes."""

import base64
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event

import pytest

from agent.desktop.base import Clip, ClipboardError, DesktopError
from agent.desktop.windows import win32_clipboard as win32
from agent.desktop.windows.clipboard import WindowsClipboard
from agent.desktop.windows.dib import dib_of, png_of
from agent.hiding.facts import WindowFacts
from agent.protocol.clipboard_messages import MAX_CLIPBOARD_TEXT, ClipboardFault, ClipboardKind
from scripts.rigs.win32_windows import until
from tests.desktop.windows.pictures import PICTURE, is_picture

ROOT = Path(__file__).resolve().parents[3]
TEXT = str(win32.TEXT)


class Copier:
    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        assert self._hears() == {"ready": True}

    def copy(self, **forms: bytes) -> None:
        self._tells({"copy": {name: base64.b64encode(data).decode() for name, data in forms.items()}})

    def copy_text(self, text: str) -> None:
        self.copy(**{TEXT: f"{text}\0".encode("utf-16-le")})

    def paste(self, form: str) -> bytes:
        return base64.b64decode(str(self._tells({"paste": form})["pasted"]))

    def paste_text(self) -> str:
        return self.paste(TEXT).decode("utf-16-le").partition("\0")[0]

    def _tells(self, line: object) -> dict[str, object]:
        assert self._process.stdin
        print(json.dumps(line), file=self._process.stdin, flush=True)
        return self._hears()

    def _hears(self) -> dict[str, object]:
        assert self._process.stdout
        heard: dict[str, object] = json.loads(self._process.stdout.readline())
        return heard


class Known:
    """What is known of windows: all may be read, or none."""

    def __init__(self) -> None:
        self.open = True
        self.asked: list[int] = []

    def windows_of(self, pid: int) -> Sequence[WindowFacts]:
        self.asked.append(pid)
        return ()

    def may_be_read(self, windows: Sequence[WindowFacts]) -> bool:
        return self.open


@pytest.fixture(scope="module")
def copier() -> Iterator[Copier]:
    command = [sys.executable, "-B", "-m", "scripts.rigs.win32_copier"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Copier(process)
        assert process.stdin
        process.stdin.close()


@pytest.fixture
def known() -> Known:
    return Known()


@pytest.fixture
def board(known: Known) -> Iterator[WindowsClipboard]:
    board = WindowsClipboard(known)
    board.start()
    yield board
    board.close()


def fault_of(board: WindowsClipboard) -> ClipboardFault:
    with pytest.raises(ClipboardError) as raised:
        board.read(Event())
    return raised.value.fault


@pytest.mark.parametrize("text", ["Bonjour, é à ç 😀", "une\r\ndeux"])
def test_what_the_customer_copied_is_read(board: WindowsClipboard, copier: Copier, text: str) -> None:
    copier.copy_text(text)
    assert board.read(Event()) == Clip(ClipboardKind.TEXT, text.replace("\r\n", "\n").encode())


def test_what_was_copied_before_is_read(known: Known, copier: Copier) -> None:
    copier.copy_text("avant")
    board = WindowsClipboard(known)
    board.start()
    assert board.read(Event()).data == b"avant"
    board.close()


def test_what_is_put_is_pasted_and_kept_out_of_the_history(board: WindowsClipboard, copier: Copier) -> None:
    board.put(Clip(ClipboardKind.TEXT, "une\ndeux é".encode()))
    assert copier.paste_text() == "une\r\ndeux é"
    for name in ("CanIncludeInClipboardHistory", "CanUploadToCloudClipboard"):
        assert copier.paste(name) == bytes(4)


def test_what_was_put_goes_at_the_end_and_what_another_copied_stays(known: Known, copier: Copier) -> None:
    for another in (False, True):
        board = WindowsClipboard(known)
        board.start()
        board.put(Clip(ClipboardKind.TEXT, b"ours"))
        if another:
            copier.copy_text("theirs")
        board.close()
        assert copier.paste_text() == ("theirs" if another else "")


@pytest.mark.parametrize("form", ["PNG", str(win32.DIB)])
def test_a_picture_is_read(board: WindowsClipboard, copier: Copier, form: str) -> None:
    copier.copy(**{form: PICTURE if form == "PNG" else dib_of(PICTURE)})
    clip = board.read(Event())
    assert clip.kind is ClipboardKind.IMAGE
    assert is_picture(clip.data)


def test_a_picture_is_put_for_old_programs_and_new_ones(board: WindowsClipboard, copier: Copier) -> None:
    board.put(Clip(ClipboardKind.IMAGE, PICTURE))
    assert copier.paste("PNG") == PICTURE
    assert is_picture(png_of(copier.paste(str(win32.DIB))))
    with pytest.raises(DesktopError):
        board.put(Clip(ClipboardKind.IMAGE, b"none"))


@pytest.mark.parametrize(
    "mark",
    [
        {"ExcludeClipboardContentFromMonitorProcessing": b"\0"},
        {"Clipboard Viewer Ignore": b"\0"},
        {"CanIncludeInClipboardHistory": bytes(4)},
        {"CanUploadToCloudClipboard": bytes(4)},
    ],
)
def test_what_a_password_manager_marks_is_nothing(
    board: WindowsClipboard, copier: Copier, mark: dict[str, bytes]
) -> None:
    copier.copy(**{TEXT: "hunter2\0".encode("utf-16-le"), **mark})
    assert fault_of(board) is ClipboardFault.NOTHING
    copier.copy(**{TEXT: "libre\0".encode("utf-16-le"), "CanIncludeInClipboardHistory": b"\1\0\0\0"})
    assert board.read(Event()).data == b"libre"


def test_what_was_copied_while_its_program_was_hidden_stays_closed(
    board: WindowsClipboard, known: Known, copier: Copier
) -> None:
    known.open = False
    copier.copy_text("caché")
    before = len(known.asked)
    until(lambda: len(known.asked) > before or fault_of(board) is ClipboardFault.NOTHING)
    known.open = True
    assert fault_of(board) is ClipboardFault.NOTHING
    copier.copy_text("montré")
    assert board.read(Event()).data == "montré".encode()
    known.open = False
    assert fault_of(board) is ClipboardFault.NOTHING


def test_an_empty_clipboard_and_one_too_large_are_told(board: WindowsClipboard, copier: Copier) -> None:
    copier.copy()
    assert fault_of(board) is ClipboardFault.NOTHING
    copier.copy_text("x" * (MAX_CLIPBOARD_TEXT + 1))
    assert fault_of(board) is ClipboardFault.TOO_LARGE


def test_a_reading_that_was_given_up_ends(board: WindowsClipboard, copier: Copier) -> None:
    copier.copy_text("a")
    given_up = Event()
    given_up.set()
    with pytest.raises(ClipboardError) as raised:
        board.read(given_up)
    assert raised.value.fault is ClipboardFault.STOPPED


def test_what_is_not_followed_is_neither_read_nor_filled(known: Known) -> None:
    board = WindowsClipboard(known)
    with pytest.raises(DesktopError):
        board.put(Clip(ClipboardKind.TEXT, b"a"))
    with pytest.raises(DesktopError):
        board.read(Event())
