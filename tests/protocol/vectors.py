"""The draft's own vectors, read from beside the repository: a test without them fails, it is not skipped."""

import json
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parents[3] / "shared" / "vectors" / "cpace_draft_testvectors.json"


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
