"""A stand-in for a file manager: a window of which every drag carries the given `file:` addresses, as Thunar's do."""

import sys

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, Gtk  # noqa: E402


def main() -> int:
    uris = sys.argv[1:]
    window = Gtk.Window(title="drag source", type=Gtk.WindowType.POPUP)
    handle = Gtk.EventBox()
    handle.add(Gtk.Label(label="drag me"))
    window.add(handle)
    handle.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [], Gdk.DragAction.COPY)
    handle.drag_source_add_uri_targets()
    handle.connect("drag-data-get", lambda _widget, _context, data, *_: data.set_uris(uris))
    window.set_default_size(120, 60)
    window.move(0, 0)
    window.connect("map-event", lambda *_: print("ready", flush=True))
    window.show_all()
    Gtk.main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
