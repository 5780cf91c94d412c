import subprocess
import sys
from pathlib import Path

import pytest

from agent import __version__, self_check
from agent.__main__ import main

EXAMPLE = Path("installer/brands/example.toml")


def test_every_part_works_here(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--brand", str(EXAMPLE), "--self-check"]) == 0
    told = capsys.readouterr().out
    assert "operator  works: Exemple Assistance, https://assistance.exemple.fr" in told
    assert told.count(" works: ") == 10


def test_a_part_that_does_not_work_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert self_check.main(Path("/nowhere/brand.toml")) == self_check.EXIT_BROKEN
    told = capsys.readouterr().out
    assert "operator  FAILS: SettingsError: the file /nowhere/brand.toml cannot be read" in told
    assert told.count(" works: ") == 9


def test_a_module_that_was_left_out_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "agent.media.lossless", None)
    assert self_check.main(EXAMPLE) == self_check.EXIT_BROKEN
    assert "picture   FAILS: ModuleNotFoundError" in capsys.readouterr().out


def test_the_version_is_that_of_the_product() -> None:
    done = subprocess.run([sys.executable, "-m", "agent", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"handrail {__version__}\n"
    assert f'version = "{__version__}"' in Path("pyproject.toml").read_text()


@pytest.mark.skipif(sys.platform != "linux", reason="X11's libraries")
def test_a_library_that_capturing_needs_and_the_system_has_not_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(self_check, "find_library", lambda name: None if name == "xcb-randr" else f"lib{name}.so.0")
    assert self_check.main(EXAMPLE) == self_check.EXIT_BROKEN
    assert "desktop   FAILS: OSError: this system has no libxcb-randr" in capsys.readouterr().out
