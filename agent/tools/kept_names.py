"""The names of what may not be ended or stopped from afar, which this room ships as data: kept.toml, read once."""

import tomllib
from functools import cache
from importlib.resources import files


@cache
def kept_names(kind: str, reason: str) -> frozenset[str]:
    """Return one list of the table: of "programs" or "services", and why they are kept."""
    table = tomllib.loads(files("agent.tools").joinpath("kept.toml").read_text(encoding="utf-8"))
    return frozenset(table[kind][reason])
