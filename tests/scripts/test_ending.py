"""What a rig started goes with it: told to end it puts everything away, killed outright it leaves nothing running."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

PROGRAM = """
from contextlib import contextmanager
from scripts.rigs.ending import end_when_asked

@contextmanager
def something():
    try:
        print("started", flush=True)
        yield
    finally:
        print("put away", flush=True)

end_when_asked()
with something():
    input()
"""


def test_a_program_that_is_told_to_end_puts_away_what_it_started() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "started\n"
        process.terminate()
        assert process.stdout.read() == "put away\n"
        assert process.wait(10) == 143


KILLED = """
import sys, tempfile
from pathlib import Path
from scripts.rigs.applications import desk
from scripts.rigs.browser import chromium, firefox
from scripts.rigs.logind import logind
from scripts.rigs.rendezvous import rendezvous
from scripts.rigs.stop_place import busy
from scripts.rigs.tool_processes import furnished
from scripts.rigs.xserver import xephyr, xvfb
from tests.desktop.x11.puppet import Puppet
from tests.ui.rig import Desk, probed

with {rigs}:
    print("started", flush=True)
    sys.stdin.read()
"""
PATIENCE = 30.0


@pytest.fixture
def folder() -> Iterator[Path]:
    """A temporary folder of a short name: a socket's path has 107 bytes, and Chromium has one in its profile."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as made:
        yield Path(made)


@pytest.mark.parametrize(
    ("rigs", "least"),
    [
        ("xvfb() as display, desk(display)", 6),
        ("xvfb() as display, xephyr(display) as inner, Puppet(inner, 'page')", 3),
        ("xvfb() as display, probed(Desk(display))", 4),
        ("rendezvous(), logind()", 2),
        ("busy(2), tempfile.TemporaryDirectory() as folder, furnished(Path(folder))", 300),
        ("chromium()", 4),
        ("firefox()", 2),
    ],
)
def test_a_rig_that_is_killed_leaves_nothing_running(rigs: str, least: int, folder: Path) -> None:
    command, env = [sys.executable, "-c", KILLED.format(rigs=rigs)], {**os.environ, "TMPDIR": str(folder)}
    with subprocess.Popen(command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout
        assert owner.stdout.readline() == "started\n"
        started = psutil.Process(owner.pid).children(recursive=True)
        owner.kill()
    assert len(started) >= least
    latest = time.monotonic() + PATIENCE
    while left := [process for process in started if runs(process)]:
        assert time.monotonic() < latest, f"still there: {left}"
        time.sleep(0.05)


def runs(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
