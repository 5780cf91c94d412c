"""The customer's own login shell on a pseudo-terminal: as the customer, never more, and nothing of it left after.

Linux: everything the shell starts, however it detaches itself, stays below this process (PR_SET_CHILD_SUBREAPER), and
none of it can become another user (PR_SET_NO_NEW_PRIVS: no sudo), so all of it can be ended. What it asks the system's
own services to start (systemd-run, at) is theirs and out of reach: the question's warning says as much.
"""

import contextlib
import ctypes
import fcntl
import os
import pty
import pwd
import signal
import struct
import sys
import termios
import time
from collections.abc import Iterable

import psutil

from agent.protocol.errors import HandrailError

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 1, 36, 38
"""prctl(2)."""
INHERITED = (
    signal.SIGHUP,
    signal.SIGINT,
    signal.SIGQUIT,
    signal.SIGTERM,
    signal.SIGTSTP,
    signal.SIGPIPE,
    signal.SIGXFSZ,
)
"""What a program goes on ignoring if what started it does: Python two of them, and whatever began the agent more."""
KIND_OF_TERMINAL = "xterm-256color"
HANGUP_SECONDS = 0.3
"""What the shell and its programs get to end by themselves (SIGHUP) before they are killed."""
KILLED_SECONDS = 2.0
"""What the system gets to take killed processes away."""
ROUNDS = 50
"""How often what is left is looked for: a program may start others while it is ended."""
MAX_WAITING = 64 * 1024
"""Bytes typed that the shell has not read yet; more is not taken."""
MAX_KNOWN = 500
"""Processes that the agent is told of, for when their keeper is killed."""
MARK = "HANDRAIL_TERMINAL"
"""The environment variable that everything in the shell inherits: the number of the process that keeps it."""
OURS = ("PYTHON", "_PYI", "_MEI", "PYINSTALLER")
"""What the agent's own environment begins with: nothing for the customer's programs."""


class ShellError(HandrailError):
    """No shell can be opened here."""


class Shell:
    """One shell. It is there from the start and waits: made before any thread or window, it runs from `start` on."""

    def __init__(self, columns: int, rows: int) -> None:
        """Fork; raise ShellError where that cannot be."""
        _prctl(PR_SET_CHILD_SUBREAPER, 1)
        go, self._go = os.pipe()
        keeper = os.getpid()
        try:
            self.pid, self.terminal = pty.fork()
        except OSError as error:
            raise ShellError(f"no pseudo-terminal: {error.strerror}") from None
        if self.pid == 0:
            os.close(self._go)
            _become_shell(go, keeper)
        os.close(go)
        os.set_blocking(self.terminal, False)
        os.set_inheritable(self.terminal, False)
        self._waiting = b""
        self._stopped: list[psutil.Process] = []
        self.resize(columns, rows)

    def start(self) -> None:
        """Let it run."""
        os.write(self._go, b"!")
        os.close(self._go)

    def read(self, most: int) -> bytes:
        """Return what it says now, b"" when it has nothing more to say, ever. Raise BlockingIOError: nothing now."""
        try:
            return os.read(self.terminal, most)
        except BlockingIOError:
            raise
        except OSError:  # EIO: the last program that had the terminal open is gone
            return b""

    def type(self, text: bytes) -> bool:
        """Give it what is typed; return whether some of that waits, since no program reads."""
        self._waiting = (self._waiting + text)[:MAX_WAITING]
        with contextlib.suppress(OSError):
            self._waiting = self._waiting[os.write(self.terminal, self._waiting) :]
        return bool(self._waiting)

    def resize(self, columns: int, rows: int) -> None:
        """Tell it its size (TIOCSWINSZ)."""
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def inside(self) -> list[psutil.Process]:
        """Return everything that runs because of it, the shell first."""
        return sorted(psutil.Process().children(recursive=True), key=lambda process: process.pid != self.pid)

    def known(self) -> dict[int, float]:
        """Return the numbers and start times of what is inside."""
        known = {}
        for process in self.inside()[:MAX_KNOWN]:
            with contextlib.suppress(psutil.Error):
                known[process.pid] = process.create_time()
        return known

    def hold(self) -> None:
        """Stop it all where it is (SIGSTOP), the shell first: it must not take its own programs for stopped ones."""
        stopped: dict[int, psutil.Process] = {process.pid: process for process in self._stopped}
        for _ in range(ROUNDS):
            new = [process for process in self.inside() if process.pid not in stopped and _runs(process)]
            if not new:
                break
            _signal(new, signal.SIGSTOP)
            stopped |= {process.pid: process for process in new}
        self._stopped = list(stopped.values())

    def go_on(self) -> None:
        """Let go on what `hold` stopped, the shell last."""
        stopped, self._stopped = self._stopped, []
        _signal(reversed(stopped), signal.SIGCONT)

    def reap(self) -> bool:
        """Take note of processes that ended; return whether the shell is one of them."""
        ended = False
        with contextlib.suppress(ChildProcessError):
            while (pid := os.waitpid(-1, os.WNOHANG)[0]) != 0:
                ended = ended or pid == self.pid
        return ended

    def end(self) -> None:
        """End it and everything it started, however detached: SIGHUP, then SIGKILL. Takes up to half a second."""
        _signal(self.inside(), signal.SIGHUP, signal.SIGCONT)
        with contextlib.suppress(OSError):
            os.close(self.terminal)
        until = time.monotonic() + HANGUP_SECONDS
        while (left := self.inside()) and time.monotonic() < until:
            self.reap()
            psutil.wait_procs(left, 0.02)
        end_all(os.getpid())
        self.reap()


