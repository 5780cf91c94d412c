"""A home of one's own, and an entry that only remembers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from agent.comeback.comeback import Comeback, Stage
from agent.comeback.entry import Command
from agent.comeback.kept import ComebackError
from agent.protocol.signalling import Technician

CAMILLE = Technician(id="t1", name="Camille D.", organisation="Exemple Assistance")
SECRET = "ab" * 32
SERVER, PINS = "https://help.example", ("sha256/key",)


@dataclass
class FakeEntry:
    """An entry without a system."""

    folder: Path | None = None
    fails: bool = False
    command: Command | None = None

    def put(self, command: Command) -> None:
        if self.fails:
            raise ComebackError("no")
        self.command = command

    def remove(self) -> None:
        self.command = None


@dataclass
class Dog:
    """What the watchdog was told."""

    told: list[Stage] = field(default_factory=list)

    def __call__(self, stage: Stage) -> None:
        self.told.append(stage)


def comeback_with(
    entry: FakeEntry, dog: Dog | None = None, server: str = SERVER, pins: Sequence[str] = PINS
) -> Comeback:
    made = Comeback(server, pins, Command(["handrail", "return"]), entry, dog or Dog())
    made.technician = CAMILLE
    return made


def everything(folder: Path) -> list[str]:
    """Name every file and folder below."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))
