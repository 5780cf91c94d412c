"""What packages a Python has: name, version, licence and its text, for those that a plug-in holds.

Standard library alone, so that the Windows Python that makes the Windows plug-in can run it as a program.
"""

import json
import re
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import Distribution, PackageMetadata, distribution, packages_distributions
from pathlib import Path

_TEXT_NAMES = re.compile(r"^(LICEN[CS]E|COPYING|NOTICE|AUTHORS)", re.IGNORECASE)
_CLASSIFIER = "License :: OSI Approved :: "
MAX_TEXT = 512 * 1024
"""Bytes of one licence text."""


@dataclass(frozen=True)
class Package:
    """One package: `licence` as it says itself (an SPDX expression, most often), `texts` its licence files."""

    name: str
    version: str
    licence: str
    texts: tuple[str, ...]


def packages(tops: Iterable[str], always: Iterable[str] = ()) -> list[Package]:
    """List the packages that the top-level modules `tops` came with, and those named in `always`, by name."""
    owners = packages_distributions()
    names = {name.lower() for top in tops for name in owners.get(top, ())} | {name.lower() for name in always}
    return sorted((_package(distribution(name)) for name in names - {"handrail"}), key=lambda one: one.name.lower())


def python() -> Package:
    """Describe this Python itself."""
    folders = (Path(sysconfig.get_path("stdlib")), Path(sys.base_prefix))
    found = (folder / name for folder in folders for name in ("LICENSE.txt", "LICENSE"))
    texts = tuple(path.read_text("utf-8", "replace") for path in found if path.is_file())[:1]
    return Package("CPython", sys.version.split()[0], "Python-2.0.1", texts)


def _package(one: Distribution) -> Package:
    told = one.metadata
    classifiers = told.get_all("Classifier") or []
    named = [line.removeprefix(_CLASSIFIER) for line in classifiers if line.startswith(_CLASSIFIER)]
    short = _field(told, "License")
    stated = _field(told, "License-Expression") or (short if short and "\n" not in short and len(short) < 80 else "")
    return Package(told["Name"], one.version, stated or " AND ".join(named) or "not stated", tuple(_texts(one)))


def _field(told: PackageMetadata, name: str) -> str:
    return str(told[name] or "").strip() if name in told else ""


def _texts(one: Distribution) -> Iterator[str]:
    for file in sorted(one.files or (), key=str):
        if ".dist-info" in file.parts[0] and _TEXT_NAMES.match(file.name):
            path = Path(str(file.locate()))
            if path.is_file() and path.stat().st_size <= MAX_TEXT:
                yield path.read_text("utf-8", "replace")


def main() -> int:
    """Read top-level modules from standard input's argument list; print the packages and this Python as JSON."""
    tops = sys.argv[1].split(",") if len(sys.argv) > 1 else []
    told = [asdict(one) for one in [python(), *packages(tops, ["pyinstaller"])]]
    print(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
