"""The technician's hand on the customer's desktop: an allowed message becomes input, never on windows of our own."""

from agent.desktop.base import Desktop
from agent.protocol import messages as wire
from agent.protocol.messages import FromConsole


def inject(message: FromConsole, desktop: Desktop) -> None:
    """Do what an input message says; releases always pass.

    The agent's own windows, consent above all, take none of it (P2).
    """
    own, injector = desktop.own_windows, desktop.injector
    match message:
        case wire.MovePointer():
            injector.move(message.x, message.y)
        case wire.PressButton(down=False):
            injector.move(message.x, message.y)
            injector.button(message.button, False)
        case wire.PressButton() if own.allow_pointer(message.x, message.y):
            injector.move(message.x, message.y)
            injector.button(message.button, True)
        case wire.Scroll() if own.allow_pointer(message.x, message.y):
            injector.move(message.x, message.y)
            injector.scroll(message.dx, message.dy)
        case wire.PressKey(down=False):
            injector.key(message.code, message.key, False)
        case wire.PressKey() if own.allow_keys():
            injector.key(message.code, message.key, True)
        case wire.TypeText() if own.allow_keys():
            injector.text(message.text)
        case _:
            pass  # aimed at a window of the agent's own
