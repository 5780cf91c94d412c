"""Functions of Windows' own libraries, with their types; importable everywhere, callable on Windows alone.

Each area has a file of its own (win32_*.py) that turns them into Python: values in, values or DesktopError out.
"""

import ctypes
import sys
from collections.abc import Callable
from functools import cache
from typing import Any

from agent.desktop.base import DesktopError


def function(library: str, name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    """Return the function `name` of `library` ("user32"); calling one that this system lacks raises DesktopError."""
    if sys.platform == "win32":
        found = getattr(_library(library), name, None)
        if found is not None:
            found.restype, found.argtypes = result, arguments
            return found  # type: ignore[no-any-return]

    def missing(*_: object) -> Any:
        raise DesktopError(f"This computer lacks {name}, which is part of Windows since version 7, 8 or 10.")

    return missing


def callback(result: Any, *arguments: Any) -> Any:
    """Return the type of a function that Windows calls."""
    if sys.platform == "win32":
        return ctypes.WINFUNCTYPE(result, *arguments)
    return ctypes.CFUNCTYPE(result, *arguments)


def last_error() -> int:
    """Return why the last call on this thread failed (winerror.h)."""
    if sys.platform == "win32":
        return ctypes.get_last_error()
    return 0


def fail(what: str) -> DesktopError:
    """Make the error for a call that failed just now."""
    return DesktopError(f"Windows did not do this: {what} (error {last_error()}).")


if sys.platform == "win32":

    @cache
    def _library(name: str) -> ctypes.WinDLL:
        return ctypes.WinDLL(name, use_last_error=True)
