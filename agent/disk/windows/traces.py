"""Where Windows keeps word of files: what lies there is closed while anything is hidden, as it could tell of that."""

import os
from collections.abc import Iterable
from typing import Final

_OF_THE_CUSTOMER: Final = {
    "APPDATA": (
        r"Microsoft\Windows\Recent",  # links and jump lists
        r"Microsoft\Office\Recent",
        r"Microsoft\Windows\PowerShell\PSReadLine",  # what was typed
    ),
    "LOCALAPPDATA": (
        r"ConnectedDevicesPlatform",  # the timeline
        r"Microsoft\Windows\Explorer",  # thumbnails
        r"Microsoft\Windows\History",
        r"Microsoft\Windows\WebCache",  # addresses of files too
        r"Packages\Microsoft.Windows.Search_cw5n1h2txyewy",
    ),
    "ProgramData": (r"Microsoft\Search\Data",),
    "SystemRoot": (r"Prefetch",),
}
_OF_A_DISK: Final = ("$Recycle.Bin", "System Volume Information")


def traces(disks: Iterable[str]) -> list[str]:
    """Return these places on this computer, be they there or not; `disks` are "C:" and the like."""
    found = [
        os.path.join(os.environ[variable], folder)
        for variable, folders in _OF_THE_CUSTOMER.items()
        if variable in os.environ
        for folder in folders
    ]
    return found + [f"{disk}\\{name}" for disk in disks for name in _OF_A_DISK]
