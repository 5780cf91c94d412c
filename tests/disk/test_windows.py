"""Runs the tests of agent/disk/windows that need a Windows, under Wine; see windows/conftest.py."""

from pathlib import Path

import pytest

from scripts.rigs import wine
from scripts.rigs.xserver import xvfb

pytestmark = pytest.mark.timeout(wine.PATIENCE)

HERE = Path(__file__).parent / "windows"


def test_what_only_windows_can_show_holds_under_wine() -> None:
    if reason := wine.missing():
        pytest.skip(reason)
    only_here = f"--confcutdir={wine.windows_path(HERE)}"
    with wine.alone(), xvfb() as display:
        windows = wine.Wine(display)
        done = windows.python(
            "-B", "-m", "pytest", wine.windows_path(HERE / "test_real_disk.py"), only_here, "-p", "no:cacheprovider"
        )
    assert done.returncode == 0, done.stdout[-6000:]
