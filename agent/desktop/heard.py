"""What the customer's hand did, on its way from the thread that hears it to the rules: nothing is injected meanwhile.

Which events are the customer's is told apart by who hears them.
"""

import asyncio
from collections.abc import Callable
from enum import IntEnum

from agent.desktop.acting import Acting
from agent.desktop.base import HandKind
from agent.desktop.panic import Key, PanicKeys


class Act(IntEnum):
    """What an event is."""

    MOVE = 0
    BUTTON = 1
    KEY_DOWN = 2
    KEY_UP = 3


class Heard:
    """Tells the event loop. `report` and `panic` belong to the thread that hears, all else to the loop's."""

    def __init__(self, acting: Acting) -> None:
        self._acting = acting
        self._on_hand: Callable[[HandKind], None] = lambda kind: None
        self._on_panic: Callable[[int], None] = lambda time: None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waiting: set[HandKind] = set()

    @property
    def listening(self) -> bool:
        """Say whether anybody wants to be told."""
        return self._loop is not None

    def start(self, on_hand: Callable[[HandKind], None]) -> None:
        """Tell of the hand from now on, on the running loop."""
        self._on_hand, self._loop = on_hand, asyncio.get_running_loop()

    def answer(self, on_panic: Callable[[int], None]) -> None:
        """Tell of every panic key, whoever pressed it, when the loop comes to it; see Hand.answer."""
        self._on_panic = on_panic

    def stop(self) -> None:
        """Tell nothing more."""
        self._on_hand = lambda kind: None
        self._loop = None

    def report(self, kind: HandKind) -> None:
        """Report; until the rules know, the technician's hand stays off. A mouse moves a thousand times a second."""
        if kind in self._waiting and kind in (HandKind.POINTER, HandKind.BUTTON, HandKind.KEY):
            return
        self._waiting.add(kind)
        self._acting.seen()
        if not self._soon(lambda: self._tell(kind)):
            self._forget(kind)

    def panic(self, time: int) -> None:
        """Say that a panic key was pressed at the screen's `time` (ms)."""
        self._soon(lambda: self._on_panic(time))

    def _soon(self, call: Callable[[], None]) -> bool:
        loop = self._loop
        if loop is None or loop.is_closed():
            return False
        loop.call_soon_threadsafe(call)
        return True

    def _tell(self, kind: HandKind) -> None:
        try:
            self._on_hand(kind)
        finally:
            self._forget(kind)

    def _forget(self, kind: HandKind) -> None:
        self._waiting.discard(kind)
        self._acting.told()


def panics(keys: PanicKeys, act: Act, number: int, key: Key, time: int) -> HandKind | None:
    """Judge one event of the key `number` at the screen's `time` (ms); None: no panic key."""
    match act:
        case Act.KEY_DOWN:
            return keys.pressed(number, key, time)
        case Act.KEY_UP:
            keys.released(number)
        case Act.MOVE | Act.BUTTON:
            pass
    return None


def kind_of(act: Act) -> HandKind:
    """Say what the hand did."""
    match act:
        case Act.MOVE:
            return HandKind.POINTER
        case Act.BUTTON:
            return HandKind.BUTTON
        case Act.KEY_DOWN | Act.KEY_UP:
            return HandKind.KEY
