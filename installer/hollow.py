"""Leaves out what PyAV's FFmpeg is linked with and no plug-in uses: 10 MB of other codecs, TLS, devices, subtitles.

FFmpeg does not load without these libraries, so each is replaced by one of the same name whose functions return 0, as
an encoder or a device does that is not there.
"""

import re
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from installer.errors import InstallerError

UNUSED = (
    "libx265-", "libSvtAv1Enc-", "libdav1d-", "libmp3lame-", "libopencore-amr",  # no such codecs
    "libgnutls-", "libnettle-", "libhogweed-", "libgmp-", "libunistring-",  # FFmpeg opens no address
    "libasound-", "libxcb-", "libXau-", "libdrm-", "libvpl-",  # nor a device
    "libiconv-",  # nor subtitles
)  # fmt: skip
"""What the names of these libraries begin with, in the wheels of PyAV."""

_ALLOWED = re.compile(r"[A-Za-z_]\w*")


def is_unused(name: str) -> bool:
    """Say whether a library is one that no plug-in uses."""
    return Path(name.replace("\\", "/")).name.startswith(UNUSED)


def functions_needed(taken: Mapping[str, Mapping[str, set[str]]]) -> dict[str, set[str]]:
    """Return which functions are taken of each library that is still needed once the unused ones are hollow.

    `taken`: of each file, its libraries and what it takes of each. What is no library of these (a Python module, most
    often) is needed by itself; what only an unused one takes is not.
    """
    offered = {library for libraries in taken.values() for library in libraries}
    waiting = [name for name in taken if name not in offered]
    needed: dict[str, set[str]] = {}
    while waiting:
        user = waiting.pop()
        for library, functions in taken.get(user, {}).items():
            if library not in needed and not is_unused(library):
                waiting.append(library)
            needed.setdefault(library, set()).update(functions)
    return needed


def hollow(library: Path, users: Iterable[Path], target: Path) -> None:
    """Write to `target` a library with the functions that `users` take from `library`, all of which return 0.

    Each has the version that it is asked for by: the loader ends a program whose library has none where some are asked
    for. Raise InstallerError when this machine's compiler cannot make it.
    """
    offered = _symbols(library, "--defined-only").keys()
    asked = {name: version for user in users for name, version in _symbols(user, "--undefined-only").items()}
    taken = {name: asked[name] for name in sorted(offered & asked.keys())}
    source, versions = target.with_name(f"{target.name}.c"), target.with_name(f"{target.name}.map")
    source.write_text("".join(f"long {name}(void) {{ return 0; }}\n" for name in taken), encoding="ascii")
    versions.write_text(_script(taken), encoding="ascii")
    linking = ["-shared", "-nostdlib", "-Wl,--build-id=none", f"-Wl,-soname,{library.name}"]
    linking += [f"-Wl,--version-script={versions.name}"] if any(taken.values()) else []
    _run(["gcc", "-O1", "-s", "-fPIC", *linking, "-o", str(target), source.name], target.parent)


def _script(taken: Mapping[str, str]) -> str:
    """Write which functions have which version (GNU ld, "VERSION Command"); those without need no word."""
    versions = sorted(set(taken.values()) - {""})
    functions = {version: "; ".join(name for name in taken if taken[name] == version) for version in versions}
    return "".join(f"{version} {{ global: {names}; }};\n" for version, names in functions.items())


def _symbols(library: Path, which: str) -> dict[str, str]:
    """Return a library's functions with their versions, "" where they have none."""
    told = _run(["nm", "-D", "--with-symbol-versions", which, str(library)], library.parent)
    named = (re.split("@+", line.split()[-1]) for line in told.splitlines() if line.strip())
    return {name: "".join(version) for name, *version in named if _ALLOWED.fullmatch(name)}


def _run(command: Sequence[str], folder: Path) -> str:
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True)  # noqa: S603 - no shell
    except FileNotFoundError:
        raise InstallerError(f"the build needs {command[0]}: apt install gcc binutils") from None
    if done.returncode != 0:
        raise InstallerError(f"{command[0]} could not make a hollow library: {done.stderr[-500:]}")
    return done.stdout
