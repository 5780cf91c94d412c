"""The one connection by which the agent injects input and watches for input.

They share it because the X protocol puts into each event the sequence number of the request that was being processed
(X11 protocol, "Events"): what our own injection causes carries our request's number, or a little later a later one.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import Xlib.display
from Xlib import X
from Xlib import error as xerror
from Xlib.ext import ge, xtest

from agent.desktop.base import DesktopError
from agent.desktop.x11.expected import Expected

X_FAILURES = (xerror.DisplayError, xerror.ConnectionClosedError, xerror.XError, OSError)
"""What python-xlib raises when the server refuses a request or is gone."""


class X11Connection:
    """A python-xlib display whose events go to handlers, and that knows which requests injected input."""

    def __init__(self, display: str) -> None:
        """Connect to `display`. Raise DesktopError when it does not answer or lacks XTEST or the X Input extension."""
        try:
            self.display = Xlib.display.Display(display)
        except (*X_FAILURES, ValueError, AttributeError) as error:
            raise DesktopError(f"The screen {display} cannot be reached ({error}).") from None
        for extension in ("XTEST", "XInputExtension", "X-Resource"):
            if not self.display.has_extension(extension):
                self.display.close()
                raise DesktopError(f"The screen {display} lacks {extension}, which Handrail needs to share control.")
        self.display.set_error_handler(lambda error, request: None)  # those that matter are raised where they arise
        self.name = display
        self.root = self.display.screen().root
        self.on_raw: Callable[[ge.GenericEvent], None] | None = None
        """Told each generic event, during `drain`."""
        self.on_keymap: Callable[[], None] | None = None
        """Told that the keyboard's map changed, during `drain`."""
        self.on_lost: Callable[[], None] | None = None
        """Told, during `drain`, that the server is gone."""
        self.hand_waits = 0
        """How many events of the customer's were seen of which the rules are not told yet: nothing is injected then."""
        self.on_hand: Callable[[], None] | None = None
        """Told, after `drain` and outside of what is atomic, that the customer acted and the rules do not know yet."""
        self._atomic = False
        self._expected = Expected()
        self.loop: asyncio.AbstractEventLoop | None = None
        """The loop that events are read on, while they are."""
        self._watched = -1

    def close(self) -> None:
        """Let go of the display. Never raises."""
        self.unwatch()
        try:
            self.display.close()
        except X_FAILURES:
            return

    def symbols(self, keycode: int) -> set[int]:
        """Return what a key writes, unshifted and shifted, in the first two groups (keysyms)."""
        return {self.display.keycode_to_keysym(keycode, index) for index in range(4)}

    def pointer(self) -> tuple[int, int]:
        """Return where the pointer is now. Raise DesktopError when the server is gone."""
        try:
            at = self.root.query_pointer()
        except X_FAILURES as error:
            raise DesktopError(f"The screen does not say where its pointer is ({error}).") from None
        self.drain_soon()
        return at.root_x, at.root_y

    # --- injection ---------------------------------------------------------------------------------------------------

    def fake(self, event_type: int, detail: int, x: int = 0, y: int = 0) -> None:
        """Inject one XTEST event and remember its request, so that what comes of it is known as ours."""
        self.expect(event_type, detail)
        xtest.fake_input(self.display, event_type, detail, x=x, y=y)

    def expect(self, event_type: int, detail: int) -> None:
        """Remember that the very next request injects this event."""
        self._expected.add(self.display.display.request_serial, event_type, detail)

    def is_own(self, sequence: int, event_type: int, detail: int) -> bool:
        """Say whether an XTEST device's event is what we injected by request `sequence` or before; once for each."""
        return self._expected.take(sequence, event_type, detail)

    def customer_acted(self) -> bool:
        """Say whether the customer did something of which the rules do not know yet.

        Asked with the server grabbed and after a reply of it, this leaves out nothing that came before the grab.
        """
        self.drain()
        return self.hand_waits > 0

    @contextmanager
    def injecting(self, atomic: bool = False) -> Iterator[None]:
        """Inject within; at the end all that came of it has been told apart. `atomic`: no other client acts meanwhile.

        Raise DesktopError when the server refuses or is gone.
        """
        try:
            if atomic:
                self.display.grab_server()
                self._atomic = True
            try:
                yield
            finally:
                if atomic:
                    self._atomic = False
                    self.display.ungrab_server()
                self.display.sync()
                self.drain()
        except X_FAILURES as error:
            raise DesktopError(f"The screen did not take the input ({error}).") from None

    # --- events ------------------------------------------------------------------------------------------------------

    def watch(self, loop: asyncio.AbstractEventLoop) -> None:
        """Read events as they come, on `loop`'s thread."""
        self.loop, self._watched = loop, self.display.fileno()
        loop.add_reader(self._watched, self.drain)

    def unwatch(self) -> None:
        """Read events no more."""
        if self.loop is not None:
            self.loop.remove_reader(self._watched)  # a lost display no longer tells its own
            self.loop = None

    def drain(self) -> None:
        """Hand every event that has come to its handler."""
        try:
            while self.display.pending_events():
                self._dispatch(self.display.next_event())
        except X_FAILURES:
            self.unwatch()
            if self.on_lost is not None:
                self.on_lost()
        if self.hand_waits and self.on_hand is not None and not self._atomic:
            self.on_hand()

    def drain_soon(self) -> None:
        """Drain on the loop's next turn: a reply read just now may have brought events along."""
        if self.loop is not None and self.display.display.event_queue:
            self.loop.call_soon(self.drain)

    def _dispatch(self, event: Any) -> None:
        if event.type == ge.GenericEventCode and self.on_raw is not None:
            self.on_raw(event)
        elif event.type == X.MappingNotify:
            self.display.refresh_keyboard_mapping(event)
            if self.on_keymap is not None:
                self.on_keymap()
