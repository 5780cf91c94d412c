"""One real build, looked into and started."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from PyInstaller.archive.readers import CArchiveReader

from agent.brand_bundle import Bundle, unpack
from agent.brand_file import parse_brand_file
from installer.build import Built, build, file_name
from installer.contents import FORBIDDEN, modules, packed_brand, require_clean, sizes
from installer.errors import InstallerError
from installer.splash import script
from scripts.rigs.xserver import window_manager, xvfb

BRAND = '[operator]\nname = "Maison d\'Aide"\n[server]\nurl = "http://127.0.0.1:9"\n'

INSIDE = {
    "OpenSSL", "Xlib", "agent", "aioice", "aiortc", "annotated_types", "av", "bottle", "cffi", "cryptography",
    "dbus_fast", "distro", "dns", "gi", "google_crc32c", "handrail_brand", "idna", "ifaddr", "inotify_simple",
    "miniaudio", "mss", "platformdirs", "proxy_tools", "psutil", "pycparser", "pydantic", "pydantic_core", "pyee",
    "pylibsrtp", "pynput", "pyte", "python_socks", "six", "typing_extensions", "typing_inspection", "wcwidth",
    "websockets", "webview", "xcffib",
}  # fmt: skip
"""Every package inside that is not Python's own. A new one is a decision: whose it is, what it weighs, what it does."""


EVERY_DESKTOP_HAS = {
    "ld-linux-x86-64.so.2", "libc.so.6", "libdl.so.2", "libm.so.6", "libmvec.so.1", "libpthread.so.0", "librt.so.1",
    "libgcc_s.so.1", "libstdc++.so.6", "libz.so.1", "libuuid.so.1", "libexpat.so.1",
    "libX11.so.6", "libXext.so.6", "libXrender.so.1", "libfontconfig.so.1", "libfreetype.so.6",
}  # fmt: skip
"""What the plug-in takes from the customer's system, whatever window it shows."""

FOR_THE_WEB_WINDOW = {"libgirepository-1.0.so.1", "libglib-2.0.so.0", "libgobject-2.0.so.0"}
"""What it takes only for the window drawn by WebKit; without them the plain one is shown."""

SPLASH, PAGE = "s'ouvre|is opening", "à distance|remote"
"""What tells the titles apart."""


@pytest.fixture(scope="module")
def steps() -> list[str]:
    return []


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, steps: list[str]) -> Built:
    folder = tmp_path_factory.mktemp("build")
    (folder / "brand.toml").write_text(BRAND)
    return build(folder / "brand.toml", "linux", folder / "out", steps.append)


def test_the_build_says_what_it_does(built: Built, steps: list[str]) -> None:
    assert len(steps) == len(set(steps)) == 7
    assert "made for Maison d'Aide, server http://127.0.0.1:9" in steps[0]


def test_the_plugin_and_its_papers_are_all_that_is_made(built: Built) -> None:
    suffixes = ("", ".cdx.json", ".licences.txt", ".sha256")
    assert sorted(path.name for path in built.path.parent.iterdir()) == [
        f"Maison-d-Aide{suffix}" for suffix in suffixes
    ]
    check = ["sha256sum", "--check", "--strict", "Maison-d-Aide.sha256"]
    subprocess.run(check, cwd=built.path.parent, check=True, capture_output=True)
    assert os.access(built.path, os.X_OK)
    assert built.size == built.path.stat().st_size < 50_000_000


def test_every_package_inside_is_known(built: Built) -> None:
    tops = {name.partition(".")[0] for name in modules(built.path)}
    ours = {top for top in tops - sys.stdlib_module_names if not top.startswith(("_", "lib", "pyi", "python3"))}
    assert ours == INSIDE


def test_no_test_no_script_and_no_dead_weight_is_inside(built: Built) -> None:
    assert not FORBIDDEN & {name.partition(".")[0] for name in modules(built.path)}
    assert not [part for part in sizes(built.path) if re.search(r"webkit|gtk|glib|libgio|girepository", part, re.I)]


