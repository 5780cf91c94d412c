"""The pointer by pynput, whose controller injects by XTEST on X11, over the connection that tells whose input it is."""

import os
from typing import TYPE_CHECKING

from Xlib import X

from agent.desktop.base import DesktopError
from agent.desktop.x11.connection import X11Connection

if TYPE_CHECKING:
    from pynput import mouse


class Pointer:
    """Moves and clicks. To be used inside `X11Connection.injecting`."""

    def __init__(self, connection: X11Connection) -> None:
        """Prepare on `connection`. Raise DesktopError when pynput finds no display."""
        load_pynput(connection.name)
        from pynput.mouse import Button

        self._connection = connection
        self._controller = _controller(connection)
        self._button = Button

    def on_screen(self, x: int, y: int) -> tuple[int, int]:
        """Return the place on the screen that is nearest to (x, y)."""
        screen = self._connection.root.get_geometry()
        return min(max(x, 0), screen.width - 1), min(max(y, 0), screen.height - 1)

    def move(self, x: int, y: int) -> None:
        """Move to (x, y), a place on the screen."""
        self._connection.expect(X.MotionNotify, 0)
        self._controller.position = (x, y)

    def press(self, number: int) -> None:
        """Press X button `number`."""
        self._connection.expect(X.ButtonPress, number)
        self._controller.press(self._button(number))

    def release(self, number: int) -> None:
        """Release X button `number`."""
        self._connection.expect(X.ButtonRelease, number)
        self._controller.release(self._button(number))


def load_pynput(display: str) -> None:
    """Import pynput, which connects to $DISPLAY the moment it is imported. Raise DesktopError when it cannot."""
    before = os.environ.get("DISPLAY")
    os.environ["DISPLAY"] = display
    try:
        import pynput  # noqa: F401
    except ImportError as error:
        raise DesktopError(f"The screen {display} cannot be controlled ({error}).") from None
    finally:
        if before is None:
            del os.environ["DISPLAY"]
        else:
            os.environ["DISPLAY"] = before


def _controller(connection: X11Connection) -> "mouse.Controller":
    from pynput import mouse

    class OnOurConnection(mouse.Controller):
        """pynput's controller on our own connection, which it must not close."""

        def __init__(self) -> None:
            super(mouse.Controller, self).__init__()
            self._display = connection.display

        def __del__(self) -> None:
            return

    return OnOurConnection()
