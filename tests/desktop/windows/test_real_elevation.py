"""Starting a program by Windows' own door to an administrator's rights. Wine asks nobody, and always says yes."""

import sys
import winreg
from pathlib import Path

from agent.desktop.windows.win32_elevation import is_administrator, start_as_administrator
from scripts.rigs.win32_windows import until

assert sys.platform == "win32"


def test_a_program_is_started_with_what_it_is_told(tmp_path: Path) -> None:
    told = tmp_path / "told by it"
    script = "import sys; open(sys.argv[1], 'w').write(sys.argv[2])"
    assert start_as_administrator([sys.executable, "-c", script, str(told), 'a "word" or two'])
    until(lambda: told.exists() and told.read_text() == 'a "word" or two')


def test_a_program_that_is_not_there_is_not_started(tmp_path: Path) -> None:
    assert not start_as_administrator([str(tmp_path / "gone.exe")])


def test_who_has_the_rights_may_change_what_belongs_to_all_users_and_nobody_else() -> None:
    assert is_administrator() is may_change_the_computer()


def may_change_the_computer() -> bool:
    try:
        winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, "SOFTWARE", 0, winreg.KEY_WRITE).Close()
    except PermissionError:
        return False
    return True
