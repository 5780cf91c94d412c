"""Windows' functions can be named everywhere, and called on Windows alone."""

import importlib
import sys
from pathlib import Path

import pytest

import agent.desktop.windows
from agent.desktop.base import DesktopError
from agent.desktop.windows.libraries import function

MODULES = sorted(path.stem for path in Path(agent.desktop.windows.__file__).parent.glob("*.py") if path.stem[0] != "_")


@pytest.mark.parametrize("name", MODULES)
def test_every_module_can_be_imported_on_every_system(name: str) -> None:
    assert importlib.import_module(f"agent.desktop.windows.{name}")


def test_a_function_that_this_system_lacks_is_told_in_words() -> None:
    missing = function("user32", "NoSuchFunction", int)
    with pytest.raises(DesktopError, match="NoSuchFunction"):
        missing()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has it")
def test_elsewhere_windows_has_no_desktop_to_open() -> None:
    with pytest.raises(DesktopError):
        agent.desktop.windows.open_windows(set)
