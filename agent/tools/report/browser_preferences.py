"""The named settings of browsers' own files: proxy and home page, cut to their host; nothing else of them is read out.

Where the files lie is for each system's own source.
"""

import contextlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from agent.tools.known import SourceError, read_text

MAX_PREFERENCES = 8 * 1024 * 1024
"""Bytes read of a browser's preferences."""

MOST_PROFILES = 20

Setting = tuple[str, str, str]
"""Whose it is, which phrase says it ("proxy", "home"), and its value; empty where it is not set."""

_FIREFOX_PROXY = {0: "direct", 1: "manual", 2: "auto_config", 4: "auto_detect", 5: "system"}
"""network.proxy.type, in the words of Chromium's ProxyMode where they are the same."""

_PREFERENCE = re.compile(
    r'^user_pref\("(browser\.startup\.homepage|network\.proxy\.(?:type|http|autoconfig_url))", (.{1,2000})\);$',
    re.MULTILINE,
)


def host_of(address: str) -> str:
    """Cut an address to scheme, host and port; several, as Firefox writes them (a|b), to a list."""
    return ", ".join(filter(None, (_host(one) for one in address.split("|")[:5])))


def chromium_settings(name: str, settings: object) -> Iterator[Setting]:
    """Yield what a policy or the preferences of a browser made from Chromium say."""
    yield name, "home", host_of(text_of(settings, "HomepageLocation") or text_of(settings, "homepage"))
    own = settings.get("proxy") if isinstance(settings, dict) else None
    address = text_of(settings, "ProxyServer") or text_of(settings, "ProxyPacUrl") or text_of(own, "server")
    yield name, "proxy", host_of(address) or text_of(settings, "ProxyMode") or text_of(own, "mode")


def firefox_settings(profiles: Path) -> Iterator[Setting]:
    """Yield what the preferences in Firefox's profiles say."""
    for file in sorted(profiles.glob("*/prefs.js"))[:MOST_PROFILES]:
        with contextlib.suppress(SourceError):
            found = dict(_PREFERENCE.findall(read_text(file, MAX_PREFERENCES)))
            yield "Firefox", "home", host_of(found.get("browser.startup.homepage", "").strip('"'))
            kind = found.get("network.proxy.type", "")
            address = found.get("network.proxy.http" if kind == "1" else "network.proxy.autoconfig_url", "").strip('"')
            named = _FIREFOX_PROXY.get(int(kind), "") if kind.isdigit() else ""
            yield "Firefox", "proxy", (host_of(address) or named) if named else ""


def read_settings(file: Path) -> dict[str, object]:
    """Read an object of JSON; nothing where there is none."""
    with contextlib.suppress(SourceError, ValueError, RecursionError):
        read = json.loads(read_text(file, MAX_PREFERENCES))
        return read if isinstance(read, dict) else {}
    return {}


def text_of(settings: object, key: str) -> str:
    """Return the text at a key; nothing where there is none."""
    value = settings.get(key) if isinstance(settings, dict) else None
    return value if isinstance(value, str) else ""


def _host(address: str) -> str:
    with contextlib.suppress(ValueError):
        parts = urlsplit(address if "://" in address else f"//{address}")
        host = parts.netloc.rpartition("@")[2]
        if address.startswith(("about:", "chrome:")):
            return address
        return f"{parts.scheme}://{host}" if parts.scheme and host else host
    return ""
