"""A plain window in the test's own process."""

import tkinter as tk
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from agent.ui import model as ui
from agent.ui.model import Action, View
from agent.ui.page import Pressed
from agent.ui.plain_window import PlainWindow
from agent.ui.screens import compose
from tests.ui.rig import Desk, all_buttons, tk_root, until


@dataclass
class Plain:
    """A plain window in this process, so that a test can look inside."""

    desk: Desk
    root: tk.Tk
    window: PlainWindow
    actions: list[Pressed] = field(default_factory=list)
    gone: list[ui.NamesGone] = field(default_factory=list)

    def show(self, view: View) -> None:
        self.window.draw(compose(view))
        self.root.update()

    def settle(self) -> None:
        """Let the guard pass and the focus come."""
        (self.root.focus_lastfor() or self.root).focus_force()
        self.wait(lambda: not self.window.guarded and self.root.focus_get() is not None, "a window at rest")

    def wait(self, look: Callable[[], object], what: str) -> None:
        def updated() -> object:
            self.root.update()
            return look()

        until(updated, what)

    def keys(self, *keys: str) -> None:
        self.desk.keys(*keys)
        self.root.update()

    def acted(self) -> bool:
        self.root.update()
        return bool(self.actions)

    def did(self, expected: Action) -> None:
        self.wait(lambda: self.actions, f"{expected}")
        assert self.actions == [expected]

    def text(self) -> str:
        boxes = [widget for widget in self.window.body.stops if isinstance(widget, tk.Text)]
        return "\n".join(text.get("1.0", "end") for text in [self.window.body.text, *boxes])

    def button(self, label: str) -> tk.Button:
        return next(button for button in all_buttons(self.root) if str(button.cget("text")).startswith(label))


@contextmanager
def plain_window(desk: Desk) -> Iterator[Plain]:
    """Open one on a screen."""
    actions: list[Pressed] = []
    gone: list[ui.NamesGone] = []

    def act(pressed: Pressed) -> None:
        if isinstance(pressed, ui.NamesGone):
            gone.append(pressed)
        else:
            actions.append(pressed)

    with tk_root(desk.display, "plain-under-test") as root:
        yield Plain(desk, root, PlainWindow(root, act), actions, gone)
