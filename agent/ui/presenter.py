"""Between the pipe and what draws: views become pages, clicks become actions.

What needs no agent is done here: a mistyped code is told, another page of the screen is turned to, a folder or an
area is chosen.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol, assert_never

from agent.areas import Rect
from agent.protocol.errors import WireError
from agent.ui.area import Guidance
from agent.ui.model import Action, EnterCode, Hide, ShareOnly, View
from agent.ui.page import Choose, Page, Pressed, Turn, parse_pressed
from agent.ui.parts import Local
from agent.ui.pipe import Pipe
from agent.ui.screens import compose
from agent.ui.shades import on_light
from agent.ui.ways_in import code_mistake
from agent.ui.words import Lang, Words

MAX_PATH = 4096
"""Bytes of a path (Linux's PATH_MAX)."""


@dataclass(frozen=True)
class Asked:
    """The words of a folder picker; its own are in `lang`, where it knows that language."""

    lang: Lang
    title: str
    choose: str
    cancel: str


class Choosers(Protocol):
    """How the customer chooses what no list can show. None of it waits."""

    takes_drops: bool
    """Whether a folder can be dropped on the window."""

    draws_areas: bool
    """Whether an area can be drawn on this system's screen."""

    def folder(self, asked: Asked, chosen: Callable[[str], None]) -> None:
        """Let a folder be picked; tell its path, or nothing."""

    def area(self, guidance: Guidance, chosen: Callable[[Rect], None]) -> None:
        """Let an area of the screen be drawn; tell it, or nothing."""

    def cancel(self) -> None:
        """Take back whatever is open: something else needs the customer."""


class Presenter:
    """Draws each view with `draw`, which may be called on any thread, and passes the customer's actions on."""

    def __init__(
        self, pipe: Pipe, draw: Callable[[Page], None], choosers: Choosers, draws_levels: bool = False
    ) -> None:
        self._pipe, self._draw, self._choosers = pipe, draw, choosers
        self._view: View | None = None
        self._local = self._untouched = Local(
            takes_drops=choosers.takes_drops, draws_areas=choosers.draws_areas, draws_levels=draws_levels
        )

    def show(self, view: View) -> None:
        """Draw a view; one of another screen takes the customer away from what was turned to."""
        if self._view is None or view.screen != self._view.screen:
            self._choosers.cancel()
            self._local = self._untouched
        self._view = view
        self._draw(compose(view, replace(self._local, mistake="")))

    def act_text(self, text: str) -> None:
        """Take what was pressed on the page. What is nothing, the page cannot have meant: nothing happens."""
        try:
            self.act(parse_pressed(text))
        except WireError:
            return

    def act(self, pressed: Pressed) -> None:
        """Do what belongs to this window; pass everything else on."""
        match pressed:
            case Turn():
                self._turn(pressed.to)
            case Choose():
                self._choose(pressed)
            case EnterCode():
                self._enter(pressed)
            case Hide() | ShareOnly():
                self._send(pressed)
                self._turn("")
            case _:
                self._send(pressed)

    def hide_folder(self, path: str) -> None:
        """Hide a folder that was picked, or dropped on the window."""
        if path and self._view and self._view.screen in ("live", "hiding"):
            self._send(Hide(kind="folder", name=sayable(path)))

    def _choose(self, choose: Choose) -> None:
        if self._view is None:
            return
        words = Words(self._view.lang)
        match choose.what:
            case "folder":
                title, yes, no = (words.text(key) for key in ("folder/title", "folder/choose", "frame/cancel"))
                self._choosers.folder(Asked(words.lang, title, yes, no), self.hide_folder)
            case "area":
                lines = words.text("area/help"), words.text("area/keys")
                self._choosers.area(Guidance(lines, on_light(self._view.brand.accent).colour), self._hide_area)
            case _:
                assert_never(choose.what)

    def _hide_area(self, area: Rect) -> None:
        self._send(Hide(kind="area", area=(area.x, area.y, area.width, area.height)))

    def _turn(self, page: str) -> None:
        self._local = replace(self._local, turned=page)
        self._redraw("")

    def _enter(self, entered: EnterCode) -> None:
        """Pass a code on, unless it cannot be one: that is said, and nothing is sent."""
        view = self._view
        mistake = code_mistake(entered.code, view.lang) if view and view.screen == "enter_code" else ""
        if mistake:
            self._redraw(mistake)
        else:
            self._send(entered)

    def _redraw(self, mistake: str) -> None:
        if self._view:
            self._draw(compose(self._view, replace(self._local, mistake=mistake)))

    def _send(self, action: Action) -> None:
        self._pipe.send(action)


def sayable(path: str) -> str:
    """Return the folder, or the nearest one around it whose name can be said in JSON: more is hidden, never less."""
    while not _is_text(path):
        path = os.path.dirname(path)
    return path


def _is_text(path: str) -> bool:
    try:
        return len(path.encode()) <= MAX_PATH
    except UnicodeEncodeError:  # bytes of a name that are not UTF-8
        return False
