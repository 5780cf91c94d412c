"""Which Windows this is, asked of a real one."""

import sys

from agent.desktop.windows.win32_version import windows_version

assert sys.platform == "win32"


def test_the_version_is_the_systems_own() -> None:
    version = windows_version()
    assert version[0] >= 10
    assert version[2] == sys.getwindowsversion().build
