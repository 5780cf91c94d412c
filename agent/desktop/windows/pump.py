"""A thread that hands out Windows' messages: what hooks and notices need, apart from a loop that may be busy."""

from collections.abc import Callable
from threading import Event, Thread

from agent.desktop.base import DesktopError
from agent.desktop.windows.win32_messages import end, make_queue, pump

Undo = Callable[[], None]


class Pump:
    """Runs `begin` on a thread of its own, then its messages, then what `begin` returned."""

    def __init__(self, name: str, begin: Callable[[], Undo]) -> None:
        """Start; return once `begin` has run. Raise the DesktopError that it raised."""
        self._begin = begin
        self._ready = Event()
        self._failure: DesktopError | None = None
        self._number = 0
        self._thread = Thread(target=self._run, name=name, daemon=True)
        self._thread.start()
        self._ready.wait()
        if self._failure:
            raise self._failure

    def stop(self) -> None:
        """End it, and wait until that is done."""
        end(self._number)
        self._thread.join(2)

    def _run(self) -> None:
        self._number = make_queue()
        try:
            undo = self._begin()
        except DesktopError as error:
            self._failure = error
            return
        finally:
            self._ready.set()
        try:
            pump()
        finally:
            undo()
