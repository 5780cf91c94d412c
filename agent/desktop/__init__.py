"""The customer's operating system, behind the small interfaces of base.py; this file picks the platform."""

import os
import sys
from collections.abc import Callable

from agent.desktop.base import Desktop, DesktopError, Releaser

__all__ = ["Desktop", "DesktopError", "Releaser", "open_desktop", "open_releaser"]


def open_desktop(display: str | None = None, own_pids: Callable[[], set[int]] | None = None) -> Desktop:
    """Open this computer's desktop; `display` names an X11 display, None the one of this session ($DISPLAY).

    `own_pids` says which processes are the agent's now, so that their windows take no remote input; by default
    this process and, on X11, all it started. Raise DesktopError, with a sentence for the customer, where there is none.
    """
    if sys.platform == "win32":  # a platform is imported only where it is, X11 only with a display
        from agent.desktop.windows import open_windows

        return open_windows(own_pids or (lambda: {os.getpid()}))
    if sys.platform == "darwin":
        from agent.desktop.macos import open_macos

        return open_macos(own_pids or (lambda: {os.getpid()}))
    name = _display(display)
    from agent.desktop.x11 import open_x11

    return open_x11(name, own_pids)


def open_releaser(display: str | None = None) -> Releaser:
    """Open what the watchdog needs of this computer's desktop. Raise DesktopError where there is none."""
    if sys.platform == "win32":
        from agent.desktop.windows.release import WindowsRelease

        return WindowsRelease()
    if sys.platform == "darwin":
        from agent.desktop.macos import open_macos_releaser

        return open_macos_releaser()
    name = _display(display)
    from agent.desktop.x11.release import X11Release

    return X11Release(name)


def _display(display: str | None) -> str:
    if not sys.platform.startswith("linux"):
        raise DesktopError("Handrail cannot show this kind of computer: it needs Windows, macOS, or Linux with X11.")
    name = display or os.environ.get("DISPLAY", "")
    if not name:
        raise DesktopError("No screen was found. Start Handrail from the desktop of the computer to be helped.")
    return name
