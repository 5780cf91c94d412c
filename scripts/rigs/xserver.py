"""X servers that pick their own display number and go when their block ends."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from Xlib import Xatom
from Xlib.display import Display

from installer.preview.screen import virtual_screen, window_manager, x_server

__all__ = ["set_letters", "window_manager", "xephyr", "xvfb"]

SIZE = (1280, 800)


@contextmanager
def xvfb(size: tuple[int, int] = SIZE) -> Iterator[str]:
    """Run an Xvfb of `size` pixels, 24 bits deep; yield its display name (":7")."""
    with virtual_screen(size) as display:
        yield display


@contextmanager
def xephyr(outer: str, size: tuple[int, int] = SIZE) -> Iterator[str]:
    """Run an X server inside `outer`: xdotool on the outer screen is hardware to the inner one."""
    command = ["Xephyr", "-screen", f"{size[0]}x{size[1]}", "-nolisten", "tcp", "-noreset", "-no-host-grab"]
    with x_server(command, {**os.environ, "DISPLAY": outer}) as display:
        yield display


def set_letters(display: str, per_cent: int) -> None:
    """Set the desktop's text size, as a person does in its settings (the X resource Xft.dpi)."""
    connection = Display(display)
    root, name = connection.screen().root, connection.intern_atom("RESOURCE_MANAGER")
    root.change_property(name, Xatom.STRING, 8, f"Xft.dpi:\t{96 * per_cent // 100}\n".encode())
    connection.sync()
    connection.close()
