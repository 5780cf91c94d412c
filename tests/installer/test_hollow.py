import ctypes
import re
import subprocess
import sys
from pathlib import Path

import pytest

from installer.errors import InstallerError
from installer.hollow import functions_needed, hollow, is_unused
from installer.hollow_dll import RETURN_0, hollow_dll


@pytest.mark.parametrize(
    ("name", "unused"),
    [
        ("av.libs/libx265-f5385bb8.so.216", True),
        ("av.libs\\libSvtAv1Enc-c4dd99c98ddcdb01.dll", True),
        ("av.libs/libdav1d-f4b27961.so.7.0.0", True),
        ("av.libs/libmp3lame-8f9e436f.so.0.0.0", True),
        ("av.libs\\libopencore-amrnb-0-b8933128305cd084.dll", True),
        ("av.libs/libgnutls-71454fd1.so.30.42.0", True),
        ("av.libs/libxcb-shm-0be6dfbf.so.0.0.0", True),
        ("av.libs\\libiconv-2-6ce5f4ff92ad.dll", True),
        ("av.libs/libwebp-0c5118d0.so.7.2.0", False),
        ("av.libs/libsharpyuv-48a062bd.so.0.1.2", False),
        ("av.libs/libopus-114e2b1a.so.0.11.1", False),
        ("av.libs/libx264-d6533a8d.so.165", False),
        ("av.libs/libvpx-edb6de90.so.12.0.0", False),
    ],
)
def test_only_what_no_plugin_uses_is_left_out(name: str, unused: bool) -> None:
    assert is_unused(name) is unused


def test_a_hollow_library_has_what_others_take_and_says_that_nothing_is_there(tmp_path: Path) -> None:
    whole, user, made = tmp_path / "libx265-1.so", tmp_path / "libuser.so", tmp_path / "made"
    _compile(whole, "long open_it(void) { return 7; } long other(void) { return 8; }")
    _compile(user, "long open_it(void); long use(void) { return open_it(); }")
    hollow(whole, [user], made)
    assert ctypes.CDLL(str(made)).open_it() == 0
    told = subprocess.run(["nm", "-D", "--defined-only", made], capture_output=True, text=True, check=True).stdout
    assert re.findall(r" T (\w+)", told) == ["open_it"]
    described = subprocess.run(["objdump", "-p", made], capture_output=True, text=True, check=True).stdout
    assert re.search(r"SONAME\s+libx265-1.so\n", described)
    assert "NEEDED" not in described


def test_a_hollow_library_has_the_versions_that_are_asked_for(tmp_path: Path) -> None:
    whole, user, made = tmp_path / "libgnutls-1.so", tmp_path / "libuser.so", tmp_path / "hollow" / "libgnutls-1.so"
    made.parent.mkdir()
    (tmp_path / "map").write_text("GNUTLS_3_4 { global: tls_init; };")
    named = [f"-Wl,--version-script={tmp_path / 'map'}", f"-Wl,-soname,{whole.name}"]
    _compile(whole, "long tls_init(void) { return 7; }", *named)
    _compile(
        user, "long tls_init(void); long use(void) { return tls_init(); }", str(whole), f"-Wl,-rpath,{made.parent}"
    )
    hollow(whole, [user], made)
    asked = f"import ctypes; print(ctypes.CDLL({str(user)!r}).use())"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("0\n", "")


def test_what_only_a_hollow_library_takes_is_left_out() -> None:
    taken = {
        "frame.pyd": {"avcodec-62.dll": {"open"}, "python3.dll": {"Py_Init"}},
        "avcodec-62.dll": {"libx265-1.dll": {"x265_get"}, "libvpx-1.dll": {"vpx_get"}},
        "avdevice-62.dll": {"libgone-1.dll": {"gone"}},
        "libx265-1.dll": {"libstdc++-6.dll": {"new"}},
        "libvpx-1.dll": {"libwinpthread-1.dll": {"lock"}},
    }
    assert functions_needed(taken | {"device.pyd": {"avdevice-62.dll": {"list"}}}) == {
        "avcodec-62.dll": {"open"},
        "python3.dll": {"Py_Init"},
        "libx265-1.dll": {"x265_get"},
        "libvpx-1.dll": {"vpx_get"},
        "libwinpthread-1.dll": {"lock"},
        "avdevice-62.dll": {"list"},
        "libgone-1.dll": {"gone"},
    }


def test_the_same_library_is_made_hollow_with_the_same_bytes(tmp_path: Path) -> None:
    whole = tmp_path / "libx265-1.so"
    _compile(whole, "long open_it(void) { return 7; }")
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        hollow(whole, [], tmp_path / name / f"{name}.so")
    assert (tmp_path / "one" / "one.so").read_bytes() == (tmp_path / "other" / "other.so").read_bytes()


def test_without_a_compiler_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(InstallerError, match="apt install gcc binutils"):
        hollow(tmp_path / "x.so", [], tmp_path / "made")


def test_a_hollow_dll_exports_what_is_taken_by_name(tmp_path: Path) -> None:
    file = tmp_path / "hollow.dll"
    file.write_bytes(hollow_dll("libx265-1.dll", ["x265_open", "x265_close", "x265_api"]))
    told = subprocess.run(["objdump", "-p", file], capture_output=True, text=True, check=True).stdout
    assert "file format pei-x86-64" in told
    assert re.search(r"Name\s+[0-9a-f]+ libx265-1.dll\n", told)
    names = told.partition("[Ordinal/Name Pointer] Table")[2]
    assert re.findall(r"x265_\w+", names) == ["x265_api", "x265_close", "x265_open"]


def test_every_name_of_a_hollow_dll_leads_to_a_function_that_returns_0() -> None:
    content = hollow_dll("libx265-1.dll", ["x265_open", "x265_close"])
    assert content[0x200 : 0x200 + len(RETURN_0)] == RETURN_0
    assert content[0x238:0x23C] == (0x1000).to_bytes(4, "little")


def _compile(target: Path, source: str, *linking: str) -> None:
    command = ["gcc", "-shared", "-fPIC", "-x", "c", "-", "-x", "none", *linking, "-o", str(target)]
    subprocess.run(command, input=source, text=True, check=True, stderr=subprocess.DEVNULL)
