"""Ways of leading a hidden folder on the screen by hand, with real programs, each driven by xdotool.

`stage` furnishes a display; each of WAYS then leads on it, while the caller looks at the pixels (marker.py says which).
"""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import mss

from scripts.rigs.applications import application, bring_forward, run, until
from scripts.rigs.ending import tied
from scripts.rigs.marker import COLOUR, MarkedHome, marked_home, marker_pixels
from scripts.rigs.xserver import window_manager

LOOK_SECONDS = 1.0
"""How long something stays on the screen, once it is there."""


@dataclass(frozen=True)
class Stage:
    """A display with a window manager, a session bus, and a customer whose home has a folder to hide."""

    display: str
    home: MarkedHome
    environment: dict[str, str]

    @contextmanager
    def program(self, *command: str) -> Iterator[subprocess.Popen[bytes]]:
        """Run a program of the customer's until the block ends."""
        with application(command, self.environment) as process:
            yield process

    def tool(self, *arguments: str) -> str:
        """Ask xdotool."""
        return run(["xdotool", *arguments], self.environment)

    def key(self, *keys: str) -> None:
        """Press keys, one after the other."""
        self.tool("key", "--clearmodifiers", "--delay", "60", *keys)

    def type(self, text: str) -> None:
        """Type text that the keyboard has."""
        self.tool("type", "--delay", "8", "--", text)

    def focus(self, title: str) -> None:
        """Wait for a window of that title and give it the keyboard."""
        bring_forward(title, self.environment)
        time.sleep(0.4)

    def place(self, title: str, x: int, y: int, width: int, height: int) -> None:
        """Give the window of that title a place and a size."""
        found = ["search", "--onlyvisible", "--name", title]
        self.tool(*found, "windowsize", str(width), str(height))
        self.tool(*found, "windowmove", str(x), str(y))
        time.sleep(0.4)

    def led(self) -> None:
        """Wait until something hidden is on the screen, then leave it there for a while. Raise TimeoutError."""
        with mss.MSS(display=self.display) as screen:
            until(lambda: marker_pixels(screen.grab(screen.monitors[0]).raw) > 0, "something hidden on the screen", 30)
        self.look()

    def look(self, seconds: float = LOOK_SECONDS) -> None:
        """Leave everything as it is for a while."""
        time.sleep(seconds)


@contextmanager
def stage(display: str) -> Iterator[Stage]:
    """Furnish `display`: openbox, a session bus, a home folder."""
    with marked_home() as home, window_manager(display), ExitStack() as stack:
        environment = home.environment(display)
        bus = stack.enter_context(_bus(environment))
        yield Stage(display, home, {**environment, "DBUS_SESSION_BUS_ADDRESS": bus})


@contextmanager
def _bus(environment: dict[str, str]) -> Iterator[str]:
    read, write = os.pipe()
    command = ["dbus-daemon", "--session", "--nofork", f"--print-address={write}"]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(tied(command), env=environment, pass_fds=[write], stdout=quiet, stderr=quiet)
    os.close(write)
    try:
        with os.fdopen(read) as told:
            yield told.readline().strip()
    finally:
        process.terminate()
        process.wait(10)


def path_bar(stage: Stage) -> None:
    """Type the folder's path into Thunar's path bar, and leave by it."""
    with stage.program("thunar", str(stage.home.open_folder)):
        stage.focus("Documents")
        stage.key("ctrl+l")
        stage.type(f"{stage.home.hidden}/")
        stage.look()
        stage.key("Return")
        stage.led()
        stage.key("alt+Up")
        stage.look(1.5)


def symbolic_link(stage: Stage) -> None:
    """Open a link to the folder in Thunar, from a window that shows another one."""
    with stage.program("thunar", str(stage.home.path)):
        stage.focus(stage.home.path.name)
        stage.key("ctrl+l")
        stage.type(str(stage.home.link))
        stage.key("Return")
        stage.led()


def second_file_manager(stage: Stage) -> None:
    """Open the folder in PCManFM, by argument, while Thunar shows it."""
    with stage.program("thunar", str(stage.home.hidden)), stage.program("pcmanfm", "--new-win", str(stage.home.hidden)):
        stage.focus("Coffre")
        stage.led()
        stage.key("alt+Up")
        stage.look(1.5)


