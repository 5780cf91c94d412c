"""Reads what stands on a screen, as a person's eyes do (Tesseract), and where.

It is all that the windows of a built plug-in say to a rig.
"""

import difflib
import io
import subprocess
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cmp_to_key

import numpy
from numpy.typing import NDArray
from PIL import Image, ImageOps

from agent.areas import Rect

SPARSE = "11"
"""Tesseract's page segmentation for words that lie about."""
COARSE, DARK = 4, 110
"""Pixels that are looked at together for their ground, and how bright (of 255) a dark one is at most."""
LONG, HIGH = 15, 9
"""How many of those a button's edge is at least, and its letters are at most."""
LARGER = 2
"""Tesseract was taught on letters larger than a screen's."""
ALIKE = 0.85
"""Two words are one from here on: letters on a screen are now and then taken for others."""
SECONDS = 120
LINE = 12
"""Pixels: what differs less in height stands beside each other."""

Mask = NDArray[numpy.bool_]

LEVEL, LEFT, TOP, WIDTH, HEIGHT, TEXT = 0, 6, 7, 8, 9, 11
"""Columns of Tesseract's TSV."""
WORD_LEVEL = "5"


@dataclass(frozen=True)
class Word:
    """One word, and where it stands on the picture."""

    text: str
    place: Rect


def read(picture: Image.Image, lang: str = "fra", larger: int = LARGER) -> list[Word]:
    """Return the words on a picture `larger` times as large, those on dark buttons too.

    Raise CalledProcessError where Tesseract cannot.
    """
    even = _dark_on_light(picture.convert("L"))
    large = even.resize((even.width * larger, even.height * larger), Image.Resampling.BICUBIC)
    png = io.BytesIO()
    large.save(png, "PNG", compress_level=1)
    command = ["tesseract", "-", "-", "-l", lang, "--psm", SPARSE, "tsv"]
    done = subprocess.run(command, input=png.getvalue(), capture_output=True, check=True, timeout=SECONDS)
    rows = [line.split("\t") for line in done.stdout.decode().splitlines()]
    return [_word(row, larger) for row in rows if row[LEVEL] == WORD_LEVEL and plain(row[TEXT])]


def _dark_on_light(grey: Image.Image) -> Image.Image:
    """Turn round what is a dark area with light letters: Tesseract passes over a button among text.

    Such an area has long dark lines, as letters have not, above and below the letters.
    """
    dark = numpy.asarray(grey.reduce(COARSE)) < DARK
    lines = _spread(_followed(dark, LONG, 1), LONG, 1)
    area = Image.fromarray(_followed(_spread(lines, HIGH, 0), HIGH, 0))
    return Image.composite(ImageOps.invert(grey), grey, area.resize(grey.size, Image.Resampling.NEAREST))


def _followed(mask: Mask, length: int, axis: int) -> Mask:
    """Keep what `length` such places begin with."""
    kept: Mask = numpy.logical_and.reduce([numpy.roll(mask, -step, axis) for step in range(length)])
    return kept


def _spread(mask: Mask, length: int, axis: int) -> Mask:
    """Make each place `length` places."""
    wider: Mask = numpy.logical_or.reduce([numpy.roll(mask, step, axis) for step in range(length)])
    return wider


def find(words: Sequence[Word], phrase: str) -> list[Rect]:
    """Return where a phrase stands, as one reads; spelt nearly so is enough."""
    sought = [bare for word in phrase.split() if (bare := plain(word))]
    starts = range(len(words) - len(sought) + 1)
    found = [words[at : at + len(sought)] for at in starts if _alike(words[at : at + len(sought)], sought)]
    return sorted((_around(run) for run in found), key=cmp_to_key(in_order))


def plain(text: str) -> str:
    """Return a word's letters and digits without accents or capitals."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in bare if character.isalnum())


def _alike(run: Sequence[Word], sought: Sequence[str]) -> bool:
    together = difflib.SequenceMatcher(None, "".join(plain(word.text) for word in run), "".join(sought)).ratio()
    return together >= ALIKE and abs(run[0].place.y - run[-1].place.y) < run[0].place.height


def in_order(one: Rect, other: Rect) -> int:
    """Say whether one stands after another as one reads: below it, or on the same line to its right."""
    return one.x - other.x if abs(one.y - other.y) < LINE else one.y - other.y


def _around(run: Sequence[Word]) -> Rect:
    left, top = min(word.place.x for word in run), min(word.place.y for word in run)
    right = max(word.place.x + word.place.width for word in run)
    foot = max(word.place.y + word.place.height for word in run)
    return Rect(left, top, right - left, foot - top)


def _word(row: Sequence[str], larger: int) -> Word:
    x, y, width, height = (int(row[column]) // larger for column in (LEFT, TOP, WIDTH, HEIGHT))
    return Word(row[TEXT], Rect(x, y, width, height))
