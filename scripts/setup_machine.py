"""Make this machine able to run Handrail's scripts: system packages, .venv, the console; only what is missing.

Standard library only, for a bare python3. `setup_machine.py -m MODULE ARGS...` then becomes MODULE under .venv.
A second run finds everything in place by its stamps and needs no network.
"""

from __future__ import annotations  # so that an older Python comes as far as check_versions

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
CONSOLE = ROOT / "rendezvous" / "console"
OLDEST_PYTHON = (3, 11)
OLDEST_NODE = (20, 19)


class Need(NamedTuple):
    """One Debian package, what proves that it is there, and why."""

    package: str
    proof: str
    """A command on the path, or an absolute glob that matches something."""
    why: str


NEEDS = (
    Need("xvfb", "Xvfb", "virtual desktops"),
    Need("xserver-xephyr", "Xephyr", "the customer's real hand in tests: an X server in an X server"),
    Need("x11-xkb-utils", "setxkbmap", "AZERTY and QWERTY keyboards"),
    Need("xdotool", "xdotool", "moving the hand on a virtual desktop"),
    Need("openbox", "openbox", "a window manager: focus and stacking as on a real desktop"),
    Need("picom", "picom", "a compositor: windows that fade, and are drawn late"),
    Need("pulseaudio", "pulseaudio", "microphones and loudspeakers that are none"),
    Need("pulseaudio-utils", "pactl", "what plays and records there"),
    Need("xterm", "xterm", "a real application to type into"),
    Need("mousepad", "mousepad", "a real application to type into"),
    Need("thunar", "thunar", "a file manager to lead a hidden folder on screen with"),
    Need("pcmanfm", "pcmanfm", "another file manager"),
    Need("gpicview", "gpicview", "a picture viewer"),
    Need("dconf-cli", "dconf", "settings that are really kept, and another program that reads them"),
    Need("dconf-gsettings-backend", "/usr/lib/*/gio/modules/libdconfsettings.so", "what keeps them"),
    Need("libglib2.0-bin", "glib-compile-schemas", "settings of a test's own"),
    Need("tesseract-ocr", "tesseract", "a customer's eyes: what a built plug-in's windows say is read off the screen"),
    Need("tesseract-ocr-fra", "/usr/share/tesseract-ocr/*/tessdata/fra.traineddata", "the same, in French"),
    Need("debootstrap", "debootstrap", "a bare Debian to start a built plug-in in"),
    Need("bubblewrap", "bwrap", "starting it there"),
    Need("catfish", "catfish", "a search program"),
    Need("dbus-daemon", "dbus-daemon", "the bus of file managers, and of lock, sleep and user switch"),
    Need("chromium", "chromium", "the technician's browser"),
    Need("firefox-esr", "firefox-esr", "the technician's other browser"),
    Need("fonts-dejavu-core", "/usr/share/fonts/truetype/dejavu", "letters"),
    Need("procps", "ps", "processes as another program counts them, to compare with"),
    Need("iproute2", "ip", "the network's addresses, to compare the system report with"),
    Need("fuse3", "fusermount3", "file systems that mirror a hidden folder, to see them refused"),
    Need("bindfs", "bindfs", "a mirror of a hidden folder"),
    Need("ntfs-3g", "lowntfs-3g", "NTFS with its short names, streams and other case"),
    Need("btrfs-progs", "mkfs.btrfs", "snapshots of a hidden folder"),
    Need("gir1.2-webkit2-4.1", "/usr/lib/*/girepository-1.0/WebKit2-4.1.typelib", "the customer's window"),
    Need("python3-tk", "/usr/lib/python3*/tkinter/__init__.py", "the customer's plain window, when there is no WebKit"),
    Need("python3-venv", "/usr/lib/python3*/ensurepip/__init__.py", "making .venv"),
    Need("python3-dev", "/usr/include/python3*/Python.h", "building PyGObject"),
    Need("gcc", "gcc", "building PyGObject"),
    Need("binutils", "objdump", "building plug-ins"),
    Need("osslsigncode", "osslsigncode", "signing plug-ins for Windows"),
    Need("libengine-pkcs11-openssl", "/usr/lib/*/engines-3/pkcs11.so", "signing with a key in a token"),
    Need("softhsm2", "softhsm2-util", "a token to try signing with"),
    Need("pkg-config", "pkg-config", "building PyGObject"),
    Need("libcairo2-dev", "/usr/include/cairo", "building PyGObject"),
    Need("libgirepository1.0-dev", "/usr/include/gobject-introspection-1.0", "building PyGObject"),
)


class CannotSetUp(Exception):
    """The machine lacks something that this script may not or cannot add; the text says what to do."""


