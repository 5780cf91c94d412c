"""Makes a Linux base: Debian 11 by debootstrap, Python and its libraries from Debian's sources, packages by pip.

Whole or not at all: it is made in a folder beside, which is renamed in the end. Debian's packages and sources are
verified by apt with the keys that come with debootstrap, Python's packages by the hashes in recipe.REQUIREMENTS.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from installer.base import recipe
from installer.base.enclosure import PATH, PIP, changing, own_pip
from installer.errors import InstallerError
from installer.pyinstaller import Say, epoch

MARK = "etc/handrail-base"
"""A file of a finished base: which recipe it was made by."""

TOOLS = {"debootstrap": "debootstrap", "bwrap": "bubblewrap", "unshare": "util-linux"}
"""What this machine must have, and the Debian package of each."""

_FOR_DOWNLOADS = re.compile(r"(?i)PIP_\w+|\w+_PROXY")
"""The variables that say how this machine reaches the network."""
_SRC = "/usr/src"


def make_base(folder: Path, say: Say) -> None:
    """Make a base, telling each step to `say`; one that is there already is left as it is.

    Raise InstallerError for what this machine lacks, for a folder that is something else, and for a step that fails.
    """
    if folder.exists():
        require_base(folder)
        say(f"{folder} is a base already, of this recipe")
        return
    _require_machine()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as unfinished:
        root = Path(unfinished).resolve() / "root"
        _furnish(root, say)
        for source in recipe.SOURCES:
            say(f"compiling {source.name}")
            _compile(root, source)
        say(f"installing what {recipe.REQUIREMENTS.name} lists")
        _install_requirements(root)
        for left in (_SRC, "/var/cache/apt", "/var/lib/apt/lists"):
            shutil.rmtree(root / left[1:])
        (root / MARK).write_text(recipe.digest(), encoding="ascii")
        root.rename(folder)


def require_base(folder: Path) -> None:
    """Raise InstallerError for a folder that is no base, or one that another version of the recipe made."""
    mark = folder / MARK
    if not mark.is_file():
        raise InstallerError(f"{folder} is no Linux base; make one: handrail-installer linux-base {folder}")
    if mark.read_text(encoding="ascii") != recipe.digest():
        raise InstallerError(
            f"{folder} was made by another version of this installer: remove it, then: "
            f"handrail-installer linux-base {folder}"
        )


def _require_machine() -> None:
    if sys.platform != "linux":
        raise InstallerError("a Linux base is made on Linux")
    if missing := [package for tool, package in TOOLS.items() if not shutil.which(tool)]:
        raise InstallerError(f"a Linux base needs {', '.join(missing)}: apt install {' '.join(missing)}")
    if os.geteuid() != 0:
        raise InstallerError(
            "only root can make a Linux base (debootstrap): try again with sudo. Anyone can use it then"
        )
    own_pip()


def _furnish(root: Path, say: Say) -> None:
    """Lay down Debian, what compiles, and the sources."""
    say(f"fetching Debian's {recipe.SUITE}")
    root.mkdir()
    # its mounts are gone with it, however it ends
    _run(["unshare", "--mount", "debootstrap", "--variant=minbase", recipe.SUITE, str(root)], os.environ)
    listed = root / "etc" / "apt" / "sources.list"
    mirror = listed.read_text(encoding="utf-8").split()[1]  # the one that debootstrap took
    with listed.open("a", encoding="utf-8") as more:
        more.write(f"deb-src {mirror} {recipe.SOURCES_SUITE} main\n")
    say("installing what compiles it, and fetching the sources")
    _inside(root, ["apt-get", "update"], network=True)
    _inside(root, ["apt-get", "install", "--yes", "--no-install-recommends", *recipe.PACKAGES], network=True)
    names = [source.name for source in recipe.SOURCES]
    _inside(root, ["apt-get", "source", "--download-only", *names], network=True)


def _compile(root: Path, source: recipe.Source) -> None:
    sources = root / _SRC[1:]
    [described] = sources.glob(f"{source.name}_*.dsc")
    _inside(root, ["dpkg-source", "--extract", described.name, source.name])
    for step in source.steps:
        _inside(root, shlex.split(step), f"{_SRC}/{source.name}")
    shutil.rmtree(sources / source.name)


def _install_requirements(root: Path) -> None:
    """Have this Python's pip, which needs no other package, install in the base's Python."""
    shutil.copy(recipe.REQUIREMENTS, root / _SRC[1:])
    how = ["--disable-pip-version-check", "--no-compile", "--no-deps", "--require-hashes"]
    _inside(root, [recipe.PYTHON, PIP, "install", *how, "--requirement", recipe.REQUIREMENTS.name], network=True)


def _inside(root: Path, command: Sequence[str], folder: str = _SRC, network: bool = False) -> None:
    """Run a command in the base that is being made."""
    given = {name: value for name, value in os.environ.items() if _FOR_DOWNLOADS.fullmatch(name)} if network else {}
    environment = {
        **given,
        "PATH": PATH,
        "HOME": "/root",
        "LC_ALL": "C.UTF-8",
        "DEBIAN_FRONTEND": "noninteractive",
        "MAKEFLAGS": f"-j{os.cpu_count() or 1}",
        "CPPFLAGS": "-I/usr/local/include",
        "LDFLAGS": "-L/usr/local/lib",
        "SOURCE_DATE_EPOCH": str(epoch()),
    }
    _run([*changing(root, folder, network), *command], environment)


def _run(command: Sequence[str], environment: Mapping[str, str]) -> None:
    done = subprocess.run(  # noqa: S603 - a list of arguments, no shell
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    if done.returncode != 0:
        last = done.stdout.splitlines()[-15:]
        raise InstallerError("\n  ".join([f"the base could not be made; « {shlex.join(command)} » said last:", *last]))
