"""X11: the screen, the technician's hand (XTEST), the customer's hand (X Input raw events), our own windows, masks."""

from collections.abc import Callable

from agent.desktop.base import Desktop
from agent.desktop.x11.absence import X11Absence
from agent.desktop.x11.clipboard import X11Clipboard
from agent.desktop.x11.connection import X11Connection
from agent.desktop.x11.cursor import X11PointerSource
from agent.desktop.x11.hand import X11Hand
from agent.desktop.x11.injector import X11Injector
from agent.desktop.x11.masking import X11Masking
from agent.desktop.x11.own_windows import X11OwnWindows
from agent.desktop.x11.screen import X11Screen
from agent.disk.holders import Holders
from agent.hiding.judge import judge


def open_x11(display: str, own_pids: Callable[[], set[int]] | None = None) -> Desktop:
    """Open the X11 desktop `display`. Raise DesktopError when it does not answer or lacks an extension."""
    screen = X11Screen(display)
    connection = X11Connection(display)
    masking = X11Masking(connection, judge, Holders(), own_pids)
    injector = X11Injector(connection, X11OwnWindows(connection, own_pids), masking)
    pointer = X11PointerSource(display)
    clipboard = X11Clipboard(display, masking)
    return Desktop(screen, injector, X11Hand(connection), masking, X11Absence(display), pointer, clipboard)
