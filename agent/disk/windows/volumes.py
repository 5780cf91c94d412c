"""Which disks there were when the customer agreed: built in and plugged in, by letter and serial, none of a network."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Self

from agent.disk.windows import win32_files as win32
from agent.disk.windows.handles import Identity, opened
from agent.disk.windows.names import windows_path


@dataclass(frozen=True)
class Volumes:
    """Disks ("C:") and the root of each."""

    roots: Mapping[str, Identity]

    @classmethod
    def present(cls) -> Self:
        """Take those that are there now."""
        roots: dict[str, Identity] = {}
        for letter in win32.letters():
            with suppress(OSError):  # a reader without a card
                roots[f"{letter}:"] = opened(windows_path((f"{letter}:",))).identity
        return cls(roots)

    def has(self, disk: str, thing: Identity) -> bool:
        """Say whether a thing lies on a disk that was there, and is the same disk still."""
        root = self.roots.get(disk)
        return root is not None and root.volume == thing.volume
