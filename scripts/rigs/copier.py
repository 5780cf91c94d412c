"""A program of its own process that copies and pastes on an X display as a test says, honestly or not.

One JSON line a deed, one line of answer. It speaks ICCCM by itself, so that a mistake of the agent's is not its own.
"""

import json
import os
import select
import sys
from base64 import b64decode, b64encode
from collections.abc import Mapping
from time import monotonic
from typing import Any

import Xlib.display
from Xlib import X, Xatom
from Xlib.protocol import event as xevent

from scripts.rigs.doer import Doer

PASTE_SECONDS = 10.0
CHUNK = 60_000


class Copier(Doer):
    """The test's end of it: a program whose WM_CLASS is `name`, and what it copied, until the block ends."""

    def __init__(self, display: str, name: str) -> None:
        super().__init__("scripts.rigs.copier", display, name)

    def open(self, title: str = "") -> int:
        """Open a window, so that what is copied comes from something that is seen; return its id."""
        return int(self.do("open", title=title))

    def shut(self) -> None:
        """Close the last window; the program goes on."""
        self.do("shut")

    def copy(self, targets: Mapping[str, bytes], how: str = "honest", selection: str = "CLIPBOARD") -> None:
        """Own the selection. `how`: see Owner.convert."""
        encoded = {name: b64encode(data).decode() for name, data in targets.items()}
        self.do("copy", targets=encoded, how=how, selection=selection)

    def paste(self, target: str) -> bytes | None:
        """Ask for the clipboard in that form; None when its owner refuses."""
        found = self.do("paste", target=target)
        return None if found is None else b64decode(found)

    def targets(self) -> set[str]:
        """Ask in which forms there is something."""
        return set(self.do("targets"))

    def paste_many(self, targets: list[str]) -> list[bytes | None]:
        """Ask for several forms in one go (MULTIPLE)."""
        return [None if one is None else b64decode(one) for one in self.do("paste_many", targets=targets)]

    def begin_paste(self, target: str) -> None:
        """Ask, and take nothing of what is handed out in increments."""
        self.do("begin_paste", target=target)

    def asked(self) -> list[str]:
        """Name the forms that others asked for."""
        return list(self.do("asked"))


