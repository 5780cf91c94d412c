"""The way back on Windows: one value of RunOnce, just what was meant, and gone with what is kept. Runs under Wine."""

import sys
import winreg
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from agent.comeback import kept
from agent.comeback.comeback import Comeback, take
from agent.comeback.entry import Command, entry_here
from agent.comeback.kept import ComebackError
from agent.comeback.run_once import MAX_COMMAND, RunOnce
from agent.desktop.windows.win32_restart import allow_restart
from agent.protocol.signalling import Technician

assert sys.platform == "win32"

KEY = r"Software\Microsoft\Windows\CurrentVersion\RunOnce"
CAMILLE = Technician(id="t1", name="Camille D.", organisation="Exemple Assistance")
PROGRAM = r"C:\Users\Anne Été\Downloads\Assistance 1234 5678 9012.exe"


def values() -> dict[str, str]:
    with winreg.OpenKey(winreg.HKEY_CURRENT_USER, KEY) as key:
        count = winreg.QueryInfoKey(key)[1]
        return {name: value for name, value, _ in (winreg.EnumValue(key, at) for at in range(count))}


@pytest.fixture(autouse=True)
def other() -> Iterator[None]:
    """Another program's entry, which stays as it is."""
    with winreg.CreateKey(winreg.HKEY_CURRENT_USER, KEY) as key:
        winreg.SetValueEx(key, "Other", 0, winreg.REG_SZ, "other.exe")
        yield
        winreg.DeleteValue(key, "Other")


def test_the_entry_is_the_command_as_windows_reads_it() -> None:
    entry = RunOnce()
    entry.put(Command([PROGRAM, "return"]))
    assert values() == {"Other": "other.exe", "HandrailReturn": f'"{PROGRAM}" return'}
    for _ in range(2):
        entry.remove()
    assert values() == {"Other": "other.exe"}


def test_a_command_that_windows_would_not_run_is_refused() -> None:
    with pytest.raises(ComebackError):
        RunOnce().put(Command(["C:\\" + "x" * MAX_COMMAND, "return"]))
    assert values() == {"Other": "other.exe"}


@pytest.mark.parametrize("later", [1, 901])
def test_what_is_kept_is_taken_up_once_and_leaves_nothing(later: int) -> None:
    entry = entry_here()
    assert isinstance(entry, RunOnce)
    comeback = Comeback("https://help.example", (), Command([PROGRAM, "return"]), entry)
    comeback.technician = CAMILLE
    comeback.lay("ab" * 32)
    assert "HandrailReturn" in values()
    found = take("https://help.example", (), entry, datetime.now(UTC) + timedelta(seconds=later))
    assert (found is not None) == (later == 1)
    assert values() == {"Other": "other.exe"}
    assert not kept.place().exists()


def test_the_user_may_restart() -> None:
    allow_restart()
