"""The splash of one brand: what installer/splash.tcl draws, with the brand's words before it, as nothing but text.

`python -m installer.splash COMMAND-LINE BRAND FOLDER` shows it without a plug-in, as PyInstaller's bootloader does:
with Tk, and `FOLDER` in the place of the one that holds what was unpacked.
"""

import sys
import tkinter as tk
import tomllib
from collections.abc import Sequence
from pathlib import Path

from agent.brand_file import BrandFile
from agent.opening import FILE
from agent.ui.tk_text import FAMILY, GROUND, INK, QUIET, bmp
from installer.rules import check

HERE = Path(__file__).parent


def script(brand: BrandFile) -> str:
    """Return what Tk runs. It is ASCII: PyInstaller's SplashWriter counts characters where it means bytes."""
    operator = brand.operator
    said = {
        "brand": operator.name,
        "accent": operator.accent,
        "language": brand.session.language,
        "file": FILE,
        "family": FAMILY,
        "ground": GROUND,
        "ink": INK,
        "quiet": QUIET,
    }
    for lang, texts in tomllib.loads((HERE / "splash.toml").read_text("utf-8")).items():
        said |= {f"{key}({lang})": text.replace("{brand}", operator.name) for key, text in texts.items()}
    before = "".join(f"set {name} {word(value)}\n" for name, value in said.items())
    return before + (HERE / "splash.tcl").read_text("ascii")


def word(text: str) -> str:
    """Write a text as one word of Tcl, whatever stands in it: every character by its number (Tcl(n), \\uhhhh)."""
    return "".join(f"\\u{ord(character):04x}" for character in bmp(text)) or "{}"


def command(told: str, brand: Path, folder: Path) -> list[str]:
    """Return the command that shows it; `told`: what the plug-in's command line would say ("--lang fr")."""
    return [sys.executable, "-m", "installer.splash", told, str(brand), str(folder)]


def main(arguments: Sequence[str]) -> None:
    """Show it as long as its file is in the folder. Raise SettingsError, or TclError where there is no screen."""
    told, brand, folder = arguments
    text = script(check(Path(brand)).file)
    root = tk.Tk()
    root.tk.createcommand("exit", root.destroy)  # the bootloader's leaves its loop too, and goes on
    root.setvar("told", told)
    root.setvar("tcl_library", f"{folder}/_tcl_data")
    root.tk.eval(text)
    root.mainloop()


if __name__ == "__main__":
    main(sys.argv[1:])
