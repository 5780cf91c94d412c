import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

from agent.brand_bundle import Bundle
from agent.brand_file import parse_brand_file
from agent.embedded import EMBEDDED_MODULE
from agent.settings import Settings, SettingsError, code_from_filename, load_settings, own_settings
from agent.ui.model import Brand

EXAMPLE = Path("installer/brands/example.toml")
LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")
SMALLEST = '[operator]\nname = "Exemple"\n[server]\nurl = "{}"\n'


def test_the_example_brand_loads() -> None:
    settings = load_settings(EXAMPLE)
    assert settings.server == "https://assistance.exemple.fr"
    assert settings.brand == Brand(name="Exemple Assistance", phone="01 23 45 67 89", accent="#0a4f96")
    assert settings.may_ask == {"view", "annotate", "control", "system", "serial"}
    assert settings.policy.name == "assist-no-copy"
    assert settings.hand_seconds == 1.5
    assert settings.journal_dir is None


def test_the_smallest_brand_file_names_operator_and_server(tmp_path: Path) -> None:
    assert _load(tmp_path, SMALLEST.format("https://a.example")).brand.name == "Exemple"


@pytest.mark.parametrize(
    ("written", "origin"),
    [
        ("https://Aide.Example/", "https://aide.example"),
        ("https://aide.example:443", "https://aide.example"),
        ("https://aide.example:8443/", "https://aide.example:8443"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://localhost", "http://localhost"),
        ("http://[::1]:80", "http://[::1]"),
    ],
)
def test_the_server_is_written_as_browsers_write_an_origin(tmp_path: Path, written: str, origin: str) -> None:
    settings = _load(tmp_path, SMALLEST.format(written))
    assert settings.server == origin


@pytest.mark.parametrize(
    "url",
    [
        "http://aide.example",
        "http://127.0.0.1.example",
        "http://192.168.1.5",
        "ws://127.0.0.1",
        "file:///etc/passwd",
        "aide.example",
        "https://",
        "https://aide.example/path",
        "https://aide.example?x=1",
        "https://aide.example#x",
        "https://user@aide.example",
        "https://aidé.example",
        "https://a b.example",
        "https://aide.example:port",
        "https://aide.example:99999",
        "https://[::1",
        "https://aide.example\\\\@evil.example",
    ],
)
def test_a_server_that_is_no_safe_origin_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(SettingsError, match=r"line 4, server.url: "):
        _load(tmp_path, SMALLEST.format(url))


def test_a_brand_file_that_is_not_there_is_told() -> None:
    with pytest.raises(SettingsError, match="cannot be read: No such file"):
        load_settings(Path("/nowhere/brand.toml"))


def test_a_brand_file_that_is_too_long_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="longer than 64 KiB"):
        _load(tmp_path, "#" * 70_000)


@pytest.mark.parametrize(
    ("name", "value", "lang"),
    [
        ("LANG", "fr_FR.UTF-8", "fr"),
        ("LANG", "fr_CA.UTF-8", "fr"),
        ("LANG", "en_GB.UTF-8", "en"),
        ("LANG", "de_DE.UTF-8", "en"),
        ("LANG", "C.UTF-8", "fr"),
        ("LANG", "", "fr"),
        ("LC_ALL", "fr_FR.UTF-8", "fr"),
    ],
)
def test_the_language_is_that_of_the_computer(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, lang: str
) -> None:
    for one in LOCALES:
        monkeypatch.delenv(one, raising=False)
    monkeypatch.setenv(name, value)
    assert load_settings(EXAMPLE).lang == lang


def test_a_language_in_the_brand_file_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    assert _load(tmp_path, SMALLEST.format("https://a.example") + '[session]\nlanguage = "en"\n').lang == "en"


def test_from_source_a_brand_file_must_be_named() -> None:
    with pytest.raises(SettingsError, match="--brand FILE"):
        own_settings(None)
    assert own_settings(EXAMPLE).brand.name == "Exemple Assistance"


class Lying(dict[str, str]):
    """An environment that has an answer to every question, and remembers the questions."""

    def __init__(self) -> None:
        self.asked: set[str] = set()

    def __missing__(self, name: str) -> str:
        self.asked.add(name)
        return "https://evil.example"

    def __contains__(self, name: object) -> bool:
        return bool(self[str(name)])

    def get(self, name: str, default: object = None) -> str:
        return self[name]


def test_nothing_in_the_environment_changes_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    environment = Lying()
    monkeypatch.setattr(os, "environ", environment)
    assert own_settings(EXAMPLE).server == "https://assistance.exemple.fr"
    assert environment.asked <= set(LOCALES)


def test_a_build_uses_the_brand_inside_it_and_takes_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    inside = ModuleType(EMBEDDED_MODULE)
    text = SMALLEST.format("https://inside.example")
    inside.PACKED = Bundle(text, parse_brand_file(text.encode()), {}).pack()  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, EMBEDDED_MODULE, inside)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert own_settings().server == "https://inside.example"
    with pytest.raises(SettingsError, match="takes no other"):
        own_settings(EXAMPLE)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Assistance 1234 5678 9012.exe", "123456789012"),
        ("Assistance 1234 5678 9012 (1).exe", "123456789012"),
        ("Assistance_1234-5678-9012 (12).exe", "123456789012"),
        ("assistance-123456789012", "123456789012"),
        ("Assistance 1234 5678 9012.AppImage", "123456789012"),
        ("Assistance.exe", None),
        ("Assistance 1234 5678.exe", None),
        ("Assistance 1234 5678 90123.exe", None),
        ("Assistance 01234 5678 9012.exe", None),
        ("Assistance 1234 5678 9012 2222 3333 4444.exe", None),
        ("Assistance ١٢٣٤ ٥٦٧٨ ٩٠١٢.exe", None),
        ("", None),
    ],
)
def test_a_code_in_the_file_name_is_found(name: str, code: str | None) -> None:
    assert code_from_filename(name) == code


def _load(folder: Path, text: str) -> Settings:
    path = folder / "brand.toml"
    path.write_text(text)
    return load_settings(path)
