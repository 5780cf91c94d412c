"""Pictures of what the customer sees: the real windows, on a virtual screen with a window manager."""

import os
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import mss
import mss.tools

from agent.protocol.annotate_messages import MarkColour, MarkTool
from agent.ui.drawn import Drawn, Mark, Spot, drawn_line
from agent.ui.host import child_command
from agent.ui.model import View, view_line
from agent.ui.words import Lang
from scripts.rigs.customer_views import example_views
from scripts.rigs.ending import tied
from scripts.rigs.xserver import set_letters, window_manager, xvfb
from scripts.shots import Subject

SIZE = (1024, 768)
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
PATIENCE = 30.0
AT_REST = 3
"""Equal looks at the screen, one after the other, that make a picture."""
WARM_UP = 3.0
"""Seconds for a web view's first drawing, before which its window stays white."""


class Stage:
    """A virtual screen with one of the customer's windows on it."""

    def __init__(self, display: str, process: "subprocess.Popen[bytes]") -> None:
        self._display, self._process = display, process
        self._last = b""

    def show(self, view: View) -> None:
        """Send the window a view."""
        self._tell(view_line(view))

    def _tell(self, line: bytes) -> None:
        if self._process.stdin is None:
            raise RuntimeError("the window was started without a pipe")
        self._process.stdin.write(line)
        self._process.stdin.flush()

    def annotate(self, drawn: Drawn) -> None:
        """Let the technician point and draw."""
        self._tell(drawn_line(drawn))

    def rest(self) -> None:
        """Wait until the screen has come to rest: what it shows then is no picture yet."""
        with mss.MSS(display=self._display) as screen:
            before = b""
            while before != (now := bytes(screen.grab(screen.monitors[0]).rgb)):
                before = self._last = now
                time.sleep(1)

    def shoot(self, path: Path, height: int | None = None) -> None:
        """Take a picture of the top `height` pixels once the screen has changed and come to rest."""
        with mss.MSS(display=self._display) as screen:
            whole = screen.monitors[0]
            shot, same = screen.grab(whole), 0
            end = time.monotonic() + PATIENCE
            while same < AT_REST and time.monotonic() < end:
                time.sleep(0.4)
                before, shot = shot, screen.grab(whole)
                same = same + 1 if shot.rgb == before.rgb != self._last else 0
            self._last = bytes(shot.rgb)
            size = (shot.size[0], height or shot.size[1])
            mss.tools.to_png(shot.rgb[: 3 * size[0] * size[1]], size, output=str(path))


@contextmanager
def stage(
    command: Sequence[str], size: tuple[int, int] = SIZE, env: Mapping[str, str] | None = None, letters: int = 100
) -> Iterator[Stage]:
    """Run one of the customer's windows on a screen of its own, with letters of so many per cent."""
    with xvfb(size) as display, window_manager(display):
        set_letters(display, letters)
        process = subprocess.Popen(
            tied(command),
            env={**os.environ, **(env or {}), "DISPLAY": display},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        try:
            if process.stdout is None or not process.stdout.readline():
                raise RuntimeError("the window did not open")
            yield Stage(display, process)
        finally:
            process.kill()
            process.wait()


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
    with stage(child_command("ui-window"), SMALL, letters=125) as shown:
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
    shown.show(views["problem"])
    time.sleep(WARM_UP)
    shown.rest()
    for name in names:
        shown.show(views[name])
        shown.shoot(folder / f"{subject}-{name.replace('_', '-')}-{lang}.png", height)


SUBJECTS: dict[str, Subject] = {
    "window": windows,
    "plain-window": plain_windows,
    "small-screen": small_screens,
    "dark-window": dark_windows,
    "banner": banners,
}
