"""Set the machine up and take every picture in docs/screenshots/: see scripts/shots."""

import os
import sys
from pathlib import Path

SET_UP = Path(__file__).with_name("setup_machine.py")

if __name__ == "__main__":
    os.execv(sys.executable, [sys.executable, str(SET_UP), "-m", "scripts.shots", *sys.argv[1:]])
