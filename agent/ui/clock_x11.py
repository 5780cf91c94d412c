"""The X server's clock, which stamps every click and key."""

from Xlib import X, Xatom, display


class X11Clock:
    """Tells the server's time, over a connection of its own to $DISPLAY."""

    def __init__(self) -> None:
        self._display = display.Display()
        root = self._display.screen().root
        self._window = root.create_window(0, 0, 1, 1, 0, 0, X.InputOnly, event_mask=X.PropertyChangeMask)

    def now(self) -> int:
        """Return the time after all that the server has done so far, in milliseconds (X11 protocol, PropertyNotify)."""
        self._window.change_property(Xatom.WM_NAME, Xatom.STRING, 8, b"")
        while (event := self._display.next_event()).type != X.PropertyNotify:
            pass  # every client is told of a changed keyboard
        return int(event.time)

    def close(self) -> None:
        """Let go of the display."""
        self._display.close()
