import os
from pathlib import Path

import pytest

from installer.errors import InstallerError
from installer.secret_words import new_password, password


def test_a_password_is_the_first_line_of_its_file(tmp_path: Path) -> None:
    file = tmp_path / "word"
    file.write_text("une phrase ; avec 'tout'\nsecond line\n")
    assert password("the key", file) == "une phrase ; avec 'tout'"


def test_a_password_may_come_through_a_descriptor() -> None:
    read, write = os.pipe()
    os.write(write, b"from a pipe\n")
    os.close(write)
    assert password("the key", Path(f"/dev/fd/{read}")) == "from a pipe"
    os.close(read)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InstallerError, match="the password of the key cannot be read"):
        password("the key", tmp_path / "nothing")


def test_a_line_without_end_is_not_read_for_ever() -> None:
    with pytest.raises(InstallerError, match="too long for a password"):
        password("the key", Path("/dev/zero"))


def test_a_password_is_asked_on_the_terminal_where_no_file_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def typed(prompt: str) -> str:
        asked.append(prompt)
        return "typed"

    monkeypatch.setattr("getpass.getpass", typed)
    assert new_password("the key", None) == "typed"
    assert asked == ["Password of the key: ", "Password of the key, again: "]


def test_a_new_password_is_typed_twice_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["one", "other"])
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(answers))
    with pytest.raises(InstallerError, match="not the same"):
        new_password("the key", None)


def test_a_new_key_is_not_left_without_a_password(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    with pytest.raises(InstallerError, match="needs a password"):
        new_password("the key", tmp_path / "empty")
