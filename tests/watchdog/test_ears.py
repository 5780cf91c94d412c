"""What the watchdog waits for: pipes, and the agent's end; as sockets where select takes nothing else."""

import os
import select
import signal
import subprocess
import sys

import pytest

from agent.watchdog import ears
from agent.watchdog.ears import Ear, agents_end, ear

PATIENCE = 20.0


def heard(one: Ear) -> bytes:
    ready, _, _ = select.select([one], [], [], PATIENCE)
    assert ready
    return one.read()


def test_a_pipe_is_heard_to_its_end() -> None:
    read, write = os.pipe()
    one = ear(read)
    os.write(write, b"first")
    assert heard(one) == b"first"
    os.close(write)
    assert heard(one) == b""


def test_where_select_takes_sockets_alone_a_thread_passes_it_on() -> None:
    read, write = os.pipe()
    one = ears._Relay(lambda: os.read(read, ears.MOST))
    os.write(write, b"first")
    assert heard(one) == b"first"
    os.close(write)
    assert heard(one) == b""


def test_only_the_process_that_started_this_one_is_its_agent() -> None:
    other = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        assert agents_end(other.pid) is None
        mine = agents_end(os.getppid())
        assert mine is not None
        assert select.select([mine], [], [], 0) == ([], [], [])
    finally:
        other.communicate()


STARTS_ONE = """
import os, subprocess, sys
child = subprocess.Popen([sys.executable, "-c", sys.argv[1], str(os.getpid())])
if sys.argv[2] == "stays":
    child.wait()
"""
"""A process that starts another, and waits for it or goes."""


def started(does: str, then: str) -> subprocess.Popen[bytes]:
    imports = "import select, sys\nfrom agent.watchdog.ears import _Parent\nmine = _Parent(int(sys.argv[1]))\n"
    return subprocess.Popen([sys.executable, "-c", STARTS_ONE, imports + does, then], stdout=subprocess.PIPE)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has descriptors of processes")
def test_where_there_is_no_descriptor_the_end_is_seen_by_looking() -> None:
    parent = started("select.select([mine], [], []); print('seen')", "goes")
    assert parent.communicate(timeout=PATIENCE)[0].strip() == b"seen"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has descriptors of processes")
def test_where_there_is_no_descriptor_only_the_process_that_started_this_one_is_ended() -> None:
    parent = started("mine.kill()", "stays")
    assert parent.wait(PATIENCE) == -signal.SIGKILL
    orphan = started("select.select([mine], [], []); mine.kill(); print('nobody ended')", "goes")
    assert orphan.communicate(timeout=PATIENCE)[0].strip() == b"nobody ended"
