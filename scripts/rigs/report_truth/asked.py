"""Questions to the system's own tools: a program with its arguments, and what it prints."""

import json
import shutil
import subprocess
from typing import Any


def said(*command: str) -> str:
    """Return what a program prints; nothing where it is not there, or fails."""
    if shutil.which(command[0]) is None:
        return ""
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    return done.stdout if done.returncode == 0 else ""


def told_as_json(*command: str) -> Any:
    """Return what a program prints as JSON; None where there is nothing."""
    text = said(*command)
    return json.loads(text) if text else None


def size(count: float) -> str:
    """Write bytes as a person does, by powers of 1024: "7.8 GB"; written anew, not with the report's own hand."""
    power = 0
    while count >= 1024 and power < 5:
        count, power = count / 1024, power + 1
    return f"{count:.1f} {_UNITS[power]}" if count < 10 else f"{count:.0f} {_UNITS[power]}"


_UNITS = ("B", "KB", "MB", "GB", "TB", "PB")


def bytes_of(text: str) -> float:
    """Read such a size."""
    number, unit = text.split()
    return float(number) * float(1024 ** _UNITS.index(unit))


def near(text: str, count: float, share: float) -> bool:
    """Say whether a written size is that many bytes, to within a share of it and of its last figure."""
    step = bytes_of(f"{1 if float(text.split()[0]) >= 10 else 0.1} {text.split()[1]}")
    return abs(bytes_of(text) - count) <= share * count + step
