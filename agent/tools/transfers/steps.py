"""What a transfer's work, on its own thread, asks of the event loop: to record before it acts, and to be undone."""

import threading
from collections.abc import Callable
from functools import partial

from agent.disk.base import GuardedDisk, Halted
from agent.protocol.errors import HandrailError
from agent.protocol.file_messages import FileFault
from agent.protocol.permissions import Permission
from agent.tools.files.desk import Desk
from agent.tools.files.threads import Halt
from agent.tools.files.trails import Trails
from agent.tools.files.ways import FileWay

PATIENCE_SECONDS = 10.0
"""How long the loop may take to record: a session that ended records nothing more."""

Made = Callable[[str, str, FileWay], None]
"""Put a change on the customer's list: its entry's kind, what it is called, and the way back."""


class Steps:
    """What every transfer works with. Its methods are called on a working thread, and wait for the loop."""

    def __init__(self, desk: Desk, made: Made, halt: Halt) -> None:
        self._desk, self._made, self.halt = desk, made, halt
        self._loop = desk.loop

    @property
    def disk(self) -> GuardedDisk:
        """The guarded disk."""
        return self._desk.disk

    @property
    def trails(self) -> Trails:
        """Where things are by now."""
        return self._desk.trails

    def begin(self, needs: Permission, kind: str, path: str, **more: str) -> None:
        """Record what is done with `path` now, before it is done. Raise Halted if it may not be done any more."""
        self.halt.check()
        self._ask(lambda: self._desk.begin(needs, kind, self._desk.called(path), **more))

    def failed(self, fault: FileFault) -> None:
        """Record that something was not done."""
        self._ask(partial(self._desk.failed, fault))

    def made(self, kind: str, path: str, way: FileWay) -> None:
        """Put something on the customer's list of what can be undone."""
        self._ask(lambda: self._made(kind, self._desk.called(path), way))

    def _ask(self, what: Callable[[], None]) -> None:
        """Have it done on the loop, and raise what it raises; Halted when the loop does nothing any more."""
        done = threading.Event()
        raised: list[HandrailError] = []

        def do() -> None:
            try:
                what()
            except HandrailError as error:
                raised.append(error)
            finally:
                done.set()

        try:
            self._loop.call_soon_threadsafe(do)
        except RuntimeError:
            raise Halted from None
        if not done.wait(PATIENCE_SECONDS):
            raise Halted
        if raised:
            raise raised[0]
