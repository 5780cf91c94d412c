"""Places are judged by where they lie, whatever the case, the control set and the view."""

import pytest

from agent.tools.registry.rules import Group, guards_computer, lies_in, names_secret

INSIDE: list[tuple[Group, str]] = [
    ("secret", r"MACHINE\SAM"),
    ("secret", r"machine\sam\sam\Domains"),
    ("secret", r"MACHINE\SYSTEM\ControlSet002\Control\Lsa\JD"),
    ("kept", r"MACHINE\SYSTEM\CurrentControlSet\Services\WinDefend\Parameters"),
    ("kept", r"MACHINE\SOFTWARE\WOW6432Node\Policies\Microsoft\Windows Defender"),
    ("kept", r"USER\S-1-5-21-1\Software\Handrail"),
    ("starting", r"USER\S-1-5-21-1\Software\Microsoft\Windows\CurrentVersion\RunOnce"),
    ("trails", r"USER\S-1-5-21-1_Classes\Local Settings\Software\Microsoft\Windows\Shell\BagMRU"),
]
OUTSIDE: list[tuple[Group, str]] = [
    ("secret", r"MACHINE\SAMPLE"),
    ("secret", r"USER\x\MACHINE\SAM"),
    ("kept", r"MACHINE\SYSTEM\ControlSet001\Services\WinDefendX"),
    ("kept", r"MACHINE\SYSTEM\a\b\Services\WinDefend"),
    ("trails", r"USER\S-1-5-21-1\Software\Microsoft\Windows\CurrentVersion\Explorer\Advanced"),
]


@pytest.mark.parametrize(("group", "path"), INSIDE)
def test_what_lies_there_belongs_to_it(group: Group, path: str) -> None:
    assert lies_in(group, path.split("\\"))


@pytest.mark.parametrize(("group", "path"), OUTSIDE)
def test_what_is_called_alike_does_not(group: Group, path: str) -> None:
    assert not lies_in(group, path.split("\\"))


def test_names_of_passwords_are_known_however_they_are_spelled() -> None:
    assert all(map(names_secret, ["PassWord", "VNC Password2", "client_secret", "Mot-de-passe", "DigitalProductId"]))
    assert not any(map(names_secret, ["Path", "Keyboard Layout", "PassThrough", ""]))


def test_what_guards_the_computer_is_known_by_its_program() -> None:
    assert guards_computer(r'"C:\Program Files\Avast Software\Avast\AvLaunch.exe" /gui')
    assert not guards_computer(r"C:\Program Files\Clock\clock.exe", "Clock")
