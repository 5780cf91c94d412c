"""The technician's hand on the customer's desktop: an allowed message becomes the injector's deeds.

Whether a deed may land where it would (never on windows of our own, never on what is hidden) is asked by the injector,
in the moment it is done (agent/desktop/base.py).
"""

from typing import assert_never

from agent.desktop.base import Desktop
from agent.protocol import messages as wire


def inject(message: wire.InputAct, desktop: Desktop) -> None:
    """Do what an input message says."""
    injector = desktop.injector
    match message:
        case wire.MovePointer():
            injector.move(message.x, message.y)
        case wire.PressButton():
            injector.move(message.x, message.y)
            injector.button(message.button, message.down)
        case wire.Scroll():
            injector.move(message.x, message.y)
            injector.scroll(message.dx, message.dy)
        case wire.PressKey():
            injector.key(message.code, message.key, message.down)
        case wire.TypeText():
            injector.text(message.text)
        case _:
            assert_never(message)
