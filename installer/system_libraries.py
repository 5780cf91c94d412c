"""Run at a build's start: what its window starts (WebKit's processes) gets the system's libraries, not the build's.

The agent itself keeps the build's path, because its own processes, started by it, find their libraries there.
"""

import os
import sys

if len(sys.argv) > 1 and sys.argv[1] == "ui-window":
    original = os.environ.pop("LD_LIBRARY_PATH_ORIG", "")
    os.environ["LD_LIBRARY_PATH"] = original
    if not original:
        del os.environ["LD_LIBRARY_PATH"]
