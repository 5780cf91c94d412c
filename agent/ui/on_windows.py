"""What the windows' processes owe Windows: they count in real pixels, and stand in no picture of the screen.

A technician thus sees what lies below our windows, which take no remote input. Where Windows cannot leave a window out
(before 10 2004), it is in the picture as on X11, and covered while it names what is hidden.
"""

import os

from agent.desktop.base import DesktopError
from agent.desktop.windows.own_windows import is_glass
from agent.desktop.windows.win32_display import be_aware_of_pixels
from agent.desktop.windows.win32_windows import exclude_from_capture, is_visible, process_of, top_levels

_kept_out: set[int] = set()


def begin() -> None:
    """Before the first window: have real pixels told and drawn."""
    be_aware_of_pixels()


def keep_out_of_pictures() -> None:
    """Leave every window of this process that is shown out of pictures of the screen, but for glass. Never raises.

    What the technician draws is seen by the technician there, and nowhere else.
    """
    this = {os.getpid()}
    try:
        shown = [window for window in top_levels() if process_of(window) in this and is_visible(window)]
    except DesktopError:
        return
    ours = {window for window in shown if not is_glass(window, this)}
    _kept_out.intersection_update(ours)
    _kept_out.update(window for window in ours - _kept_out if exclude_from_capture(window))
