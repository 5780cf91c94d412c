"""Browsers on Windows as they registered themselves, and how the internet is set; no browser is started."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from agent.tools.report.asking_windows import Windows
from agent.tools.report.browser_preferences import (
    Setting,
    chromium_settings,
    firefox_settings,
    host_of,
    read_settings,
)
from agent.tools.report.words import Words

CLIENTS = r"HKLM\SOFTWARE\Clients\StartMenuInternet", r"HKCU\SOFTWARE\Clients\StartMenuInternet"
CHOICE = r"HKCU\SOFTWARE\Microsoft\Windows\Shell\Associations\UrlAssociations\https\UserChoice"
EXPLORER = r"HKLM\SOFTWARE\Microsoft\Internet Explorer"
INTERNET = r"HKCU\SOFTWARE\Microsoft\Windows\CurrentVersion\Internet Settings"
MAIN = r"HKCU\SOFTWARE\Microsoft\Internet Explorer\Main"
ZONE = rf"{INTERNET}\Zones\3"
"""The zone of the internet at large."""

LEVELS = {
    0: "zone_custom",
    0x10000: "zone_low",
    0x10500: "zone_medium_low",
    0x11000: "zone_medium",
    0x11500: "zone_medium_high",
    0x12000: "zone_high",
}
"""CurrentLevel of a zone (URLTEMPLATE, urlmon.h), by the phrase that says it."""

_POLICIES = {"Google Chrome": r"Google\Chrome", "Microsoft Edge": r"Microsoft\Edge", "Brave": r"BraveSoftware\Brave"}
_PROFILES = {
    "Google Chrome": "Google/Chrome",
    "Microsoft Edge": "Microsoft/Edge",
    "Brave": "BraveSoftware/Brave-Browser",
}
"""Where each keeps its user data, below %LOCALAPPDATA%."""

_POLICY_VALUES = ("HomepageLocation", "ProxyServer", "ProxyPacUrl", "ProxyMode")


@dataclass(frozen=True)
class WindowsBrowsers:
    """Reads browsers and settings; the profiles lie below `local` and `roaming` (%LOCALAPPDATA% and %APPDATA%)."""

    windows: Windows
    local: Path | None = None
    roaming: Path | None = None

    def installed(self, words: Words) -> list[str]:
        """Return each browser with its version, the default one marked; Internet Explorer where it is there."""
        chosen = self.windows.value(CHOICE, "ProgId")
        lines: dict[str, str] = {}
        for path in CLIENTS:
            for key in self.windows.keys(path):
                line = self._browser(rf"{path}\{key}", key)
                kind = self.windows.value(rf"{path}\{key}\Capabilities\URLAssociations", "https")
                lines.setdefault(key, words.say("default", name=line) if kind and kind == chosen else line)
        explorer = self.windows.value(EXPLORER, "svcVersion") or self.windows.value(EXPLORER, "Version")
        if explorer:
            lines["IEXPLORE.EXE"] = f"Internet Explorer {explorer}"
        return list(lines.values())

    def settings(self, words: Words) -> list[str]:
        """Return one line a setting that is set, each once; and how guarded the internet's zone is."""
        told = (*self._of_windows(), *self._of_browsers())
        lines = [words.say(kind, source=source, value=value) for source, kind, value in told if value]
        level = self.windows.value(ZONE, "CurrentLevel")
        zone = [words.say("zone", level=words.say(LEVELS[level]))] if isinstance(level, int) and level in LEVELS else []
        return [*(list(dict.fromkeys(lines)) or [words.say("no_proxy")]), *zone]

    def _browser(self, path: str, key: str) -> str:
        name = self.windows.value(path) or key.removesuffix(".exe")
        command = str(self.windows.value(rf"{path}\shell\open\command") or "")
        program = command[1:].partition('"')[0] if command.startswith('"') else command.partition(" -")[0]
        return " ".join(filter(None, (str(name), self.windows.file_version(program) if program else "")))

    def _of_windows(self) -> Iterator[Setting]:
        if self.windows.value(INTERNET, "ProxyEnable") == 1:
            yield "Windows", "proxy", host_of(str(self.windows.value(INTERNET, "ProxyServer") or ""))
        yield "Windows", "proxy", host_of(str(self.windows.value(INTERNET, "AutoConfigURL") or ""))
        yield "Internet Explorer", "home", host_of(str(self.windows.value(MAIN, "Start Page") or ""))

    def _of_browsers(self) -> Iterator[Setting]:
        for name, place in _POLICIES.items():
            for root in ("HKLM", "HKCU"):
                path = rf"{root}\SOFTWARE\Policies\{place}"
                yield from chromium_settings(name, {key: self.windows.value(path, key) for key in _POLICY_VALUES})
        local = self.local or Path(os.environ.get("LOCALAPPDATA", ""))
        for name, place in _PROFILES.items():
            yield from chromium_settings(name, read_settings(local / place / "User Data/Default/Preferences"))
        yield from firefox_settings((self.roaming or Path(os.environ.get("APPDATA", ""))) / "Mozilla/Firefox/Profiles")
