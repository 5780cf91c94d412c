"""Where the technician's input may land: never on the agent's own windows, whatever is stacked or focused."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
import Xlib.display
from Xlib import X, Xatom

from agent.desktop.own_pids import descendants_among
from agent.desktop.x11.connection import X11Connection
from agent.desktop.x11.injector import X11Injector
from agent.desktop.x11.own_windows import X11OwnWindows
from scripts.rigs.ending import tied
from scripts.rigs.xserver import window_manager
from tests.desktop.conftest import Room
from tests.desktop.rig import TK_ENTRY, Observer, Pad, entry, until, xdotool

FOREIGN = """
import sys, Xlib.display
from Xlib import X
display = Xlib.display.Display(sys.argv[1])
x, y, width, height = map(int, sys.argv[2:6])
screen = display.screen()
window = screen.root.create_window(x, y, width, height, 0, screen.root_depth, override_redirect=True)
window.map(); display.sync()
if sys.argv[6:] == ["focus"]: window.set_input_focus(X.RevertToNone, X.CurrentTime); display.sync()
print("ready", flush=True)
sys.stdin.read()
"""


class OwnWindow:
    """A window of this very process, which plays the agent."""

    def __init__(self, display: str, x: int, y: int, override: bool = True) -> None:
        self.display = Xlib.display.Display(display)
        screen = self.display.screen()
        self.window = screen.root.create_window(
            x, y, 200, 100, 0, screen.root_depth, override_redirect=override, event_mask=X.StructureNotifyMask
        )
        self.window.set_wm_name("ours")
        self.window.set_wm_normal_hints(flags=1, min_width=200, min_height=100)
        self.window.map()
        self.display.sync()

    def raise_(self) -> None:
        self.window.configure(stack_mode=X.Above)
        self.display.sync()

    def focus(self) -> None:
        self.window.set_input_focus(X.RevertToNone, X.CurrentTime)
        self.display.sync()

    def is_managed(self, see: Observer) -> bool:
        """Ask a window manager that may just be starting to take the window in; say whether it has."""
        self.window.map()
        self.display.sync()
        return self.window.id in see.property("_NET_CLIENT_LIST", Xatom.WINDOW)

    def close(self) -> None:
        self.display.close()


OpenForeign = Callable[..., None]


@pytest.fixture
def foreign(room: Room) -> Iterator[OpenForeign]:
    """Open windows of another process: foreign(x, y, width, height[, "focus"])."""
    running: list[subprocess.Popen[bytes]] = []

    def open_one(*words: object) -> None:
        command = [sys.executable, "-c", FOREIGN, room.display, *map(str, words)]
        process = subprocess.Popen(tied(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
        running.append(process)

    yield open_one
    for process in running:
        process.communicate()


@pytest.fixture
def own(room: Room) -> Iterator[OwnWindow]:
    """A banner of ours: override-redirect, without _NET_WM_PID, at (100, 100), 200 by 100."""
    window = OwnWindow(room.display, 100, 100)
    yield window
    window.close()


@pytest.fixture(autouse=True)
def focus_follows_pointer(room: Room) -> None:
    room.see.display.set_input_focus(X.PointerRoot, X.RevertToPointerRoot, X.CurrentTime)
    room.see.display.sync()


def test_the_bare_desktop_and_foreign_windows_take_input(room: Room, foreign: OpenForeign) -> None:
    assert room.own_windows.allow_pointer(5, 5)
    foreign(0, 0, 300, 300)
    assert room.own_windows.allow_pointer(5, 5)
    room.injector.move(5, 5)
    assert room.own_windows.allow_keys()


def test_a_banner_of_ours_takes_none_exactly_where_it_is(room: Room, own: OwnWindow) -> None:
    for inside in ((100, 100), (299, 199), (200, 150)):
        assert not room.own_windows.allow_pointer(*inside)
    for outside in ((99, 100), (300, 150), (200, 200)):
        assert room.own_windows.allow_pointer(*outside)


def test_where_a_banner_lies_under_others_nothing_is_taken_either_since_it_comes_up_by_itself(
    room: Room, own: OwnWindow, foreign: OpenForeign
) -> None:
    foreign(150, 150, 300, 300)
    assert room.own_windows.allow_pointer(310, 250)
    assert not room.own_windows.allow_pointer(200, 180)
    assert not room.own_windows.allow_pointer(120, 120)
    own.window.unmap()
    own.display.sync()
    assert room.own_windows.allow_pointer(200, 180)


def test_what_lies_on_top_of_our_managed_window_decides(room: Room, foreign: OpenForeign) -> None:
    with window_manager(room.display):
        own = OwnWindow(room.display, 300, 300, override=False)
        until(lambda: own.is_managed(room.see))
        place = own.display.screen().root.translate_coords(own.window, 0, 0)
        foreign(place.x + 50, place.y + 50, 300, 300)
        assert room.own_windows.allow_pointer(place.x + 60, place.y + 60)
        assert not room.own_windows.allow_pointer(place.x + 20, place.y + 20)
        own.close()


def test_keys_are_refused_while_our_window_has_the_focus(room: Room, own: OwnWindow, foreign: OpenForeign) -> None:
    own.focus()
    assert not room.own_windows.allow_keys()
    foreign(400, 400, 50, 50, "focus")
    assert room.own_windows.allow_keys()


def test_keys_are_refused_while_they_would_go_to_our_window_under_the_pointer(room: Room, own: OwnWindow) -> None:
    xdotool(room.display, "mousemove", "200", "150")
    assert not room.own_windows.allow_keys()


def test_keys_are_refused_while_nobody_has_the_focus(room: Room) -> None:
    room.see.display.set_input_focus(X.NONE, X.RevertToNone, X.CurrentTime)
    room.see.display.sync()
    assert not room.own_windows.allow_keys()


def test_a_window_of_a_child_process_is_ours_once_its_pid_is_told(room: Room) -> None:
    pids = {os.getpid()}
    windows = X11OwnWindows(X11Connection(room.display), lambda: pids)
    with entry(room.display, TK_ENTRY):
        children = {int(pid) for pid in subprocess.check_output(["pgrep", "-P", str(os.getpid())]).split()}
        assert windows.allow_pointer(50, 20)
        pids |= children
        assert not windows.allow_pointer(50, 20)


def test_by_default_all_that_we_started_is_ours(room: Room, foreign: OpenForeign) -> None:
    foreign(0, 0, 100, 100)
    assert not X11OwnWindows(X11Connection(room.display)).allow_pointer(5, 5)
    assert descendants_among({1, os.getppid(), os.getpid()}) == {os.getpid()}


def test_the_frame_around_our_window_is_ours_too(room: Room) -> None:
    with window_manager(room.display):
        own = OwnWindow(room.display, 300, 300, override=False)
        until(lambda: own.is_managed(room.see))
        place = own.display.screen().root.translate_coords(own.window, 0, 0)
        assert not room.own_windows.allow_pointer(place.x + 50, place.y + 50)
        assert not room.own_windows.allow_pointer(place.x + 50, place.y - 8), "the title bar"
        assert room.own_windows.allow_pointer(1200, 700)
        own.close()


def test_a_lost_screen_means_no(room: Room) -> None:
    connection = X11Connection(room.display)
    windows = X11OwnWindows(connection, lambda: {os.getpid()})
    connection.close()
    assert not windows.allow_pointer(1, 1)
    assert not windows.allow_keys()


def test_a_server_that_does_not_know_us_means_no(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getpid", lambda: 1)
    windows = X11OwnWindows(X11Connection(room.display), lambda: {1})
    assert not windows.allow_pointer(1, 1)


def test_the_injector_itself_refuses_our_windows(room: Room, own: OwnWindow) -> None:
    pad = Pad(room.display)
    room.injector.move(600, 600)
    room.injector.button(0, True)
    room.injector.scroll(0, 1)
    assert pad.heard() == []
    assert not room.injector.holding
    assert room.see.nothing_held()
    pad.close()


@pytest.mark.parametrize(("code", "key"), [("KeyA", "a"), ("Enter", "Enter"), ("ShiftLeft", "Shift")])
def test_the_injector_itself_refuses_keys_for_our_windows(room: Room, own: OwnWindow, code: str, key: str) -> None:
    own.window.change_attributes(event_mask=X.KeyPressMask)
    own.focus()
    room.injector.text("ab")
    room.injector.key(code, key, True)
    assert not room.injector.holding
    assert room.see.nothing_held()
    own.display.sync()
    heard = [own.display.next_event().type for _ in range(own.display.pending_events())]
    assert X.KeyPress not in heard


def test_the_pointer_stops_where_our_window_begins_and_neither_press_nor_wheel_goes_astray(
    room: Room, own: OwnWindow
) -> None:
    room.injector.move(5, 5)
    room.injector.move(200, 150)
    room.injector.button(0, True)
    room.injector.scroll(0, 1)
    assert room.see.pointer() == (5, 5)
    assert not room.injector.holding
    assert room.see.nothing_held()


def test_what_is_dragged_is_not_dropped_on_our_window(room: Room, own: OwnWindow) -> None:
    room.injector.move(5, 5)
    room.injector.button(0, True)
    room.injector.move(200, 150)
    assert room.see.pointer() == (5, 5)
    room.injector.button(0, False)
    assert room.see.nothing_held()


async def test_a_held_key_does_not_repeat_into_our_window(room: Room, own: OwnWindow, foreign: OpenForeign) -> None:
    foreign(400, 400, 50, 50, "focus")
    own.window.change_attributes(event_mask=X.KeyPressMask)
    room.hand.start(lambda kind: None)
    room.injector.key("Enter", "Enter", True)
    assert room.see.keys_down()
    await asyncio.sleep(1.0)  # it repeats there by now
    own.focus()
    await asyncio.sleep(0.5)
    assert room.injector.holding
    room.injector.key("Enter", "Enter", False)
    assert not room.injector.holding
    own.display.sync()
    assert X.KeyPress not in [own.display.next_event().type for _ in range(own.display.pending_events())]
    room.hand.stop()


def test_a_button_pressed_elsewhere_is_released_over_our_window(room: Room, own: OwnWindow) -> None:
    room.injector.move(5, 5)
    room.injector.button(0, True)
    xdotool(room.display, "mousemove", "200", "150")
    room.injector.button(0, False)
    assert room.see.nothing_held()


def test_every_guard_is_asked(room: Room) -> None:
    class Never:
        def allow_pointer(self, x: int, y: int) -> bool:
            return False

        def allow_keys(self) -> bool:
            return False

    connection = X11Connection(room.display)
    injector = X11Injector(connection, X11OwnWindows(connection), Never())
    room.injector.move(5, 5)
    injector.move(50, 50)
    injector.button(0, True)
    injector.key("KeyA", "a", True)
    injector.text("a")
    assert room.see.pointer() == (5, 5)
    assert not injector.holding
    assert room.see.nothing_held()


def test_an_unguarded_press_would_have_landed(unguarded: Room) -> None:
    pad = Pad(unguarded.display)
    unguarded.injector.move(600, 600)
    unguarded.injector.button(0, True)
    assert [event[0] for event in pad.heard()] == ["down"]
    pad.close()