class Program:
    """The program's end."""

    def __init__(self, display: str, name: str) -> None:
        self.display: Any = Xlib.display.Display(display)
        self.display.set_error_handler(lambda error, request: None)
        self.name = name
        self.atom = self.display.get_atom
        root = self.display.screen().root
        self.window = root.create_window(0, 0, 1, 1, 0, X.CopyFromParent, event_mask=X.PropertyChangeMask)
        self.shown: list[Any] = []
        self.offered: dict[int, bytes] = {}
        self.how = "honest"
        self.increments: dict[tuple[int, int], tuple[Any, int, bytes, int]] = {}
        self.asked: list[str] = []

    # --- copying -----------------------------------------------------------------------------------------------------

    def open(self, title: str = "") -> int:
        root, screen = self.display.screen().root, self.display.screen()
        window = root.create_window(10, 10, 80, 60, 0, screen.root_depth, background_pixel=0xFFFFFF)
        window.set_wm_class(self.name, self.name.title())
        name = (title or self.name).encode()
        window.change_property(self.atom("_NET_WM_NAME"), self.atom("UTF8_STRING"), 8, name)
        window.map()
        self.shown.append(window)
        return int(window.id)

    def shut(self) -> None:
        self.shown.pop().destroy()

    def copy(self, targets: dict[str, str], how: str, selection: str) -> None:
        self.offered = {self.atom(name): b64decode(data) for name, data in targets.items()}
        self.how = how
        self.window.set_selection_owner(self.atom(selection), X.CurrentTime)

    def served(self, event: Any) -> None:
        """Answer somebody who pastes.

        honest: by the book. silent: never. refuses: everything. no_targets: only TARGETS is refused. stalls: says that
        increments come, and sends none. lies_small, lies_huge: says so of their size. endless: never ends. drips: a
        byte at a time, slowly. wrong_format: numbers for a text.
        """
        self.asked.append(self.display.get_atom_name(event.target))
        if self.how == "silent":
            return
        done = self.how != "refuses" and self.convert(event.requestor, event.target, event.property)
        answer = xevent.SelectionNotify(
            time=event.time,
            requestor=event.requestor,
            selection=event.selection,
            target=event.target,
            property=event.property if done else X.NONE,
        )
        event.requestor.send_event(answer)

    def convert(self, requestor: Any, target: int, name: int) -> bool:
        if target == self.atom("TARGETS"):
            if self.how == "no_targets":
                return False
            requestor.change_property(name, Xatom.ATOM, 32, [self.atom("TARGETS"), *self.offered])
            return True
        if target not in self.offered:
            return False
        data = self.offered[target]
        if self.how == "wrong_format":
            requestor.change_property(name, target, 32, [1, 2, 3])
        elif self.how == "honest" and len(data) <= CHUNK:
            requestor.change_property(name, target, 8, data)
        else:
            said = {"lies_small": 10, "lies_huge": 0xFFFFFFF0}.get(self.how, len(data))
            requestor.change_attributes(event_mask=X.PropertyChangeMask)
            self.increments[requestor.id, name] = (requestor, target, data, 0)
            requestor.change_property(name, self.atom("INCR"), 32, [said])
        return True

    def taken(self, window: int, name: int) -> None:
        found = self.increments.get((window, name))
        if found is None or self.how == "stalls":
            return
        requestor, target, data, at = found
        if self.how == "drips":
            chunk = data[at : at + 1]
        elif self.how == "endless":
            chunk = data[:CHUNK].ljust(CHUNK, b"x")
        else:
            chunk = data[at : at + CHUNK]
        requestor.change_property(name, target, 8, chunk)
        self.increments[window, name] = (requestor, target, data, at + len(chunk))
        if not chunk:
            del self.increments[window, name]

    # --- pasting -----------------------------------------------------------------------------------------------------

    def targets(self) -> list[str]:
        found = self.ask("TARGETS")
        return [self.display.get_atom_name(atom) for atom in found.value] if found else []

    def paste(self, target: str) -> str | None:
        found = self.ask(target)
        return None if found is None else b64encode(self.whole(found, self.atom("PASTED"))).decode()

    def paste_many(self, targets: list[str]) -> list[str | None]:
        pairs = [(self.atom(target), self.atom(f"PASTED_{at}")) for at, target in enumerate(targets)]
        flat = [atom for pair in pairs for atom in pair]
        self.window.change_property(self.atom("PASTED"), self.atom("ATOM_PAIR"), 32, flat)
        self.ask("MULTIPLE", fresh=False)
        told = self.window.get_property(self.atom("PASTED"), X.AnyPropertyType, 0, 100).value
        pasted: list[str | None] = []
        for at in range(len(targets)):
            name = told[2 * at + 1]
            found = self.window.get_property(name, X.AnyPropertyType, 0, 1 << 20) if name else None
            pasted.append(None if found is None else b64encode(self.whole(found, name)).decode())
        return pasted

    def ask(self, target: str, fresh: bool = True) -> Any:
        if fresh:
            self.window.delete_property(self.atom("PASTED"))
        self.window.convert_selection(self.atom("CLIPBOARD"), self.atom(target), self.atom("PASTED"), X.CurrentTime)
        event = self.wait(lambda event: event.type == X.SelectionNotify)
        if event.property == X.NONE:
            return None
        return self.window.get_property(self.atom("PASTED"), X.AnyPropertyType, 0, 1 << 20)

    def whole(self, found: Any, name: int) -> bytes:
        """Take the rest of it, if it comes in increments."""
        if found.property_type != self.atom("INCR"):
            return bytes(found.value) if found.format == 8 else repr(list(found.value)).encode()
        taken = b""
        self.window.delete_property(name)
        while True:
            self.wait(lambda event: _is_new(event, name))
            piece = self.window.get_full_property(name, X.AnyPropertyType).value
            self.window.delete_property(name)
            if not piece:
                return taken
            taken += bytes(piece)

    # --- events ------------------------------------------------------------------------------------------------------

    def take(self, event: Any) -> None:
        if event.type == X.SelectionRequest:
            self.served(event)
        elif event.type == X.PropertyNotify and event.state == X.PropertyDelete:
            self.taken(event.window.id, event.atom)

    def drain(self) -> None:
        """Take all that came; flushing may bring more along, which no socket would tell of any more."""
        self.display.flush()
        while self.display.pending_events():
            self.take(self.display.next_event())
            self.display.flush()

    def wait(self, wanted: Any) -> Any:
        until = monotonic() + PASTE_SECONDS
        self.display.flush()
        while monotonic() < until:
            while self.display.pending_events():
                event = self.display.next_event()
                if wanted(event):
                    return event
                self.take(event)
            select.select([self.display.fileno()], [], [], 0.05)
        raise TimeoutError("nobody answered")

    def do(self, deed: str, **more: Any) -> Any:
        if deed == "asked":
            return self.asked
        if deed == "begin_paste":
            self.ask(more["target"])
            return None
        return getattr(self, deed)(**more)

    def run(self) -> None:
        while True:
            self.drain()
            patience = 1.0 if self.how == "drips" and self.increments else None
            ready, _, _ = select.select([self.display.fileno(), sys.stdin], [], [], patience)
            if sys.stdin in ready:
                line = sys.stdin.readline()
                if not line:
                    os._exit(0)
                answer = self.do(**json.loads(line))
                self.display.sync()
                print(json.dumps(answer), flush=True)


def _is_new(event: Any, name: int) -> bool:
    told = event.type == X.PropertyNotify and event.atom == name
    return bool(told and event.state == X.PropertyNewValue)


if __name__ == "__main__":
    Program(*sys.argv[1:]).run()
