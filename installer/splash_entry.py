"""The splash as PyInstaller's bootloader reads it. Its own `Splash` brings a script that takes orders on a TCP port."""

from collections.abc import Sequence
from pathlib import Path

from PyInstaller.archive.writers import SplashWriter
from PyInstaller.depend.bindepend import binary_dependency_analysis
from PyInstaller.utils.hooks.tcl_tk import tcltk_info

from installer.ingredients import Entry

SCRIPTS = (
    "_tcl_data/init.tcl", "_tk_data/tk.tcl", "_tk_data/text.tcl", "_tk_data/ttk/ttk.tcl", "_tk_data/ttk/fonts.tcl",
    "_tk_data/ttk/cursors.tcl", "_tk_data/ttk/utils.tcl",
)  # fmt: skip
"""Of Tcl and Tk, what any window needs (PyInstaller.building.splash.Splash)."""
RUNTIME = "vcruntime140.dll"
"""What Tcl and Tk for Windows need beside them. A look for it under Wine finds Wine's own, which stays out."""
NO_PICTURE, WHERE_THE_SCRIPT_SAYS = b"\0", 0


def splash_entry(script: Path, inside: Sequence[Entry]) -> Entry:
    """Write what the bootloader reads beside `script`, which Tk runs; return the entry for EXE.

    `inside`: all that is packed. Of that, what Tk needs is unpacked before all the rest.
    """
    libraries = [Path(tcltk_info.tcl_shared_library), Path(tcltk_info.tk_shared_library)]
    brought = binary_dependency_analysis([(library.name, str(library), "BINARY") for library in libraries])
    needed = {_plain(name) for name in (*SCRIPTS, RUNTIME, *(target for target, *_ in brought))}
    first = sorted(name for name, _, kind in inside if kind != "SYMLINK" and _plain(name) in needed)
    written, text = script.with_suffix(".res"), script.read_text("ascii")
    names = [library.name for library in libraries]
    folders = [tcltk_info.TCL_ROOTNAME, tcltk_info.TK_ROOTNAME]
    SplashWriter(str(written), first, *names, *folders, NO_PICTURE, text, WHERE_THE_SCRIPT_SAYS)
    return (written.name, str(written), "SPLASH")


def _plain(name: str) -> str:
    """Write a name so that those that Windows takes for one are one: VCRUNTIME140.dll is found in small letters too."""
    return name.replace("\\", "/").lower()
