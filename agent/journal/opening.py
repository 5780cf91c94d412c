"""How the journal's files are opened on every system: passed on to no other process, by no link, bytes as they are."""

import os
from typing import Final

FLAGS: Final[int] = sum(getattr(os, name, 0) for name in ("O_CLOEXEC", "O_NOFOLLOW", "O_BINARY"))
"""Windows passes nothing on unless told to, has no O_NOFOLLOW, and changes ends of lines without O_BINARY."""
