"""Names as the wire writes them, and paths as people read them. The wire's form is lossless: see registry_messages."""

import re
from collections.abc import Sequence

from agent.tools.clean import clean

_ESCAPED = re.compile("[%\x00\ud800-\udfff]")
_ESCAPE = re.compile("%([0-9A-F]{4})")


def encoded(name: str) -> str:
    """Write a name for the wire."""
    return _ESCAPED.sub(lambda found: f"%{ord(found[0]):04X}", name)


def decoded(text: str) -> str:
    """Read a name of the wire. Two halves that make one character are one, as the system writes it."""
    if "%" not in text:
        return text
    read = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    return read.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def shown(names: Sequence[str], limit: int = 200) -> str:
    r"""Return a path for people's eyes ("HKEY_CURRENT_USER\Software"), the end of it when it is long."""
    path = "\\".join(names)
    return clean(path if len(path) <= limit else f"…{path[1 - limit :]}", limit)
