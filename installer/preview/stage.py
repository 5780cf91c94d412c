"""One of the customer's windows on a virtual screen, and pictures of it once it has come to rest."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import mss
import mss.tools

from agent.ui.drawn import Drawn, drawn_line
from agent.ui.model import View, view_line
from installer.errors import InstallerError
from installer.preview.screen import virtual_screen, window_manager
from installer.preview.tied import tied

SIZE = (1024, 768)
PATIENCE = 30.0
AT_REST = 3
"""Equal looks at the screen, one after the other, that make a picture."""
WARM_UP = 3.0
"""Seconds for a web view's first drawing, before which its window stays white."""


class Stage:
    """A virtual screen with one of the customer's windows on it."""

    def __init__(self, display: str, process: "subprocess.Popen[bytes]", empty: bytes) -> None:
        """`empty`: what the screen showed before the window opened."""
        self._display, self._process = display, process
        self._last = empty

    def show(self, view: View) -> None:
        """Send the window a view."""
        self._tell(view_line(view))

    def _tell(self, line: bytes) -> None:
        if self._process.stdin is None:
            raise InstallerError("the window was started without a pipe")
        self._process.stdin.write(line)
        self._process.stdin.flush()

    def annotate(self, drawn: Drawn) -> None:
        """Let the technician point and draw."""
        self._tell(drawn_line(drawn))

    def warm_up(self, view: View) -> None:
        """Wait for a window's first drawing."""
        self.show(view)
        time.sleep(WARM_UP)
        self.rest()

    def rest(self) -> None:
        """Wait until the screen has come to rest: what it shows then is no picture yet."""
        with mss.MSS(display=self._display) as screen:
            before = b""
            while before != (now := bytes(screen.grab(screen.monitors[0]).rgb)):
                before = self._last = now
                time.sleep(1)

    def shoot(self, path: Path, height: int | None = None) -> None:
        """Take a picture of the top `height` pixels once the screen has changed and come to rest.

        Raise InstallerError when the window has closed meanwhile.
        """
        with mss.MSS(display=self._display) as screen:
            whole = screen.monitors[0]
            shot, same = screen.grab(whole), 0
            end = time.monotonic() + PATIENCE
            while same < AT_REST and time.monotonic() < end:
                time.sleep(0.4)
                before, shot = shot, screen.grab(whole)
                same = same + 1 if shot.rgb == before.rgb != self._last else 0
                if self._process.poll() is not None:
                    raise InstallerError("the window closed before its picture was taken")
            self._last = bytes(shot.rgb)
            size = (shot.size[0], height or shot.size[1])
            mss.tools.to_png(shot.rgb[: 3 * size[0] * size[1]], size, output=str(path))


@contextmanager
def stage(
    command: Sequence[str],
    size: tuple[int, int] = SIZE,
    env: Mapping[str, str] | None = None,
    prepare: Callable[[str], None] = lambda display: None,
    speaks: bool = True,
) -> Iterator[Stage]:
    """Run one of the customer's windows on a screen of its own, which `prepare` may set up first.

    `speaks`: it says on its output that it is open, as all do but the splash.
    """
    with virtual_screen(size) as display, window_manager(display):
        prepare(display)
        empty = _seen(display)
        process = subprocess.Popen(  # noqa: S603 - our own program, a list of arguments, no shell
            tied(command),
            env={**os.environ, **(env or {}), "DISPLAY": display},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        try:
            if speaks and (process.stdout is None or not process.stdout.readline()):
                raise InstallerError("the window did not open on the virtual screen")
            yield Stage(display, process, empty)
        finally:
            process.kill()
            process.wait()


def _seen(display: str) -> bytes:
    with mss.MSS(display=display) as screen:
        return bytes(screen.grab(screen.monitors[0]).rgb)
