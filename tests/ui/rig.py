"""A customer's desk for tests: a real X screen with a window manager, the real windows on it, and hands (xdotool)."""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
import tkinter as tk
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

from Xlib import X, display

from agent.desktop.x11.connection import X11Connection
from agent.desktop.x11.own_windows import X11OwnWindows
from agent.ui.host import child_command
from agent.ui.model import Action, Alive, NamesGone, View, parse_action, view_line
from scripts.rigs.ending import tied

T = TypeVar("T")
PATIENCE = 30
"""Seconds that anything may take on a busy machine before a test fails."""

_INTERPRETERS: list[Any] = []
"""Those of tests that ended. Tcl ends the program when one is freed on another thread than its own, and the garbage
collector runs on any: they are kept until the program ends."""


@contextmanager
def tk_root(display: str, name: str = "Tk") -> Iterator[tk.Tk]:
    """Have a Tk window of that class on this thread."""
    root = tk.Tk(screenName=display, className=name)
    _INTERPRETERS.append(root.tk)
    try:
        yield root
    finally:
        root.destroy()


def until(look: Callable[[], T], what: str) -> T:
    """Look until there is something; return it."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.03)
    raise AssertionError(f"never: {what}")


@contextmanager
def guard_of(display: str, pids: Callable[[], set[int]] | None = None) -> Iterator[X11OwnWindows]:
    """Guard the windows of these processes (None: of this one and all it started), as the injector has it."""
    connection = X11Connection(display)
    try:
        yield X11OwnWindows(connection, pids)
    finally:
        connection.close()


class Desk:
    """A screen, and the customer's hands on it."""

    def __init__(self, display: str) -> None:
        self.display = display
        self.env = {**os.environ, "DISPLAY": display}

    def xdotool(self, *arguments: str) -> str:
        """Run xdotool; return what it says."""
        done = subprocess.run(["xdotool", *arguments], env=self.env, check=True, capture_output=True, text=True)
        return done.stdout

    def ask(self, *arguments: str) -> str:
        """Return what xdotool says; nothing where there is no such window, or where it closed under the question."""
        done = subprocess.run(["xdotool", *arguments], env=self.env, check=False, capture_output=True, text=True)
        return done.stdout

    def focus_name(self) -> str:
        """Return the title of the window that has the focus."""
        return self.ask("getwindowfocus", "getwindowname")

    def keys(self, *keys: str) -> None:
        """Press keys where the focus is."""
        self.xdotool("key", "--delay", "60", *keys)

    def windows(self, name: str) -> list[str]:
        """Return the visible windows of a class."""
        return self.ask("search", "--onlyvisible", "--class", name).split()

    def window(self, name: str) -> str:
        """Return the visible window of a class, once there is one: its page may speak before it is mapped."""
        return until(lambda: self.windows(name)[-1:], f"a visible window of {name}")[0]


class Shown:
    """One running window, seen from the agent's side of its pipes."""

    def __init__(self, desk: Desk, process: "subprocess.Popen[bytes]", probe: int | None) -> None:
        self.desk, self.process = desk, process
        self._probe = os.fdopen(probe, "rb") if probe is not None else None
        self._actions: queue.Queue[Action] = queue.Queue()
        self.names_gone: queue.Queue[int] = queue.Queue()
        self.beats = threading.Semaphore(0)
        threading.Thread(target=self._read, daemon=True).start()

    def show(self, view: View) -> None:
        """Send it a view."""
        stdin = self.process.stdin
        assert stdin is not None
        stdin.write(view_line(view))
        stdin.flush()

    def action(self) -> Action:
        """Return the next thing the customer did."""
        return self._actions.get(timeout=PATIENCE)

    def acted(self) -> bool:
        """Say whether the customer did something that was not taken yet."""
        return not self._actions.empty()

    def forget(self) -> None:
        """Take nothing of what the customer did so far for something that comes later."""
        while self.acted():
            self._actions.get()

    def next_beat(self) -> None:
        """Wait until the window's own thread has come round again: a second later at least."""
        while self.beats.acquire(blocking=False):
            pass
        for _ in range(2):  # the first may have been on its way
            assert self.beats.acquire(timeout=PATIENCE), "the window stopped beating"

    def run_js(self, script: str) -> Any:
        """Run a script in the web view under test, and return its value."""
        assert self._probe is not None
        self._ask.write(json.dumps(script).encode() + b"\n")
        self._ask.flush()
        return json.loads(self._probe.readline())

    def attach(self, ask: int) -> None:
        """Take the writing end of the probe."""
        self._ask = os.fdopen(ask, "wb")

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            action = parse_action(line.decode())
            if isinstance(action, Alive):
                self.beats.release()
            elif isinstance(action, NamesGone):
                self.names_gone.put(action.round)
            else:
                self._actions.put(action)


