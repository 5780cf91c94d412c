"""The customer's clipboard on X11: one thread and connection that follow who owns it and hand out what was put.

Each reading has a connection of its own (clipboard_reading.py), so that an owner that never answers holds up nothing.
"""

import select
import socket
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from threading import Event, Lock, Thread
from time import monotonic
from typing import Any, Final

from Xlib import X
from Xlib import error as xerror

from agent.desktop.base import Clip, DesktopError
from agent.desktop.x11.clipboard_owner import ClipboardOwner, Windows
from agent.desktop.x11.clipboard_reading import read
from agent.desktop.x11.clipboard_serving import Serving
from agent.desktop.x11.connection import X_FAILURES
from agent.desktop.x11.selections import connect, follow_selection, own_window

PUT_SECONDS: Final = 3.0
"""How long the server may take to give the clipboard away."""


class X11Clipboard:
    """Clipboard of one X11 display."""

    def __init__(self, display: str, windows: Windows) -> None:
        """Prepare; `windows` says what is shown of whose windows."""
        self._name, self._windows = display, windows
        self._held: _Held | None = None

    def start(self) -> None:
        """Begin to follow who owns the clipboard. Raise DesktopError when the display is gone."""
        self.close()
        self._held = _Held(self._name, self._windows)

    def read(self, given_up: Event) -> Clip:
        """Return its text or else its image. Raise ClipboardError or DesktopError."""
        return read(self._name, self._here().may_read, given_up)

    def put(self, clip: Clip) -> None:
        """Let `clip` be pasted. Raise DesktopError when the server does not take it."""
        self._here().put(clip)

    def close(self) -> None:
        """Follow nothing more; what was put can be pasted no more."""
        held, self._held = self._held, None
        if held is not None:
            held.close()

    def _here(self) -> "_Held":
        if self._held is None:
            raise DesktopError("The clipboard is not followed.")
        return self._held


class _Held:
    """The connection and its thread, while the clipboard is followed."""

    def __init__(self, name: str, windows: Windows) -> None:
        self._display: Any = connect(name)
        selection = self._display.get_atom("CLIPBOARD")
        window = own_window(self._display)
        self._changes = follow_selection(self._display, window, selection)
        self._owner = ClipboardOwner(self._display, windows, selection, window.id)
        self._serving = Serving(self._display, window, selection)
        self._lock = Lock()
        """Held while the connection is used."""
        self._work: deque[Callable[[], None]] = deque()
        self._closing = False
        self._bell, self._rung = socket.socketpair()
        self._owner.begin()
        self._thread = Thread(target=self._run, name="clipboard", daemon=True)
        self._thread.start()

    def may_read(self, owner: int) -> bool:
        """Say whether what that window's program copied may be read, all that happened before this call known."""
        try:
            with self._lock:
                self._display.sync()
                self._take_events()
                return not self._closing and self._owner.may_read(owner)
        except X_FAILURES:
            return False

    def put(self, clip: Clip) -> None:
        """Have the thread own the clipboard with `clip`, and wait for that. Raise DesktopError."""
        done: Future[None] = Future()

        def work() -> None:
            try:
                self._put(clip)
                done.set_result(None)
            except (DesktopError, *X_FAILURES) as error:
                done.set_exception(DesktopError(f"The clipboard was not filled ({error})."))

        self._work.append(work)
        self._ring()
        try:
            done.result(PUT_SECONDS)
        except TimeoutError:
            raise DesktopError("The clipboard was not filled in time.") from None

    def close(self) -> None:
        """End the thread, which lets go of the display; a server that does not answer is not waited for."""
        self._closing = True
        self._ring()
        self._thread.join(PUT_SECONDS)

    def _ring(self) -> None:
        with suppress(OSError):  # of a thread that has ended
            self._bell.send(b"w")

    # --- the thread --------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        with suppress(*X_FAILURES):
            while not self._closing:
                with self._lock:
                    while self._work:
                        self._work.popleft()()
                    self._take_events()
                    self._serving.forget_late(monotonic())
                self._wait()
        with self._lock, self._bell, self._rung:
            self._closing = True
            with suppress(*X_FAILURES):
                self._display.close()

    def _wait(self) -> None:
        deadline = self._serving.deadline()
        patience = None if deadline is None else max(0.0, deadline - monotonic())
        ready, _, _ = select.select([self._display.fileno(), self._rung], [], [], patience)
        if self._rung in ready:
            self._rung.recv(64)

    def _take_events(self) -> None:
        while self._display.pending_events():
            self._take(self._display.next_event())

    def _put(self, clip: Clip) -> None:
        events: list[Any] = []
        try:
            self._serving.put(clip, events)
        finally:
            for event in events:
                self._take(event)

    def _take(self, event: Any) -> None:
        with suppress(xerror.XError):  # of a window that went meanwhile: nothing for the others to suffer from
            self._handle(event)

    def _handle(self, event: Any) -> None:
        match event.type:
            case self._changes:
                self._owner.changed(event)
            case X.SelectionRequest:
                self._serving.requested(event, monotonic())
            case X.SelectionClear:
                self._serving.cleared()
            case X.PropertyNotify if event.state == X.PropertyDelete:
                self._serving.taken(event.window.id, event.atom, monotonic())
            case X.DestroyNotify:
                self._serving.gone(event.window.id)
