"""A text is read by its marks and bytes, and written back as it was: encoding, mark, line ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.protocol.file_messages import FileFault, TextEncoding
from agent.tools.files.faults import FileRefused
from agent.tools.files.text import read_text


@pytest.mark.parametrize(
    ("data", "encoding", "text"),
    [
        ("été\n".encode(), TextEncoding.UTF8, "été\n"),
        (b"\xef\xbb\xbf\xc3\xa9", TextEncoding.UTF8_BOM, "é"),
        ("\ufeffé".encode("utf-16-le"), TextEncoding.UTF16_LE, "é"),
        ("\ufeffé".encode("utf-16-be"), TextEncoding.UTF16_BE, "é"),
        (b"\x80uro \xe9", TextEncoding.WINDOWS, "€uro é"),
        (b"\x81\xe9", TextEncoding.LATIN1, "\x81é"),
        (b"", TextEncoding.UTF8, ""),
    ],
)
def test_a_text_is_read_by_its_mark_or_its_bytes_and_goes_back_the_same(
    data: bytes, encoding: TextEncoding, text: str
) -> None:
    read = read_text(data, whole=True)
    assert (read.encoding, read.text, read.editable) == (encoding, text, True)
    assert read.encoded(read.text) == data


@given(st.binary(max_size=300))
def test_what_can_be_edited_goes_back_byte_for_byte(data: bytes) -> None:
    try:
        read = read_text(data, whole=True)
    except FileRefused:
        return
    if read.editable:
        assert read.encoded(read.text) == data


def test_windows_line_ends_stay() -> None:
    read = read_text(b"a\r\nb\r\n", whole=True)
    assert read.text == "a\nb\n"
    assert read.encoded("a\nc\n") == b"a\r\nc\r\n"


@pytest.mark.parametrize("data", [b"a\r\nb\n", b"a\rb", b"a\r\n\rb"])
def test_mixed_line_ends_are_shown_but_not_edited(data: bytes) -> None:
    assert not read_text(data, whole=True).editable


@pytest.mark.parametrize("data", [b"a\0b", b"\xff\xfe\x00", b"\xef\xbb\xbf\xff"])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(FileRefused) as refused:
        read_text(data, whole=True)
    assert refused.value.fault is FileFault.NOT_TEXT


def test_a_character_cut_in_two_at_the_end_is_left_out() -> None:
    read = read_text("aé".encode()[:2], whole=False)
    assert (read.text, read.encoding, read.editable) == ("a", TextEncoding.UTF8, False)


def test_a_character_that_the_encoding_has_no_place_for_is_refused() -> None:
    with pytest.raises(FileRefused) as refused:
        read_text(b"\xe9", whole=True).encoded("→")
    assert refused.value.fault is FileFault.ENCODING
