"""The last way to say something to a customer on Windows, where a program without a console has nowhere to print."""

import sys

_ERROR = 0x10
"""MB_ICONERROR (Win32, MessageBoxW)."""


def show(title: str, text: str) -> None:
    """Show a message until the customer closes it; on other systems, and where there is a console, do nothing."""
    if sys.platform == "win32" and sys.stderr is None:
        import ctypes

        ctypes.windll.user32.MessageBoxW(None, text, title, _ERROR)
