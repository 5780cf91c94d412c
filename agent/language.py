"""Which language to speak with a person: the locale's. The splash tells it in the same way (installer/splash.tcl)."""

import locale
import os
import sys
from typing import Literal

Lang = Literal["fr", "en"]


def locale_language() -> Lang:
    """Judge by the person's locale, in the order gettext asks; a machine that says nothing speaks French."""
    names = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    if sys.platform != "linux":  # where the system's own setting is not in the environment
        names.append(locale.getlocale()[0] or "")
    spoken = next((name.lower() for name in names if name.split(".")[0] not in ("", "C", "POSIX")), "fr")
    return "fr" if spoken.startswith("fr") else "en"
