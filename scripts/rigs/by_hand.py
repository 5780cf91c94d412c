"""Goes every way of leading a hidden folder on the screen by hand, and counts the frames that show something of it."""

from collections.abc import Callable

from agent.hiding.vocabulary import Hidden
from scripts.rigs.eye import eye
from scripts.rigs.ten_ways import WAYS, Stage, stage
from scripts.rigs.xserver import xvfb

QUICK_WAYS = ("thumbnails", "viewer by argument")

Say = Callable[[str], None]


def by_hand(quick: bool, say: Say) -> tuple[bool, str]:
    """Go all ways (about 80 s; quick: two, 10 s); return whether it holds, and the figure.

    It holds when no frame shows the marker, and the screen itself showed it on every way.
    """
    names = QUICK_WAYS if quick else tuple(WAYS)
    leaked = frames = led = 0
    with xvfb() as display, stage(display) as place, eye(display, place.home.path, _hiding(place)) as seeing:
        for name in names:
            seeing.begin()
            WAYS[name](place)
            say(f"{name}: {seeing.leaked} of {seeing.frames} frames; really there: {bool(seeing.really)}")
            leaked, frames, led = leaked + seeing.leaked, frames + seeing.frames, led + bool(seeing.really)
    figure = f"{leaked} of {frames} frames with something hidden on {len(names)} ways by hand, {led} of which led there"
    return leaked == 0 and led == len(names), figure


def _hiding(place: Stage) -> Hidden:
    return Hidden(folders=(place.home.hidden,))
