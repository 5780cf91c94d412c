"""The window's process: a web view where the system has one, else the plain window (tkinter)."""

import importlib
import os
import sys
from collections.abc import Sequence

from agent.ui.pipe import Pipe

NO_WINDOW = 3
"""Exit code: no window of either kind can be opened."""


def main(arguments: Sequence[str] = ()) -> int:
    """Show views until standard input closes; `--plain` asks for the plain window. Return an exit code."""
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        print("there is no display to open a window on", file=sys.stderr)
        return NO_WINDOW
    pipe = Pipe(arguments)
    if "--plain" not in arguments and _web_view_works():
        from agent.ui import web_window

        return web_window.run(pipe)
    from agent.ui import plain_window

    return plain_window.run(pipe)


def _web_view_works() -> bool:
    """Say whether the system has a web view: GTK with WebKit on Linux, WebView2 on Windows."""
    module = {"linux": "webview.platforms.gtk", "win32": "webview.platforms.edgechromium"}.get(sys.platform)
    try:
        importlib.import_module(module or "webview.platforms.cocoa")
    except (ImportError, ValueError, RuntimeError) as error:  # gi says ValueError, .NET RuntimeError
        print(f"no web view: {error}", file=sys.stderr)
        return False
    return True
