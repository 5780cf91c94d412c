"""Runs tests of the bulk process under Wine: there its pipes are Windows'."""

from pathlib import Path

import pytest

from scripts.rigs import wine
from scripts.rigs.xserver import xvfb

pytestmark = pytest.mark.timeout(wine.PATIENCE)

HERE = Path(__file__).parent
OF_PIPES = "come_whole or a_cut_kills or that_dies"
"""The tests in which the pipes carry something, or break."""


def test_bulk_goes_both_ways_and_is_cut_under_wine() -> None:
    if reason := wine.missing():
        pytest.skip(reason)
    only_here = f"--confcutdir={wine.windows_path(HERE)}"  # the rigs above are of X11
    with wine.alone(), xvfb() as display:
        windows = wine.Wine(display)
        path = wine.windows_path(HERE / "test_bulk.py")
        done = windows.python("-B", "-m", "pytest", path, only_here, "-k", OF_PIPES, "-p", "no:cacheprovider")
    assert done.returncode == 0, done.stdout[-6000:]
