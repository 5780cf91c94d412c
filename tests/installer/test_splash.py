"""The splash: whose service opens, at once, taking nothing, obeying nobody and leaving nothing."""

import json
import re
import subprocess
import sys
import tkinter as tk
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.brand_file import BrandFile, parse_brand_file
from agent.language import locale_language
from agent.opening import FILE, opened
from agent.ui.tk_text import bmp
from installer.splash import command, script, word
from scripts.rigs.ending import tied
from scripts.rigs.xserver import window_manager, xvfb
from tests.ui.rig import PATIENCE, Desk, until

NAME = "Exemple Assistance"
TITLES = {"fr": f"{NAME} s'ouvre…", "en": f"{NAME} is opening…"}
HOSTILE = ("[exec touch taken]", '"; exit; "', "} ; exit ; {", "$brand(x) \\u005b\\", "{*}[list {", "#{ -text Élan ☎")
ELSEWHERE = ("--self-check", "verify report.html", "undo", "report.html", "--lang de", "return", "--lang fr --version")


def brand_of(name: str, language: str = "auto") -> str:
    written = json.dumps(name, ensure_ascii=False)
    table = f'[operator]\nname = {written}\naccent = "#0a4f96"\n'
    return f'{table}[server]\nurl = "https://aide.example"\n[session]\nlanguage = "{language}"\n'


def read(name: str, language: str = "auto") -> BrandFile:
    return parse_brand_file(brand_of(name, language).encode())


NO_SYSTEM_CACHE = """<fontconfig><dir>/usr/share/fonts</dir>
<cachedir prefix="xdg">fontconfig</cachedir><cachedir>~/.fontconfig</cachedir></fontconfig>"""
"""Where an ordinary person's font caches go on Debian, as the system's own is root's (fonts-conf(5))."""


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with xvfb((1024, 768)) as display, window_manager(display):
        yield Desk(display)


@contextmanager
def splash(desk: Desk, folder: Path, told: str, name: str = NAME) -> "Iterator[subprocess.Popen[bytes]]":
    (folder / "brand.toml").write_text(brand_of(name), encoding="utf-8")
    unpacked = folder / "unpacked"
    unpacked.mkdir()
    (folder / "fonts.conf").write_text(NO_SYSTEM_CACHE, encoding="utf-8")
    env = {key: value for key, value in desk.env.items() if key != "XDG_CACHE_HOME"}
    own = {"HOME": str(folder), "FONTCONFIG_FILE": str(folder / "fonts.conf")}
    words = tied(command(told, folder / "brand.toml", unpacked))
    with subprocess.Popen(words, env={**env, **own}) as process:
        try:
            yield process
        finally:
            process.kill()


def titles(desk: Desk) -> list[str]:
    return [desk.ask("getwindowname", window).strip() for window in desk.windows("handrail-splash")]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_it_says_whose_service_opens_until_the_agent_is_open(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path / "unpacked"), raising=False)
    with splash(desk, tmp_path, f"--lang {lang}") as process:
        until(lambda: titles(desk) == [TITLES[lang]], f"a splash: {titles(desk)}")
        assert psutil.Process(process.pid).net_connections("inet") == []
        opened()
        assert process.wait(PATIENCE) == 0
        opened()  # as an error after it does
    assert not titles(desk)
    left = sorted(path.name for path in tmp_path.rglob("*"))
    assert left == ["brand.toml", "fonts.conf", "unpacked"], "it left something"


def test_it_ends_when_it_is_closed(desk: Desk, tmp_path: Path) -> None:
    with splash(desk, tmp_path, "") as process:
        desk.xdotool("windowclose", desk.window("handrail-splash"))
        process.wait(PATIENCE)


@pytest.mark.parametrize("name", HOSTILE)
def test_what_an_operator_is_called_is_text_and_no_program(desk: Desk, tmp_path: Path, name: str) -> None:
    with splash(desk, tmp_path, "--lang en", name) as process:
        until(lambda: titles(desk) == [f"{name} is opening…"], f"a splash: {titles(desk)}")
        assert process.poll() is None
    assert not list(Path.cwd().glob("taken"))


