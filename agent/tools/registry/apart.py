"""GSettings, asked in a process of its own: where GLib ends that, the agent lives on and starts another.

One question at a time, each with a limit. Blocks.
"""

import contextlib
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Lock

from agent.protocol.registry_messages import RegistryFault, RegistryKind, RegistryView, ValueKind
from agent.tools.registry.keyfile import Keyfile
from agent.tools.registry.names import encoded
from agent.tools.registry.settings_words import MAX_LINE, Asked, Deed, Told, line
from agent.tools.registry.source import Detail, Key, RegistryError, Value

PATIENCE = 20.0
"""Seconds that it may say nothing: the system's own way (D-Bus) gives up after 25."""


class ApartSettings:
    """The source."""

    kind: RegistryKind = RegistryKind.GSETTINGS
    views: tuple[RegistryView, ...] = (RegistryView.ONLY,)

    def __init__(self, command: Sequence[str], patience: float = PATIENCE) -> None:
        """Ask what `command` starts; see settings_process."""
        self._command, self._patience = command, patience
        self._process: _Process | None = None
        self._one_at_a_time = Lock()
        self.cuts = 0
        """How often it was cut: what was begun before the last time is not done any more."""

    def roots(self) -> list[str]:
        """Name the first parts of all schemas' names."""
        return list(self.ask(Asked(do=Deed.ROOTS), self.cuts).names)

    @contextmanager
    def open(self, key: Key, *, write: bool = False) -> Iterator["ApartKey"]:
        """Open a schema, or a part of the tree above schemas."""
        yield ApartKey(self, tuple(map(encoded, key.names)))

    def file(self) -> Keyfile:
        """Return the form that `dconf load /` reads."""
        return Keyfile()

    def cut(self) -> None:
        """Leave what was begun undone, and end the process; what is begun afterwards has a new one."""
        self.cuts += 1
        if process := self._process:
            process.kill()
        if self._one_at_a_time.acquire(blocking=False):  # whoever waits for an answer ends it otherwise
            try:
                self._end()
            finally:
                self._one_at_a_time.release()

    def ask(self, asked: Asked, begun: int) -> Told:
        """Return the answer, if `cuts` is what it was when this was begun. Raise RegistryError for a fault.

        CRASHED where the process ended or was silent, STOPPED where it was cut before it was asked.
        """
        with self._one_at_a_time:
            told = self._answer(line(asked), begun)
        if told.fault:
            raise RegistryError(told.fault)
        return told

    def _answer(self, question: bytes, begun: int) -> Told:
        if self._process and not self._process.runs:
            self._end()
        try:
            if self._process is None and self.cuts == begun:
                self._process = _Process(self._command, self._patience)
            if self._process is None or self.cuts != begun:  # a later cut finds the process, and kills it
                self._end()
                raise RegistryError(RegistryFault.STOPPED)
            return self._process.answer(question)
        except (OSError, ValueError):
            self._end()
            raise RegistryError(RegistryFault.CRASHED) from None

    def _end(self) -> None:
        if self._process:
            self._process.end()
        self._process = None


class ApartKey:
    """A schema, or a part of the tree without one."""

    def __init__(self, settings: ApartSettings, names: tuple[str, ...]) -> None:
        """Open it. Raise RegistryError where there is none."""
        self._settings, self._names, self._begun = settings, names, settings.cuts
        self._place = self._ask(Deed.OPEN).names

    @property
    def place(self) -> tuple[str, ...]:
        """Where dconf keeps it."""
        return self._place

    def keys(self) -> Iterator[str]:
        """Name the next parts of the schemas below."""
        yield from self._ask(Deed.KEYS).names

    def values(self) -> Iterator[Value]:
        """Return the schema's keys with what they are set to."""
        yield from self._ask(Deed.VALUES).values

    def value(self, name: str) -> Value | None:
        """Return what one key is set to."""
        values = self._ask(Deed.VALUE, name).values
        return values[0] if values else None

    def detail(self, name: str) -> Detail:
        """Return what the schema says of a key."""
        return self._ask(Deed.DETAIL, name).detail

    def put(self, value: Value) -> None:
        """Set a key; a value that is not `stored` is the default. What breaks off in the middle may be done already."""
        before = self.value(value.name)
        try:
            self._ask(Deed.PUT, value.name, value.data, stored=value.stored)
        except RegistryError as error:
            self._begun = self._settings.cuts
            if error.fault is not RegistryFault.CRASHED or self.value(value.name) == before:
                raise

    def delete(self, name: str) -> None:
        """Let a key have its default again."""
        self.put(Value(name, ValueKind.SETTING, 0, b"", 0, stored=False))

    def make(self, name: str) -> None:
        """Schemas come with programs."""
        raise RegistryError(RegistryFault.DENIED)

    def remove(self, name: str) -> None:
        """Schemas come with programs."""
        raise RegistryError(RegistryFault.DENIED)

    def _ask(self, do: Deed, name: str = "", data: bytes = b"", *, stored: bool = False) -> Told:
        asked = Asked(do=do, names=self._names, name=encoded(name), data=data, stored=stored)
        return self._settings.ask(asked, self._begun)


class _Process:
    """One such process, and the socket that is its standard input and output."""

    def __init__(self, command: Sequence[str], patience: float) -> None:
        """Start it. OSError where it cannot be."""
        self._socket, its = socket.socketpair()
        self._socket.settimeout(patience)
        self._lines = self._socket.makefile("rb")
        with its, contextlib.ExitStack() as undone:
            undone.callback(self._close)
            null = subprocess.DEVNULL
            self._process = subprocess.Popen(command, stdin=its.fileno(), stdout=null, start_new_session=True)  # noqa: S603 - ours
            undone.pop_all()

    @property
    def runs(self) -> bool:
        """Say whether it runs."""
        return self._process.poll() is None

    def answer(self, question: bytes) -> Told:
        """Return its answer. OSError where there is none, ValueError where it makes no sense."""
        self._socket.sendall(question)
        return Told.model_validate_json(self._lines.readline(MAX_LINE))

    def kill(self) -> None:
        """Kill it, which takes no time: whoever waits for its answer hears that it is gone."""
        self._process.kill()
        self._process.wait()

    def end(self) -> None:
        """Kill it, and let go of all there is of it."""
        self.kill()
        self._close()

    def _close(self) -> None:
        self._lines.close()
        self._socket.close()
