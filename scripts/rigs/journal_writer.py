"""Writes a session's journal and receipts into a folder until it is killed, and says each entry once it is written.

Run as `python -m scripts.rigs.journal_writer FOLDER`: one byte on standard output an entry, one write(2) each.
"""

import os
import sys
from pathlib import Path

from scripts.rigs.journals import DEEDS, Scene

CHECKPOINT_EVERY = 5
MOST = 20_000
"""Entries, after which it waits to be killed."""


class _Loud(Scene):
    """A scene that says when an entry is written."""

    def record(self, kind: str, payload: dict[str, str]) -> None:
        super().record(kind, payload)
        os.write(sys.stdout.fileno(), b".")


def main() -> None:
    """Write."""
    scene = _Loud(Path(sys.argv[1]))
    scene.begin()
    while scene.journal.count < MOST:
        for number, (kind, payload) in enumerate(DEEDS):
            scene.record(kind, payload)
            if number % CHECKPOINT_EVERY == 0:
                scene.checkpoint()
    sys.stdin.read()


if __name__ == "__main__":
    main()
