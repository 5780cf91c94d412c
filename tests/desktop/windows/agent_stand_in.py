"""Stands where the agent does, for what the banner's process asks of the system: its parent, with another own window.

`python -m tests.desktop.windows.agent_stand_in` hands its standard pipes on to the banner, and ends with it.
"""

import subprocess
import sys

from agent.areas import Rect
from agent.ui.host import child_command
from scripts.rigs.win32_windows import puppet

OWN = Rect(900, 450, 200, 150)
"""Where the agent's own window lies, white."""


def main() -> int:
    """Return the banner's exit code."""
    with puppet(OWN, "own", colour=0xFFFFFF, more=8):
        banner = subprocess.Popen(child_command("ui-banner"), stdin=sys.stdin, stdout=sys.stdout)
        return banner.wait()


if __name__ == "__main__":
    sys.exit(main())
