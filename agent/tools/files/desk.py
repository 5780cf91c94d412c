"""What all of the file tool works with: the disk, what is recorded and told, and what things are called there."""

import asyncio
from time import monotonic

from agent.disk.base import GuardedDisk, Halted
from agent.protocol.file_messages import FileFault
from agent.protocol.message import FromAgent, Needs, any_of
from agent.tools.base import Around
from agent.tools.files.names import home_folder, shown
from agent.tools.files.threads import Measure
from agent.tools.files.trails import Trails

NO_PLACE = "…"
"""Stands for a name that is not to be kept."""


class Desk:
    """On the event loop's thread; the disk's verbs alone are called on others."""

    def __init__(self, around: Around, disk: GuardedDisk) -> None:
        self.around, self.disk = around, disk
        self.trails = Trails()
        self._measure = Measure()
        self._home = home_folder()
        self.loop = asyncio.get_running_loop()

    def may(self, needs: Needs) -> bool:
        """Say whether one of these holds at this moment."""
        return any(self.around.permitted(permission) for permission in any_of(needs))

    def tell(self, needs: Needs, message: FromAgent) -> None:
        """Tell the console, if it may still be told."""
        if self.may(needs):
            self.around.tell(message)

    def within_measure(self) -> bool:
        """Say whether one request more may be made now."""
        return self._measure.take(monotonic())

    def called(self, *paths: str) -> str:
        """Return what something is called in the customer's list: one path, or old and new."""
        return " → ".join(self._called(path) for path in paths)

    def begin(self, needs: Needs, kind: str, name: str, **more: str) -> None:
        """Record what is done now, before it is done. Raise Halted if it may not be done any more."""
        if not self.may(needs):
            raise Halted
        self.around.record(kind, {"name": name, **more})

    def failed(self, fault: FileFault) -> None:
        """Record that something was not done; what was asked for or told otherwise needs no line of its own."""
        if fault not in (FileFault.STOPPED, FileFault.TOO_MANY, FileFault.REFUSED):
            self.around.record("files.failed", {"fault": f"files/{fault.value}"})

    def _called(self, path: str) -> str:
        name = shown(path, self._home)
        return NO_PLACE if self.around.discretion().tells(name) else name or NO_PLACE
