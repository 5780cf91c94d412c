"""The customer's operating system, behind the small interfaces of base.py; this file picks the platform."""

import os
import sys
from collections.abc import Callable

from agent.desktop.base import Desktop, DesktopError, Releaser

__all__ = ["Desktop", "DesktopError", "Releaser", "open_desktop", "open_releaser"]


def open_desktop(display: str | None = None, own_pids: Callable[[], set[int]] | None = None) -> Desktop:
    """Open this computer's desktop; `display` names an X11 display, None the one of this session ($DISPLAY).

    `own_pids` says which processes are the agent's now, so that their windows take no remote input; by default
    this process and all it started. Raise DesktopError, with a sentence for the customer, where there is none.
    """
    name = _display(display)
    from agent.desktop.x11 import open_x11  # imported only on its platform, and only with a display

    return open_x11(name, own_pids)


def open_releaser(display: str | None = None) -> Releaser:
    """Open what the watchdog needs of this computer's desktop. Raise DesktopError where there is none."""
    name = _display(display)
    from agent.desktop.x11.release import X11Release

    return X11Release(name)


def _display(display: str | None) -> str:
    if not sys.platform.startswith("linux"):
        raise DesktopError("Handrail cannot show this kind of computer yet: it needs Linux with an X11 desktop.")
    name = display or os.environ.get("DISPLAY", "")
    if not name:
        raise DesktopError("No screen was found. Start Handrail from the desktop of the computer to be helped.")
    return name
