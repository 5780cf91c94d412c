"""Reads the clipboard once, on a connection of its own: the requestor's side of ICCCM 2.4 to 2.7.

Nothing that its owner says is believed: not the sizes, not the types, not that it will go on.
"""

import select
from collections.abc import Callable, Collection
from threading import Event
from time import monotonic
from typing import Any, Final

from Xlib import X, Xatom

from agent.desktop.base import Clip, ClipboardError, DesktopError
from agent.desktop.x11.connection import X_FAILURES
from agent.desktop.x11.selections import (
    IMAGE_TARGET,
    LIMITS,
    MOST_ATOMS,
    SECRET_TARGETS,
    TEXT_TARGETS,
    connect,
    follow_selection,
    own_window,
    pieces,
    server_time,
)
from agent.protocol.clipboard_messages import ClipboardFault, ClipboardKind

ANSWER_SECONDS: Final = 3.0
"""How long the owner may take for each step."""

READ_SECONDS: Final = 15.0
"""How long it may take for all of them."""

_LOOK_SECONDS: Final = 0.05
"""How soon a reading notices that it was given up."""

_TRIES: Final = 2
"""Another program may copy something while what was copied before is read."""

MayRead = Callable[[int], bool]
"""Say whether what the owner of that window (its id) copied may be read at all."""


def read(name: str, may_read: MayRead, given_up: Event) -> Clip:
    """Read the clipboard of the display `name`: its text or else its image. Raise ClipboardError or DesktopError."""
    display = connect(name)
    try:
        return _Reading(display, may_read, given_up).run()
    except X_FAILURES as error:
        raise DesktopError(f"The clipboard cannot be read ({error}).") from None
    finally:
        _close(display)


def _close(display: Any) -> None:
    try:
        display.close()
    except X_FAILURES:
        return


class _Changed(Exception):
    """Another program copied something meanwhile."""


class _Reading:
    """One reading."""

    def __init__(self, display: Any, may_read: MayRead, given_up: Event) -> None:
        self._display, self._may_read, self._given_up = display, may_read, given_up
        self._atom: Callable[[str], int] = display.get_atom
        self._selection = self._atom("CLIPBOARD")
        self._property = self._atom("HANDRAIL_CLIPBOARD")
        self._window = own_window(display)
        self._changes = follow_selection(display, self._window, self._selection)
        self._events: list[Any] = []
        self._ends = monotonic() + READ_SECONDS

    def run(self) -> Clip:
        for _ in range(_TRIES):
            try:
                return self._read()
            except _Changed:
                self._events.clear()
        raise ClipboardError(ClipboardFault.UNANSWERED)

    def _read(self) -> Clip:
        owner = self._display.get_selection_owner(self._selection)
        self._require(owner)
        clip = self._content(self._targets())
        self._display.sync()
        while self._display.pending_events():
            self._look_out(self._display.next_event())
        self._require(owner)  # it may have been hidden meanwhile
        return clip

    def _require(self, owner: Any) -> None:
        if owner == X.NONE or not self._may_read(owner.id):
            raise ClipboardError(ClipboardFault.NOTHING)

    def _content(self, targets: Collection[int]) -> Clip:
        if any(self._atom(name) in targets for name in SECRET_TARGETS):
            raise ClipboardError(ClipboardFault.NOTHING)
        text = next((name for name in TEXT_TARGETS if self._atom(name) in targets), None)
        if text is None and Xatom.STRING in targets:
            text = "STRING"
        if text and (data := self._convert(self._atom(text), ClipboardKind.TEXT)):
            return Clip(ClipboardKind.TEXT, data.decode("latin-1").encode() if text == "STRING" else data)
        image = self._atom(IMAGE_TARGET)
        if image in targets and (data := self._convert(image, ClipboardKind.IMAGE)):
            return Clip(ClipboardKind.IMAGE, data)
        raise ClipboardError(ClipboardFault.NOTHING)

    def _targets(self) -> Collection[int]:
        """Ask in which forms there is something; none from a program that does not say: it might be a secret."""
        if not self._ask(self._atom("TARGETS")):
            return ()
        found = self._window.get_property(self._property, X.AnyPropertyType, 0, MOST_ATOMS)
        return frozenset(found.value) if found is not None and found.format == 32 else ()

    # --- one conversion ----------------------------------------------------------------------------------------------

    def _convert(self, target: int, kind: ClipboardKind) -> bytes:
        """Return the selection in that form; empty when its owner has none. Raise ClipboardError."""
        if not self._ask(target):
            return b""
        first = self._window.get_property(self._property, X.AnyPropertyType, 0, 1)
        if first is None:
            return b""
        if first.property_type != self._atom("INCR"):
            return self._take_out(kind, 0)
        if first.format == 32 and len(first.value) and first.value[0] > LIMITS[kind]:
            raise ClipboardError(ClipboardFault.TOO_LARGE)
        return self._increments(kind)

    def _ask(self, target: int) -> bool:
        """Have the owner convert; say whether it did."""
        self._window.delete_property(self._property)
        moment = server_time(self._display, self._window, self._events)
        self._window.convert_selection(self._selection, target, self._property, moment)
        self._display.flush()
        answer = self._await(lambda event: _answers(event, self._window, self._selection, target))
        return bool(answer.property == self._property)

    def _increments(self, kind: ClipboardKind) -> bytes:
        """Take increments until an empty one; the owner's word on how many bytes there are is a lower bound at best."""
        taken = bytearray()
        self._events.clear()
        self._window.delete_property(self._property)  # which begins it
        self._display.flush()
        while True:
            self._await(self._is_new_value)
            piece = self._take_out(kind, len(taken))
            if not piece:
                return bytes(taken)
            taken += piece

    def _take_out(self, kind: ClipboardKind, already: int) -> bytes:
        """Read the property to its end, and delete it."""
        taken = bytearray()
        for found, left in pieces(self._window, self._property):
            if found.format != 8:
                raise ClipboardError(ClipboardFault.UNREADABLE)
            taken += found.value
            if already + len(taken) + left > LIMITS[kind]:
                raise ClipboardError(ClipboardFault.TOO_LARGE)
        self._window.delete_property(self._property)
        self._display.flush()
        return bytes(taken)

    # --- waiting -----------------------------------------------------------------------------------------------------

    def _is_new_value(self, event: Any) -> bool:
        told = event.type == X.PropertyNotify and event.window == self._window and event.atom == self._property
        return bool(told and event.state == X.PropertyNewValue)

    def _await(self, wanted: Callable[[Any], bool]) -> Any:
        """Return the first event that is wanted. Raise ClipboardError when none comes in time, or it is given up."""
        until = min(monotonic() + ANSWER_SECONDS, self._ends)
        while not self._given_up.is_set():
            while self._events or self._display.pending_events():
                event = self._events.pop(0) if self._events else self._display.next_event()
                self._look_out(event)
                if wanted(event):
                    return event
            if monotonic() >= until:
                raise ClipboardError(ClipboardFault.UNANSWERED)
            select.select([self._display.fileno()], [], [], _LOOK_SECONDS)
        raise ClipboardError(ClipboardFault.STOPPED)

    def _look_out(self, event: Any) -> None:
        if event.type == self._changes:
            raise _Changed


def _answers(event: Any, window: Any, selection: int, target: int) -> bool:
    told = event.type == X.SelectionNotify and event.requestor == window
    return bool(told and event.selection == selection and event.target == target)
