"""Fakes of the tools' tests: machines laid out in a folder, programs that answer what they are told."""

import threading
from collections.abc import Mapping
from pathlib import Path

from agent.tools.words import Words


def lay(root: Path, files: Mapping[str, str]) -> Path:
    """Write `files` (path below `root`: text) and return `root`."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def program(folder: Path, name: str, script: str) -> Path:
    """Write a shell script as the program `name` and return its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return folder


class Recording:
    """A source that remembers whether it was read."""

    def __init__(self, *items: str) -> None:
        self.items = list(items)
        self.read = False

    def __call__(self, words: Words) -> list[str]:
        self.read = True
        return self.items


def join_threads(name: str) -> None:
    """Wait for the threads whose name begins with `name`: what they raise is reported after their work is done."""
    for thread in threading.enumerate():
        if thread.name.startswith(name):
            thread.join(10)
