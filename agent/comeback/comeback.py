"""One way back: laid when a restart was allowed, and taken up after it or forgotten, whatever comes first.

Whoever lays it forgets it: a refusal, the end of the session, the customer's word, the time, or, when the agent is
dead, the watchdog. Only a restart that the system began leaves it where it is.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Literal

from agent import clock
from agent.comeback import kept
from agent.comeback.entry import Command, Entry
from agent.comeback.kept import ComebackError, Kept
from agent.protocol.signalling import Technician

Stage = Literal["none", "laid", "going"]
"""none: nothing is kept; laid: the restart is to be asked for; going: the system restarts the computer."""


class Comeback:
    """The way back of one run."""

    def __init__(
        self,
        server: str,
        pins: Sequence[str],
        command: Command,
        entry: Entry,
        tell: Callable[[Stage], None] = lambda stage: None,
    ) -> None:
        """`command` starts the plug-in again; `tell` has the watchdog know what it must forget in our stead."""
        self.technician: Technician | None = None
        """Who is met again: the one of this session."""
        self.stage: Stage = "none"
        self._server, self._pins, self._command = server, tuple(pins), command
        self._entry, self._tell = entry, tell
        self._until: datetime | None = None

    def lay(self, secret: str) -> None:
        """Keep what is needed. Raise ComebackError; then nothing is kept."""
        if self.technician is None:
            raise ComebackError("there is nobody to meet again")
        self._go("laid")
        folders = [folder for folder in (kept.place().parent, self._entry.folder) if folder]
        made = tuple(dict.fromkeys(one for folder in folders for one in kept.missing(folder)))
        what = Kept(
            server=self._server,
            pins=self._pins,
            technician=self.technician,
            secret=secret,
            written=clock.utc_now(),
            folders=made,
        )
        self._until = what.until
        try:
            for folder in made:
                folder.mkdir(mode=0o700, exist_ok=True)
            kept.write(what)
            self._entry.put(self._command)
        except (OSError, ComebackError) as error:
            self.forget()
            kept.remove_empty(made)
            raise ComebackError(str(error)) from None

    def going(self) -> None:
        """The system restarts the computer: from now on only the customer's word or the time takes it back."""
        self._go("going")

    def forget(self) -> None:
        """Leave nothing of it; harmless where nothing was laid."""
        if self.stage != "none":
            forget(self._entry)
            self._go("none")

    def look(self) -> None:
        """Forget it when its time is over."""
        if self._until and clock.utc_now() >= self._until:
            self.forget()

    def over(self) -> None:
        """The run is over: forget it, unless the computer restarts."""
        if self.stage != "going":
            self.forget()

    def _go(self, stage: Stage) -> None:
        self.stage = stage
        self._tell(stage)


def forget(entry: Entry | None) -> None:
    """Delete what is kept and the entry, whoever laid them. Never raises."""
    if entry:
        entry.remove()
    kept.delete()


def take(server: str, pins: Sequence[str], entry: Entry | None, now: datetime) -> Kept | None:
    """Take up what was kept, and leave nothing of it; None where there is none, or it is not good here and now."""
    found = kept.read()
    forget(entry)
    ours = found is not None and (found.server, found.pins) == (server, tuple(pins))
    return found if found and ours and found.good(now) else None


def forget_what_is_over(entry: Entry | None, now: datetime) -> None:
    """Forget what a run before left, once its time is over: its login may never have come."""
    found = kept.read()
    if kept.place().exists() and (found is None or not found.good(now)):
        forget(entry)
