"""A home in which no sound was ever played looks the same after devices were looked for."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.rigs.sound import MICROPHONE, sound

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="its sound server is Linux's")

LOOK = "from agent.tools.voice.devices import find; print(list(find().microphones))"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A home and a runtime folder of its own; both are empty afterwards."""
    (tmp_path / "run").mkdir()
    yield tmp_path
    assert [path.name for path in tmp_path.rglob("*")] == ["run"]


def look(home: Path, **more: str) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PULSE_", "XDG_"))}
    done = subprocess.run(
        [sys.executable, "-c", LOOK],
        env={**kept, "HOME": str(home), **more},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_without_a_sound_server_nothing_is_made(home: Path) -> None:
    assert look(home) == look(home, XDG_RUNTIME_DIR=str(home / "run")) == "[]"


def test_with_one_no_key_is_made(home: Path) -> None:
    with sound() as made:
        assert look(home, PULSE_SERVER=made.server) == f"['{MICROPHONE}']"


def test_a_sound_server_is_found_by_its_socket(home: Path) -> None:
    with sound() as made:
        socket = home / "run" / "pulse" / "native"
        socket.parent.mkdir()
        socket.symlink_to(made.server.removeprefix("unix:"))
        try:
            assert look(home, XDG_RUNTIME_DIR=str(home / "run")) == f"['{MICROPHONE}']"
        finally:
            socket.unlink()
            socket.parent.rmdir()
