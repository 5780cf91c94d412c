"""Bare Debians to start the built Linux plug-in in: the least there can be, X libraries, and what keeps settings.

Each is made once by debootstrap, kept in the cache, and copied for each use: what a session leaves in it must be seen.
"""

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

X_LIBRARIES = ("libx11-6", "libxext6", "libxrender1", "libxrandr2", "libxfixes3")
XCB_LIBRARIES = ("libxcb-randr0", "libxcb-render0", "libxcb-shm0", "libxcb-xfixes0")
FONTS = ("libfontconfig1", "fonts-dejavu-core")
SETTINGS = ("libgirepository-1.0-1", "gir1.2-glib-2.0", "gsettings-desktop-schemas", "dconf-gsettings-backend")
BUS = {
    "bookworm": ("dbus-x11", "dbus-daemon", "dbus-bin", "dbus-session-bus-common"),
    "bullseye": ("dbus-x11", "dbus"),
}
"""What dconf's package asks for in each Debian there is here; debootstrap does not find it by itself."""
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))


def made(suite: str) -> Path:
    """Make one, or return the one that was made before (about a minute, and the network, the first time)."""
    packages = ",".join((*X_LIBRARIES, *XCB_LIBRARIES, *FONTS, *SETTINGS, *BUS[suite]))
    there = CACHE / f"handrail-bare-{suite}-{hashlib.sha256(packages.encode()).hexdigest()[:12]}"
    if there.exists():
        return there
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="handrail-bare-", dir=CACHE) as folder:
        root = Path(folder) / "root"
        options = ["--variant=minbase", f"--include={packages}", suite, str(root)]
        subprocess.run(["debootstrap", *options], check=True, stdout=subprocess.DEVNULL)
        shutil.rmtree(root / "var" / "cache" / "apt")
        root.rename(there)
    return there


@contextmanager
def copy(folder: Path) -> Iterator[Path]:
    """Copy Debian 12's into `folder` while the block lasts; what was written in it goes with it."""
    root = folder / "root"
    subprocess.run(["cp", "--archive", "--reflink=auto", str(made("bookworm")), str(root)], check=True)
    try:
        yield root
    finally:
        shutil.rmtree(root)


def says(suite: str, plugin: Path, *arguments: str) -> str:
    """Run a plug-in in one, as an ordinary user without a screen or a network; return what it says."""
    there = f"/mnt/{plugin.name}"
    system = ["--ro-bind", str(made(suite)), "/", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/mnt"]
    user = ["--unshare-all", "--uid", "1000", "--gid", "1000", "--clearenv", "--setenv", "PATH", "/usr/bin:/bin"]
    command = ["bwrap", "--die-with-parent", *system, *user, "--setenv", "TMPDIR", "/mnt", "--setenv", "HOME", "/mnt"]
    command += ["--ro-bind", str(plugin), there, "--", there, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    return done.stdout + done.stderr
