from pathlib import Path

import pytest

from installer.errors import InstallerError
from installer.pyinstaller import DEFAULT_EPOCH, Python, epoch, on_drive_z, surroundings


def test_files_name_a_fixed_time_unless_another_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert epoch() == DEFAULT_EPOCH
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert epoch() == 1_700_000_000


@pytest.mark.parametrize("given", ["", "yesterday", "-1", "0", "99999999999"])
def test_a_time_that_no_file_can_have_is_refused(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", given)
    with pytest.raises(InstallerError, match="it must be seconds since 1970"):
        epoch()


def test_a_windows_python_is_told_where_files_are_on_its_own_drive() -> None:
    wine = Python(("python",), on_drive_z)
    assert wine.path(Path("/tmp/work")) == r"Z:\tmp\work"
    assert surroundings(wine, Path("/tmp/work"))["PYINSTALLER_CONFIG_DIR"] == r"Z:\tmp\work\cache"
    assert Python(("python",)).path(Path("/tmp/work")) == "/tmp/work"
