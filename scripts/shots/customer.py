"""Pictures of what the customer sees: the real windows, on a virtual screen with a window manager."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from agent.protocol.annotate_messages import MarkColour, MarkTool
from agent.ui.drawn import Drawn, Mark, Spot
from agent.ui.host import child_command
from agent.ui.words import Lang
from installer.preview.stage import Stage, stage
from installer.splash import command as splash_command
from scripts.rigs.customer_views import example_views
from scripts.rigs.xserver import set_letters
from scripts.shots import Subject

EXAMPLE = Path(__file__).resolve().parents[2] / "brands" / "example.toml"
SMALL = (1024, 600)
MOST = (
    *(
        "start",
        "ways",
        "code",
        "enter_code",
        "asking_view",
        "asking_again",
        "limited",
        "hiding",
        "hiding_only",
        "covered",
    ),
    *("locked", "link_lost", "report", "ended", "ended_left", "problem"),
)
FEW = ("asking_view", "limited", "hiding")
BARS = ("limited", "hand", "paused", "covered", "link_lost")
DRAWN = Drawn(
    name="Camille D.",
    spot=Spot(x=420, y=300),
    pointed=1,
    marks=(
        Mark(number=1, tool=MarkTool.BOX, colour=MarkColour.RED, stay=True, points=(90, 180, 330, 280)),
        Mark(number=2, tool=MarkTool.ARROW, colour=MarkColour.BLUE, stay=True, points=(560, 330, 700, 220)),
        Mark(number=3, tool="text", colour=MarkColour.YELLOW, stay=True, points=(720, 200), text="Ici / Here"),
        Mark(number=4, tool=MarkTool.PEN, colour=MarkColour.BLACK, stay=True, points=(100, 320, 160, 350, 220, 310)),
    ),
)


def splashes(folder: Path, lang: Lang) -> None:
    """What is there at once, while the window opens."""
    with tempfile.TemporaryDirectory() as unpacked:
        command = splash_command(f"--lang {lang}", EXAMPLE, Path(unpacked))
        with stage(command, speaks=False) as shown:
            shown.shoot(folder / f"splash-{lang}.png")


def windows(folder: Path, lang: Lang) -> None:
    """The screens of the window that differ."""
    with stage(child_command("ui-window")) as shown:
        _all(shown, folder, "window", lang, MOST)


def plain_windows(folder: Path, lang: Lang) -> None:
    """The window for systems without a web view."""
    with stage([*child_command("ui-window"), "--plain"]) as shown:
        _all(shown, folder, "plain-window", lang, FEW)


def small_screens(folder: Path, lang: Lang) -> None:
    """A screen of 1024x600 with letters at 125 %."""
    with stage(child_command("ui-window"), SMALL, prepare=lambda display: set_letters(display, 125)) as shown:
        _all(shown, folder, "small-screen", lang, FEW)


def dark_windows(folder: Path, lang: Lang) -> None:
    """A desktop set to dark."""
    with stage(child_command("ui-window"), env={"GTK_THEME": "Adwaita:dark"}) as shown:
        _all(shown, folder, "dark-window", lang, FEW)


def banners(folder: Path, lang: Lang) -> None:
    """The banner, the border, and the technician's pointer and marks."""
    with stage(child_command("ui-banner")) as shown:
        _all(shown, folder, "banner", lang, BARS, height=160)
        shown.show(example_views(lang)["limited"])
        shown.rest()
        shown.annotate(DRAWN)
        shown.shoot(folder / f"banner-marks-{lang}.png", 400)


def _all(shown: Stage, folder: Path, subject: str, lang: Lang, names: Sequence[str], height: int | None = None) -> None:
    views = example_views(lang)
    shown.warm_up(views["problem"])
    for name in names:
        shown.show(views[name])
        shown.shoot(folder / f"{subject}-{name.replace('_', '-')}-{lang}.png", height)


SUBJECTS: dict[str, Subject] = {
    "splash": splashes,
    "window": windows,
    "plain-window": plain_windows,
    "small-screen": small_screens,
    "dark-window": dark_windows,
    "banner": banners,
}
