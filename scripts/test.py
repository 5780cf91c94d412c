"""Set the machine up and run every check: see scripts/checks.py."""

import os
import sys
from pathlib import Path

SET_UP = Path(__file__).with_name("setup_machine.py")

if __name__ == "__main__":
    os.execv(sys.executable, [sys.executable, str(SET_UP), "-m", "scripts.checks", *sys.argv[1:]])
