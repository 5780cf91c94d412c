"""Another program that copies and pastes on Windows, run there: `python -m scripts.rigs.win32_copier`.

It is told JSON lines, `{"copy": {FORMAT: BASE64, ...}}` or `{"paste": FORMAT}`, and answers each with one: `{"done":
true}` or `{"pasted": BASE64}`. A format is a number of Windows' own ("13"), or a name. It has a window, as the owner of
what it copies; with `--title` that is shown. It goes when its standard input closes.
"""

import argparse
import base64
import json
import sys

from agent.areas import Rect
from agent.desktop.windows import win32_clipboard as win32
from scripts.rigs.win32_windows import puppet

MOST = 1 << 26


def form(name: str) -> int:
    return int(name) if name.isdigit() else win32.named(name)


def answer(told: dict[str, object], window: int) -> dict[str, object]:
    """Do what one line says."""
    with win32.opened(window):
        match told:
            case {"copy": dict(forms)}:
                win32.fill({form(name): base64.b64decode(data) for name, data in forms.items()})
                return {"done": True}
            case {"paste": str(name)}:
                held = win32.take(form(name), MOST) if win32.holds(form(name)) else b""
                return {"pasted": base64.b64encode(held).decode()}
    raise ValueError(told)


def main() -> int:
    """Copy and paste until standard input closes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--title", default="copier")
    with puppet(Rect(300, 300, 200, 100), parser.parse_args().title, more=8) as window:
        print(json.dumps({"ready": True}), flush=True)
        for line in sys.stdin:
            print(json.dumps(answer(json.loads(line), window.handle)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