def thumbnails(stage: Stage) -> None:
    """Enter the folder in PCManFM by keys; it draws small pictures of what lies there."""
    with stage.program("pcmanfm", "--new-win", str(stage.home.open_folder)):
        stage.focus("Documents")
        stage.key("ctrl+l")
        stage.type(str(stage.home.hidden))
        stage.key("Return")
        stage.led()


def search(stage: Stage) -> None:
    """Search for a hidden file with Thunar, from the home folder."""
    with stage.program("thunar", str(stage.home.path)):
        stage.focus(stage.home.path.name)
        stage.key("ctrl+f")
        stage.look(0.5)
        stage.type("secret")
        stage.led()


def search_program(stage: Stage) -> None:
    """Search for it with Catfish."""
    with stage.program("catfish", "--start", f"--path={stage.home.path}", "secret"):
        stage.focus("Search results")
        stage.led()


def recent_files(stage: Stage) -> None:
    """Open the menu of recent files of an editor that has had a hidden file open."""
    with stage.program("mousepad", "--disable-server", str(stage.home.open_folder / "courses.txt")):
        stage.focus("courses.txt")
        stage.key("alt+f")
        stage.look(0.3)
        stage.key("Down", "Down", "Down", "Down", "Right")
        stage.led()
        stage.key("Escape", "Escape")


def open_dialog(stage: Stage) -> None:
    """Lead an editor's file dialog there."""
    with stage.program("mousepad", "--disable-server", str(stage.home.open_folder / "courses.txt")):
        stage.focus("courses.txt")
        stage.key("ctrl+o")
        stage.look()
        stage.type(f"{stage.home.hidden}/")
        stage.led()
        stage.key("Escape", "Escape")
        stage.look(0.5)


def terminal(stage: Stage) -> None:
    """List it in a terminal, where names have the colour: terminals draw letters in one colour alone."""
    with stage.program("xterm", "-T", "terminal", "-xrm", f"XTerm*color5: {COLOUR}", "-e", "sh"):
        stage.focus("terminal")
        stage.type(f"LS_COLORS=fi=35:di=35:*.png=35 ls --color {stage.home.hidden}")
        stage.key("Return")
        stage.led()


def drag(stage: Stage) -> None:
    """Drag a file out of the folder across the desktop."""
    with stage.program("pcmanfm", "--new-win", str(stage.home.hidden)):
        stage.focus("Coffre")
        stage.place("Coffre", 20, 20, 560, 420)
        stage.led()
        stage.key("ctrl+a")
        stage.tool("mousemove", "330", "200")
        stage.tool("mousedown", "1")
        for step in range(1, 16):
            stage.tool("mousemove", str(330 + 40 * step), str(200 + 25 * step))
            time.sleep(0.05)
        stage.look(0.5)
        stage.tool("mousemove", "330", "200")
        stage.key("Escape")
        stage.tool("mouseup", "1")


def alt_tab(stage: Stage) -> None:
    """Turn through the windows' titles while one of them shows a hidden name."""
    with (
        stage.program("pcmanfm", "--new-win", str(stage.home.below)),
        stage.program("gpicview", str(stage.home.path / "Images" / "jardin.png")),
    ):
        stage.focus("dossier")
        stage.focus("jardin")
        stage.tool("keydown", "alt")
        for _ in range(3):
            stage.tool("key", "Tab")
            stage.look(0.4)
        stage.tool("keyup", "alt")


def viewer_by_argument(stage: Stage) -> None:
    """Open a hidden picture in an image viewer, which reads the file and closes it."""
    with stage.program("gpicview", str(stage.home.picture)):
        stage.focus("secret")
        stage.led()


WAYS: dict[str, Callable[[Stage], None]] = {
    "path bar": path_bar,
    "recent files": recent_files,
    "open dialog": open_dialog,
    "terminal": terminal,
    "symbolic link": symbolic_link,
    "search": search,
    "search program": search_program,
    "drag": drag,
    "thumbnails": thumbnails,
    "alt-tab": alt_tab,
    "second file manager": second_file_manager,
    "viewer by argument": viewer_by_argument,
}
