from pathlib import PurePath

import pytest

from installer.ingredients import (
    belongs_on_linux,
    belongs_on_windows,
    in_order,
    left_out,
    named,
    starts_alone,
    where_tcl_looks,
)

AGENTS = ["agent.app", "agent.desktop.base", "agent.desktop.x11.screen", "agent.desktop.windows.screen"]


def test_each_system_gets_its_own_room_of_the_desktop_alone() -> None:
    assert "agent.desktop.x11.screen" in named("linux", AGENTS)
    assert "agent.desktop.windows.screen" not in named("linux", AGENTS)
    assert "agent.desktop.windows.screen" in named("windows", AGENTS)
    assert "agent.desktop.x11.screen" not in named("windows", AGENTS)
    assert "agent.desktop.x11" in left_out("windows")


def test_nothing_is_both_named_and_left_out() -> None:
    for platform in ("linux", "windows", "macos"):
        assert not set(named(platform, AGENTS)) & set(left_out(platform))


@pytest.mark.parametrize(
    ("target", "source", "belongs"),
    [
        ("libssl.so.3", "/usr/lib/x86_64-linux-gnu/libssl.so.3", True),
        ("libgtk-3.so.0", "/usr/lib/x86_64-linux-gnu/libgtk-3.so.0", False),
        ("libc.so.6", "/lib/x86_64-linux-gnu/libc.so.6", False),
        ("av.libs/libxcb-1.so", "/venv/site-packages/av.libs/libxcb-1.so", True),
    ],
)
def test_of_linux_itself_only_what_is_named_goes_inside(target: str, source: str, belongs: bool) -> None:
    assert belongs_on_linux(target, source) is belongs


@pytest.mark.parametrize(
    ("target", "source", "belongs"),
    [
        ("python311.dll", r"C:\Python311\python311.dll", True),
        ("ucrtbase.dll", r"C:\Python311\ucrtbase.dll", False),
        ("api-ms-win-crt-math-l1-1-0.dll", r"C:\Python311\api-ms-win-crt-math-l1-1-0.dll", False),
        (r"webview\lib\runtimes\win-arm64\native\WebView2Loader.dll", r"C:\x\win-arm64\WebView2Loader.dll", False),
        (r"webview\lib\runtimes\win-x64\native\WebView2Loader.dll", r"C:\x\win-x64\WebView2Loader.dll", True),
        ("VERSION.dll", r"C:\Windows\System32\version.dll", False),
        (r"av.libs\avcodec-62.dll", r"C:\Python311\Lib\site-packages\av.libs\avcodec-62.dll", True),
    ],
)
def test_nothing_of_the_windows_that_builds_goes_inside(target: str, source: str, belongs: bool) -> None:
    assert belongs_on_windows(target, source) is belongs


@pytest.mark.parametrize(
    ("target", "there"),
    [
        ("_tcl_data/tcl8/msgcat-1.6.1.tm", "tcl8/8.6/msgcat-1.6.1.tm"),
        (r"_tcl_data\tcl8\platform\shell-1.1.4.tm", "tcl8/8.6/platform/shell-1.1.4.tm"),
        ("_tcl_data/init.tcl", "_tcl_data/init.tcl"),
        ("tcl8/8.5/msgcat-1.6.1.tm", "tcl8/8.5/msgcat-1.6.1.tm"),
    ],
)
def test_tcls_modules_lie_where_tcl_looks(target: str, there: str) -> None:
    assert PurePath(where_tcl_looks((target, "/usr/share/tcltk/x", "DATA"))[0]) == PurePath(there)


def test_a_start_readies_nothing_that_no_process_uses() -> None:
    for name in ("pyi_rth_multiprocessing", "pyi_rth_inspect", "pyi_rth_pkgutil"):
        assert not starts_alone((name, f"/hooks/{name}.py", "PYSOURCE"))
    assert starts_alone(("pyi_rth__tkinter", "/hooks/pyi_rth__tkinter.py", "PYSOURCE"))
    assert starts_alone(("start", "/work/start.py", "PYSOURCE"))


def test_what_is_packed_has_one_order() -> None:
    entries = [("b", "2", "DATA"), ("a", "1", "DATA"), ("b", "0", "BINARY")]
    assert in_order(entries) == [entries[1], entries[2], entries[0]]
