"""Switches a start-up entry in the customer's own folder, and puts back exactly what was there before.

The system's files are never touched: a copy in the customer's folder comes before them (XDG Autostart 0.5).
"""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from agent.protocol.service_messages import SwitchOutcome
from agent.tools.discretion import Discretion
from agent.tools.startup_entries import Places, hides_opened, is_on, read, switched


@dataclass(frozen=True)
class _State:
    """What lay under a name in the customer's folder: a file, a link, or nothing."""

    data: bytes | None = None
    link: str | None = None
    mode: int = 0o644
    times: tuple[int, int] | None = None
    """Nanoseconds of last access and change."""


class Switch:
    """The switch for all entries, and what each was before it was first moved. Blocking: not for the event loop."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._before: dict[str, _State] = {}
        self._written: dict[str, bytes] = {}
        self._made_folder = False

    def turn(self, name: str, on: bool, discretion: Discretion, allowed: Callable[[], bool]) -> SwitchOutcome:
        """Switch an entry on or off, and keep what was there; back again, put exactly that there.

        `allowed` is asked right before anything is changed.
        """
        data = self._data(name, discretion)
        if data is None:
            return SwitchOutcome.GONE
        if is_on(data) == on:
            return SwitchOutcome.DONE
        if not allowed():
            return SwitchOutcome.REFUSED
        try:
            with self._folder(discretion) as folder:
                if folder is None:
                    return SwitchOutcome.REFUSED
                self._turn(folder, name, data, on)
        except OSError:
            return SwitchOutcome.REFUSED
        return SwitchOutcome.DONE

    def sees(self, name: str, discretion: Discretion) -> bool:
        """Say whether there is an entry of that name, and it may be known."""
        return self._data(name, discretion) is not None

    def _data(self, name: str, discretion: Discretion) -> bytes | None:
        path = next((path for path in self._places.files() if path.name == name), None)
        return read(path, discretion) if path else None

    def _turn(self, folder: int, name: str, data: bytes, on: bool) -> None:
        state = _state(folder, name)
        if name in self._before and state.data == self._written[name]:
            _put(folder, name, self._before.pop(name))
            self._leave_folder(folder)
            return
        new = switched(data, on)
        self._before[name], self._written[name] = state, new
        _put(folder, name, _State(new, mode=state.mode))

    @contextmanager
    def _folder(self, discretion: Discretion) -> Iterator[int | None]:
        """Yield the customer's folder, made where it is not there; None when it lies in something hidden."""
        if not self._places.user.exists():
            self._places.user.mkdir(parents=True, mode=0o700)
            self._made_folder = True
        folder = os.open(self._places.user, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            yield None if hides_opened(folder, discretion) else folder
        finally:
            os.close(folder)

    def _leave_folder(self, folder: int) -> None:
        """Take away the folder that was made for the first copy, if nothing is in it any more."""
        if self._made_folder and not os.listdir(folder):
            self._places.user.rmdir()
            self._made_folder = False


def _state(folder: int, name: str) -> _State:
    """Read what lies under a name."""
    try:
        found = os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return _State()
    with suppress(OSError):
        return _State(link=os.readlink(name, dir_fd=folder))
    descriptor = os.open(name, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    with open(descriptor, "rb") as file:
        return _State(file.read(), None, found.st_mode & 0o7777, (found.st_atime_ns, found.st_mtime_ns))


def _put(folder: int, name: str, state: _State) -> None:
    """Put a file, a link or nothing under a name, whole or not at all."""
    if state.data is None and state.link is None:
        return os.unlink(name, dir_fd=folder)
    beside = f".{name[:200]}.{secrets.token_hex(4)}"
    try:
        if state.link is not None:
            os.symlink(state.link, beside, dir_fd=folder)
        else:
            _write(folder, beside, state)
        os.replace(beside, name, src_dir_fd=folder, dst_dir_fd=folder)
    except OSError:
        with suppress(OSError):
            os.unlink(beside, dir_fd=folder)
        raise


def _write(folder: int, name: str, state: _State) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
    with open(os.open(name, flags, state.mode, dir_fd=folder), "wb") as file:
        file.write(state.data or b"")
        file.flush()
        os.fchmod(file.fileno(), state.mode)
        os.fsync(file.fileno())
        if state.times:
            os.utime(file.fileno(), ns=state.times)
