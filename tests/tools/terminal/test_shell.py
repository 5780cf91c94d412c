"""A real shell on a real pseudo-terminal: as the customer, stopped and gone with everything below it."""

import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import IO

import psutil
import pytest

from agent.tools.terminal import shell as shell_module
from agent.tools.terminal.shell import MARK, end_all, end_these, environment

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the shell is kept by Linux's means")

PATIENCE = 20.0


class Kept:
    """A shell in a keeper's process; `saw` is all it said."""

    def __init__(self) -> None:
        self.keeper = subprocess.Popen(
            [sys.executable, "-m", "tests.tools.terminal.shells"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )
        self.shell = psutil.Process(int(self._out().readline()))
        self.saw = b""
        os.set_blocking(self._out().fileno(), False)
        self.run("PS1='$ '; cd /tmp")

    def run(self, line: str) -> None:
        assert self.keeper.stdin
        self.keeper.stdin.write(f"{line}\n".encode())

    def sees(self, wanted: bytes) -> None:
        """Wait until the shell has said this."""
        until(lambda: wanted in self._read())
        self.saw = b""

    def inside(self) -> list[psutil.Process]:
        return psutil.Process(self.keeper.pid).children(recursive=True)

    def started(self, name: str) -> psutil.Process:
        """Wait for a program below the keeper."""
        found: list[psutil.Process] = []

        def look() -> bool:
            found[:] = [process for process in self.inside() if _name(process) == name]
            return bool(found)

        until(look)
        return found[0]

    def end(self) -> None:
        """Close the keeper's pipe: the end of the agent."""
        assert self.keeper.stdin
        self.keeper.stdin.close()
        self.keeper.wait(PATIENCE)

    def _read(self) -> bytes:
        self.saw += self._out().read(65536) or b""
        return self.saw

    def _out(self) -> IO[bytes]:
        assert self.keeper.stdout
        return self.keeper.stdout


def until(so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not so():
        assert time.monotonic() < end, "it never came to be"
        time.sleep(0.02)


def _name(process: psutil.Process) -> str:
    try:
        return process.name()
    except psutil.Error:
        return ""


def gone(process: psutil.Process) -> bool:
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


@pytest.fixture
def kept() -> Iterator[Kept]:
    made = Kept()
    yield made
    end_all(made.keeper.pid)
    made.keeper.kill()
    made.keeper.wait()


def test_it_is_the_customers_login_shell_at_home_with_a_terminal(kept: Kept) -> None:
    me = pwd.getpwuid(os.getuid())
    kept.run('echo "<$HOME|$(id -u)|$TERM|$0>"; tty; stty size')
    kept.sees(f"<{me.pw_dir}|{os.getuid()}|xterm-256color|-{os.path.basename(me.pw_shell)}>".encode())
    kept.run("tty; stty size")
    kept.sees(b"24 80")


def test_nothing_in_it_can_become_another_user(kept: Kept) -> None:
    kept.run("grep NoNewPrivs /proc/self/status | tr -d '\\t '")
    kept.sees(b"NoNewPrivs:1")


def test_a_program_is_interrupted_also_where_the_agent_was_started_deaf_to_it() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # as a shell starts what it puts into the background
    try:
        kept = Kept()
    finally:
        signal.signal(signal.SIGINT, before)
    try:
        kept.run("sleep 1000")
        kept.started("sleep").send_signal(signal.SIGINT)
        kept.run("echo still $((40 + 2))")
        kept.sees(b"still 42")
    finally:
        kept.end()


@pytest.mark.parametrize(
    "line",
    [
        "sleep 1000",
        "sleep 1000 &",
        "nohup sleep 1000 >/dev/null 2>&1 &",
        "setsid -f sleep 1000",
        "env -i setsid -f /bin/sh -c 'setsid -f /bin/sleep 1000'",
        "(trap '' HUP TERM INT; exec sleep 1000)",
    ],
)
def test_with_its_end_everything_it_started_is_gone_however_detached(kept: Kept, line: str) -> None:
    kept.run(line)
    program = kept.started("sleep")
    kept.end()
    assert gone(program)
    assert gone(kept.shell)


@pytest.mark.alone
def test_a_held_shell_and_its_programs_stop_where_they_are_and_go_on(kept: Kept) -> None:
    kept.run("sleep 1000")
    program = kept.started("sleep")
    kept.run("hold")
    until(lambda: all(process.status() == psutil.STATUS_STOPPED for process in (kept.shell, program)))
    kept.run("go")
    until(lambda: all(process.status() != psutil.STATUS_STOPPED for process in (kept.shell, program)))
    program.send_signal(signal.SIGINT)
    kept.run("echo still $((40 + 2))")
    kept.sees(b"still 42")


def test_what_the_customer_stopped_in_it_stays_stopped(kept: Kept) -> None:
    kept.run("sleep 1000 &")
    program = kept.started("sleep")
    kept.run("kill -STOP $!")
    until(lambda: program.status() == psutil.STATUS_STOPPED)
    kept.run("hold")
    until(lambda: kept.shell.status() == psutil.STATUS_STOPPED)
    kept.run("go")
    until(lambda: kept.shell.status() != psutil.STATUS_STOPPED)
    assert program.status() == psutil.STATUS_STOPPED


def test_when_its_keeper_is_killed_the_shell_goes_and_the_rest_is_found_by_what_was_known(kept: Kept) -> None:
    kept.run("setsid -f sleep 1000")
    program = kept.started("sleep")
    kept.run("env -i setsid -f /bin/sleep 1001")
    until(lambda: sum(_name(process) == "sleep" for process in kept.inside()) == 2)
    known = {process.pid: process.create_time() for process in kept.inside()}
    bare = next(process for process in kept.inside() if _name(process) == "sleep" and process.pid != program.pid)
    del known[program.pid]  # it came after the last word of the keeper's; its mark tells
    kept.keeper.kill()
    kept.keeper.wait()
    until(lambda: gone(kept.shell))
    assert not gone(program)
    end_these(known, kept.keeper.pid)
    until(lambda: gone(program) and gone(bare))


def test_a_number_that_another_process_has_now_is_left_alone() -> None:
    other = subprocess.Popen(["sleep", "1000"])
    end_these({other.pid: 1.0}, 0)
    assert other.poll() is None
    other.kill()
    other.wait()


def test_the_environment_is_the_customers_without_the_agents_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "x")
    monkeypatch.setenv("_PYI_ARCHIVE_FILE", "x")
    monkeypatch.setenv("LD_LIBRARY_PATH", "/bundle")
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/theirs")
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    found = environment(pwd.getpwuid(os.getuid()), "/bin/sh", 7)
    assert not {"PYTHONPATH", "_PYI_ARCHIVE_FILE", "LD_LIBRARY_PATH_ORIG"} & found.keys()
    assert (found["LD_LIBRARY_PATH"], found["LANG"], found[MARK]) == ("/theirs", "fr_FR.UTF-8", "7")


def test_a_shell_that_never_was_started_goes_with_its_keeper() -> None:
    """Forked, and never told to run: it waits for a word that does not come."""
    code = "from agent.tools.terminal.shell import Shell; print(Shell(80, 24).pid, flush=True); input()"
    keeper = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert keeper.stdout
    waiting = psutil.Process(int(keeper.stdout.readline()))
    keeper.kill()
    keeper.wait()
    until(lambda: gone(waiting))


def test_typing_into_a_program_that_does_not_read_is_bounded() -> None:
    code = (
        "from agent.tools.terminal.shell import Shell; shell = Shell(80, 24)\n"
        "for _ in range(100): shell.type(b'x' * 4096)\n"
        "print(len(shell._waiting)); shell.end()"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=PATIENCE, check=True).stdout
    assert 0 < int(said) <= shell_module.MAX_WAITING
