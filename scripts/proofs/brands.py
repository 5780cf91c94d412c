"""[brands] Each of 30 and more broken brand files is refused with its line and what to write instead; the same brand,
built twice in different folders, gives the same bytes, for Linux and for Windows (whole run only)."""

import hashlib
import re
import tempfile
from collections.abc import Callable
from pathlib import Path

from agent.brand_mistakes import SettingsError
from installer.build import build
from installer.ingredients import Platform
from installer.pyinstaller import WINE_PYTHON
from installer.rules import check
from scripts.proofs import Finding
from scripts.rigs.brands import write_brand
from scripts.rigs.broken_brands import BROKEN, Broken, brand_with
from scripts.rigs.clones import build_in_a_copy
from scripts.rigs.windows_exe import make_ready

PLATFORMS: tuple[Platform, ...] = ("linux", "windows")

Say = Callable[[str], None]


def prove(quick: bool, say: Say) -> Finding:
    """Break brands one by one; build one twice."""
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole"
        whole.mkdir()
        check(write_brand(whole))  # without its mistake each would be accepted
        missed = [
            fault for number, broken in enumerate(BROKEN) if (fault := _fault(broken, Path(folder) / str(number)))
        ]
        for fault in missed:
            say(fault)
        told = f"{len(BROKEN) - len(missed)} of {len(BROKEN)} broken brand files refused with line and remedy"
        if quick:
            return Finding(not missed, told)
        make_ready()
        other = [name for platform in PLATFORMS for name in _twice(Path(folder) / platform, platform, say)]
    same = f"differ in {', '.join(other)}" if other else "identical bytes"
    return Finding(
        not missed and not other, f"{told}; two builds in different folders, {' and '.join(PLATFORMS)}: {same}"
    )


def _fault(broken: Broken, folder: Path) -> str:
    """Say how a broken brand was not told as it must be; empty when it was."""
    folder.mkdir()
    brand = brand_with(folder, broken)
    try:
        check(brand)
    except SettingsError as error:
        told = [str(mistake) for mistake in error.mistakes]
    else:
        return f"{broken.what}: accepted"
    for line in told:
        found = re.match(r"(?:line (\d+), )?([\w.]+): ", line)
        if found and found[2] == broken.key and found[1] and all(words in line for words in broken.told):
            return ""
    return f"{broken.what}: told as {told}"


def _twice(folder: Path, platform: Platform, say: Say) -> list[str]:
    """Build the same brand from this folder and from a copy of it elsewhere; return the files that are not the same."""
    places = folder / "one", folder / "another, with a longer name"
    for place in places:
        place.mkdir(parents=True)
        write_brand(place)
    build(places[0] / "brand.toml", platform, places[0] / "dist", say, WINE_PYTHON)
    build_in_a_copy(places[1] / "copy", places[1] / "brand.toml", places[1] / "dist", say, platform)
    one, another = ({path.name: path.read_bytes() for path in (place / "dist").iterdir()} for place in places)
    for name in sorted(one):
        say(f"{name}: {len(one[name])} bytes, SHA-256 {hashlib.sha256(one[name]).hexdigest()}")
    return sorted(name for name in one.keys() | another.keys() if one.get(name) != another.get(name))
