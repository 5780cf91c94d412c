"""`--self-check`: does what this file carries work on this computer? Nothing is shared, shown or sent.

For the person who builds or supports the plug-in: each part is loaded and made to do a little, one line each.
"""

import importlib
import platform
import sys
from collections.abc import Callable
from ctypes.util import find_library
from pathlib import Path

from agent import __version__
from agent.protocol.errors import HandrailError

EXIT_BROKEN = 5
"""A part does not work here."""

CAPTURING = ("xcb", "xcb-randr", "xcb-render", "xcb-shm", "xcb-xfixes")
"""The system's libraries that mss looks for on X11 when it is to capture, and not before."""

FAULTS = (HandrailError, ImportError, AttributeError, OSError, ValueError, TypeError, RuntimeError)
"""What a part says that was left out of a build, or does not work on a system."""


def main(brand: Path | None) -> int:
    """Check each part and say how it went; return 0 when all work, else EXIT_BROKEN."""
    print(f"handrail {__version__} on {platform.platform()}, Python {platform.python_version()}", flush=True)
    parts: dict[str, Callable[[], str]] = {
        "system": _system,
        "operator": lambda: _operator(brand),
        "texts": _texts,
        "pairing": _pairing,
        "picture": _picture,
        "line": _line,
        **({"voice": _voice} if sys.platform == "linux" else {}),
        "window": _window,
        "desktop": _desktop,
        **({"settings": _settings} if sys.platform == "linux" else {}),
    }
    return 0 if all([_said(name, check) for name, check in parts.items()]) else EXIT_BROKEN


def _said(name: str, check: Callable[[], str]) -> bool:
    """Run one check and print how it went."""
    try:
        told = check()
    except FAULTS as error:
        print(f"  {name:<9} FAILS: {type(error).__name__}: {error}", flush=True)
        return False
    print(f"  {name:<9} works: {told}", flush=True)
    return True


def _system() -> str:
    from agent.startup import too_old

    if version := too_old():
        raise OSError(f"Windows {version} is too old")
    return platform.system()


def _operator(brand: Path | None) -> str:
    from agent.settings import own_settings

    settings = own_settings(brand)
    return f"{settings.brand.name}, {settings.server}"


def _texts() -> str:
    from agent.ui.documents import privacy, terms
    from agent.ui.words import Words

    count = len(Words("fr").keys() & Words("en").keys())
    documents = [read(lang).version for read in (terms, privacy) for lang in ("fr", "en")]
    return f"{count} sentences in French and English, {len(documents)} documents"


def _pairing() -> str:
    from agent.protocol.cpace import Exchange

    ours, theirs = (Exchange(b"123456", b"self-check", b"0") for _ in range(2))
    if ours.agree_as_initiator(theirs.share) != theirs.agree_as_responder(ours.share):
        raise RuntimeError("two sides with the same code do not agree")
    return "two sides with the same code agree"


def _picture() -> str:
    from agent.areas import Rect
    from agent.media.capture import Captured
    from agent.media.lossless import tile
    from agent.media.video import VideoStream
    from agent.protocol.messages import VideoCodec

    area = Rect(0, 0, 64, 64)
    captured = Captured(area, bytearray(4 * 64 * 64))
    lossless = len(tile(captured, area).webp)
    videos = {codec: len(VideoStream(codec, 20).encode(captured, area, 10_000).packet) for codec in VideoCodec}
    return f"lossless {lossless} bytes, " + ", ".join(f"{codec} {size}" for codec, size in videos.items())


def _line() -> str:
    import aiortc

    from agent.transport.peer import Peer

    return f"{Peer.__name__} over aiortc {aiortc.__version__}"


def _voice() -> str:
    from agent.tools.voice.devices import find

    found = find()
    return f"{len(found.microphones)} microphones, {len(found.loudspeakers)} loudspeakers"


def _window() -> str:
    import tkinter

    tcl = tkinter.Tcl()
    try:
        tcl.eval("package require msgcat")  # the words of Tk's folder picker
    except tkinter.TclError as error:
        raise OSError(str(error)) from None
    return f"Tcl/Tk {tcl.eval('info patchlevel')}"


def _desktop() -> str:
    room = {"linux": "x11", "win32": "windows", "darwin": "macos"}.get(sys.platform, "")
    importlib.import_module(f"agent.desktop.{room}")
    missing = [name for name in CAPTURING if not find_library(name)] if room == "x11" else []
    if missing:
        raise OSError(f"this system has no lib{', lib'.join(missing)}")
    return room


def _settings() -> str:
    """Ask GLib, which is the system's, through PyGObject, which is ours."""
    from agent.tools.registry.gsettings import GSettings
    from agent.tools.registry.source import RegistryError

    try:
        return f"GSettings, {len(GSettings().roots())} families"
    except RegistryError:
        return "this system keeps none"
