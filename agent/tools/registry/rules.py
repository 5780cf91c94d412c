"""What this room ships as data of the registry's places (rules.toml): secret, kept, what starts, what was opened."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Literal

Group = Literal["secret", "kept", "starting", "trails"]

_PASSED_OVER = "wow6432node"
_BETWEEN_WORDS = re.compile(r"[\W_]+")


def lies_in(group: Group, place: Sequence[str]) -> bool:
    """Say whether a key is one of a group's keys, or lies below one."""
    return _keys(group).match(_plain(place)) is not None


def names_secret(name: str) -> bool:
    """Say whether a value is called as what keeps a password is."""
    plain = _BETWEEN_WORDS.sub("", name.casefold())
    return any(word in plain for word in _words("secret", "names"))


def guards_computer(*texts: str) -> bool:
    """Say whether a text names a program that guards against malicious software."""
    return any(word in text.casefold() for text in texts for word in _words("starting", "programs"))


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("agent.tools.registry").joinpath("rules.toml").read_text(encoding="utf-8"))


@cache
def _words(group: Group, kind: str) -> tuple[str, ...]:
    return tuple(_table()[group][kind])


@cache
def _keys(group: Group) -> re.Pattern[str]:
    patterns = (re.escape(_plain(key.split("\\"))).replace(r"\*", r"[^\\]*") for key in _table()[group]["keys"])
    return re.compile(rf"(?:{'|'.join(patterns)})(?:\\|$)", re.DOTALL)


def _plain(place: Sequence[str]) -> str:
    names = (name.casefold() for name in place)
    return "\\".join(name for name in names if name != _PASSED_OVER)
