"""A customer's desktop on Windows, run there: a text field, a coloured place that counts clicks, a vault to hide.

`python -m scripts.rigs.windows_desk` says JSON lines: `{"ready": true}`, `{"typed": TEXT}`, `{"clicks": N}`,
`{"opened": clicks in the vault}` and `{"front": whether the field has the keyboard}`. It goes when its standard input
closes.
"""

import json
import sys
import threading
from contextlib import ExitStack

from agent.areas import Rect
from agent.desktop.windows.win32_windows import foreground
from scripts.rigs.win32_windows import FRAMED, MULTILINE, Puppet, puppet

FIELD, TARGET, VAULT = Rect(40, 60, 560, 240), Rect(700, 100, 200, 150), Rect(700, 400, 300, 200)
GREEN, RED = (0, 255, 0), (255, 0, 0)
"""The target's colour and the vault's, red, green and blue."""

LEFT_UP = 0x202
LOOK_SECONDS = 0.05


def say(**told: object) -> None:
    """Write one line."""
    print(json.dumps(told), flush=True)


def clicks_in(window: Puppet) -> int:
    """Count the clicks that a window got."""
    return sum(message == LEFT_UP for message, _ in window.messages)


def main() -> int:
    """Show the desktop until standard input closes."""
    ended = threading.Event()

    def wait() -> None:
        sys.stdin.read()
        ended.set()

    threading.Thread(target=wait, daemon=True).start()
    with ExitStack() as stack:
        target = stack.enter_context(puppet(TARGET, "target", colour=0x00FF00, more=8))
        vault = stack.enter_context(puppet(VAULT, "Bitwarden", colour=0x0000FF, more=8))
        field = stack.enter_context(puppet(FIELD, kind="EDIT", style=FRAMED | MULTILINE))
        field.to_front()
        say(ready=True)
        typed, clicks, opened, front = "", 0, 0, True
        while not ended.wait(LOOK_SECONDS):
            if (text := field.text()) != typed:
                typed = text
                say(typed=typed)
            if (count := clicks_in(target)) != clicks:
                clicks = count
                say(clicks=clicks)
            if (count := clicks_in(vault)) != opened:
                opened = count
                say(opened=opened)
            if (foreground() == field.handle) != front:
                front = not front
                say(front=front)
    return 0


if __name__ == "__main__":
    sys.exit(main())
