"""A bare Debian to start the built Linux plug-in in: the least there can be, X libraries, and what keeps settings.

Made once by debootstrap, kept in the cache, and copied for each use: what a session leaves in it must be seen.
"""

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SUITE = "bookworm"
X_LIBRARIES = ("libx11-6", "libxext6", "libxrender1", "libxrandr2", "libxfixes3")
XCB_LIBRARIES = ("libxcb-randr0", "libxcb-render0", "libxcb-shm0", "libxcb-xfixes0")
FONTS = ("libfontconfig1", "fonts-dejavu-core")
SETTINGS = ("libgirepository-1.0-1", "gir1.2-glib-2.0", "gsettings-desktop-schemas", "dconf-gsettings-backend")
BUS = ("dbus-x11", "dbus-daemon", "dbus-bin", "dbus-session-bus-common")
"""What dconf's package asks for; debootstrap does not find it by itself."""
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))


def made() -> Path:
    """Make it, or return the one that was made before (about a minute, and the network, the first time)."""
    packages = ",".join((*X_LIBRARIES, *XCB_LIBRARIES, *FONTS, *SETTINGS, *BUS))
    there = CACHE / f"handrail-bare-{SUITE}-{hashlib.sha256(packages.encode()).hexdigest()[:12]}"
    if there.exists():
        return there
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="handrail-bare-", dir=CACHE) as folder:
        root = Path(folder) / "root"
        options = ["--variant=minbase", f"--include={packages}", SUITE, str(root)]
        subprocess.run(["debootstrap", *options], check=True, stdout=subprocess.DEVNULL)
        shutil.rmtree(root / "var" / "cache" / "apt")
        root.rename(there)
    return there


@contextmanager
def copy(folder: Path) -> Iterator[Path]:
    """Copy it into `folder` while the block lasts; what was written in it goes with it."""
    root = folder / "root"
    subprocess.run(["cp", "--archive", "--reflink=auto", str(made()), str(root)], check=True)
    try:
        yield root
    finally:
        shutil.rmtree(root)
