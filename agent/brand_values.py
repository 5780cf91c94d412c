"""What single values of a brand file may be: an address, one line of text, a colour, the name of a file beside it.

Each raises ValueError with words for the person who wrote it; brand_mistakes.py adds the line and the remedy.
"""

import ipaddress
import re
from pathlib import PurePosixPath
from urllib.parse import urlsplit

ENOUGH = 7.0
"""The contrast that white text needs on the operator's colour (WCAG 2.2, 1.4.6)."""


def origin(url: str) -> str:
    """Write `url` as browsers write an origin (WHATWG URL, "origin"), the form the pairing binds."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise ValueError("it is not an address") from None
    if parts.scheme not in ("https", "http") or not host:
        raise ValueError("it must begin with https://")
    if parts.username is not None or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise ValueError("it must end after the host name and port")
    if not re.fullmatch(r"[a-z0-9.:-]{1,253}", host):
        raise ValueError("the host name holds characters that an address cannot (accents are written as xn--...)")
    if parts.scheme == "http" and not _loopback(host):
        raise ValueError("http:// is for tests on this computer alone (127.0.0.1)")
    usual = port in (None, 443 if parts.scheme == "https" else 80)
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}{'' if usual else f':{port}'}"


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def one_line(text: str) -> str:
    """Refuse what cannot be shown on one line."""
    if not text.isprintable() or text != text.strip():
        raise ValueError("it holds characters that cannot be shown, or spaces at its ends")
    return text


def readable(colour: str) -> str:
    """Refuse a colour on which white text is below 7:1."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    contrast = 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)
    if contrast < ENOUGH:
        raise ValueError(f"white text on it is hard to read (contrast {contrast:.1f}, {ENOUGH:.0f} is needed)")
    return colour


def beside(name: str) -> str:
    """Refuse what is not the plain name of a file that lies beside the brand file, or below it."""
    path = PurePosixPath(name)
    if not name or path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name or not name.isprintable():
        raise ValueError("it must be the name of a file that lies beside the brand file")
    return str(path)
