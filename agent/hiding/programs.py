"""What kind of program a window belongs to, from programs.toml. Pure."""

from enum import StrEnum
from functools import lru_cache
from pathlib import PurePath

from agent.hiding.facts import WindowFacts
from agent.hiding.tables import plain, words

_MAX_ARGUMENTS = 8
"""Arguments of an interpreter among which its script is looked for."""


class Kind(StrEnum):
    """Programs that can lead anywhere; the names are programs.toml's."""

    TERMINALS = "terminals"
    RUN_BOXES = "run_boxes"
    SCRIPT_HOSTS = "script_hosts"
    SEARCHERS = "searchers"
    FILE_MANAGERS = "file_managers"
    PREVIEWERS = "previewers"
    DIALOGS = "dialogs"


@lru_cache(maxsize=512)
def names(executable: str, arguments: tuple[str, ...] = (), wm_class: tuple[str, str] = ("", "")) -> frozenset[str]:
    """Return every name a program goes by: its executable's (on Windows also without its ending), its script's, and
    WM_CLASS.
    """
    program = _base(executable)
    found = {program, program.removesuffix(".exe"), *map(plain, wm_class)}
    if program.rstrip("0123456789.") in words("programs", "interpreters") or program in words(
        "programs", "interpreters"
    ):
        found.update(script for argument in arguments[1:_MAX_ARGUMENTS] for script in _scripts(argument))
    return frozenset(found - {""})


def names_of(window: WindowFacts) -> frozenset[str]:
    """Return every name the program of a window goes by."""
    return names(window.executable, window.arguments, window.wm_class)


def is_a(kind: Kind, known_as: frozenset[str]) -> bool:
    """Say whether a program known by these names is of this kind."""
    return not known_as.isdisjoint(words("programs", kind))


def _base(path: str) -> str:
    return plain(PurePath(path.removesuffix(" (deleted)").replace("\\", "/")).name)


def _scripts(argument: str) -> tuple[str, ...]:
    base = _base(argument)
    return (base, base.rpartition(".")[0]) if not argument.startswith("-") else ()
