"""A window's side of its pipes: when it goes, and that it says why."""

import subprocess
import sys

from agent.ui.model import View, view_line

FALLING = """
import time
from agent.ui.pipe import Pipe

def draw(view):
    raise KeyError("no words for this")

Pipe().listen(draw)
time.sleep(60)
"""


def test_a_window_that_cannot_draw_a_view_goes_at_once_and_says_why() -> None:
    window = [sys.executable, "-c", FALLING]
    gone = subprocess.run(window, input=view_line(View(lang="fr", screen="live")), capture_output=True, timeout=30)
    assert gone.returncode == 1
    assert b"no words for this" in gone.stderr
