"""A window's side of its pipes: views come in on standard input, actions go out on standard output.

Pause and Stop go out on a third one too, to the watchdog: it acts when the agent does not.
"""

import os
import sys
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from types import TracebackType

from agent.inherited import own_output, taken_over
from agent.protocol.errors import WireError
from agent.ui.drawn import Drawn
from agent.ui.model import MAX_VIEW_LINE, Action, Alive, Press, View, action_line, parse_shown
from agent.watchdog.words import Pressed, write

if sys.platform == "win32":
    from agent.ui.on_windows import begin, keep_out_of_pictures

WATCHDOG = "--watchdog"
"""The argument before the number of the watchdog's pipe."""

URGENT = frozenset({"pause", "stop", "close"})


class Pipe:
    """Owns all ends. What libraries print goes to standard error, so that it cannot be taken for an action."""

    def __init__(self, arguments: Sequence[str] = ()) -> None:
        """Take the pipes over; `arguments` are the process's."""
        if sys.platform == "win32":
            begin()
        self._watchdog = taken_over(arguments[arguments.index(WATCHDOG) + 1]) if WATCHDOG in arguments else None
        if self._watchdog is not None:
            os.set_inheritable(self._watchdog, False)
        self._out = own_output()
        self._lock = threading.Lock()

    def send(self, action: Action) -> None:
        """Write one action. Where nobody reads any more, go."""
        if isinstance(action, Press) and action.button in URGENT:
            action = self._tell_watchdog(action)
        with self._lock:
            try:
                os.write(self._out, action_line(action))
            except OSError:
                os._exit(0)

    def _tell_watchdog(self, press: Press) -> Press:
        if self._watchdog is None:
            return press
        number = time.monotonic_ns() // 1000
        with suppress(OSError):  # it died; the agent starts none anew
            os.write(self._watchdog, write(Pressed(pressed=number)))
        return press.model_copy(update={"number": number})

    def beat(self) -> None:
        """Say that the window's own thread is alive; it looks after its windows at the same time."""
        if sys.platform == "win32":
            keep_out_of_pictures()
        self.send(Alive())

    def listen(self, on_view: Callable[[View], None], on_drawn: Callable[[Drawn], None] = lambda _: None) -> None:
        """Call `on_view` for each view, on a thread; when the input closes or makes no sense, end this process."""
        threading.Thread(target=self._listen, args=(on_view, on_drawn), daemon=True, name="views").start()

    def _listen(self, on_view: Callable[[View], None], on_drawn: Callable[[Drawn], None]) -> None:
        code = 1
        try:
            while line := sys.stdin.buffer.readline(MAX_VIEW_LINE + 1):
                shown = parse_shown(line)
                if isinstance(shown, View):
                    on_view(shown)
                else:
                    on_drawn(shown)
            code = 0
        except WireError as error:
            print(error, file=sys.stderr)
        finally:
            if sys.exc_info()[0] is not None:
                traceback.print_exc()  # nobody else comes to it
            os._exit(code)  # at once, even where the window's own thread is stuck


def fall(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """End this process on an error in its window: the agent opens a new one, while a stale one would mislead."""
    traceback.print_exception(kind, error, trace)
    os._exit(1)
