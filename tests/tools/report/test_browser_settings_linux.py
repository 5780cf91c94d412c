import json
import subprocess
from pathlib import Path

import pytest

from agent.tools.report.browser_preferences import host_of
from agent.tools.report.browser_settings_linux import LinuxBrowserSettings
from agent.tools.report.words import Words
from tests.tools.fakes import lay

WORDS = Words("en")
NOTHING = ["No proxy and no home page are set."]


@pytest.fixture(autouse=True)
def _no_proxy_here(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def test_a_machine_without_settings_says_so(tmp_path: Path) -> None:
    assert _read(tmp_path) == NOTHING


def test_the_proxy_of_the_environment_is_told_without_its_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", "http://anne:secret@proxy.example:3128/")
    assert _read(tmp_path) == ["proxy (https_proxy): http://proxy.example:3128"]


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://user:pass@intranet.example:8443/start?token=abc#x", "https://intranet.example:8443"),
        ("proxy.example:3128", "proxy.example:3128"),
        ("https://a.example/|https://b.example/x", "https://a.example, https://b.example"),
        ("about:home", "about:home"),
        ("file:///home/anne/private.html", ""),
        ("http://[broken", ""),
        ("", ""),
    ],
)
def test_addresses_are_cut_to_their_host(address: str, host: str) -> None:
    assert host_of(address) == host


def test_firefox_tells_home_page_and_proxy_and_nothing_else(tmp_path: Path) -> None:
    prefs = """
user_pref("browser.startup.homepage", "https://portal.example/?session=secret");
user_pref("browser.urlbar.lastUrl", "https://history.example/");
user_pref("network.proxy.type", 1);
user_pref("network.proxy.http", "proxy.example");
user_pref("services.sync.username", "anne@example.org");
"""
    lay(tmp_path, {".mozilla/firefox/abc.default/prefs.js": prefs})
    assert _read(tmp_path) == ["home page (Firefox): https://portal.example", "proxy (Firefox): proxy.example"]


def test_firefox_policies_are_read(tmp_path: Path) -> None:
    policies = {"policies": {"Homepage": {"URL": "https://work.example/"}, "Proxy": {"Mode": "autoDetect"}}}
    lay(tmp_path, {"etc/firefox/policies/policies.json": json.dumps(policies)})
    assert _read(tmp_path) == ["home page (Firefox): https://work.example", "proxy (Firefox): autoDetect"]


def test_chromium_policies_and_preferences_are_read_and_nothing_else(tmp_path: Path) -> None:
    preferences = {
        "homepage": "https://portal.example/start",
        "proxy": {"mode": "fixed_servers", "server": "proxy.example:3128"},
        "account_info": [{"email": "anne@example.org"}],
    }
    lay(
        tmp_path,
        {
            "etc/chromium/policies/managed/work.json": json.dumps({"HomepageLocation": "https://work.example/"}),
            ".config/chromium/Default/Preferences": json.dumps(preferences),
        },
    )
    assert _read(tmp_path) == [
        "home page (Chromium): https://work.example",
        "home page (Chromium): https://portal.example",
        "proxy (Chromium): proxy.example:3128",
    ]


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"org.gnome.system.proxy mode": "auto"}, "proxy (GNOME): auto_detect"),
        (
            {
                "org.gnome.system.proxy mode": "auto",
                "org.gnome.system.proxy autoconfig-url": "http://a:b@pac.example/x",
            },
            "proxy (GNOME): http://pac.example",
        ),
        (
            {
                "org.gnome.system.proxy mode": "manual",
                "org.gnome.system.proxy.http host": "proxy.example",
                "org.gnome.system.proxy.http port": "3128",
            },
            "proxy (GNOME): proxy.example:3128",
        ),
    ],
)
def test_the_desktops_proxy_is_what_gsettings_was_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], told: str
) -> None:
    monkeypatch.setenv("GSETTINGS_BACKEND", "keyfile")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    for key, value in settings.items():
        subprocess.run(["gsettings", "set", *key.split(), value], check=True)
    assert _read(tmp_path) == [told]


@pytest.mark.parametrize("text", ["", "[]", "{", "[" * 100_000, '{"homepage": 3, "proxy": "x"}', "\x00\xff"])
def test_broken_preferences_tell_nothing(tmp_path: Path, text: str) -> None:
    lay(tmp_path, {".config/chromium/Default/Preferences": text, "etc/firefox/policies/policies.json": text})
    assert _read(tmp_path) == NOTHING


def _read(folder: Path) -> list[str]:
    return LinuxBrowserSettings(root=folder, home=folder).read(WORDS)
