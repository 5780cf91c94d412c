"""An ordinary user of this machine for a while: a home, a session bus, and programs that run as no more than that."""

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from Xlib import X
from Xlib.display import Display

from scripts.rigs.applications import application, environment, run, until
from scripts.rigs.ending import tied

USER = 65534
"""Debian's "nobody" and "nogroup": a bus asks for a name."""
_AS_USER = ("setpriv", "--reuid", str(USER), "--regid", str(USER), "--clear-groups", "--")


def as_user(command: Sequence[str | Path]) -> list[str]:
    """Return the command that runs `command` as that user, tied to whoever starts it.

    Tied once it is the user: becoming another unties (prctl(2), PR_SET_PDEATHSIG).
    """
    return [*_AS_USER, *tied(command)]


def give(top: Path) -> None:
    """Make a folder and all in it the user's."""
    for folder, inner, files in os.walk(top):
        for name in (".", *inner, *files):
            os.chown(Path(folder) / name, USER, USER, follow_symlinks=False)


def let_in(display: str) -> None:
    """Let the user's programs onto a display (X11 protocol, ChangeHosts; xhost's "si:localuser")."""
    screen = Display(display)
    screen.change_hosts(X.HostInsert, X.FamilyServerInterpreted, b"localuser\0#%d" % USER)
    screen.sync()
    screen.close()


class Desktop:
    """The user's own session: what its programs are started with."""

    def __init__(self, display: str, person: Path, apart: Path, bus: str) -> None:
        """`person` has the user's `home` and `run`; programs of the desktop keep what is theirs `apart` from that."""
        kept = {"HOME": str(apart), "XDG_RUNTIME_DIR": str(apart), "DBUS_SESSION_BUS_ADDRESS": bus}
        env = {**environment(display), **kept, "TMPDIR": str(apart)}
        self._env = {**env, "GSETTINGS_BACKEND": "memory"}
        self._settings = {**env, "HOME": str(person / "home"), "XDG_RUNTIME_DIR": str(person / "run")}

    @contextmanager
    def program(self, *command: str | Path) -> Iterator[subprocess.Popen[bytes]]:
        """Run a program of the desktop's until the block ends."""
        with application(as_user(command), self._env) as process:
            yield process

    def dconf(self, *arguments: str) -> str:
        """Ask dconf's own program of the user's settings."""
        return run(as_user(["dconf", *arguments]), self._settings).strip()


@contextmanager
def session_bus(home: Path, folder: Path) -> Iterator[str]:
    """Run the user's bus, which starts what keeps settings in that home; yield its address."""
    socket = folder / "bus"
    address = f"unix:path={socket}"
    env = {"PATH": os.environ["PATH"], "HOME": str(home), "XDG_RUNTIME_DIR": str(folder)}
    with application(as_user(["dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address={address}"]), env):
        until(socket.exists, "the session bus")
        yield address
