"""[brands] Each of 30 and more broken brand files is refused with its line and what to write instead; the same brand,
built twice in different folders, gives the same bytes (whole run only)."""

import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from agent.brand_mistakes import SettingsError
from installer.build import build
from installer.rules import check
from scripts.proofs import Finding
from scripts.rigs.brands import write_brand
from scripts.rigs.broken_brands import BROKEN, Broken, brand_with
from scripts.rigs.clones import build_in_a_copy

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
        alike, figure = _twice(Path(folder), say)
    return Finding(not missed and alike, f"{told}; {figure}")


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


def _twice(folder: Path, say: Say) -> tuple[bool, str]:
    """Build the same brand from this folder and from a copy of it elsewhere; say whether all bytes are the same."""
    places = folder / "one", folder / "another, with a longer name"
    for place in places:
        place.mkdir()
        write_brand(place)
    build(places[0] / "brand.toml", "linux", places[0] / "dist", say)
    build_in_a_copy(places[1] / "copy", places[1] / "brand.toml", places[1] / "dist", say)
    contents = [{path.name: path.read_bytes() for path in (place / "dist").iterdir()} for place in places]
    shutil.rmtree(places[1] / "copy")
    other = sorted(
        name for name in contents[0].keys() | contents[1].keys() if contents[0].get(name) != contents[1].get(name)
    )
    if other:
        return False, f"two builds differ in {', '.join(other)}"
    return True, f"two builds in different folders: {len(contents[0])} files, identical bytes"