def end_all(pid: int) -> None:
    """Kill everything below a process, but not the process itself: first stopped, so that nothing can start more."""
    with contextlib.suppress(psutil.NoSuchProcess):
        keeper = psutil.Process(pid)
        for _ in range(ROUNDS):
            left = [process for process in keeper.children(recursive=True) if _lives(process)]
            if not left:
                return
            _signal(left, signal.SIGSTOP, signal.SIGKILL)
            psutil.wait_procs(left, 0.02)


def end_these(known: dict[int, float], keeper: int) -> None:
    """Kill what a keeper that died left: what was known of it (pid: start time), and what bears its mark."""
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if process.environ().get(MARK) == str(keeper):
                known = {**known, process.pid: process.create_time()}
    killed = []
    for pid, start in known.items():
        with contextlib.suppress(psutil.Error):
            process = psutil.Process(pid)
            if process.create_time() == start:
                end_all(pid)
                process.kill()
                killed.append(process)
    psutil.wait_procs(killed, KILLED_SECONDS)


def _become_shell(go: int, keeper: int) -> None:
    """In the child: wait for the word, then be the shell. Never returns."""
    try:
        if os.read(go, 1) and os.getppid() == keeper:
            _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
            _prctl(PR_SET_NO_NEW_PRIVS, 1)
            for number in INHERITED:
                signal.signal(number, signal.SIG_DFL)
            os.closerange(3, os.sysconf("SC_OPEN_MAX"))
            me = pwd.getpwuid(os.getuid())
            with contextlib.suppress(OSError):
                os.chdir(me.pw_dir)
            shell = me.pw_shell if os.access(me.pw_shell, os.X_OK) else "/bin/sh"
            os.execve(shell, [f"-{os.path.basename(shell)}"], environment(me, shell, keeper))  # noqa: S606 - the customer's own
    finally:
        os._exit(127)


def environment(me: pwd.struct_passwd, shell: str, keeper: int) -> dict[str, str]:
    """Return the customer's environment, without what is the agent's own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    if "LD_LIBRARY_PATH_ORIG" in kept:  # as PyInstaller's one-file build keeps it
        kept["LD_LIBRARY_PATH"] = kept.pop("LD_LIBRARY_PATH_ORIG")
    elif getattr(sys, "frozen", False):
        kept.pop("LD_LIBRARY_PATH", None)
    who = {"HOME": me.pw_dir, "USER": me.pw_name, "LOGNAME": me.pw_name, "SHELL": shell}
    return kept | who | {"TERM": KIND_OF_TERMINAL, MARK: str(keeper)}


def _prctl(option: int, value: int) -> None:
    if ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0) != 0:
        raise ShellError(f"prctl {option}: {os.strerror(ctypes.get_errno())}")


def _signal(processes: Iterable[psutil.Process], *numbers: signal.Signals) -> None:
    for process in processes:
        for number in numbers:
            with contextlib.suppress(psutil.Error):
                process.send_signal(number)


def _runs(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.Error):
        return process.status() not in (psutil.STATUS_STOPPED, psutil.STATUS_ZOMBIE)
    return False


def _lives(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.Error):
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    return False
