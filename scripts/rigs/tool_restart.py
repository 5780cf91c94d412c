"""The case of a restart for [tools]: a logind of our own, which a program holds up, or which never answers."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from scripts.rigs.logind import Logind, logind
from scripts.rigs.tool_scene import ToolScene

ENTRIES = ("restart.begun", "restart.refused")
"""What `work` leaves in the journal."""
ASKED = "[data-testid=permission-restart]"
LOCK = ("shutdown", "Updater", "Writes the new kernel", "block", 0, 1)

_systems: dict[Path, Logind] = {}
"""The logind of each case's folder."""


@contextmanager
def furnished(folder: Path) -> Iterator[Mapping[str, str]]:
    """Have a logind, and a home in which anything that is left is seen."""
    with logind() as (system, buses):
        _systems[folder] = system
        yield {**buses, **{name: str(folder / "home") for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME")}}
        del _systems[folder]


def ask(met: ToolScene) -> None:
    """Press the panel's button."""
    met.open_tab("session")
    met.technician.press(f"{ASKED} button")


def work(met: ToolScene) -> str:
    """Begin while a program holds it up: that is said, nothing restarts, and nothing is left."""
    system = _systems[met.folder]
    system.locks = [LOCK]
    _begin(met)
    met.technician.wait(lambda: bool(met.technician.text(f"{ASKED} [role=alert]")), "why it is not done")
    assert not system.reboots, "it restarts all the same"
    system.locks = []
    return left(met) or "a program that holds the restart up is told of, and nothing is left"


def busy(met: ToolScene) -> None:
    """Begin while the system never answers: the way back is laid."""
    _systems[met.folder].silent = True
    _begin(met)
    met.technician.wait(lambda: left(met) != "", "the way back")


def left(met: ToolScene) -> str:
    """Name what is kept for coming back."""
    there = sorted(path.name for path in (met.folder / "home").rglob("*"))
    return f"left: {', '.join(there)}" if there else ""


def _begin(met: ToolScene) -> None:
    met.technician.wait(lambda: met.technician.standing("restart") == "granted", "the yes")
    met.technician.press(f"{ASKED} button")
    met.technician.press("[data-testid=confirm-yes]")
