"""The draft's own vectors, read from beside the repository.

A clone without them says so and skips what needs them; CI never does (docs/protocol.md says where they come from).
"""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parents[3] / "shared" / "vectors" / "cpace_draft_testvectors.json"


MISSING = f"the draft's vectors are not beside this clone ({FILE.relative_to(FILE.parents[2])})"


def excused() -> bool:
    """Say whether the vectors are missing where that is allowed."""
    return not FILE.exists() and not os.environ.get("CI")


@cache
def x25519() -> dict[str, bytes]:
    """Give the vectors of CPACE-X25519-SHA512 by the draft's names."""
    return {name: bytes.fromhex(value) for name, value in _load()["G_25519"].items() if isinstance(value, str)}


@cache
def invalid_points() -> dict[str, bytes]:
    """Give the points that must be refused, by the draft's names."""
    return {name: bytes.fromhex(value) for name, value in _load()["X25519_points"].items()}


@cache
def _load() -> dict[str, Any]:
    vectors: dict[str, Any] = json.loads(FILE.read_text())
    return vectors
