"""Writes what a spec needs of one brand into a private folder: the entrance, the brand, and the system's own papers."""

import plistlib
import re
from pathlib import Path
from string import Template

from agent import __version__
from agent.brand_bundle import Bundle
from agent.embedded import EMBEDDED_MODULE
from installer.ingredients import Platform
from installer.png import icns, ico
from installer.splash import script

START = "import sys\n\nfrom agent.__main__ import main\n\nsys.exit(main())\n"
HERE = Path(__file__).parent
ICON = HERE / "icon.png"
"""The icon of an operator that has none."""


def fill(work: Path, bundle: Bundle, platform: Platform, file: str) -> None:
    """Write everything for `platform` into `work`; `file` is the name of the file to be made."""
    (work / "start.py").write_text(START, encoding="utf-8")
    module = f"PACKED = {bundle.pack()!r}\n"
    (work / f"{EMBEDDED_MODULE}.py").write_text(module, encoding="utf-8")
    icon = bundle.files.get("operator/icon") or ICON.read_bytes()
    operator = bundle.file.operator.name
    match platform:
        case "linux":
            (work / "splash.tcl").write_text(script(bundle.file), encoding="ascii")
        case "windows":
            (work / "splash.tcl").write_text(script(bundle.file), encoding="ascii")
            (work / "icon.ico").write_bytes(ico(icon))
            (work / "version.txt").write_text(version_information(operator, file), encoding="utf-8")
            (work / "app.manifest").write_bytes((HERE / "app.manifest").read_bytes())
        case "macos":
            (work / "icon.icns").write_bytes(icns(icon))
            (work / "Info.plist").write_bytes(plistlib.dumps(_info(operator)))


def version_information(operator: str, file: str) -> str:
    """Write what Windows shows of the file in its properties, as PyInstaller reads it."""
    numbers = ([int(part) for part in re.findall(r"\d+", __version__)] + [0, 0, 0, 0])[:4]
    said = {
        "CompanyName": operator,
        "FileDescription": f"Assistance – {operator}",
        "FileVersion": __version__,
        "InternalName": "handrail",
        "OriginalFilename": file,
        "ProductName": f"Assistance – {operator}",
        "ProductVersion": __version__,
    }
    strings = ", ".join(f"StringStruct({key!r}, {value!r})" for key, value in said.items())
    template = Template((HERE / "version.txt").read_text(encoding="utf-8"))
    return template.substitute(numbers=tuple(numbers), strings=strings)


def _info(operator: str) -> dict[str, object]:
    return {
        "CFBundleDisplayName": f"Assistance – {operator}",
        "CFBundleIdentifier": "org.handrail.assistance",
        "CFBundleShortVersionString": __version__,
        "LSMinimumSystemVersion": "12.3",
        "NSHighResolutionCapable": True,
    }
