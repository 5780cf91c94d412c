"""A home folder with a hidden folder in it, whose names and contents are drawn in one colour that nothing else has.

File names hold a character that only a font of ours draws, as a square of that colour (OpenType COLR/CPAL); pictures in
the folder are filled with it. So one look at the pixels tells whether a name or a content is on the screen.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import numpy
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from PIL import Image

from scripts.rigs.applications import environment

MARKER = (255, 0, 254)
_PIXEL = bytes((MARKER[2], MARKER[1], MARKER[0]))
COLOUR = "#{:02x}{:02x}{:02x}".format(*MARKER)

_CHARACTER = "\ue000"
SIGN = _CHARACTER * 3


@dataclass(frozen=True)
class MarkedHome:
    """A customer's home folder."""

    path: Path

    @property
    def open_folder(self) -> Path:
        """A folder that anybody may see; the hidden one lies in it."""
        return self.path / "Documents"

    @property
    def hidden(self) -> Path:
        """The folder to hide."""
        return self.open_folder / "Coffre"

    @property
    def below(self) -> Path:
        """A folder in the hidden one, with the sign in its name: window titles show it."""
        return self.hidden / f"dossier {SIGN}"

    @property
    def picture(self) -> Path:
        """A picture in the hidden folder."""
        return self.hidden / f"secret-{SIGN}-0.png"

    @property
    def link(self) -> Path:
        """A link that leads to the hidden folder from outside."""
        return self.path / "raccourci"

    def environment(self, display: str) -> dict[str, str]:
        """Return what a program of this customer's gets, the session bus apart."""
        return {
            **environment(display),
            "HOME": str(self.path),
            "XDG_CONFIG_HOME": str(self.path / ".config"),
            "XDG_CACHE_HOME": str(self.path / ".cache"),
            "XDG_DATA_HOME": str(self.path / ".local" / "share"),
            "XDG_RUNTIME_DIR": str(self.path / ".run"),
            "FONTCONFIG_FILE": str(self.path / ".fonts.conf"),
            "NO_AT_BRIDGE": "1",
        }


@contextmanager
def marked_home(pictures: int = 4) -> Iterator[MarkedHome]:
    """Furnish a home folder; it goes when the block ends."""
    with tempfile.TemporaryDirectory(prefix="handrail-home-") as folder:
        home = MarkedHome(Path(folder))
        for path in (home.below, home.path / ".run", home.path / ".fonts", home.path / "Images"):
            path.mkdir(parents=True)
        os.chmod(home.path / ".run", 0o700)
        _write_font(home.path)
        for number in range(pictures):
            Image.new("RGB", (160, 120), MARKER).save(home.hidden / f"secret-{SIGN}-{number}.png")
        Image.new("RGB", (160, 120), MARKER).save(home.below / f"autre-{SIGN}.png")
        (home.hidden / f"secret-{SIGN}.txt").write_text(f"secret {SIGN * 4}\n" * 20, encoding="utf-8")
        (home.open_folder / "courses.txt").write_text("du pain, du lait\n", encoding="utf-8")
        Image.new("RGB", (160, 120), (40, 120, 60)).save(home.path / "Images" / "jardin.png")
        home.link.symlink_to(home.hidden)
        _write_recent_list(home)
        yield home


def marker_pixels(pixels: bytes | bytearray) -> int:
    """Count the marker's pixels in what was captured: BGRX, 4 bytes a pixel."""
    if _PIXEL not in pixels:
        return 0
    channels = numpy.frombuffer(pixels, dtype=numpy.uint8).reshape(-1, 4)[:, :3]
    return int((channels == numpy.frombuffer(_PIXEL, dtype=numpy.uint8)).all(axis=1).sum())


def _write_font(home: Path) -> None:
    """Write the font of one character, and the fontconfig file that adds it to the system's fonts."""
    square = TTGlyphPen(None)
    for number, corner in enumerate(((0, -200), (0, 900), (1000, 900), (1000, -200))):
        (square.lineTo if number else square.moveTo)(corner)
    square.closePath()
    glyph = square.glyph()
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder([".notdef", "sign", "layer"])
    font.setupCharacterMap({ord(_CHARACTER): "sign"})
    font.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "sign": glyph, "layer": glyph})
    font.setupHorizontalMetrics(dict.fromkeys((".notdef", "sign", "layer"), (1000, 0)))
    font.setupHorizontalHeader(ascent=900, descent=-200)
    font.setupNameTable({"familyName": "Handrail Sign", "styleName": "Regular"})
    font.setupOS2(sTypoAscender=900, sTypoDescender=-200)
    font.setupPost()
    font.setupCOLR({"sign": [("layer", 0)]})
    font.setupCPAL([[(*(part / 255 for part in MARKER), 1.0)]])
    font.save(home / ".fonts" / "sign.ttf")
    (home / ".fonts.conf").write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<include>/etc/fonts/fonts.conf</include><dir>{home / '.fonts'}</dir></fontconfig>",
        encoding="utf-8",
    )


def _write_recent_list(home: MarkedHome) -> None:
    """Let the desktop's list of recent files name what is hidden, as an editor's use of it would."""
    address = f"file://{quote(str(home.hidden / f'secret-{SIGN}.txt'))}"
    when = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S}Z"  # GTK forgets what is older than a month
    share = home.path / ".local" / "share"
    share.mkdir(parents=True)
    (share / "recently-used.xbel").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><xbel version="1.0"'
        ' xmlns:bookmark="http://www.freedesktop.org/standards/desktop-bookmarks"'
        ' xmlns:mime="http://www.freedesktop.org/standards/shared-mime-info">'
        f'<bookmark href="{address}" added="{when}" modified="{when}" visited="{when}"><info>'
        '<metadata owner="http://freedesktop.org"><mime:mime-type type="text/plain"/><bookmark:groups>'
        "<bookmark:group>Mousepad</bookmark:group></bookmark:groups><bookmark:applications>"
        f'<bookmark:application name="Mousepad" exec="&apos;mousepad %u&apos;" modified="{when}" count="1"/>'
        "</bookmark:applications></metadata></info></bookmark></xbel>",
        encoding="utf-8",
    )
