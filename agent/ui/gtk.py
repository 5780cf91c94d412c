"""What the web window needs of GTK beside the web view: a folder picker, folders dropped on it, presses, a note."""

import os
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GLib, Gtk  # noqa: E402
from webview.platforms.gtk import BrowserView  # noqa: E402

from agent.ui.presenter import Asked  # noqa: E402

STYLE = b"""
dialog, dialog * { font-size: 18px; }
.note { background: #14181d; padding: 14px; }
.note label { color: #ffffff; font-size: 20px; font-weight: bold; }
"""
LOWEST = 40
"""Pixels between a note and the foot of the screen."""


def prepare() -> None:
    """Make the picker and the notes large enough to read."""
    screen = Gdk.Screen.get_default()
    if screen is None:
        return
    style = Gtk.CssProvider()
    style.load_from_data(STYLE)
    Gtk.StyleContext.add_provider_for_screen(screen, style, Gtk.STYLE_PROVIDER_PRIORITY_APPLICATION)


def pick_folder(asked: Asked, chosen: Callable[[str], None]) -> None:
    """Open a folder picker above the window; tell the path that is picked. From any thread."""
    _soon(lambda: _open_picker(asked, chosen))


def close_pickers() -> None:
    """Close the picker as if the customer had pressed its "cancel". From any thread."""
    _soon(_cancel_pickers)


def show_note(lines: Sequence[str]) -> Callable[[], None]:
    """Show a note at the foot of the screen; return what takes it away. From any thread."""
    shown: list[Gtk.Window] = []
    _soon(lambda: shown.append(_note(lines)))
    return lambda: _soon(lambda: [window.destroy() for window in shown])


def on_dropped_folders(dropped: Callable[[str], None]) -> None:
    """Call `dropped` with the path of each folder that is dropped on a web view."""

    def received(_widget: object, _context: object, _x: int, _y: int, data: Any, *_: object) -> None:
        for path in folders_of(data.get_uris() or []):
            dropped(path)

    for browser in BrowserView.instances.values():
        browser.webview.connect("drag-data-received", received)


def on_press(taken: Callable[[float, float], bool]) -> None:
    """Ask `taken` of each press of the first button on a web view, before its page: x, y as shares of its width."""

    def pressed(view: Any, event: Any) -> bool:
        if event.button != Gdk.BUTTON_PRIMARY or event.type != Gdk.EventType.BUTTON_PRESS:
            return False
        width = view.get_allocated_width()
        return taken(event.x / width, event.y / width)

    for browser in BrowserView.instances.values():
        browser.webview.connect("button-press-event", pressed)


def folders_of(uris: Sequence[str]) -> list[str]:
    """Return the paths of those `file:` addresses that are folders on this computer."""
    parts = [urlsplit(uri) for uri in uris]
    paths = [os.fsdecode(unquote_to_bytes(part.path)) for part in parts if part.scheme == "file"]
    return [path for path in paths if os.path.isdir(path)]


def _open_picker(asked: Asked, chosen: Callable[[str], None]) -> None:
    if any(_pickers()):
        return
    parent = next((browser.window for browser in BrowserView.instances.values()), None)
    picker = Gtk.FileChooserDialog(
        title=asked.title, transient_for=parent, modal=True, action=Gtk.FileChooserAction.SELECT_FOLDER
    )
    picker.add_buttons(asked.cancel, Gtk.ResponseType.CANCEL, asked.choose, Gtk.ResponseType.OK)
    picker.set_current_folder(os.path.expanduser("~"))

    def answered(_picker: object, response: int) -> None:
        path = picker.get_filename() if response == Gtk.ResponseType.OK else None
        picker.destroy()
        if path:
            chosen(path)

    picker.connect("response", answered)
    picker.show_all()


def _pickers() -> list[Gtk.FileChooserDialog]:
    return [window for window in Gtk.Window.list_toplevels() if isinstance(window, Gtk.FileChooserDialog)]


def _cancel_pickers() -> None:
    for picker in _pickers():
        picker.response(Gtk.ResponseType.CANCEL)


def _note(lines: Sequence[str]) -> Gtk.Window:
    window, label = Gtk.Window(type=Gtk.WindowType.POPUP), Gtk.Label(label="\n".join(lines))
    window.get_style_context().add_class("note")
    window.add(label)
    window.show_all()
    screen, size = window.get_screen(), window.get_size()
    window.move((screen.get_width() - size.width) // 2, screen.get_height() - size.height - LOWEST)
    return window


def _soon(work: Callable[[], object]) -> None:
    """Do something once, on GTK's own thread."""

    def once() -> bool:
        work()
        return False

    GLib.idle_add(once)
