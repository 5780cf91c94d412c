"""How the internet is set: proxy and home page, from the environment, GNOME, policies and preferences.

Of a browser's own files only the named settings are taken: no history, cookies, bookmarks; of addresses only the host,
never a user name, password or path.
"""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from agent.tools.known import SourceError, ask
from agent.tools.report.browser_preferences import (
    Setting,
    chromium_settings,
    firefox_settings,
    host_of,
    read_settings,
    text_of,
)
from agent.tools.report.words import Words

_CHROMIUMS = {
    "Chromium": ("etc/chromium/policies/managed", "chromium"),
    "Google Chrome": ("etc/opt/chrome/policies/managed", "google-chrome"),
    "Microsoft Edge": ("etc/opt/edge/policies/managed", "microsoft-edge"),
    "Brave": ("etc/brave/policies/managed", "BraveSoftware/Brave-Browser"),
}
"""Where each keeps its policies, and its profile below ~/.config."""


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

    def _environment(self) -> Iterator[Setting]:
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            yield name, "proxy", host_of(os.environ.get(name) or os.environ.get(name.upper(), ""))

    def _gnome(self) -> Iterator[Setting]:
        with contextlib.suppress(SourceError):
            mode = _gsetting("org.gnome.system.proxy", "mode")
            if mode == "manual":
                host, port = (_gsetting("org.gnome.system.proxy.http", key) for key in ("host", "port"))
                yield "GNOME", "proxy", f"{host}:{port}"
            elif mode == "auto":
                yield "GNOME", "proxy", host_of(_gsetting("org.gnome.system.proxy", "autoconfig-url")) or "auto_detect"

    def _chromium(self) -> Iterator[Setting]:
        for name, (policies, profile) in _CHROMIUMS.items():
            files = sorted((self.root / policies).glob("*.json"))
            for file in (*files, self._home / ".config" / profile / "Default/Preferences"):
                yield from chromium_settings(name, read_settings(file))

    def _firefox(self) -> Iterator[Setting]:
        for place in ("etc/firefox/policies", "usr/lib/firefox-esr/distribution", "usr/lib/firefox/distribution"):
            policies = read_settings(self.root / place / "policies.json").get("policies")
            policy = policies if isinstance(policies, dict) else {}
            home, proxy = policy.get("Homepage"), policy.get("Proxy")
            yield "Firefox", "home", host_of(text_of(home, "URL"))
            yield "Firefox", "proxy", host_of(text_of(proxy, "HTTPProxy")) or text_of(proxy, "Mode")
        yield from firefox_settings(self._home / ".mozilla/firefox")

    @property
    def _home(self) -> Path:
        return self.home or Path.home()


def _gsetting(schema: str, key: str) -> str:
    return ask("gsettings", "get", schema, key).strip().strip("'")
