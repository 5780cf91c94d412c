"""A window's side of its two pipes: views come in on standard input, actions go out on standard output."""

import os
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType

from agent.protocol.errors import WireError
from agent.ui.model import MAX_VIEW_LINE, Action, Alive, View, action_line, parse_view


class Pipe:
    """Owns both ends. What libraries print goes to standard error, so that it cannot be taken for an action."""

    def __init__(self) -> None:
        self._out = os.dup(1)
        os.dup2(2, 1)
        self._lock = threading.Lock()

    def send(self, action: Action) -> None:
        """Write one action. Where nobody reads any more, go."""
        with self._lock:
            try:
                os.write(self._out, action_line(action))
            except OSError:
                os._exit(0)

    def beat(self) -> None:
        """Say that the window's own thread is alive."""
        self.send(Alive())

    def listen(self, on_view: Callable[[View], None]) -> None:
        """Call `on_view` for each view, on a thread; when the input closes or makes no sense, end this process."""
        threading.Thread(target=self._listen, args=(on_view,), daemon=True, name="views").start()

    def _listen(self, on_view: Callable[[View], None]) -> None:
        code = 1
        try:
            while line := sys.stdin.buffer.readline(MAX_VIEW_LINE + 1):
                on_view(parse_view(line))
            code = 0
        except WireError as error:
            print(error, file=sys.stderr)
        finally:
            os._exit(code)  # at once, even where the window's own thread is stuck


def fall(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """End this process on an error in its window: the agent opens a new one, while a stale one would mislead."""
    traceback.print_exception(kind, error, trace)
    os._exit(1)
