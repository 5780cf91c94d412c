"""X servers for the desktop's tests: one plain, and one inside another so that the customer has a real hand."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from agent.desktop.x11.connection import X11Connection
from agent.desktop.x11.hand import X11Hand
from agent.desktop.x11.injector import X11Injector
from agent.desktop.x11.own_windows import X11OwnWindows
from agent.desktop.x11.pointer import load_pynput
from scripts.rigs.xserver import xephyr, xvfb
from tests.desktop.rig import Listener, Observer, set_layout, terminal, until


@dataclass
class Room:
    """The X11 room's parts on one connection, as `open_x11` joins them, and an observer."""

    display: str
    injector: X11Injector
    hand: X11Hand
    own_windows: X11OwnWindows
    see: Observer


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    with xvfb() as display:
        load_pynput(display)
        yield display


@pytest.fixture
def display(server: str) -> str:
    """A plain X server, with the US layout to begin with."""
    set_layout(server, "us", "-option", "")
    return server


@pytest.fixture
def room(display: str) -> Iterator[Room]:
    yield from _room(display)


@pytest.fixture
def unguarded(display: str) -> Iterator[Room]:
    """A room whose injector may act on windows of this very process."""
    yield from _room(display, guarded=False)


@pytest.fixture
def screen_terminal(room: Room, tmp_path: Path) -> Iterator[Listener]:
    """An xterm under the pointer; without a window manager that is where keys go."""
    with terminal(room.display, tmp_path) as listener:
        room.injector.move(100, 100)
        until(room.see.over_a_window)  # its program may run before its window is there
        yield listener


@pytest.fixture(scope="session")
def screens(server: str) -> Iterator[tuple[str, str]]:
    """An outer and an inner display: what happens on the outer one is the inner one's hardware."""
    with xvfb() as outer, xephyr(outer) as inner:
        yield outer, inner


@pytest.fixture
def outer(screens: tuple[str, str]) -> str:
    return screens[0]


@pytest.fixture
def desk(screens: tuple[str, str]) -> Iterator[Room]:
    """The room on a display that has hardware."""
    yield from _room(screens[1])


def _room(display: str, guarded: bool = True) -> Iterator[Room]:
    connection = X11Connection(display)
    own_windows = X11OwnWindows(connection, lambda: {os.getpid()})
    injector = X11Injector(connection, *([own_windows] if guarded else []))
    see = Observer(display)
    yield Room(display, injector, X11Hand(connection), own_windows, see)
    injector.close()
    see.close()
