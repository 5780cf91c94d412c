"""A desktop with a window manager and a few real applications, whose contents can be asked for."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.rigs.ending import end, tied
from scripts.rigs.xserver import window_manager

ROOT = Path(__file__).resolve().parents[2]
UTF8 = "C.UTF-8"
PRESSES = 4
"""Of a key that may be missed."""


@dataclass(frozen=True)
class Desk:
    """A virtual desktop's applications: a terminal that keeps what is typed, an editor, a target for clicks."""

    display: str
    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """What a program started on this desktop gets."""
        return environment(self.display)

    @property
    def typed(self) -> str:
        """What was typed into the terminal, in whole lines."""
        return (self.folder / "typed").read_text(encoding="utf-8", errors="replace")

    @property
    def clicks(self) -> list[dict[str, Any]]:
        """Where the click target was clicked, in pixels of the desktop."""
        return [json.loads(line) for line in (self.folder / "clicks").read_text(encoding="utf-8").splitlines()]

    @property
    def saved(self) -> str:
        """What the editor has saved."""
        return (self.folder / "letter.txt").read_text(encoding="utf-8")

    def layout(self, name: str) -> None:
        """Switch the keyboard, as the customer's settings would: "us", "fr", "fr(oss)"."""
        run(["setxkbmap", "-display", self.display, "-layout", name.split("(")[0], *_variant(name)], self.environment)

    def move(self, title: str, x: int, y: int) -> None:
        """Move the window of that title, without a hand."""
        run(["xdotool", "search", "--onlyvisible", "--name", title, "windowmove", str(x), str(y)], self.environment)

    def focus(self, title: str) -> None:
        """Raise the window of that title and give it the keyboard."""
        bring_forward(title, self.environment)


def environment(display: str) -> dict[str, str]:
    """Return our environment with `display`, a UTF-8 locale and no session of ours that a program could reach."""
    kept = {name: value for name, value in os.environ.items() if name not in ("WAYLAND_DISPLAY", "XMODIFIERS")}
    return {**kept, "DISPLAY": display, "LC_ALL": UTF8, "GTK_IM_MODULE": "gtk-im-context-simple"}


def _variant(name: str) -> list[str]:
    return ["-variant", name.partition("(")[2].rstrip(")")]


@contextmanager
def desk(display: str, target: bool = True) -> Iterator[Desk]:
    """Furnish `display`: openbox, xterm "terminal", mousepad "letter.txt" and, where `target`, a click target."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="handrail-desk-")))
        made = Desk(display, folder)
        for name in ("typed", "clicks", "letter.txt"):
            (folder / name).touch()
        stack.enter_context(window_manager(display))
        keep = 'exec cat >> "$0"'
        for command in (
            [
                "xterm",
                "-u8",
                "-T",
                "terminal",
                "-geometry",
                "80x12+10+10",
                "-e",
                "sh",
                "-c",
                keep,
                str(folder / "typed"),
            ],
            ["mousepad", "--disable-server", str(folder / "letter.txt")],
            *([[sys.executable, "-m", "scripts.rigs.click_target", str(folder / "clicks")]] if target else []),
        ):
            stack.enter_context(application(command, made.environment))
        run(
            ["xdotool", "search", "--sync", "--onlyvisible", "--name", "letter.txt", "windowsize", "560", "380"],
            made.environment,
        )
        run(["xdotool", "search", "--onlyvisible", "--name", "letter.txt", "windowmove", "10", "280"], made.environment)
        for title in ("click target",) if target else ():
            made.focus(title)
        made.focus("terminal")
        yield made


@contextmanager
def application(command: Sequence[str], env: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program until the block ends."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(tied(command), env=env, cwd=ROOT, stdin=quiet, stdout=quiet, stderr=quiet)
    try:
        yield process
    finally:
        end(process)


def run(command: Sequence[str], env: dict[str, str]) -> str:
    """Run a command to its end; return what it said."""
    return subprocess.run(command, env=env, capture_output=True, text=True, check=True, timeout=30).stdout


def succeeds(command: Sequence[str], env: dict[str, str]) -> bool:
    """Run a command that may fail for now: a window is not there yet, or is just being changed."""
    try:
        run(command, env)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return False
    return True


def bring_forward(name: str, env: dict[str, str], kind: str = "name") -> None:
    """Raise the window of that name (or `kind`: "class"), once it is there, and give it the keyboard."""
    command = ["xdotool", "search", "--onlyvisible", f"--{kind}", name, "windowactivate", "--sync"]
    until(lambda: succeeds(command, env), f"a window called {name!r}", 30)


def close_by_key(window: str, env: dict[str, str], done: Callable[[], bool]) -> None:
    """Have a window asked to close as a person does: it has the keyboard, Alt+F4, and again where nothing came of it.

    openbox takes its keys anew when the keyboard's map changes, as it does under the first key of another keyboard
    (here XTEST's), and a key that is struck meanwhile passes it by.
    """
    keys = ["xdotool", "windowactivate", "--sync", window, "key", "--delay", "60", "alt+F4"]
    for _ in range(PRESSES - 1):
        with suppress(TimeoutError):
            until(lambda: succeeds(keys, env), "a window that has the keyboard")
            return until(done, "what comes of Alt+F4", 5)
    run(keys, env)
    return until(done, "what comes of Alt+F4")


def until(true: Callable[[], bool], what: str, seconds: float = 15) -> None:
    """Wait until something seen from outside is so. Raise TimeoutError."""
    latest = time.monotonic() + seconds
    while not true():
        if time.monotonic() > latest:
            raise TimeoutError(f"waited in vain for {what}")
        time.sleep(0.05)
