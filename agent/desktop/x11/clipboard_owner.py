"""Who holds the clipboard, and whether what they copied may be read: as their windows were shown when they copied it,
and are now. Reads nothing of it.

Belongs to the clipboard's thread, and to whoever has its lock.
"""

from collections.abc import Sequence
from typing import Any, Final, Protocol

from Xlib import X
from Xlib.ext import res, xfixes

from agent.desktop.x11.connection import X_FAILURES
from agent.hiding.facts import WindowFacts

MANAGER: Final = "CLIPBOARD_MANAGER"
"""The selection of the program that keeps what was copied when its owner ends (freedesktop.org, clipboard-manager)."""


class Windows(Protocol):
    """What is known of windows (X11Masking)."""

    def windows_of(self, pid: int) -> Sequence[WindowFacts]:
        """Return what is known of the windows of a process."""

    def may_be_read(self, windows: Sequence[WindowFacts]) -> bool:
        """Say whether what a program with these windows copied may be read."""


class ClipboardOwner:
    """The owner of one selection, from the moment of `begin` on."""

    def __init__(self, display: Any, windows: Windows, selection: int, ours: int) -> None:
        """Prepare; `ours` is the window by which the agent itself owns the selection."""
        self._display, self._windows, self._selection, self._ours = display, windows, selection, ours
        self._owner = 0
        self._orphaned = False
        """Whether the program that copied last is gone."""
        self._trusted = False
        """Whether what is copied now might be read when it was copied."""
        self._then: Sequence[WindowFacts] = ()
        """The windows of the program that copied it, as they were."""

    def begin(self) -> None:
        """Take in who owns it now."""
        owner = self._display.get_selection_owner(self._selection)
        self._copied(owner.id if owner else 0)

    def changed(self, event: Any) -> None:
        """Take in that somebody copied something, or is gone (XFixesSelectionNotify)."""
        if event.sub_code == xfixes.XFixesSetSelectionOwnerNotify:
            self._copied(event.owner.id if event.owner else 0)
        else:
            self._orphaned = True

    def may_read(self, window: int) -> bool:
        """Say whether what that window's program copied may be read now."""
        if window != self._owner or not self._trusted:
            return False
        return window == self._ours or self._windows.may_be_read((*self._then, *self._windows_of(window)))

    def _copied(self, window: int) -> None:
        orphaned, self._orphaned, self._owner = self._orphaned, False, window
        windows = self._windows_of(window)
        if orphaned and self._is_manager(window):  # it keeps what another copied, with whatever was thought of that
            self._then = (*self._then, *windows)
            return
        self._then = windows
        self._trusted = window == self._ours or self._windows.may_be_read(windows)

    def _windows_of(self, window: int) -> Sequence[WindowFacts]:
        pid = self._pid(window) if window else None
        return self._windows.windows_of(pid) if pid is not None else ()

    def _pid(self, window: int) -> int | None:
        """Return the process at the other end of the client's socket; None: not known, as of one elsewhere."""
        try:
            answers = self._display.res_query_client_ids([{"client": window, "mask": res.LocalClientPIDMask}]).ids
        except X_FAILURES:
            return None
        return next((int(answer.value[0]) for answer in answers if answer.value), None)

    def _is_manager(self, window: int) -> bool:
        manager = self._display.get_selection_owner(self._display.get_atom(MANAGER))
        mask = self._display.display.info.resource_id_mask
        return bool(manager != X.NONE and manager.id & ~mask == window & ~mask)
