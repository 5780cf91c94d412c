"""The entry starts exactly the program that was meant, whatever it and its folder are called, as GLib reads it."""

import sys
import time
from pathlib import Path

import gi
import pytest

from agent.comeback.entry import Command
from agent.comeback.kept import ComebackError
from agent.comeback.xdg_entry import XdgEntry, execution

gi.require_version("Gio", "2.0")
from gi.repository import Gio  # noqa: E402

SCRIPT = "import os, sys; open(sys.argv[1], 'w').write(repr((sys.argv[2:], os.getcwd())))"
HOSTILE = ["plain", "two words", 'a "quote"', "back\\slash", "`id` $HOME", "%f %U 100%", "it's", "", "été;&|<>*?#()~"]


def test_every_word_arrives_as_it_was(home: Path) -> None:
    told, folder = home / "told %d", home / "a folder; \\ of its own"
    folder.mkdir()
    (home / ".config" / "autostart").mkdir(parents=True)
    XdgEntry().put(Command([sys.executable, "-c", SCRIPT, str(told), *HOSTILE], folder))
    entry = Gio.DesktopAppInfo.new_from_filename(str(home / ".config" / "autostart" / "handrail-return.desktop"))
    entry.launch([], None)
    until = time.monotonic() + 20
    while not (told.exists() and told.read_text()):
        assert time.monotonic() < until, "nothing was started"
        time.sleep(0.05)
    assert told.read_text() == repr((HOSTILE, str(folder)))


def test_what_would_end_the_line_is_refused() -> None:
    with pytest.raises(ComebackError):
        execution(["/home/anne/a\nExec=other", "return"])


def test_taking_it_back_deletes_it_and_may_be_done_twice(home: Path) -> None:
    (home / ".config" / "autostart").mkdir(parents=True)
    entry = XdgEntry()
    entry.put(Command(["handrail"]))
    for _ in range(2):
        entry.remove()
    assert list((home / ".config" / "autostart").iterdir()) == []
