"""Real programs on a real X server that write down what reaches them, and hands other than the technician's."""

import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import Xlib.display
from Xlib import X
from Xlib.ext import xtest

from scripts.rigs.ending import tied

PATIENCE = 20.0
"""Seconds to wait for what must come; a busy machine takes its time."""

TK_ENTRY = """
import tkinter, sys
root = tkinter.Tk(); root.geometry("600x80+0+0")
entry = tkinter.Entry(root, width=70); entry.pack(); entry.focus_force()
def done(event): sys.stdout.write(entry.get() + chr(13)); sys.stdout.flush(); entry.delete(0, "end")
entry.bind("<Return>", done)
root.after(300, lambda: (sys.stdout.write("ready" + chr(13)), sys.stdout.flush()))
root.mainloop()
"""

GTK_ENTRY = """
import sys, gi
gi.require_version("Gtk", "3.0")
from gi.repository import GLib, Gtk
window = Gtk.Window(); window.move(0, 0); window.set_default_size(600, 80)
entry = Gtk.Entry(); window.add(entry)
def done(_): sys.stdout.write(entry.get_text() + chr(13)); sys.stdout.flush(); entry.set_text("")
entry.connect("activate", done)
window.show_all(); entry.grab_focus()
GLib.timeout_add(300, lambda: (sys.stdout.write("ready" + chr(13)), sys.stdout.flush()) and False)
Gtk.main()
"""


@dataclass
class Listener:
    """A program under the pointer that passes on, line by line, the text typed into it."""

    pipe: int
    rest: str = ""

    def line(self) -> str:
        """Wait for the next line, ended by Enter."""
        until = time.monotonic() + PATIENCE
        while "\r" not in self.rest:
            ready, _, _ = select.select([self.pipe], [], [], until - time.monotonic())
            if not ready:
                raise TimeoutError(f"no line came; so far: {self.rest!r}")
            self.rest += os.read(self.pipe, 65536).decode()
        line, self.rest = self.rest.split("\r", 1)
        return line


@contextmanager
def terminal(display: str, folder: Path) -> Iterator[Listener]:
    """Run a real xterm at the top left whose program passes on the raw bytes it gets."""
    fifo = folder / "typed"
    os.mkfifo(fifo)
    pipe = os.open(fifo, os.O_RDWR)
    shell = f"stty raw -echo; printf 'ready\\r' > {fifo}; exec cat > {fifo}"
    command = ["xterm", "-geometry", "80x24+0+0", "-e", "sh", "-c", shell]
    with _running(command, display):
        yield _ready(Listener(pipe))
    os.close(pipe)


@contextmanager
def entry(display: str, program: str) -> Iterator[Listener]:
    """Run a small window with one text field at the top left (TK_ENTRY or GTK_ENTRY)."""
    with _running([sys.executable, "-c", program], display) as process:
        assert process.stdout
        yield _ready(Listener(process.stdout.fileno()))


def _ready(listener: Listener) -> Listener:
    assert listener.line().endswith("ready")
    return listener


@contextmanager
def _running(command: Sequence[str], display: str) -> Iterator[subprocess.Popen[bytes]]:
    env = {**os.environ, "DISPLAY": display, "LC_ALL": "C.UTF-8", "GTK_IM_MODULE": "gtk-im-context-simple"}
    process = subprocess.Popen(tied(command), env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def set_layout(display: str, layout: str, *more: str) -> None:
    """Give the display a keyboard layout ("fr", "us", "us,fr")."""
    subprocess.run(["setxkbmap", "-display", display, layout, *more], check=True)


def xdotool(display: str, *words: str) -> None:
    """Act on `display` as another program does (on an outer display: as hardware of the inner one)."""
    subprocess.run(["xdotool", *words], env={**os.environ, "DISPLAY": display}, check=True, stdout=subprocess.DEVNULL)


class Observer:
    """A second client that asks the server how things stand."""

    def __init__(self, display: str) -> None:
        self.display = Xlib.display.Display(display)

    def tap(self, keycode: int) -> None:
        """Strike a key through XTEST, as an on-screen keyboard does."""
        for event_type in (X.KeyPress, X.KeyRelease):
            xtest.fake_input(self.display, event_type, keycode)
        self.display.sync()

    def keys_down(self) -> set[int]:
        bits = self.display.query_keymap()
        return {index * 8 + bit for index, byte in enumerate(bits) for bit in range(8) if byte >> bit & 1}

    def layout(self) -> list[list[int]]:
        """What each key gives, however wide the table is just now."""
        return [[keysym for keysym in row if keysym] for row in self.display.get_keyboard_mapping(8, 248)]

    def property(self, name: str, kind: int) -> list[int]:
        """A property of the root window; empty when there is none."""
        found = self.display.screen().root.get_full_property(self.display.intern_atom(name), kind)
        return list(found.value) if found else []

    def pointer(self) -> tuple[int, int]:
        at = self.display.screen().root.query_pointer()
        return at.root_x, at.root_y

    def over_a_window(self) -> bool:
        """Say whether the pointer is over a window of a program; without a window manager that is where keys go."""
        return bool(self.display.screen().root.query_pointer().child != X.NONE)

    def mask(self) -> int:
        """Modifiers and buttons in effect."""
        return int(self.display.screen().root.query_pointer().mask)

    def nothing_held(self) -> bool:
        return not self.keys_down() and not self.mask() & 0x1F00

    def close(self) -> None:
        self.display.close()


class Pad:
    """A window over the whole screen that writes down buttons and where they went."""

    def __init__(self, display: str) -> None:
        self.display = Xlib.display.Display(display)
        screen = self.display.screen()
        mask = X.ButtonPressMask | X.ButtonReleaseMask
        self.window = screen.root.create_window(
            0, 0, screen.width_in_pixels, screen.height_in_pixels, 0, screen.root_depth, event_mask=mask
        )
        self.window.map()
        self.display.sync()

    def heard(self) -> list[tuple[str, int, int, int]]:
        """What came since last asked: ("down" or "up", X button, x, y)."""
        self.display.sync()
        events = [self.display.next_event() for _ in range(self.display.pending_events())]
        names = {X.ButtonPress: "down", X.ButtonRelease: "up"}
        return [(names[e.type], e.detail, e.root_x, e.root_y) for e in events if e.type in names]

    def close(self) -> None:
        self.display.close()


def until(condition: object, patience: float = PATIENCE) -> float:
    """Wait until `condition()` holds; return the seconds it took."""
    assert callable(condition)
    start = time.monotonic()
    while not condition():
        if time.monotonic() - start > patience:
            raise TimeoutError("it did not come to be")
        time.sleep(0.005)
    return time.monotonic() - start
