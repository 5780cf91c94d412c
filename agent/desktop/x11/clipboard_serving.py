"""Hands out what was put into the clipboard, to whoever pastes: the owner's side of ICCCM 2.2 to 2.7.

Belongs to the clipboard's thread. Offers nothing to clipboard managers (no SAVE_TARGETS): what was put goes with the
plug-in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from Xlib import X, Xatom
from Xlib.display import Display
from Xlib.protocol import event as xevent

from agent.desktop.base import Clip, DesktopError
from agent.desktop.x11.selections import CHUNK, IMAGE_TARGET, MOST_ATOMS, TEXT_TARGETS, server_time
from agent.protocol.clipboard_messages import ClipboardKind

PASTE_SECONDS: Final = 10.0
"""A program that takes no increment for so long is not waited for any more."""

MOST_PASTES: Final = 32
"""Increments that are handed out at the same time."""


@dataclass
class _Paste:
    """One program that takes a large content in increments."""

    requestor: Any
    type: int
    data: bytes
    offset: int
    until: float


class Serving:
    """What can be pasted now, and to whom it goes."""

    def __init__(self, display: Display, window: Any, selection: int) -> None:
        self._display, self._window, self._selection = display, window, selection
        self._offered: Mapping[int, tuple[int, bytes]] = {}
        """By target: the type of its property, and the bytes."""
        self._since = 0
        self._pastes: dict[tuple[int, int], _Paste] = {}
        """By window and property."""

    @property
    def holds(self) -> bool:
        """Say whether something that was put can be pasted."""
        return bool(self._offered)

    def put(self, clip: Clip, events: list[Any]) -> None:
        """Own the clipboard with `clip`; events that come meanwhile go to `events`. Raise DesktopError."""
        offered = self._targets_of(clip)
        moment = server_time(self._display, self._window, events)
        self._window.set_selection_owner(self._selection, moment)
        if self._display.get_selection_owner(self._selection) != self._window:
            raise DesktopError("The screen does not give the clipboard away.")
        self._offered, self._since = offered, moment

    def cleared(self) -> None:
        """Take note that another program owns the clipboard now."""
        self._offered = {}

    def deadline(self) -> float | None:
        """Return when to call `forget_late` next, in monotonic seconds."""
        return min((paste.until for paste in self._pastes.values()), default=None)

    def forget_late(self, now: float) -> None:
        """Wait no more for programs that stopped taking."""
        self._pastes = {key: paste for key, paste in self._pastes.items() if paste.until > now}

    def gone(self, window: int) -> None:
        """Take note that a window was destroyed."""
        self._pastes = {key: paste for key, paste in self._pastes.items() if key[0] != window}

    def requested(self, event: Any, now: float) -> None:
        """Answer a program that pastes (SelectionRequest)."""
        name = event.property or event.target  # a client from before ICCCM names none
        fits = event.time == X.CurrentTime or not _before(event.time, self._since)
        done = fits and self.holds and event.selection == self._selection
        done = done and self._convert(event.requestor, event.target, name, now)
        answer = xevent.SelectionNotify(
            time=event.time,
            requestor=event.requestor,
            selection=event.selection,
            target=event.target,
            property=name if done else X.NONE,
        )
        event.requestor.send_event(answer)
        self._display.flush()

    def taken(self, window: int, name: int, now: float) -> None:
        """Hand out the next increment: the one before was taken (its property deleted)."""
        paste = self._pastes.get((window, name))
        if paste is None:
            return
        chunk = paste.data[paste.offset : paste.offset + CHUNK]
        paste.requestor.change_property(name, paste.type, 8, chunk)
        paste.offset, paste.until = paste.offset + len(chunk), now + PASTE_SECONDS
        if not chunk:  # an empty one is the last
            del self._pastes[window, name]
        self._display.flush()

    # --- one conversion ----------------------------------------------------------------------------------------------

    def _convert(self, requestor: Any, target: int, name: int, now: float) -> bool:
        atom = self._display.get_atom
        if target == atom("TARGETS"):
            known = [atom("TARGETS"), atom("TIMESTAMP"), atom("MULTIPLE"), *self._offered]
            requestor.change_property(name, Xatom.ATOM, 32, known)
        elif target == atom("TIMESTAMP"):
            requestor.change_property(name, Xatom.INTEGER, 32, [self._since])
        elif target == atom("MULTIPLE"):
            return self._convert_each(requestor, name, now)
        elif target in self._offered:
            return self._hand_out(requestor, *self._offered[target], name, now)
        else:
            return False
        return True

    def _convert_each(self, requestor: Any, name: int, now: float) -> bool:
        """Convert to each of the targets that the requestor lists; what cannot be is struck from its list."""
        listed = requestor.get_property(name, X.AnyPropertyType, 0, 2 * MOST_ATOMS)
        if listed is None or listed.format != 32 or len(listed.value) % 2:
            return False
        atoms, multiple = list(listed.value), self._display.get_atom("MULTIPLE")
        for at in range(0, len(atoms), 2):
            target, into = atoms[at], atoms[at + 1]
            if target == multiple or not into or not self._convert(requestor, target, into, now):
                atoms[at + 1] = X.NONE
        requestor.change_property(name, self._display.get_atom("ATOM_PAIR"), 32, atoms)
        return True

    def _hand_out(self, requestor: Any, kind: int, data: bytes, name: int, now: float) -> bool:
        if len(data) <= CHUNK:
            requestor.change_property(name, kind, 8, data)
            return True
        if len(self._pastes) >= MOST_PASTES:
            return False
        requestor.change_attributes(event_mask=X.PropertyChangeMask | X.StructureNotifyMask)
        self._pastes[requestor.id, name] = _Paste(requestor, kind, data, 0, now + PASTE_SECONDS)
        requestor.change_property(name, self._display.get_atom("INCR"), 32, [len(data)])
        return True

    def _targets_of(self, clip: Clip) -> Mapping[int, tuple[int, bytes]]:
        atom = self._display.get_atom
        if clip.kind is ClipboardKind.IMAGE:
            return {atom(IMAGE_TARGET): (atom(IMAGE_TARGET), clip.data)}
        offered = {atom(name): (atom(name), clip.data) for name in TEXT_TARGETS}
        try:
            latin = clip.data.decode().encode("latin-1")
        except UnicodeEncodeError:  # old programs cannot be given it
            return offered
        return {**offered, Xatom.STRING: (Xatom.STRING, latin)}


def _before(one: int, other: int) -> bool:
    """Say whether a time of the server's is before another; they begin anew after 49 days."""
    return 0 < (other - one) & 0xFFFFFFFF < 0x80000000
