"""Switches a start-up entry in the customer's own folder, and puts back exactly what was there before.

The system's files are never touched: a copy in the customer's folder comes before them (XDG Autostart 0.5).
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated

from pydantic import ConfigDict, Field

from agent.protocol.service_messages import SwitchOutcome
from agent.tools.discretion import Discretion
from agent.tools.startup.entries import Places, hides_opened, is_on, read, switched
from agent.tools.startup.lay import Lay, look, put
from agent.undo.base import WayBack


class StartupWay(WayBack):
    """How a switched entry is undone: what lay there, and what was put in its place."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_bytes="base64", val_json_bytes="base64")

    name: Annotated[str, Field(pattern=r"^[^/\x00]{1,255}\.desktop$")]
    before: Lay
    after: str
    """The digest of what was put there."""
    made_folder: bool
    """The folder was made for it."""


@dataclass(frozen=True)
class Turned:
    """What came of a switch, and its way back where it was moved."""

    outcome: SwitchOutcome
    way: StartupWay | None = None


class Switch:
    """The switch for all entries, and what each was before it was first moved. Blocking: not for the event loop."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._before: dict[str, Lay] = {}
        self._written: dict[str, bytes] = {}
        self._made_folder = False

    def turn(self, name: str, on: bool, discretion: Discretion, allowed: Callable[[], bool]) -> Turned:
        """Switch an entry on or off, and keep what was there; back again, put exactly that there.

        `allowed` is asked right before anything is changed.
        """
        data = self._data(name, discretion)
        if data is None:
            return Turned(SwitchOutcome.GONE)
        if is_on(data) == on:
            return Turned(SwitchOutcome.DONE)
        if not allowed():
            return Turned(SwitchOutcome.REFUSED)
        try:
            with self._folder(discretion) as folder:
                if folder is None:
                    return Turned(SwitchOutcome.REFUSED)
                return Turned(SwitchOutcome.DONE, self._turn(folder, name, data, on))
        except OSError:
            return Turned(SwitchOutcome.REFUSED)

    def put_back(self, way: StartupWay, discretion: Discretion) -> str:
        """Put there again what lay there before a switch; return why not (a text of `things.`), empty once done."""
        try:
            with self._folder(discretion) as folder:
                if folder is None:
                    return "undo/refused"
                self._made_folder |= way.made_folder
                why = _put_back(folder, way)
                self._leave_folder(folder)
                return why
        except OSError:
            return "undo/refused"

    def sees(self, name: str, discretion: Discretion) -> bool:
        """Say whether there is an entry of that name, and it may be known."""
        return self._data(name, discretion) is not None

    def _data(self, name: str, discretion: Discretion) -> bytes | None:
        path = next((path for path in self._places.files() if path.name == name), None)
        return read(path, discretion) if path else None

    def _turn(self, folder: int, name: str, data: bytes, on: bool) -> StartupWay:
        now, made_folder = look(folder, name), self._made_folder
        if name in self._before and now.data == self._written[name]:
            new = self._before.pop(name)
        else:
            self._before[name], self._written[name] = now, switched(data, on)
            rights = now if now.link is None else Lay()
            new = rights.model_copy(update={"data": self._written[name], "times": None})
        put(folder, name, new)
        self._leave_folder(folder)
        return StartupWay(name=name, before=now, after=new.digest, made_folder=made_folder)

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


def _put_back(folder: int, way: StartupWay) -> str:
    now = look(folder, way.name).digest
    if now == way.before.digest:
        return ""
    if now != way.after:
        return "files/changed"
    put(folder, way.name, way.before)
    return ""