class HeldClicks:
    """Holds back every click on what lies at the bottom of the screen's windows, as a window manager does."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._display = desk, display.Display(desk.display)
        root = self._display.screen().root
        size = root.get_geometry()
        self._window = root.create_window(0, 0, size.width, size.height, 0, 0, X.InputOnly, override_redirect=True)
        self._window.configure(stack_mode=X.Below)
        self._window.map()
        held = X.ButtonPressMask, X.GrabModeSync, X.GrabModeAsync
        self._window.grab_button(X.AnyButton, X.AnyModifier, False, *held, X.NONE, X.NONE)
        self._display.sync()

    def click(self, x: int, y: int, button: int = 1) -> None:
        """Click there; return once the click is held."""
        self._desk.xdotool("mousemove", str(x), str(y), "click", str(button))
        until(self._display.pending_events, "a click held back")
        assert self._display.next_event().type == X.ButtonPress

    def let_go(self) -> None:
        """Pass what is held on, to what lies there now, and hold nothing any more."""
        self._window.ungrab_button(X.AnyButton, X.AnyModifier)
        self._display.allow_events(X.ReplayPointer, X.CurrentTime)
        self._display.sync()

    def close(self) -> None:
        self._display.close()


@contextmanager
def shown(desk: Desk, command: Sequence[str]) -> Iterator[Shown]:
    """Run a window's command as the agent would."""
    with _running(desk, command, ()) as process:
        yield from _alive(Shown(desk, process, None))


@contextmanager
def probed(desk: Desk) -> Iterator[Shown]:
    """Run the web window with a probe: scripts go in and values come out, beside the product's own pipes."""
    ask_out, ask_in = os.pipe()
    tell_out, tell_in = os.pipe()
    command = [sys.executable, "-m", "tests.ui.web_probe", str(ask_out), str(tell_in)]
    with _running(desk, command, (ask_out, tell_in)) as process:
        os.close(ask_out)
        os.close(tell_in)
        window = Shown(desk, process, tell_out)
        window.attach(ask_in)
        yield from _alive(window)


def _alive(window: Shown) -> Iterator[Shown]:
    assert window.beats.acquire(timeout=PATIENCE), "the window never came"
    yield window


@contextmanager
def _running(desk: Desk, command: Sequence[str], fds: Sequence[int]) -> "Iterator[subprocess.Popen[bytes]]":
    process = subprocess.Popen(
        tied(command), env=desk.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, pass_fds=fds, start_new_session=True
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):  # it ended by itself
            os.killpg(
                process.pid, signal.SIGKILL
            )  # a web view's helpers too: one that stands still goes by nothing else
        process.wait()


def command(kind: str) -> list[str]:
    """Return the product's own command for "web", "plain" or "banner"."""
    return {
        "web": child_command("ui-window"),
        "plain": [*child_command("ui-window"), "--plain"],
        "banner": child_command("ui-banner"),
    }[kind]


def all_buttons(widget: tk.Misc) -> Iterator[tk.Button]:
    """Yield every button of a Tk window."""
    for child in widget.winfo_children():
        if isinstance(child, tk.Button):
            yield child
        yield from all_buttons(child)
