"""Runs the tests of the registry tool that need a real Windows registry, under Wine; see windows/test_real_registry."""

from pathlib import Path

import pytest

from scripts.rigs import wine
from scripts.rigs.xserver import xvfb

pytestmark = pytest.mark.timeout(wine.PATIENCE)

HERE = Path(__file__).parent / "windows"


def test_what_only_windows_can_show_holds_under_wine() -> None:
    if reason := wine.missing():
        pytest.skip(reason)
    path = wine.windows_path(HERE)
    with wine.alone(), xvfb() as display:
        done = wine.Wine(display).python("-B", "-m", "pytest", path, f"--confcutdir={path}", "-p", "no:cacheprovider")
    assert done.returncode == 0, done.stdout[-6000:]
    assert len(list(HERE.glob("test_real_*.py"))) == 1
