import re
import subprocess
from pathlib import Path

import pytest

from agent.tools import known
from agent.tools.report import browsers_linux
from agent.tools.report.browsers_linux import BROWSERS
from agent.tools.report.words import Words
from tests.tools.fakes import lay, program

WORDS = Words("en")


def test_versions_are_what_the_browsers_themselves_say() -> None:
    lines = browsers_linux.installed(WORDS)
    for command, name in (("chromium", "Chromium"), ("firefox-esr", "Firefox")):
        said = subprocess.run([command, "--version"], capture_output=True, text=True, check=True).stdout
        version = re.search(r"\d+(\.\d+)+", said)
        assert version
        assert any(line.startswith(f"{name} {version[0]}") for line in lines)


def test_the_default_browser_is_marked_once() -> None:
    default = subprocess.run(
        ["xdg-settings", "get", "default-web-browser"], capture_output=True, text=True
    ).stdout.strip()
    marked = [line for line in browsers_linux.installed(WORDS) if line.endswith(" (default)")]
    browser = next(browser for browser in BROWSERS if browser.is_desktop(default))
    assert len(marked) == 1
    assert marked[0].startswith(browser.name)


def test_a_default_browser_that_is_not_known_is_named_by_its_desktop_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known, "PLACES", (program(tmp_path, "xdg-settings", "echo ladybird.desktop"),))
    assert browsers_linux.installed(WORDS) == ["ladybird.desktop (default)"]


def test_packages_are_read_where_rpm_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = "printf 'firefox|installed|128.3.0\\npackage chromium is not installed\\n'; exit 9"
    monkeypatch.setattr(known, "PLACES", (program(tmp_path, "rpm", answer),))
    assert browsers_linux.installed(WORDS) == ["Firefox 128.3.0"]


def test_packages_are_read_where_pacman_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = "printf 'firefox 145.0.1-1\\nchromium 140.0-1\\n'; echo 'error: not found' >&2; exit 1"
    monkeypatch.setattr(known, "PLACES", (program(tmp_path, "pacman", answer),))
    assert browsers_linux.installed(WORDS) == ["Firefox 145.0.1-1", "Chromium 140.0-1"]


def test_flatpaks_and_snaps_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = "printf 'com.google.Chrome\\t140.0.1\\norg.example.App\\t1\\n'"
    monkeypatch.setattr(known, "PLACES", (program(tmp_path, "flatpak", answer),))
    assert browsers_linux.installed(WORDS) == ["Google Chrome 140.0.1"]
    lay(tmp_path, {"snap/firefox/current/meta/snap.yaml": "name: firefox\nversion: '145.0-2'\nsummary: x\n"})
    assert browsers_linux._snaps(tmp_path) == {"firefox": "145.0-2"}


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("firefox-esr.desktop", "Firefox"),
        ("firefox_firefox.desktop", "Firefox"),
        ("google-chrome.desktop", "Google Chrome"),
        ("org.gnome.Epiphany.desktop", "GNOME Web"),
    ],
)
def test_desktop_files_lead_to_their_browser(file: str, name: str) -> None:
    assert [browser.name for browser in BROWSERS if browser.is_desktop(file)] == [name]


def test_no_desktop_file_is_no_browser() -> None:
    assert not [browser for browser in BROWSERS if browser.is_desktop("")]
