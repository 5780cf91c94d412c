"""How a start ends its splash, and what it does not wait for."""

import subprocess
import sys
from pathlib import Path

import pytest

from agent.opening import FILE, opened


def test_from_source_there_is_no_splash_to_end() -> None:
    opened()


def test_the_splash_goes_with_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    (tmp_path / FILE).touch()
    (tmp_path / "other").touch()
    opened()
    opened()
    assert [path.name for path in tmp_path.iterdir()] == ["other"]


def test_where_what_was_unpacked_cannot_be_changed_the_agent_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / FILE).mkdir()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    opened()


def test_a_start_waits_for_no_library_that_it_may_not_need() -> None:
    asked = "import agent.__main__, sys; print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    heavy = {"pydantic", "asyncio", "cryptography", "aiortc", "av", "websockets", "argparse", "inspect"}
    assert not heavy & {name.partition(".")[0] for name in told.stdout.split()}
