"""The pointer by pynput, whose controller injects by XTEST on X11, over the connection that tells whose input it is."""

from Xlib import X

from agent.desktop.x11.connection import X11Connection


class Pointer:
    """Moves and clicks. To be used inside `X11Connection.injecting`."""

    def __init__(self, connection: X11Connection) -> None:
        from pynput import mouse  # connects to a display as soon as it is imported

        class _Controller(mouse.Controller):
            """pynput's controller on our own connection, which it must not close."""

            def __init__(self) -> None:
                super(mouse.Controller, self).__init__()
                self._display = connection.display

            def __del__(self) -> None:
                return

        self._connection = connection
        self._controller = _Controller()
        self._button = mouse.Button

    def move(self, x: int, y: int) -> None:
        """Move to (x, y), kept on the screen."""
        screen = self._connection.root.get_geometry()
        self._connection.expect(X.MotionNotify, 0)
        self._controller.position = (min(max(x, 0), screen.width - 1), min(max(y, 0), screen.height - 1))

    def press(self, number: int) -> None:
        """Press X button `number`."""
        self._connection.expect(X.ButtonPress, number)
        self._controller.press(self._button(number))

    def release(self, number: int) -> None:
        """Release X button `number`."""
        self._connection.expect(X.ButtonRelease, number)
        self._controller.release(self._button(number))
