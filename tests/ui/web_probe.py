"""The product's web window with a probe: reads scripts (JSON strings) from one descriptor, writes values to another."""

import json
import os
import sys
import threading

from agent.ui.pipe import Pipe
from agent.ui.web_window import WebWindow


def main() -> int:
    ask, tell = (int(number) for number in sys.argv[1:3])
    window = WebWindow(Pipe())
    threading.Thread(target=_answer, args=(window, ask, tell), daemon=True).start()
    return window.run()


def _answer(window: WebWindow, ask: int, tell: int) -> None:
    with os.fdopen(ask) as scripts, os.fdopen(tell, "w") as values:
        for line in scripts:
            value = window.run_script(json.loads(line))
            values.write(json.dumps(value) + "\n")
            values.flush()


if __name__ == "__main__":
    sys.exit(main())
