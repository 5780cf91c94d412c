"""The splash: whose service opens, at once, taking nothing and leaving nothing."""

import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from agent.brand_file import parse_brand_file
from agent.opening import splash
from agent.own_process import child_command
from agent.ui.splash import Said, main, words
from tests.ui.rig import PATIENCE, Desk, until

BRAND = """\
[operator]
name = "Exemple Assistance"
accent = "#0a4f96"

[server]
url = "https://aide.example"
"""
TITLES = {"fr": "Exemple Assistance s'ouvre…", "en": "Exemple Assistance is opening…"}


@pytest.fixture
def brand(tmp_path: Path) -> Path:
    path = tmp_path / "brand.toml"
    path.write_text(BRAND, encoding="utf-8")
    return path


def titles(desk: Desk) -> list[str]:
    return [desk.ask("getwindowname", window).strip() for window in desk.windows("handrail-splash")]


def running(desk: Desk, *arguments: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([*child_command("splash"), *arguments], env=desk.env, stdin=subprocess.PIPE)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_it_says_whose_service_opens_and_goes_when_the_agent_does(desk: Desk, brand: Path, lang: str) -> None:
    with running(desk, lang, str(brand)) as process:
        until(lambda: titles(desk) == [TITLES[lang]], f"a splash: {titles(desk)}")
        assert process.stdin is not None
        process.stdin.close()  # as the end of the agent closes it, whatever ends it
        assert process.wait(PATIENCE) == 0
    until(lambda: not desk.windows("handrail-splash"), "no splash")


def test_the_agent_ends_it_and_nothing_of_it_is_left(
    desk: Desk, brand: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("DISPLAY", desk.display)
    for name in ("HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(home))
    with splash(brand, "fr") as over:
        until(lambda: titles(desk), "a splash")
        over()
        assert not [child for child in psutil.Process().children() if "splash" in child.cmdline()]
        over()  # as an error after it does
    assert not list(home.rglob("*")), "it left a file"


def test_where_it_may_not_start_the_agent_goes_on_without(brand: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(brand))
    with splash(brand, "fr") as over:
        over()


@pytest.mark.parametrize(
    "text", ["", "[operator]\n", "[operator\n", "operator = 3\n", BRAND.replace("#0a4f96", "blau")]
)
def test_what_is_no_brand_is_left_to_the_agent_to_say(
    desk: Desk, tmp_path: Path, text: str, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "brand.toml").write_text(text, encoding="utf-8")
    with running(desk, "fr", str(tmp_path / "brand.toml")) as process:
        assert process.wait(PATIENCE) == 1
    assert "no splash" in capfd.readouterr().err


def test_without_a_brand_file_or_a_screen_there_is_no_splash(brand: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert main(["fr", str(brand.with_name("other.toml"))]) == 1
    monkeypatch.delenv("DISPLAY", raising=False)
    assert main(["fr", str(brand)]) == 1


def test_its_language_is_the_command_lines_else_the_brands_else_the_computers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    french = BRAND + '[session]\nlanguage = "fr"\n'
    assert parse_brand_file(french.encode()).session.language == "fr"
    assert words("auto", BRAND).title == TITLES["en"]
    assert words("auto", french).title == TITLES["fr"]
    assert words("en", french).title == TITLES["en"]


def test_it_says_that_nothing_is_shared() -> None:
    said = Said(
        "Exemple Assistance s'ouvre…", "Exemple Assistance", "L'outil d'aide s'ouvre…", "Rien n'est partagé.", "#0a4f96"
    )
    assert words("fr", BRAND) == said


def test_it_waits_for_no_library() -> None:
    asked = "import agent.__main__, agent.opening, agent.ui.splash, sys; print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    heavy = {"pydantic", "asyncio", "cryptography", "aiortc", "av", "websockets", "argparse", "inspect"}
    assert not heavy & {name.partition(".")[0] for name in told.stdout.split()}
