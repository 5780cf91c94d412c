"""A process is held by a descriptor that is its own alone, and let known when it ends."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator

import psutil
import pytest

from agent.protocol.process_messages import EndOutcome
from agent.tools.processes.ending import end, held, wait_for_end
from tests.tools.fakes import take_pid


@pytest.fixture
def victim() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(["/bin/sleep", "60"]) as process:
        yield process
        process.kill()


def test_what_has_ended_cannot_be_held(victim: subprocess.Popen[bytes]) -> None:
    meant = psutil.Process(victim.pid)
    with held(meant) as descriptor:
        assert descriptor is not None
    victim.kill()
    victim.wait()
    with held(meant) as descriptor:
        assert descriptor is None


def test_whoever_has_the_pid_now_is_not_held(victim: subprocess.Popen[bytes]) -> None:
    meant = psutil.Process(victim.pid)
    time.sleep(5 / os.sysconf("SC_CLK_TCK"))  # the kernel tells a start by the tick
    victim.kill()
    victim.wait()
    heir = take_pid(victim.pid)
    try:
        with held(meant) as descriptor:
            assert descriptor is None
    finally:
        heir.kill()
        heir.wait()


def test_a_process_that_ends_while_it_is_held_is_gone(victim: subprocess.Popen[bytes]) -> None:
    with held(psutil.Process(victim.pid)) as descriptor:
        assert descriptor is not None
        victim.kill()
        victim.wait()
        assert end(descriptor, force=False) is EndOutcome.GONE


async def test_the_end_is_waited_for_and_no_longer_than_said(victim: subprocess.Popen[bytes]) -> None:
    with held(psutil.Process(victim.pid)) as descriptor:
        assert descriptor is not None
        assert not await wait_for_end(descriptor, 0.05)
        assert end(descriptor, force=True) is EndOutcome.ASKED
        assert await wait_for_end(descriptor, 20)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_what_belongs_to_another_account_is_refused_by_the_system(victim: subprocess.Popen[bytes]) -> None:
    """A child that is nobody tries to end root's process."""
    code = (
        "import os, psutil, sys\n"
        "from agent.tools.processes.ending import end, held\n"
        "os.setuid(65534)\n"
        "with held(psutil.Process(int(sys.argv[1]))) as descriptor:\n"
        "    print(end(descriptor, force=True))\n"
    )
    said = subprocess.run([sys.executable, "-c", code, str(victim.pid)], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "refused"
    assert victim.poll() is None
