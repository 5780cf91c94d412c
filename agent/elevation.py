"""Opening the plug-in anew as administrator, on Windows, by the customer's own click and Windows' own question."""

import os
import sys
from typing import Final

from agent.admin import Admin

ELEVATED: Final = "elevated"
"""The word with which the plug-in is started as administrator (agent/__main__.py)."""

_UNPACK_ANEW: Final = "PYINSTALLER_RESET_ENVIRONMENT"
"""Has a one-file program that one like it started unpack itself: what the first unpacked goes with the first."""


def admin_here() -> Admin:
    """Say how it stands with this run."""
    if sys.platform != "win32":
        return Admin.NO
    from agent.desktop.windows.win32_elevation import is_administrator

    if is_administrator():
        return Admin.IS
    return Admin.POSSIBLE if getattr(sys, "frozen", False) else Admin.NO


def open_as_administrator(lang: str) -> bool:
    """Open the plug-in anew with an administrator's rights; say whether customer and Windows let it. Blocks."""
    from agent.desktop.windows.win32_elevation import start_as_administrator

    os.environ[_UNPACK_ANEW] = "1"
    try:
        return start_as_administrator([sys.executable, ELEVATED, "--lang", lang])
    finally:
        del os.environ[_UNPACK_ANEW]
