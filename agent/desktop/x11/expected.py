"""The events that our own requests will cause, to tell them from those of other programs that use XTEST as well.

Normally an event comes with the number of the very request that caused it. While a program holds a device back (a
window manager's grab at the click that raises a window) events come late, in their order, with a later number. So a
late event is ours only if it is the first that its device owes us; one that is owed and never comes (the press of a key
that another program holds already) is forgotten with our next event, or after a second.
"""

import time
from collections import deque
from typing import Final, NamedTuple

from Xlib import X

LATE_SECONDS: Final = 1.0
"""How long after its injection an event may still come as ours."""

SERIALS: Final = 1 << 16
"""Request numbers count up to this and begin anew (X11 protocol, "Sequence Number")."""

_KEYS: Final = (X.KeyPress, X.KeyRelease)


class _Event(NamedTuple):
    request: int
    type: int
    detail: int
    until: float


class Expected:
    """What the keyboard and the pointer owe us."""

    def __init__(self) -> None:
        self._keyboard: deque[_Event] = deque()
        self._pointer: deque[_Event] = deque()

    def add(self, request: int, event_type: int, detail: int) -> None:
        """Expect an event of request number `request`."""
        self._of(event_type).append(_Event(request, event_type, detail, time.monotonic() + LATE_SECONDS))

    def take(self, sequence: int, event_type: int, detail: int) -> bool:
        """Say whether this event, which bears the number `sequence`, was expected; it is not any more."""
        waiting = self._of(event_type)
        for place, event in enumerate(waiting):
            if event[:3] == (sequence, event_type, detail):
                _drop(waiting, place + 1)  # what was before it on this device has come, or never will
                return True
        return _take_late(waiting, sequence, event_type, detail)

    def _of(self, event_type: int) -> deque[_Event]:
        return self._keyboard if event_type in _KEYS else self._pointer


def _take_late(waiting: deque[_Event], sequence: int, event_type: int, detail: int) -> bool:
    now = time.monotonic()
    while waiting and waiting[0].until < now:
        waiting.popleft()
    if not waiting or waiting[0][1:3] != (event_type, detail) or not _after(sequence, waiting[0].request):
        return False
    waiting.popleft()
    return True


def _after(sequence: int, request: int) -> bool:
    return 0 < (sequence - request) % SERIALS < SERIALS // 2


def _drop(waiting: deque[_Event], count: int) -> None:
    for _ in range(count):
        waiting.popleft()
