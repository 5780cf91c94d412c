"""What the two halves of the clipboard on X11 share: its names, its bounds, and properties read piece by piece.

ICCCM 2.0, chapter 2: "Peer-to-Peer Communication by Means of Selections".
"""

from collections.abc import Iterator
from typing import Any, Final

from Xlib import X, Xatom
from Xlib.display import Display

from agent.desktop.base import DesktopError
from agent.desktop.x11.connection import X_FAILURES
from agent.protocol.clipboard_messages import MAX_CLIPBOARD_IMAGE, MAX_CLIPBOARD_TEXT, ClipboardKind

CHUNK: Final = 64 * 1024
"""Bytes of a property at a time: what is larger goes in increments (INCR); a request takes 256 KiB at most."""

LIMITS: Final = {ClipboardKind.TEXT: MAX_CLIPBOARD_TEXT, ClipboardKind.IMAGE: MAX_CLIPBOARD_IMAGE}
"""Most bytes of each kind."""

TEXT_TARGETS: Final = ("UTF8_STRING", "text/plain;charset=utf-8", "text/plain")
"""Names under which programs ask for, and offer, text in UTF-8; the best first."""

IMAGE_TARGET: Final = "image/png"

SECRET_TARGETS: Final = ("x-kde-passwordManagerHint",)
"""What marks the copy of a password manager (KeePassXC, Bitwarden, KDE Wallet); no more of it is ever asked."""

MOST_ATOMS: Final = 1024
"""Targets of one selection that are looked at."""


def connect(name: str) -> Display:
    """Connect to the display `name`. Raise DesktopError when it does not answer."""
    try:
        display = Display(name)
    except (*X_FAILURES, ValueError, AttributeError) as error:
        raise DesktopError(f"The screen {name} cannot be reached ({error}).") from None
    if not display.has_extension("XFIXES") or not display.has_extension("X-Resource"):
        display.close()
        raise DesktopError(
            f"The screen {name} lacks XFIXES or X-Resource, which Handrail needs to share what is copied."
        )
    display.set_error_handler(lambda error, request: None)  # of windows that went meanwhile
    display.xfixes_query_version()
    return display


def own_window(display: Display) -> Any:
    """Make a window that is never shown, to hold and receive what is copied."""
    root = display.screen().root
    return root.create_window(0, 0, 1, 1, 0, X.CopyFromParent, event_mask=X.PropertyChangeMask)


def server_time(display: Display, window: Any, events: list[Any]) -> int:
    """Return the server's time (milliseconds), as a property's change tells it; other events that come go to `events`.

    ICCCM 2.1 asks for it with every request about a selection.
    """
    name = display.get_atom("HANDRAIL_TIME")
    window.change_property(name, Xatom.INTEGER, 32, [], X.PropModeAppend)
    display.sync()
    while display.pending_events():
        event = display.next_event()
        if event.type == X.PropertyNotify and event.window == window and event.atom == name:
            return int(event.time)
        events.append(event)
    raise DesktopError("The screen does not tell its time.")


def follow_selection(display: Display, window: Any, selection: int) -> int:
    """Be told of each change of who owns `selection`; return the type of those events."""
    every_change = 0b111  # XFixesSetSelectionOwner, SelectionWindowDestroy, SelectionClientClose
    display.xfixes_select_selection_input(window, selection, every_change)
    code, _ = display.extension_event.SetSelectionOwnerNotify
    return int(code)


def pieces(window: Any, name: int) -> Iterator[tuple[Any, int]]:
    """Read a property in pieces of CHUNK bytes: each as the server tells it, and how many bytes are still to come."""
    offset = 0
    while found := window.get_property(name, X.AnyPropertyType, offset // 4, CHUNK // 4):
        yield found, found.bytes_after
        offset += CHUNK
        if not found.bytes_after:
            return
