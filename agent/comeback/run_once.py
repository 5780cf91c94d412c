"""The entry on Windows: a value below the user's own RunOnce, which Windows deletes before it starts the program.

https://learn.microsoft.com/windows/win32/setupapi/run-and-runonce-registry-keys
"""

import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from agent.comeback.entry import Command
from agent.comeback.kept import ComebackError

_KEY = r"Software\Microsoft\Windows\CurrentVersion\RunOnce"
_NAME = "HandrailReturn"
MAX_COMMAND = 260
"""Characters of a command there."""


class RunOnce:
    """The value."""

    folder: Path | None = None

    def put(self, command: Command) -> None:
        """Write it. Raise ComebackError."""
        text = subprocess.list2cmdline(command.words)
        if len(text) > MAX_COMMAND:
            raise ComebackError("the program lies too deep in folders to be started at the next login")
        if sys.platform == "win32":
            import winreg

            try:
                with winreg.CreateKey(winreg.HKEY_CURRENT_USER, _KEY) as key:
                    winreg.SetValueEx(key, _NAME, 0, winreg.REG_SZ, text)
            except OSError as error:
                raise ComebackError(f"no start at the next login can be entered: {error.strerror}") from None

    def remove(self) -> None:
        """Delete it."""
        if sys.platform == "win32":
            import winreg

            with suppress(OSError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, _KEY, 0, winreg.KEY_SET_VALUE) as key:
                winreg.DeleteValue(key, _NAME)
