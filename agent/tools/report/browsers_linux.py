"""Which browsers are installed, their versions and which is the default: from package data, no browser is started."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from agent.tools.known import SourceError, ask, read_text
from agent.tools.report.words import Words


@dataclass(frozen=True)
class Browser:
    """One browser: how packages, Flatpak and the desktop call it."""

    name: str
    packages: tuple[str, ...]
    flatpak: str = ""
    desktop: str = ""
    """Its desktop file, where that is not named like a package or the Flatpak."""

    def is_desktop(self, file: str) -> bool:
        """Say whether `file` ("firefox-esr.desktop") starts this browser."""
        stem = file.removesuffix(".desktop")
        names = filter(None, (*self.packages, self.flatpak, self.desktop))
        return stem.partition("_")[0] in names  # snaps: firefox_firefox.desktop


BROWSERS = (
    Browser("Firefox", ("firefox", "firefox-esr"), "org.mozilla.firefox"),
    Browser("Chromium", ("chromium", "chromium-browser"), "org.chromium.Chromium"),
    Browser("Google Chrome", ("google-chrome-stable",), "com.google.Chrome", "google-chrome"),
    Browser("Microsoft Edge", ("microsoft-edge-stable",), "com.microsoft.Edge", "microsoft-edge"),
    Browser("Brave", ("brave-browser",), "com.brave.Browser"),
    Browser("Opera", ("opera-stable", "opera"), "com.opera.Opera"),
    Browser("Vivaldi", ("vivaldi-stable",), "com.vivaldi.Vivaldi"),
    Browser("GNOME Web", ("epiphany-browser", "epiphany"), "org.gnome.Epiphany"),
    Browser("Falkon", ("falkon",), "org.kde.falkon", "org.kde.falkon"),
    Browser("Konqueror", ("konqueror",), "", "org.kde.konqueror"),
)
"""The browsers the report knows. Another one that is the default is named by its desktop file."""


def installed(words: Words) -> list[str]:
    """Return each browser with its version, the default one marked."""
    default = _default()
    lines = {browser.name: f"{browser.name} {version}" for browser, version in _versions()}
    for browser in BROWSERS:
        if browser.name in lines and browser.is_desktop(default):
            return [words.say("default", name=line) if name == browser.name else line for name, line in lines.items()]
    return [*lines.values(), *([words.say("default", name=default)] if default else [])]


def _default() -> str:
    with contextlib.suppress(SourceError):
        return ask("xdg-settings", "get", "default-web-browser").strip()
    return ""


def _versions(root: Path = Path("/")) -> Iterator[tuple[Browser, str]]:
    versions = {**_flatpaks(), **_snaps(root), **_packages()}
    for browser in BROWSERS:
        for name in (*browser.packages, browser.flatpak):
            if version := versions.get(name):
                yield browser, version


def _packages() -> dict[str, str]:
    """Ask dpkg, rpm and pacman, whichever is there."""
    names = [name for browser in BROWSERS for name in browser.packages]
    dpkg = _pairs("dpkg-query", "--show", "--showformat=${Package}|${db:Status-Status}|${Version}\\n", *names)
    rpm = _pairs("rpm", "--query", "--queryformat=%{NAME}|installed|%{VERSION}\\n", *names)
    pacman = [[*parts[:1], "installed", *parts[1:]] for parts in _pairs("pacman", "--query", *names, between=" ")]
    return {parts[0]: parts[2] for parts in (*dpkg, *rpm, *pacman) if len(parts) == 3 and parts[1] == "installed"}


def _flatpaks() -> dict[str, str]:
    lines = _pairs("flatpak", "list", "--app", "--columns=application,version", between="\t")
    return {parts[0]: parts[1] for parts in lines if len(parts) == 2}


def _snaps(root: Path) -> dict[str, str]:
    found = {}
    for name in ("firefox", "chromium", "brave", "opera"):
        with contextlib.suppress(SourceError):
            lines = read_text(root / "snap" / name / "current/meta/snap.yaml").splitlines()
            found[name] = next(
                line.removeprefix("version:").strip(" '\"") for line in lines if line.startswith("version:")
            )
    return found


def _pairs(program: str, *arguments: str, between: str = "|") -> list[list[str]]:
    with contextlib.suppress(SourceError):
        return [line.split(between) for line in ask(program, *arguments, check=False).splitlines()]
    return []
