"""A program deletes its own file while it runs: the name is gone at once, and the program goes on to its end."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from agent.desktop.base import DesktopError
from agent.desktop.windows.win32_own_file import delete_running

ROOT = Path(__file__).resolve().parents[3]
ITSELF = """
import os, sys
from agent.farewell import delete_plugin
sys.frozen = True
deleted = delete_plugin()
print(deleted, os.path.lexists(sys.executable), 'and goes on')
"""


def test_a_running_program_deletes_its_file_and_goes_on() -> None:
    beside = Path(sys.executable).with_name("Assistance 1234 5678 9012.exe")  # its libraries lie there
    shutil.copy(sys.executable, beside)
    try:
        done = subprocess.run([beside, "-B", "-c", ITSELF], cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.stdout.strip() == "True False and goes on", done.stderr
        assert not beside.exists()
        assert not list(ROOT.glob(":*"))  # nor is it anywhere else
    finally:
        beside.unlink(missing_ok=True)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(DesktopError):
        delete_running(str(tmp_path / "nothing.exe"))


def test_what_cannot_be_deleted_stays_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "held.exe"
    file.write_bytes(b"MZ whole")
    with file.open("rb"), pytest.raises(DesktopError):  # opened as most programs do: others may not delete it
        delete_running(str(file))
    assert file.read_bytes() == b"MZ whole"
    assert [path.name for path in tmp_path.iterdir()] == ["held.exe"]
