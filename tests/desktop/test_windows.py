"""Runs the tests of agent/desktop/windows that need a Windows, under Wine; see windows/conftest.py."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.rigs import wine
from scripts.rigs.keyboard import set_layout
from scripts.rigs.xserver import window_manager, xvfb

pytestmark = pytest.mark.timeout(wine.PATIENCE)

HERE = Path(__file__).parent / "windows"
TYPING = "test_real_typing.py"
FILES = sorted(path.name for path in HERE.glob("test_real_*.py") if path.name != TYPING)


@pytest.fixture(scope="module")
def windows() -> Iterator[wine.Wine]:
    if reason := wine.missing():
        pytest.skip(reason)
    with wine.alone(), xvfb() as display, window_manager(display):
        yield wine.Wine(display)


@pytest.mark.parametrize("name", FILES)
def test_what_only_windows_can_show_holds_under_wine(windows: wine.Wine, name: str) -> None:
    holds(windows, name)


@pytest.mark.parametrize("layout", ["fr", "us", "de"])
def test_what_is_typed_arrives_whatever_the_customers_keyboard(windows: wine.Wine, layout: str) -> None:
    set_layout(windows.env["DISPLAY"], layout)  # programs of Wine's take it when they start
    try:
        holds(windows, TYPING)
    finally:
        set_layout(windows.env["DISPLAY"], "us")


def holds(windows: wine.Wine, name: str) -> None:
    only_here = f"--confcutdir={wine.windows_path(HERE)}"  # the rigs above are of X11
    path = wine.windows_path(HERE / name)
    done = windows.python("-B", "-m", "pytest", path, only_here, "-p", "no:cacheprovider")
    assert done.returncode == 0, done.stdout[-6000:]
