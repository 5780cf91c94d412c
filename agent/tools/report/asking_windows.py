"""How the report asks Windows: the registry, WMI, the monitors and a file's version, behind one small door.

Only Windows has the real one (`here`); the sources are tested with a machine laid out in a table as well.
"""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from agent.tools.known import SourceError

MOST_ROWS = 200
"""Of one question to WMI, and of one key of the registry."""


@dataclass(frozen=True)
class WindowsMonitor:
    """A monitor, in pixels."""

    name: str
    width: int
    height: int


class Windows(Protocol):
    """What the sources ask. Each raises SourceError where Windows does not answer."""

    def value(self, path: str, name: str = "") -> str | int | None:
        r"""Return a value of the registry (path: "HKLM\SOFTWARE\..."); None where there is none."""

    def keys(self, path: str) -> Sequence[str]:
        """Return the keys below a key; none where it is not there."""

    def instances(self, query: str, names: Sequence[str]) -> Sequence[Mapping[str, str]]:
        """Return these properties of what a question in WQL (MS-WMI, 2.2.1) finds; empty where they are not set."""

    def monitors(self) -> Sequence[WindowsMonitor]:
        """Return the monitors."""

    def file_version(self, path: str) -> str:
        """Return the version that a program's file tells; empty where it tells none."""


if sys.platform == "win32":
    import winreg

    import pythoncom
    import pywintypes
    import win32api
    import win32com.client

    _ROOTS = {"HKLM": winreg.HKEY_LOCAL_MACHINE, "HKCU": winreg.HKEY_CURRENT_USER}
    _VIEW = winreg.KEY_READ | winreg.KEY_WOW64_64KEY

    class _Here:
        """This computer."""

        def value(self, path: str, name: str = "") -> str | int | None:
            root, _, below = path.partition("\\")
            try:
                with winreg.OpenKey(_ROOTS[root], below, 0, _VIEW) as key:
                    read = winreg.QueryValueEx(key, name)[0]
            except OSError:
                return None
            return read if isinstance(read, str | int) else None

        def keys(self, path: str) -> Sequence[str]:
            root, _, below = path.partition("\\")
            try:
                with winreg.OpenKey(_ROOTS[root], below, 0, _VIEW) as key:
                    count = winreg.QueryInfoKey(key)[0]
                    return [winreg.EnumKey(key, number) for number in range(min(count, MOST_ROWS))]
            except OSError:
                return []

        def instances(self, query: str, names: Sequence[str]) -> Sequence[Mapping[str, str]]:
            pythoncom.CoInitialize()  # each thread that asks
            try:
                found = win32com.client.GetObject("winmgmts:root/cimv2").ExecQuery(query)
                rows = [found.ItemIndex(number) for number in range(min(found.Count, MOST_ROWS))]
                return [{name: str(row.Properties_(name).Value or "") for name in names} for row in rows]
            except pywintypes.com_error as error:
                raise SourceError(f"WMI did not answer ({type(error).__name__})") from None

        def monitors(self) -> Sequence[WindowsMonitor]:
            found = []
            for handle, _, _ in win32api.EnumDisplayMonitors():
                told = win32api.GetMonitorInfo(handle)
                left, top, right, bottom = told["Monitor"]
                found.append(WindowsMonitor(told["Device"].removeprefix("\\\\.\\"), right - left, bottom - top))
            return found

        def file_version(self, path: str) -> str:
            try:
                told = win32api.GetFileVersionInfo(path, "\\")
            except pywintypes.error:
                return ""
            high, low = told["FileVersionMS"], told["FileVersionLS"]
            return f"{high >> 16}.{high & 0xFFFF}.{low >> 16}.{low & 0xFFFF}"

    def here() -> Windows:
        """Return this computer."""
        return _Here()
