"""The customer's own hand: every raw event that this connection did not inject (DESIGN 7).

Events of real devices are always the customer's. Events of the XTEST devices are too, unless they answer one of our own
requests: on-screen keyboards, dwell clickers and switches also come through XTEST. A pointer that a program warps
(XWarpPointer) is nobody's hand: dialogs and games do it by themselves, and no device moved.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

from Xlib.ext import xinput

from agent.desktop.base import HandKind
from agent.desktop.panic import PanicKeys
from agent.desktop.x11.connection import X_FAILURES, X11Connection
from agent.desktop.x11.panic import judge
from agent.desktop.x11.raw import CORE_TO_RAW, RawEvent, RawKind, parse_raw, require_raw, select_raw, xtest_devices

T = TypeVar("T")


class X11Hand:
    """Reports the customer's input, from the events of the connection that the technician's goes through."""

    def __init__(self, connection: X11Connection) -> None:
        """Prepare on `connection`. Raise DesktopError when the server cannot tell devices apart."""
        require_raw(connection)
        self._connection = connection
        self._opcode = connection.display.display.get_extension_major(xinput.extname)
        self._xtest: frozenset[int] = frozenset()
        self._on_hand: Callable[[HandKind], None] = lambda kind: None
        self._panic = PanicKeys()
        self._anyones_panic = PanicKeys()
        self._on_panic: Callable[[int], None] = lambda time: None
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self, on_hand: Callable[[HandKind], None]) -> None:
        """Begin to report, on the running event loop's thread, in the turn in which the event comes."""
        self._on_hand = on_hand
        self._xtest = xtest_devices(self._connection)
        self._connection.on_raw = self._judge
        self._connection.on_lost = lambda: self._report(HandKind.PANIC_STOP)  # nobody could see the hand any more
        self._loop = asyncio.get_running_loop()
        self._connection.watch(self._loop)
        select_raw(self._connection, True)

    def answer(self, on_panic: Callable[[int], None]) -> None:
        """Say of every panic key, whoever pressed it, when the loop comes to it; see Hand.answer."""
        self._on_panic = on_panic

    def stop(self) -> None:
        """Report nothing more. Never raises."""
        self._on_hand = lambda kind: None
        self._connection.on_raw = self._connection.on_lost = None
        self._connection.unwatch()
        with suppress(*X_FAILURES):
            select_raw(self._connection, False)

    def _judge(self, generic: Any) -> None:
        event = parse_raw(generic, self._opcode)
        if event is None:
            return
        if judge(self._anyones_panic, event, self._connection):
            self._soon(self._on_panic, event.time)
        if not self._is_own(event):
            self._report(self._kind(event))

    def _report(self, kind: HandKind) -> None:
        """Report; until the rules know, the technician's hand stays off by `hand_waits`."""
        self._connection.hand_waits += 1
        self._soon(self._tell, kind)

    def _tell(self, kind: HandKind) -> None:
        try:
            self._on_hand(kind)
        finally:
            self._connection.hand_waits -= 1

    def _soon(self, call: Callable[[T], None], what: T) -> None:
        """Call on the loop's next turn: this may come up in the middle of an injection."""
        if self._loop is not None:
            self._loop.call_soon(call, what)

    def _is_own(self, event: RawEvent) -> bool:
        from_xtest = event.source in self._xtest
        return from_xtest and self._connection.is_own(event.sequence, event.kind - CORE_TO_RAW, event.detail)

    def _kind(self, event: RawEvent) -> HandKind:
        match event.kind:
            case RawKind.KEY_PRESS | RawKind.KEY_RELEASE:
                return judge(self._panic, event, self._connection) or HandKind.KEY
            case RawKind.BUTTON_PRESS | RawKind.BUTTON_RELEASE:
                return HandKind.BUTTON
            case RawKind.MOTION | RawKind.TOUCH_BEGIN | RawKind.TOUCH_UPDATE | RawKind.TOUCH_END:
                return HandKind.POINTER
