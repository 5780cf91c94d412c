import os

import pytest

import scripts.benchmark.__main__ as bench
from scripts.benchmark import lines


def test_without_root_the_reason_is_told_and_nothing_is_measured(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(lines, "can_divide", lambda: False)
    assert bench.main(["--profiles", "lan"]) == 1
    assert "root" in capsys.readouterr().err


def test_a_slow_line_needs_its_device_and_a_fast_one_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "can_divide", lambda: True)
    monkeypatch.setattr(lines, "TUN", lines.TUN.with_name("no-such-device"))
    assert "no-such-device" in lines.lacking(["lan", "adsl"])
    assert lines.lacking(["lan"]) == ""


def test_peers_are_installed_by_root_alone(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert bench.main(["--install-peers"]) == 1
    assert "novnc" in capsys.readouterr().err


def test_an_unknown_load_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        bench.main(["--loads", "typing,dancing"])
    assert "dancing" in capsys.readouterr().err
