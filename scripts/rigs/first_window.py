"""How long a program takes to its first window, by the X server's own word: a top-level window mapped and named.

On a busy machine that says little; how long its processes have computed until then says more.
"""

import os
import re
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import psutil
from Xlib import X
from Xlib.display import Display
from Xlib.error import XError
from Xlib.protocol.event import ClientMessage
from Xlib.xobject.drawable import Window

from scripts.rigs.ending import end
from scripts.rigs.xserver import window_manager, xvfb

PATIENCE = 90.0
_LOOK = 0.01

Command = Sequence[str | os.PathLike[str]]


@dataclass(frozen=True, order=True)
class Start:
    """One start, in seconds."""

    seconds: float
    """To the first window."""
    computed: float
    """Until then, by all its processes together."""
    page: float
    """To the window with the first page, which takes the customer's answer."""


@contextmanager
def screen() -> Iterator[str]:
    """Run a screen with a window manager; yield its display."""
    with xvfb() as display, window_manager(display):
        yield display


def start(command: Command, display: str, title: str, page: str, env: Mapping[str, str]) -> Start:
    """Start `command` on `display`, with `env` besides this one's, until its page is there; then end it.

    `title` is found in the name of each of its windows, `page` in that of the page's alone (regular expressions).
    Raise TimeoutError when there is none in time.
    """
    connection = Display(display)
    began = time.monotonic()
    process = subprocess.Popen(
        command, env={**os.environ, **env, "DISPLAY": display}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        first = _shown(connection, title, began)
        computed = _computed(process.pid)
        return Start(first, computed, _shown(connection, page, began))
    finally:
        _close(process, connection, page)
        connection.close()


def _close(process: subprocess.Popen[bytes], connection: Display, page: str) -> None:
    """Press its window's cross, so that it puts away what it unpacked; end it when it does not go."""
    if window := _find(connection, page):
        kind = connection.intern_atom("_NET_CLOSE_WINDOW")
        cross = ClientMessage(window=window, client_type=kind, data=(32, [0, 1, 0, 0, 0]))
        mask = X.SubstructureRedirectMask | X.SubstructureNotifyMask
        connection.screen().root.send_event(cross, event_mask=mask)
        connection.sync()
        with suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE)
    end(process, 20)


def _shown(connection: Display, name: str, began: float) -> float:
    """Wait for a window of that name; return the seconds since `began`."""
    while _find(connection, name) is None:
        if time.monotonic() - began > PATIENCE:
            raise TimeoutError(f"no window of {name!r} came")
        time.sleep(_LOOK)
    return time.monotonic() - began


def _computed(pid: int) -> float:
    first = psutil.Process(pid)
    total = 0.0
    for process in (first, *first.children(recursive=True)):
        with suppress(psutil.Error):
            told = process.cpu_times()
            total += told.user + told.system
    return total


def _find(connection: Display, name: str) -> Window | None:
    """Look through the windows that are shown: a window manager puts each into a frame."""
    for frame in connection.screen().root.query_tree().children:
        try:
            if frame.get_attributes().map_state != X.IsViewable:
                continue
            windows: list[Window] = [*frame.query_tree().children, frame]
            for window in windows:
                if re.search(name, _name_of(connection, window)):
                    return window
        except XError:
            continue  # it went while we looked
    return None


def _name_of(connection: Display, window: Window) -> str:
    """Return a window's name as window managers show it; empty where it has none."""
    told = window.get_full_text_property(connection.intern_atom("_NET_WM_NAME")) or window.get_wm_name() or ""
    return told if isinstance(told, str) else told.decode("latin-1")
