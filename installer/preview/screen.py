"""Virtual screens to take pictures on: an X server that picks its own display number, and a window manager."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from installer.errors import InstallerError
from installer.preview.tied import tied

MANAGES = "handrail: it manages"
"""What openbox says once it does."""

SECONDS = 5
"""How long a server may take to go when it is asked."""


@contextmanager
def virtual_screen(size: tuple[int, int]) -> Iterator[str]:
    """Run an Xvfb of `size` pixels, 24 bits deep; yield its display name (":7")."""
    with x_server(["Xvfb", "-screen", "0", f"{size[0]}x{size[1]}x24", "-nolisten", "tcp", "-noreset"]) as display:
        yield display


@contextmanager
def window_manager(display: str, user: int | None = None) -> Iterator[None]:
    """Run openbox on `display`, so that windows have focus, stacking and frames as on a real desktop.

    It runs as whoever runs this, or as `user` (a number, and the group of the same number).
    The block begins once openbox runs what it has to start last: every sign of it on the root window comes before it
    looks for windows to manage, and a window that is opened in between may be missed for good.
    """
    command = ["openbox", "--sm-disable", "--startup", f"echo {MANAGES}"]
    with _running(command, {**os.environ, "DISPLAY": display}, said=subprocess.PIPE, user=user) as process:
        if not process.stdout or f"{MANAGES}\n" not in process.stdout:
            raise InstallerError("openbox did not start")
        yield


@contextmanager
def x_server(command: Sequence[str], env: dict[str, str] | None = None) -> Iterator[str]:
    """Run an X server; yield its display name. It never goes dark by itself: that would pause a session."""
    read, write = os.pipe()
    with _running([*command, "-s", "0", "-displayfd", str(write)], env, [write]):
        os.close(write)
        with os.fdopen(read) as numbers:
            number = numbers.readline().strip()
        if not number:
            raise InstallerError(f"{command[0]} did not start")
        yield f":{number}"


@contextmanager
def _running(
    command: list[str],
    env: dict[str, str] | None,
    passed: Sequence[int] = (),
    said: int = subprocess.DEVNULL,
    user: int | None = None,
) -> Iterator[subprocess.Popen[str]]:
    if not shutil.which(command[0]):
        raise InstallerError(f"{command[0]} is missing; the preview needs it: apt install xvfb openbox")
    quiet = subprocess.DEVNULL
    with subprocess.Popen(  # noqa: S603 - no shell
        tied(command),
        pass_fds=passed,
        env=env,
        stdout=said,
        stderr=quiet,
        text=True,
        user=user,
        group=user,
        extra_groups=None if user is None else [],
    ) as process:
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