@contextmanager
def step(name: str) -> Iterator[None]:
    """Print `name` and, when its block ends, the seconds it took. Standard output is left to the command asked for."""
    print(f"{name} ...", file=sys.stderr, flush=True)
    start = time.monotonic()
    yield
    print(f"    done in {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)


def set_up() -> Path:
    """Bring everything in place; return the python to use. Raise CannotSetUp with a sentence."""
    check_versions()
    install_packages(missing_needs())
    check_modules()
    make_venv()
    build_console()
    return VENV / "bin" / "python"


def check_versions() -> None:
    """Raise CannotSetUp unless Python and Node are recent enough."""
    if sys.version_info < OLDEST_PYTHON:
        raise CannotSetUp(f"Python 3.11 or later is needed; this is {sys.version.split()[0]}.")
    if not shutil.which("node") or not shutil.which("npm"):
        raise CannotSetUp("Node.js 20.19 or later and npm are needed to build the console: https://nodejs.org/.")
    found = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    if node_version(found) < OLDEST_NODE:
        raise CannotSetUp(f"Node.js 20.19 or later is needed to build the console; this is {found}.")


def node_version(text: str) -> tuple[int, ...]:
    """Read "v20.19.2" as (20, 19, 2)."""
    return tuple(int(number) for number in re.findall(r"\d+", text)[:3])


def missing_needs(needs: Iterable[Need] = NEEDS) -> list[Need]:
    """List what is not there."""
    return [need for need in needs if not _is_there(need.proof)]


def _is_there(proof: str) -> bool:
    return any(Path("/").glob(proof[1:])) if proof.startswith("/") else shutil.which(proof) is not None


def install_packages(missing: Sequence[Need]) -> None:
    """Install `missing` as root on Debian; elsewhere raise CannotSetUp naming each of them."""
    if not missing:
        return
    packages = [need.package for need in missing]
    if not shutil.which("apt-get"):
        lines = "".join(f"\n    {need.package}: {need.why}" for need in missing)
        raise CannotSetUp(f"This machine lacks these (names as in Debian 12):{lines}")
    if os.geteuid() != 0:
        raise CannotSetUp(
            f"Some packages are missing. Run this, then try again:\n    sudo apt-get install {' '.join(packages)}"
        )
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with step(f"Installing from Debian: {' '.join(packages)}"):
        _run(["apt-get", "update", "-qq"], env=environment)
        _run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], env=environment)


def check_modules() -> None:
    """Raise CannotSetUp when this Python was built without what Debian packs apart."""
    lacking = [name for name in ("ensurepip", "tkinter", "sqlite3") if importlib.util.find_spec(name) is None]
    if lacking:
        raise CannotSetUp(f"{sys.executable} was built without {', '.join(lacking)}. Try /usr/bin/python3 instead.")


def make_venv() -> None:
    """Make .venv hold what requirements.lock lists, and this project."""
    lock, python = ROOT / "requirements.lock", VENV / "bin" / "python"
    if not _works(python):
        with step("Making .venv"):
            _run([sys.executable, "-m", "venv", "--clear", str(VENV)])
    pip = [str(python), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    if _stamp_is_old("python", digest([lock])):
        with step("Installing the Python packages of requirements.lock"):
            _run([*pip, "--require-hashes", "-r", str(lock)])
        _write_stamp("python", digest([lock]))
    if _stamp_is_old("project", project_digest()):
        with step("Installing Handrail itself into .venv"):
            _run([*pip, "--no-deps", "-e", str(ROOT)])
        _write_stamp("project", project_digest())


def project_digest() -> str:
    """Hash what pyproject.toml says of the package; its tools' settings change nothing that is installed."""
    import tomllib

    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    told = json.dumps([settings["build-system"], settings["project"], str(ROOT)], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def build_console() -> None:
    """Make rendezvous/console/node_modules hold what package-lock.json lists, and build the console."""
    locks = [CONSOLE / "package.json", CONSOLE / "package-lock.json"]
    if _stamp_is_old("npm", digest(locks)) or not (CONSOLE / "node_modules").is_dir():
        with step("Installing the console's npm packages"):
            _run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=CONSOLE)
        _write_stamp("npm", digest(locks))
    sources = digest([*locks, *console_sources()])
    if _stamp_is_old("console", sources) or not (CONSOLE / "dist" / "index.html").is_file():
        with step("Building the console"):
            _run(["npm", "run", "--silent", "build", "--", "--logLevel=warn"], cwd=CONSOLE)
        _write_stamp("console", sources)


def console_sources() -> list[Path]:
    """List the files that the console is built from, in a stable order."""
    shipped = [path for folder in ("src", "public") for path in sorted((CONSOLE / folder).rglob("*")) if path.is_file()]
    return [CONSOLE / "index.html", CONSOLE / "vite.config.ts", CONSOLE / "tsconfig.json", *shipped]


def digest(paths: Iterable[Path]) -> str:
    """Hash the names and contents of `paths`."""
    total = hashlib.sha256()
    for path in paths:
        total.update(f"{path.relative_to(ROOT)}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _stamp_is_old(name: str, value: str) -> bool:
    stamp = VENV / "stamps" / name
    return not stamp.is_file() or stamp.read_text() != value


def _write_stamp(name: str, value: str) -> None:
    stamp = VENV / "stamps" / name
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(value)


def _works(python: Path) -> bool:
    question = f"import pip, sys; sys.exit(sys.version_info < {OLDEST_PYTHON})"
    return python.exists() and subprocess.run([python, "-c", question], stderr=subprocess.DEVNULL).returncode == 0


def _run(command: Sequence[str], cwd: Path = ROOT, env: dict[str, str] | None = None) -> None:
    if subprocess.run(command, cwd=cwd, env=env, stdout=sys.stderr).returncode != 0:
        raise CannotSetUp(f"This did not succeed; what it printed is above:\n    {' '.join(command)}")


def main() -> int:
    """Set up; with `-m MODULE ARGS...` become MODULE under .venv. Return the exit code."""
    try:
        python = set_up()
    except CannotSetUp as problem:
        print(problem, file=sys.stderr)
        return 1
    if sys.argv[1:2] == ["-m"]:
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
        os.execv(python, [str(python), *sys.argv[1:]])
    return 0


if __name__ == "__main__":
    sys.exit(main())
