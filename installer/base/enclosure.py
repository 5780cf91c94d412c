"""Runs programs inside a base: it is their whole system, and of this machine they see only what is shown to them."""

import sys
from importlib.util import find_spec
from pathlib import Path

from installer.base.recipe import PYTHON
from installer.errors import InstallerError
from installer.pyinstaller import ROOT, Python

PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
SOURCES = "/mnt/handrail"
"""Where the agent and the installer lie inside."""
WORK = "/mnt/work"
"""Where a build's own folder lies inside."""
PIP = "/mnt/pip"
"""Where the pip of the Python that runs this lies inside."""

_SYSTEMS_OWN = ("--proc", "/proc", "--dev", "/dev", "--perms", "1777", "--tmpfs", "/tmp", "--tmpfs", "/mnt")  # noqa: S108 - the base's


def building(base: Path, work: Path) -> Python:
    """Return the base's Python: it reads the base and the sources, writes in `work` alone, and has no network."""
    words = ["bwrap", "--die-with-parent", "--unshare-all", "--ro-bind", str(base), "/", *_SYSTEMS_OWN]
    for room in ("agent", "installer"):
        words += ["--ro-bind", str(ROOT / room), f"{SOURCES}/{room}"]
    words += ["--bind", str(work), WORK, "--chdir", WORK, "--setenv", "PATH", PATH, "--setenv", "HOME", WORK]

    def path(outside: Path) -> str:
        if outside.is_relative_to(work):
            return str(WORK / outside.relative_to(work))
        return str(SOURCES / outside.relative_to(ROOT))

    return Python((*words, "--", PYTHON), path)


def changing(root: Path, folder: str, network: bool = False) -> list[str]:
    """Return the words before a command that changes a base in the making, as its administrator, in a folder of it.

    With a network it is shown how this machine finds names and which authorities it trusts, and the pip to fetch with.
    """
    words = ["bwrap", "--die-with-parent", "--unshare-pid", "--unshare-ipc", "--cap-add", "ALL"]
    words += ["--bind", str(root), "/", *_SYSTEMS_OWN, "--chdir", folder]
    if not network:
        return [*words, "--unshare-net", "--"]
    for path in ("/etc/resolv.conf", "/etc/ssl/certs"):
        words += ["--ro-bind-try", path, path]
    return [*words, "--ro-bind", str(own_pip()), PIP, "--"]


def own_pip() -> Path:
    """Return where the pip of the Python that runs this lies: one folder, which needs no other package.

    Raise InstallerError where there is none.
    """
    found = find_spec("pip")
    if found is None or found.origin is None:
        raise InstallerError(f"a Linux base is filled by this Python's pip, and it has none: {sys.executable}")
    return Path(found.origin).parent
