"""What passes of a clipboard's content."""

import pytest

from agent.desktop.base import Clip
from agent.protocol.clipboard_messages import MAX_CLIPBOARD_TEXT, ClipboardFault, ClipboardKind
from agent.tools.clipboard.content import Content, content_of


def of_text(data: bytes) -> Content | ClipboardFault:
    return content_of(Clip(ClipboardKind.TEXT, data))


def test_a_text_passes_with_its_characters_counted_not_its_bytes() -> None:
    text = "Été à l'été\n\tدفتر 😀"
    assert of_text(text.encode()) == Content(Clip(ClipboardKind.TEXT, text.encode()), str(len(text)))


@pytest.mark.parametrize("control", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\x9b", "\x0b"])
def test_no_control_character_passes(control: str) -> None:
    found = of_text(f"before{control}[201~after".encode())
    assert isinstance(found, Content)
    assert found.clip.data == b"before[201~after"


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "=HYPERLINK(1)", "\u202egnp.exe", "$(rm -rf ~)\r\n"])
def test_hostile_texts_pass_as_the_texts_they_are(text: str) -> None:
    found = of_text(text.encode())
    assert isinstance(found, Content)
    assert found.clip.data.decode() == text


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", ClipboardFault.NOTHING),
        (b"\x00\x1b", ClipboardFault.NOTHING),
        (b"\xff\xfe\x41", ClipboardFault.UNREADABLE),
        ("é".encode("latin-1"), ClipboardFault.UNREADABLE),
        (b"\xed\xa0\x80", ClipboardFault.UNREADABLE),
        (b"x" * (MAX_CLIPBOARD_TEXT + 1), ClipboardFault.TOO_LARGE),
    ],
)
def test_what_is_no_text_says_why(data: bytes, fault: ClipboardFault) -> None:
    assert of_text(data) is fault


def test_what_is_no_image_says_why() -> None:
    assert content_of(Clip(ClipboardKind.IMAGE, b"\x89PNG")) is ClipboardFault.UNREADABLE