@pytest.mark.parametrize("told", ELSEWHERE)
def test_there_is_none_where_the_windows_are_not_asked_for(desk: Desk, tmp_path: Path, told: str) -> None:
    with splash(desk, tmp_path, told) as process:
        assert process.wait(PATIENCE) == 0
    assert not (tmp_path / "unpacked" / FILE).exists()


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_any_text_is_one_word_of_tcl(text: str) -> None:
    tcl = tk.Tcl()
    tcl.eval(f"set said {word(text)}")
    assert tcl.getvar("said") == bmp(text)


def test_it_is_ascii_and_has_no_word_for_what_goes_beyond_a_window() -> None:
    text = script(read("Élan d'Été ☎"))
    assert text.isascii()
    code = re.sub(r"(?m)(^|;)#.*|^# .*", "", text)
    assert not re.findall(r"\b(socket|exec|source|load|package|interp|eval|subst|glob|cd|vwait)\b", code)
    assert re.findall(r"\[?\b(?:open|file delete)\b.*", code) == [
        "open /proc/self/cmdline} line]} {",
        "[open $laid w 0600]",
    ]


@pytest.fixture
def tcl() -> tk.Misc:
    """The script's procedures, with no window."""
    made = tk.Tcl()
    made.eval("proc wm args {}; proc exit args {}; set told --self-check")
    made.eval(script(read(NAME)))
    return made


@pytest.mark.parametrize(
    "told", ["fr_FR.UTF-8", "en_GB.UTF-8", "FR", "de_DE", "C", "C.UTF-8", "POSIX", "", ".", "fr.C"]
)
@pytest.mark.parametrize("name", ["LC_ALL", "LC_MESSAGES", "LANG"])
def test_its_language_is_the_systems_as_the_agent_tells_it(
    tcl: tk.Misc, monkeypatch: pytest.MonkeyPatch, name: str, told: str
) -> None:
    for other in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(other, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.setenv(name, told)
    assert tcl.tk.eval("languages {}") == locale_language()


def test_its_language_is_the_command_lines_else_the_brands(tcl: tk.Misc, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert tcl.tk.eval("languages {--lang fr}") == tcl.tk.eval("languages {--lang=fr}") == "fr"
    tcl.tk.eval("set language fr")
    assert tcl.tk.eval("languages {}") == "fr"
    assert tcl.tk.eval("languages {--lang en}") == "en"


def test_windows_tells_tcl_no_language_so_it_speaks_both(tcl: tk.Misc) -> None:
    tcl.tk.eval("set tcl_platform(platform) windows")
    assert tcl.tk.eval("languages [told]") == "fr en"
    assert tcl.tk.eval("spoken nothing {fr en} /") == "Rien n'est partagé./Nothing is shared."


@pytest.mark.parametrize("before", [None, "", "/caches"])
def test_the_agent_gets_the_environment_as_it_was(
    tcl: tk.Misc, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str | None
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    if before is not None:
        monkeypatch.setenv("XDG_CACHE_HOME", before)
    tcl.tk.eval("without_traces {set meanwhile $env(XDG_CACHE_HOME)}")
    assert tcl.tk.eval("set meanwhile") == "/dev/null"
    assert tcl.tk.eval("set env(HOME)") == str(tmp_path)
    assert tcl.tk.eval("array get env XDG_CACHE_HOME") == {None: "", "": "XDG_CACHE_HOME {}"}.get(
        before, f"XDG_CACHE_HOME {before}"
    )
    (tmp_path / ".cache" / "fontconfig").mkdir(parents=True)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / ".cache"))
    tcl.tk.eval("without_traces {set meanwhile $env(XDG_CACHE_HOME)}")
    assert tcl.tk.eval("set meanwhile") == str(tmp_path / ".cache")
