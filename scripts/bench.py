"""Set the machine up and measure Handrail beside other programs: see scripts/benchmark/__main__.py."""

import os
import sys
from pathlib import Path

SET_UP = Path(__file__).with_name("setup_machine.py")

if __name__ == "__main__":
    os.execv(sys.executable, [sys.executable, str(SET_UP), "-m", "scripts.benchmark", *sys.argv[1:]])
