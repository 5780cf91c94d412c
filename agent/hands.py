"""The technician's hand on the customer's desktop: an allowed message becomes input, never on windows of our own, and
never on what is hidden.
"""

from agent.desktop.base import Desktop
from agent.protocol import messages as wire
from agent.protocol.messages import FromConsole


def inject(message: FromConsole, desktop: Desktop) -> None:
    """Do what an input message says; releases always pass.

    The agent's own windows, consent above all, take none of it (P2); nor does what is hidden, or has the focus while
    it is (P4).
    """
    injector = desktop.injector
    match message:
        case wire.MovePointer():
            injector.move(message.x, message.y)
        case wire.PressButton(down=False):
            injector.move(message.x, message.y)
            injector.button(message.button, False)
        case wire.PressButton() if _pointer_allowed(desktop, message.x, message.y):
            injector.move(message.x, message.y)
            injector.button(message.button, True)
        case wire.Scroll() if _pointer_allowed(desktop, message.x, message.y):
            injector.move(message.x, message.y)
            injector.scroll(message.dx, message.dy)
        case wire.PressKey(down=False):
            injector.key(message.code, message.key, False)
        case wire.PressKey() if _keys_allowed(desktop):
            injector.key(message.code, message.key, True)
        case wire.TypeText() if _keys_allowed(desktop):
            injector.text(message.text)
        case _:
            pass  # aimed at a window of the agent's own, or at something hidden


def _pointer_allowed(desktop: Desktop, x: int, y: int) -> bool:
    return desktop.own_windows.allow_pointer(x, y) and desktop.masking.allow_pointer(x, y)


def _keys_allowed(desktop: Desktop) -> bool:
    return desktop.own_windows.allow_keys() and desktop.masking.allow_keys()