def test_what_must_not_be_inside_is_found(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    require_clean(built.path)
    monkeypatch.setattr("installer.contents.FORBIDDEN", frozenset({"bottle", "PIL"}))
    with pytest.raises(InstallerError, match="no plug-in may hold: bottle"):
        require_clean(built.path)


def test_of_the_customers_system_only_common_libraries_are_needed(built: Built, tmp_path: Path) -> None:
    archive = CArchiveReader(str(built.path))
    needed: dict[str, str] = {}
    for name in (
        name for name, entry in archive.toc.items() if entry[-1] == "b"
    ):  # binaries, without the links to them
        library = tmp_path / Path(name).name
        library.write_bytes(archive.extract(name))
        told = subprocess.run(["objdump", "-p", library], capture_output=True, text=True, check=True).stdout
        needed |= dict.fromkeys(re.findall(r"NEEDED +(\S+)", told), name)
    outside = {name: by for name, by in needed.items() if name not in {Path(inside).name for inside in archive.toc}}
    assert outside.keys() - FOR_THE_WEB_WINDOW <= EVERY_DESKTOP_HAS, outside


def test_the_brand_inside_is_the_one_given(built: Built) -> None:
    assert unpack(packed_brand(built.path)).text == BRAND


def test_the_bill_of_materials_names_every_package_inside(built: Built) -> None:
    bill = json.loads(built.path.with_name(f"{built.path.name}.cdx.json").read_text())
    named = {component["name"].lower().replace("_", "-") for component in bill["components"]}
    assert {"cpython", "pyinstaller", "aiortc", "av", "cryptography", "pydantic", "pywebview", "websockets"} <= named
    assert [name for name in named if name.startswith("libpython3")]
    assert not named & {"handrail", "pillow", "numpy"}


def test_the_licences_of_what_is_inside_can_be_read(built: Built) -> None:
    text = built.path.with_name(f"{built.path.name}.licences.txt").read_text()
    assert "CPython 3." in text
    assert "Mozilla Public License" in text or "Apache License" in text
    assert len(text) > 100_000


def test_the_built_plugin_works_here_and_says_so(built: Built) -> None:
    done = subprocess.run([built.path, "--self-check"], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "operator  works: Maison d'Aide, http://127.0.0.1:9" in done.stdout
    assert "FAILS" not in done.stdout


def test_the_windows_speak_both_languages_inside_the_build(built: Built) -> None:
    assert sizes(built.path)["agent"] > 5000


def test_the_built_plugin_takes_no_other_brand(built: Built, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text(BRAND.replace("Maison d'Aide", "Evil"))
    done = subprocess.run([built.path, "--brand", other], capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert "was built for one service and takes no other brand file" in done.stderr


def test_the_built_plugin_shows_its_window_whatever_the_environment_says(built: Built, tmp_path: Path) -> None:
    evil = BRAND.replace("Maison", "Evil")
    packed = Bundle(evil, parse_brand_file(evil.encode()), {}).pack()
    (tmp_path / "handrail_brand.py").write_text(f"PACKED = {packed!r}\n")
    lies = {"PYTHONPATH": str(tmp_path), "_PYI_APPLICATION_HOME_DIR": str(tmp_path), "_MEIPASS2": str(tmp_path)}
    with _started(built, tmp_path, lies) as (_, title):
        assert "Maison d'Aide" in title


def test_the_built_plugin_brings_its_libraries_and_gives_webkit_the_systems(built: Built, tmp_path: Path) -> None:
    with _started(built, tmp_path) as (process, _):
        children = {" ".join(child.cmdline()[1:2]): child for child in process.children(recursive=True)}
        banner = Path(f"/proc/{children['ui-banner'].pid}/maps").read_text()
        web = next(child for child in process.children(recursive=True) if child.name().startswith("WebKit"))
        assert re.search(r"/_MEI\w+/libtk", banner)
        assert "LD_LIBRARY_PATH" not in web.environ()


def test_the_built_plugin_says_at_once_whose_service_opens(built: Built, tmp_path: Path) -> None:
    with _running(built, tmp_path) as (process, screen):
        assert re.fullmatch("Maison d'Aide (s'ouvre|is opening)…", _title(screen, SPLASH))
        assert process.children() == [], "the agent was begun before"
        assert process.net_connections("inet") == []
        (unpacked,) = tmp_path.glob("_MEI*")
        _title(screen, PAGE)
        assert not _titles(screen, SPLASH), "it stays over the first page"
        assert not (unpacked / "opening").exists()


def test_what_asks_for_no_window_shows_no_splash(built: Built, tmp_path: Path) -> None:
    shown = []
    with _running(built, tmp_path, arguments=["--version"]) as (process, screen):
        while process.poll() is None:
            shown += _titles(screen, SPLASH)
    assert (process.returncode, shown) == (0, [])


def test_without_a_screen_the_built_plugin_says_so(built: Built) -> None:
    bare = {name: value for name, value in os.environ.items() if name != "DISPLAY"}
    done = subprocess.run([built.path], env=bare, capture_output=True, text=True, timeout=60)
    assert done.returncode == 3
    assert done.stderr.startswith("handrail-agent: ")


def test_the_splash_inside_is_ours(built: Built) -> None:
    held = CArchiveReader(str(built.path)).extract("splash.res")
    assert script(parse_brand_file(BRAND.encode())).encode() in held
    assert b"socket" not in held


def test_the_built_plugin_leaves_nothing_when_it_is_ended(built: Built, tmp_path: Path) -> None:
    with _started(built, tmp_path) as (process, _):
        family = [process, *process.children(recursive=True)]
        process.terminate()
        psutil.wait_procs(family, 20)
        assert not [one for one in family if one.is_running()]
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(("_MEI", "handrail"))] == []


@pytest.mark.parametrize(
    ("operator", "name"),
    [
        ("Exemple Assistance", "Exemple-Assistance"),
        ("L'Été, c'est là !", "L-Ete-c-est-la"),
        ("../../etc/passwd", "etc-passwd"),
        ("Помощь", "Assistance"),
    ],
)
def test_the_file_is_named_for_its_operator(operator: str, name: str) -> None:
    assert file_name(operator) == name
    assert file_name(operator, "windows") == f"{name}.exe"


def test_without_objdump_the_build_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "brand.toml").write_text(BRAND)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(InstallerError, match="building needs objdump: apt install binutils gcc"):
        build(tmp_path / "brand.toml", "linux", tmp_path, lambda step: None)


def test_a_file_that_is_no_plugin_is_told() -> None:
    with pytest.raises(InstallerError, match="is not a plug-in that can be read"):
        modules(Path("/bin/true"))


@contextmanager
def _started(built: Built, folder: Path, env: dict[str, str] | None = None) -> Iterator[tuple[psutil.Process, str]]:
    """Start the plug-in as _running does; yield it and its window's title, once its first page is there."""
    with _running(built, folder, env) as (process, screen):
        yield process, _title(screen, PAGE)


@contextmanager
def _running(
    built: Built, folder: Path, env: dict[str, str] | None = None, arguments: Sequence[str] = ()
) -> Iterator[tuple[psutil.Popen, dict[str, str]]]:
    """Start the plug-in on a screen of its own, with `folder` as its temporary one; yield it and its environment."""
    with xvfb() as display, window_manager(display):
        screen = {**os.environ, "DISPLAY": display, "TMPDIR": str(folder), "HOME": str(folder)}
        process = psutil.Popen([built.path, *arguments], env={**screen, **(env or {})})
        try:
            yield process, screen
        finally:
            for one in [process, *process.children(recursive=True)] if process.is_running() else []:
                one.kill()
            process.wait(10)


def _title(env: dict[str, str], name: str) -> str:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        if found := _titles(env, name):
            return found[0]
        time.sleep(0.03)
    raise AssertionError("no window came")


def _titles(env: dict[str, str], name: str) -> list[str]:
    """Return the titles of the visible windows in whose names `name` is found (a regular expression)."""
    search = ["xdotool", "search", "--onlyvisible", "--name", name, "getwindowname", "%@"]
    return subprocess.run(search, env=env, capture_output=True, text=True).stdout.splitlines()
