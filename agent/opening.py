"""The splash, from the agent's side: it is there as long as a file that it laid, and goes once the windows can be seen.

The bootloader of a one-file build shows it before anything else is unpacked (installer/splash.tcl). From source there
is none.
"""

import sys
from contextlib import suppress
from pathlib import Path

FILE = "opening"
"""The file's name, in the folder that holds what was unpacked for this run alone."""


def opened() -> None:
    """End the splash, if there is one; never raises."""
    if unpacked := getattr(sys, "_MEIPASS", None):
        with suppress(OSError):
            Path(unpacked, FILE).unlink(missing_ok=True)
