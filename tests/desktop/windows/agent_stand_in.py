"""Stands where the agent does, for what the banner's process asks of the system: its parent, and another window's.

`python -m tests.desktop.windows.agent_stand_in` hands its standard pipes on to the banner, and ends with it.
"""

import subprocess
import sys

from agent.areas import Rect
from agent.ui.host import child_command
from scripts.rigs.win32_windows import puppet

OWN = Rect(900, 450, 200, 150)
"""Where the agent's other window lies, white."""
WINDOW = "window"
"""The argument that makes a process show that one, until its input closes."""


def main() -> int:
    """Return the banner's exit code."""
    if WINDOW in sys.argv:
        with puppet(OWN, "own", colour=0xFFFFFF, more=8):
            sys.stdin.read()
        return 0
    other = [sys.executable, "-B", "-m", "tests.desktop.windows.agent_stand_in", WINDOW]
    with subprocess.Popen(other, stdin=subprocess.PIPE):
        return subprocess.run(child_command("ui-banner"), stdin=sys.stdin, stdout=sys.stdout, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
