"""The two tables this room ships as data: guards.toml and programs.toml, read once."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """Return the table `name`.toml of this room."""
    return tomllib.loads(files("agent.hiding").joinpath(f"{name}.toml").read_text(encoding="utf-8"))


@cache
def words(name: str, key: str) -> frozenset[str]:
    """Return one list of a table, as it is compared: case folded, one kind of apostrophe."""
    found: Any = table(name)
    for part in key.split("."):
        found = found.get(part, ())
    return frozenset(map(plain, found))


def plain(text: str) -> str:
    """Return `text` as it is compared."""
    return text.casefold().replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ")
