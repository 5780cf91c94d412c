"""What only Windows can show is collected there alone; ../test_windows.py runs it under Wine."""

import sys

collect_ignore_glob = [] if sys.platform == "win32" else ["test_real_*.py"]
