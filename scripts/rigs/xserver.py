"""X servers that pick their own display number and go when their block ends."""

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from Xlib import Xatom
from Xlib.display import Display

from scripts.rigs.ending import end, tied

SIZE = (1280, 800)
MANAGES = "handrail: it manages"


@contextmanager
def xvfb(size: tuple[int, int] = SIZE) -> Iterator[str]:
    """Run an Xvfb of `size` pixels, 24 bits deep; yield its display name (":7")."""
    with _server(["Xvfb", "-screen", "0", f"{size[0]}x{size[1]}x24", "-nolisten", "tcp", "-noreset"]) as display:
        yield display


@contextmanager
def xephyr(outer: str, size: tuple[int, int] = SIZE) -> Iterator[str]:
    """Run an X server inside `outer`: xdotool on the outer screen is hardware to the inner one."""
    command = ["Xephyr", "-screen", f"{size[0]}x{size[1]}", "-nolisten", "tcp", "-noreset", "-no-host-grab"]
    with _server(command, {**os.environ, "DISPLAY": outer}) as display:
        yield display


@contextmanager
def window_manager(display: str) -> Iterator[None]:
    """Run openbox on `display`, so that windows have focus, stacking and frames as on a real desktop.

    The block begins once openbox runs what it has to start last: every sign of it on the root window comes before it
    looks for windows to manage, and a window that is opened in between may be missed for good.
    """
    process = subprocess.Popen(
        tied(["openbox", "--sm-disable", "--startup", f"echo {MANAGES}"]),
        env={**os.environ, "DISPLAY": display},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout
    try:
        if f"{MANAGES}\n" not in process.stdout:
            raise RuntimeError("openbox did not start")
        yield
    finally:
        end(process)
        process.stdout.close()


def set_letters(display: str, per_cent: int) -> None:
    """Set the desktop's text size, as a person does in its settings (the X resource Xft.dpi)."""
    connection = Display(display)
    root, name = connection.screen().root, connection.intern_atom("RESOURCE_MANAGER")
    root.change_property(name, Xatom.STRING, 8, f"Xft.dpi:\t{96 * per_cent // 100}\n".encode())
    connection.sync()
    connection.close()


@contextmanager
def _server(command: Sequence[str], env: dict[str, str] | None = None) -> Iterator[str]:
    read, write = os.pipe()
    process = subprocess.Popen(
        tied([*command, "-displayfd", str(write)]),
        pass_fds=[write],
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    try:
        with os.fdopen(read) as numbers:
            number = numbers.readline().strip()
        if not number:
            raise RuntimeError(f"{command[0]} did not start")
        yield f":{number}"
    finally:
        end(process)
