"""Which key and button presses an X server delivers to which processes, by its own account (the RECORD extension)."""

import struct
import threading
from collections.abc import Callable
from typing import Any

import Xlib.display
from Xlib import X
from Xlib.ext import ge, record, res

PRESSES = (X.KeyPress, X.ButtonPress)
"""The same numbers in the core protocol and in X Input 2 (XI_KeyPress 2, XI_ButtonPress 4)."""
_XI_HEAD = struct.Struct("=8xH")


class Delivered:
    """Counts presses delivered to the processes that `pids` names."""

    def __init__(self, display: str, pids: Callable[[], set[int]]) -> None:
        self._pids = pids
        self._asking = Xlib.display.Display(display)
        self._recording = Xlib.display.Display(display)
        self._presses: list[str] = []
        self._owners: dict[int, int] = {}
        nothing = {"core_requests": (0, 0), "core_replies": (0, 0), "ext_requests": (0, 0, 0, 0)}
        wanted = {"delivered_events": (X.KeyPress, ge.GenericEventCode), "device_events": (0, 0), "errors": (0, 0)}
        rest = {"ext_replies": (0, 0, 0, 0), "client_started": False, "client_died": False}
        self._context = self._asking.record_create_context(0, [record.AllClients], [{**nothing, **wanted, **rest}])
        self._asking.sync()  # the other connection must find it
        threading.Thread(target=self._listen, daemon=True).start()

    def presses(self) -> list[str]:
        """Name the presses so far: the process and the kind."""
        return [*self._presses]

    def _listen(self) -> None:
        self._recording.record_enable_context(self._context, self._take)

    def _take(self, reply: Any) -> None:
        if reply.category != record.FromServer or not reply.data:
            return
        kind = reply.data[0] & 0x7F
        if kind == ge.GenericEventCode:
            (kind,) = _XI_HEAD.unpack_from(reply.data)
        if kind in PRESSES and self._owner(reply.id_base) in self._pids():
            self._presses.append(f"{'key' if kind == X.KeyPress else 'button'} to {self._owner(reply.id_base)}")

    def _owner(self, base: int) -> int:
        if base not in self._owners:
            answers = self._asking.res_query_client_ids([{"client": base, "mask": res.LocalClientPIDMask}]).ids
            self._owners[base] = next((int(answer.value[0]) for answer in answers if answer.value), 0)
        return self._owners[base]
