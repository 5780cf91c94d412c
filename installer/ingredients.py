"""What goes into a plug-in and what stays out, for each system. The specs beside this file ask here; no brand is known.

A module that is imported by name at run time must be named; what only tests and developers need must not slip in.
"""

from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import Literal

Platform = Literal["linux", "windows", "macos"]
Entry = tuple[str, str, str]
"""What PyInstaller calls a TOC entry: its name inside, where it comes from, its kind."""

OURS = ("tests", "scripts", "rendezvous", "installer")
"""Nothing of ours but the agent."""

NOT_NEEDED = (
    "PIL", "numpy",  # the picture does without
    "hypothesis", "mypy", "pytest", "rich", "pygments", "setuptools", "pip", "distutils", "jinja2", "mako", "librt",
    "ast_serialize", "unittest", "doctest", "pydoc", "pdb", "test", "lib2to3", "ensurepip", "venv", "idlelib",
    "sqlite3", "curses", "readline", "xmlrpc", "dbm", "win32ui", "win32uiole", "dde", "pythonwin", "adodbapi", "isapi",
)  # fmt: skip

WEB_VIEWS: dict[Platform, tuple[str, ...]] = {
    "linux": ("gtk",),
    "windows": ("winforms", "edgechromium"),
    "macos": ("cocoa",),
}
"""What pywebview draws with; all its others stay out."""

_ALL_WEB_VIEWS = ("android", "cef", "cocoa", "edgechromium", "gtk", "mshtml", "qt", "winforms")
_ROOMS: dict[Platform, str] = {"linux": "x11", "windows": "windows", "macos": "macos"}
"""The room of agent/desktop that each system uses."""

_PYNPUT: dict[Platform, tuple[str, ...]] = {
    "linux": ("pynput.keyboard._xorg", "pynput.mouse._xorg", "pynput._util.xorg"),
    "windows": ("pynput.keyboard._win32", "pynput.mouse._win32", "pynput._util.win32"),
    "macos": ("pynput.keyboard._darwin", "pynput.mouse._darwin", "pynput._util.darwin"),
}

_GI_OVERRIDES = ("GLib", "GObject", "Gio", "Gdk", "GdkPixbuf", "Gtk", "Pango", "keysyms")
_GI_LIBRARIES = (
    "Atk", "Gdk", "GdkPixbuf", "Gio", "GLib", "GModule", "GObject", "Gtk", "HarfBuzz", "JavaScriptCore", "Pango",
    "Soup", "WebKit2", "cairo", "freetype2", "xlib",
)  # fmt: skip

BROUGHT = (
    "libpython3", "libssl", "libcrypto", "libffi", "liblzma", "libbz2", "libmpdec",
    "libtcl8", "libtk8", "libBLT", "libXss", "libXft",
)  # fmt: skip
"""Libraries of the Linux that builds which the plug-in brings. All others are the customer's system's: GTK and WebKit
must match the programs that they start, and the C and X libraries are those of the running system."""
TCL = "8.6"
"""What the names of its folders say; newer ones have other folders."""
NOT_READIED = ("pyi_rth_multiprocessing", "pyi_rth_inspect", "pyi_rth_pkgutil")
"""What PyInstaller would ready at the start of every process, and none of ours uses: `multiprocessing` (which would run
what a command line says after `-c`), sources to inspect, lists of the modules in a package. Each reads modules for it.
"""
OTHER_PROCESSORS = ("webview/lib/runtimes/win-arm64/", "webview/lib/runtimes/win-x86/")
LINUX_SYSTEM = ("/lib/", "/lib64/", "/usr/lib/", "/usr/lib64/")


def named(platform: Platform, agents: Sequence[str]) -> list[str]:
    """List what is imported by name at run time, where PyInstaller cannot see it; `agents` are all the agent's own."""
    others = tuple(f"agent.desktop.{room}" for system, room in _ROOMS.items() if system != platform)
    own = [name for name in agents if not name.startswith(others)]
    views = [f"webview.platforms.{view}" for view in WEB_VIEWS[platform]]
    overrides = [f"gi.overrides.{module}" for module in _GI_OVERRIDES]
    gi = ["gi.repository", *overrides] if platform == "linux" else []
    return ["handrail_brand", *own, *_PYNPUT[platform], *views, *gi]


def left_out(platform: Platform) -> list[str]:
    """List what must not be inside; of GTK, GLib and WebKit the customer's own system has its own."""
    others = [f"agent.desktop.{room}" for system, room in _ROOMS.items() if system != platform]
    views = [f"webview.platforms.{view}" for view in _ALL_WEB_VIEWS if view not in WEB_VIEWS[platform]]
    return [*OURS, *NOT_NEEDED, *others, *views, *(f"gi.repository.{library}" for library in _GI_LIBRARIES)]


def starts_alone(script: Entry) -> bool:
    """Say whether a script runs at a start: all but NOT_READIED."""
    return script[0] not in NOT_READIED


def belongs_on_linux(target: str, source: str) -> bool:
    """Say whether a library goes inside: it came with a Python package, is Python's own, or is named in BROUGHT."""
    return not source.startswith(LINUX_SYSTEM) or "/python3" in source or Path(target).name.startswith(BROUGHT)


def belongs_on_windows(target: str, source: str) -> bool:
    """Say whether a library goes inside: nothing of the system's own folder, which Windows has as well, and nothing
    for other processors than the Python's own."""
    inside, lies = target.replace("\\", "/").lower(), source.replace("\\", "/").lower()
    system = "/windows/system32/" in lies or inside.startswith("api-ms-win-") or inside == "ucrtbase.dll"
    return not system and not inside.startswith(OTHER_PROCESSORS)


def where_tcl_looks(entry: Entry) -> Entry:
    """Put Tcl's modules beside its scripts, where it looks for them (tm(n)): Debian keeps them among its scripts.

    Without msgcat of them, the plain window has no folder picker in the customer's language.
    """
    target, source, kind = entry
    parts = PurePath(target.replace("\\", "/")).parts
    if parts[:2] == ("_tcl_data", "tcl8"):
        target = str(PurePath("tcl8", TCL, *parts[2:]))
    return target, source, kind


def in_order(entries: Sequence[Entry]) -> list[Entry]:
    """Put entries in an order that no folder's own order decides: the same input gives the same bytes."""
    return sorted(entries, key=lambda entry: (entry[0], entry[2]))
