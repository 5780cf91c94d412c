"""Set the machine up and run one scripted session on an X display: see scripts/laboratory.py."""

import os
import sys
from pathlib import Path

SET_UP = Path(__file__).with_name("setup_machine.py")

if __name__ == "__main__":
    os.execv(sys.executable, [sys.executable, str(SET_UP), "-m", "scripts.laboratory", *sys.argv[1:]])
