"""A text file's bytes as text and back: which encoding, which line ends, and whether writing it back keeps the rest.

A file with a zero byte and no mark at its head is no text.
"""

import codecs
from dataclasses import dataclass

from agent.protocol.file_messages import MAX_TEXT_PART, FileFault, TextEncoding
from agent.tools.files.faults import FileRefused

MAX_TEXT = 256 * 1024
"""Bytes shown of a text file; a longer one is shown so far, and cannot be edited."""

_MARKS = {
    codecs.BOM_UTF8: TextEncoding.UTF8_BOM,
    codecs.BOM_UTF16_LE: TextEncoding.UTF16_LE,
    codecs.BOM_UTF16_BE: TextEncoding.UTF16_BE,
}


@dataclass(frozen=True)
class Text:
    """A text with `\\n` for its line ends, and how it is written in the file."""

    text: str
    encoding: TextEncoding
    line_end: str
    editable: bool

    def encoded(self, text: str) -> bytes:
        """Write another text as this one is written. Raise FileRefused if its encoding has no place for it."""
        if "\0" in text or "\r" in text:
            raise FileRefused(FileFault.NOT_TEXT)
        lines = text.replace("\n", self.line_end)
        try:
            return _mark(self.encoding) + lines.encode("utf-8" if self._is_utf8 else self.encoding.value)
        except UnicodeEncodeError:
            raise FileRefused(FileFault.ENCODING) from None

    @property
    def _is_utf8(self) -> bool:
        return self.encoding is TextEncoding.UTF8_BOM

    def parts(self) -> list[str]:
        """Cut the text into parts of a message each."""
        return [self.text[at : at + MAX_TEXT_PART] for at in range(0, len(self.text), MAX_TEXT_PART)]


def read_text(data: bytes, whole: bool) -> Text:
    """Read bytes as text; not `whole`: the file goes on after them. Raise FileRefused when they are none."""
    encoding, text = _decoded(data, whole)
    if "\0" in text:
        raise FileRefused(FileFault.NOT_TEXT)
    lone = text.replace("\r\n", "")
    windows = "\r\n" in text
    editable = whole and "\r" not in lone and not (windows and "\n" in lone)
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return Text(plain, encoding, "\r\n" if windows else "\n", editable)


def _decoded(data: bytes, whole: bool) -> tuple[TextEncoding, str]:
    mark, marked = next(((mark, found) for mark, found in _MARKS.items() if data.startswith(mark)), (b"", None))
    tries = [marked] if marked else [TextEncoding.UTF8, TextEncoding.WINDOWS, TextEncoding.LATIN1]
    for encoding in tries:
        try:
            return encoding, _strictly(data[len(mark) :], encoding, whole)
        except UnicodeDecodeError:
            continue
    raise FileRefused(FileFault.NOT_TEXT)


def _strictly(data: bytes, encoding: TextEncoding, whole: bool) -> str:
    """Decode; a character that is cut off at the end of what was read is left out."""
    name = "utf-8" if encoding is TextEncoding.UTF8_BOM else encoding.value
    return codecs.getincrementaldecoder(name)().decode(data, final=whole)


def _mark(encoding: TextEncoding) -> bytes:
    return next((mark for mark, marked in _MARKS.items() if marked is encoding), b"")
