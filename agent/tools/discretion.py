"""Keeps out of the report what the customer hides: programs, volumes, and every line that names something hidden (P4).

What is left out is not counted either. In doubt a line says that it could not be read.
"""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from agent.hiding.knowledge import Knowledge
from agent.hiding.programs import names
from agent.hiding.tables import words
from agent.hiding.titles import folded, says, spans
from agent.hiding.vocabulary import Guard, Hidden
from agent.tools.known import SourceError


@dataclass(frozen=True)
class Discretion:
    """What is hidden while the report is read, and what is known of processes."""

    hidden: Hidden
    knowledge: Knowledge

    def hides_program(self, pid: int, name: str, executable: str, arguments: tuple[str, ...] = ()) -> bool:
        """Say whether a running program may not be told of. Raise SourceError while that is not known."""
        self._must_be_known()
        known_as = names(executable, arguments) | {folded(name)}
        return pid in self.knowledge.holders or not known_as.isdisjoint(self._secret) or self.lies_hidden(executable)

    def hides_named(self, name: str, *lines: str) -> bool:
        """Say whether what does not run may not be told of (a service, a start-up entry), by name or by its lines.

        Raise SourceError while that is not known.
        """
        self._must_be_known()
        return folded(name) in self._secret or any(self.tells(line) for line in (name, *lines))

    def lies_hidden(self, path: str) -> bool:
        """Say whether a path is a hidden folder or lies in one, by what is there, not by its name."""
        identities = set()
        for folder in self.hidden.folders:
            with suppress(OSError):
                identities.add(_identity(folder))
        return (
            any(_is_one_of(place, identities) for place in (Path(path), *Path(path).parents)) if identities else False
        )

    def tells(self, line: str) -> bool:
        """Say whether a line names something hidden: a folder, a file in it, a program."""
        text = folded(line)
        if any(folded(str(path)) in text or says(line, [folded(path.name)]) for path in self.hidden.folders):
            return True
        return not self.knowledge.names.isdisjoint(spans(line)) or says(line, self.hidden.applications)

    def _must_be_known(self) -> None:
        if self.hidden.everything or (self.hidden.folders and not self.knowledge.ready):
            raise SourceError("what is hidden is not known yet")

    @property
    def _secret(self) -> frozenset[str]:
        """The programs that are hidden, by the customer or by the guard of passwords."""
        guarded = words("guards", "passwords.programs") if Guard.PASSWORDS in self.hidden.guards else frozenset()
        return self.hidden.applications | guarded


def _identity(path: Path) -> tuple[int, int]:
    found = os.stat(path)
    return found.st_dev, found.st_ino


def _is_one_of(path: Path, identities: set[tuple[int, int]]) -> bool:
    try:
        return _identity(path) in identities
    except (OSError, ValueError):
        return False
