"""What the bootloader unpacks before it shows the splash."""

from pathlib import Path

import pytest

from installer import splash_entry
from installer.ingredients import Entry

INSIDE: list[Entry] = [
    ("VCRUNTIME140.dll", "", "BINARY"),
    ("_tcl_data\\init.tcl", "", "DATA"),
    ("_tk_data\\tk.tcl", "", "DATA"),
    ("_tk_data\\msgs\\fr.msg", "", "DATA"),
    ("av\\audio.pyd", "", "EXTENSION"),
    ("tk86t.dll", "", "BINARY"),
    ("tcl86t.dll", "", "SYMLINK"),
]


def test_tk_and_all_it_needs_of_what_is_inside_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(name, "", "BINARY") for name in ("tk86t.dll", "tcl86t.dll", "kernel32.dll")]
    monkeypatch.setattr(splash_entry, "binary_dependency_analysis", lambda libraries: found)
    (tmp_path / "splash.tcl").write_text("exit")
    name, written, kind = splash_entry.splash_entry(tmp_path / "splash.tcl", INSIDE)
    held = Path(written).read_bytes()
    assert (name, kind) == ("splash.res", "SPLASH")
    first = b"VCRUNTIME140.dll\0_tcl_data\\init.tcl\0_tk_data\\tk.tcl\0tk86t.dll\0"
    assert first + b"exit" in held
