"""How the internet is set: proxy and home page, from the environment, GNOME, policies and preferences.

Of a browser's own files only the named settings are taken: no history, cookies, bookmarks; of addresses only the host,
never a user name, password or path.
"""

import contextlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from agent.tools.known import SourceError, ask, read_text
from agent.tools.words import Words

MAX_PREFERENCES = 8 * 1024 * 1024
"""Bytes read of a browser's preferences."""

_CHROMIUMS = {
    "Chromium": ("etc/chromium/policies/managed", "chromium"),
    "Google Chrome": ("etc/opt/chrome/policies/managed", "google-chrome"),
    "Microsoft Edge": ("etc/opt/edge/policies/managed", "microsoft-edge"),
    "Brave": ("etc/brave/policies/managed", "BraveSoftware/Brave-Browser"),
}
"""Where each keeps its policies, and its profile below ~/.config."""

_FIREFOX_PROXY = {0: "direct", 1: "manual", 2: "auto_config", 4: "auto_detect", 5: "system"}
"""network.proxy.type, in the words of Chromium's ProxyMode where they are the same."""


@dataclass(frozen=True)
class LinuxBrowserSettings:
    """Reads settings below `root` and `home`."""

    root: Path = Path("/")
    home: Path | None = None

    def read(self, words: Words) -> list[str]:
        """Return one line a setting that is set; each once."""
        lines = [
            words.say(kind, source=source, value=value)
            for read in (self._environment, self._gnome, self._chromium, self._firefox)
            for source, kind, value in read()
            if value
        ]
        return list(dict.fromkeys(lines)) or [words.say("no_proxy")]

    def _environment(self) -> Iterator[tuple[str, str, str]]:
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            yield name, "proxy", host_of(os.environ.get(name) or os.environ.get(name.upper(), ""))

    def _gnome(self) -> Iterator[tuple[str, str, str]]:
        with contextlib.suppress(SourceError):
            mode = _gsetting("org.gnome.system.proxy", "mode")
            if mode == "manual":
                host, port = (_gsetting("org.gnome.system.proxy.http", key) for key in ("host", "port"))
                yield "GNOME", "proxy", f"{host}:{port}"
            elif mode == "auto":
                yield "GNOME", "proxy", host_of(_gsetting("org.gnome.system.proxy", "autoconfig-url")) or "auto_detect"

    def _chromium(self) -> Iterator[tuple[str, str, str]]:
        for name, (policies, profile) in _CHROMIUMS.items():
            files = sorted((self.root / policies).glob("*.json"))
            for file in (*files, self._home / ".config" / profile / "Default/Preferences"):
                settings = _json(file)
                yield name, "home", host_of(_text(settings, "HomepageLocation") or _text(settings, "homepage"))
                proxy = settings.get("proxy")
                own = proxy if isinstance(proxy, dict) else {}
                address = _text(settings, "ProxyServer") or _text(settings, "ProxyPacUrl") or _text(own, "server")
                yield name, "proxy", host_of(address) or _text(settings, "ProxyMode") or _text(own, "mode")

    def _firefox(self) -> Iterator[tuple[str, str, str]]:
        for place in ("etc/firefox/policies", "usr/lib/firefox-esr/distribution", "usr/lib/firefox/distribution"):
            policies = _json(self.root / place / "policies.json").get("policies")
            policy = policies if isinstance(policies, dict) else {}
            home, proxy = policy.get("Homepage"), policy.get("Proxy")
            yield "Firefox", "home", host_of(_text(home, "URL"))
            yield "Firefox", "proxy", host_of(_text(proxy, "HTTPProxy")) or _text(proxy, "Mode")
        for file in sorted((self._home / ".mozilla/firefox").glob("*/prefs.js"))[:20]:
            yield from _firefox_preferences(file)

    @property
    def _home(self) -> Path:
        return self.home or Path.home()


def host_of(address: str) -> str:
    """Cut an address to scheme, host and port; several, as Firefox writes them (a|b), to a list."""
    return ", ".join(filter(None, (_host(one) for one in address.split("|")[:5])))


def _host(address: str) -> str:
    with contextlib.suppress(ValueError):
        parts = urlsplit(address if "://" in address else f"//{address}")
        host = parts.netloc.rpartition("@")[2]
        if address.startswith(("about:", "chrome:")):
            return address
        return f"{parts.scheme}://{host}" if parts.scheme and host else host
    return ""


def _firefox_preferences(file: Path) -> Iterator[tuple[str, str, str]]:
    with contextlib.suppress(SourceError):
        found = dict(_PREFERENCE.findall(read_text(file, MAX_PREFERENCES)))
        yield "Firefox", "home", host_of(found.get("browser.startup.homepage", "").strip('"'))
        kind = found.get("network.proxy.type", "")
        address = found.get("network.proxy.http" if kind == "1" else "network.proxy.autoconfig_url", "").strip('"')
        yield "Firefox", "proxy", host_of(address) or _FIREFOX_PROXY.get(int(kind), "") if kind.isdigit() else ""


_PREFERENCE = re.compile(
    r'^user_pref\("(browser\.startup\.homepage|network\.proxy\.(?:type|http|autoconfig_url))", (.{1,2000})\);$',
    re.MULTILINE,
)


def _gsetting(schema: str, key: str) -> str:
    return ask("gsettings", "get", schema, key).strip().strip("'")


def _json(file: Path) -> dict[str, object]:
    with contextlib.suppress(SourceError, ValueError, RecursionError):
        read = json.loads(read_text(file, MAX_PREFERENCES))
        return read if isinstance(read, dict) else {}
    return {}


def _text(settings: object, key: str) -> str:
    value = settings.get(key) if isinstance(settings, dict) else None
    return value if isinstance(value, str) else ""
