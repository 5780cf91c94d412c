from pathlib import Path

import pytest
from PyInstaller.archive.writers import CArchiveWriter

from installer.contents import libraries, modules, packed_brand, require_clean
from installer.errors import InstallerError
from installer.rules import check
from scripts.rigs.brands import small_plugin, write_brand


def _with(plugin: Path, inside: str) -> Path:
    """Put another file into an archive like a plug-in's."""
    library = plugin.with_name("library")
    library.write_bytes(b"a library")
    other = plugin.with_name("other")
    CArchiveWriter(str(other), [(inside, str(library), False, "b")], "libpython3.11.so")
    return other


def test_the_brand_inside_is_read(tmp_path: Path) -> None:
    brand = write_brand(tmp_path)
    for platform in ("linux", "windows"):
        plugin = small_plugin(brand, tmp_path / platform, platform)
        assert packed_brand(plugin) == check(brand).pack()
        assert modules(plugin) == {"handrail_brand"}
        require_clean(plugin)


@pytest.mark.parametrize("name", ["ucrtbase.dll", "api-ms-win-crt-math-l1-1-0.dll", "lib\\KERNEL32.dll"])
def test_a_library_of_windows_itself_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    plugin = _with(small_plugin(write_brand(tmp_path), tmp_path / "dist"), name)
    monkeypatch.setattr("installer.contents.modules", lambda plugin: set())
    with pytest.raises(InstallerError, match="no plug-in may hold"):
        require_clean(plugin)


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("libtk8.6.so", "libtk8.6.so"),
        ("libssl.so.3", "libssl.so.3"),
        ("av.libs/libx264-d6533a8d.so.165", "libx264-d6533a8d.so.165"),
        ("av.libs\\avcodec-62.dll", "avcodec-62.dll"),
        ("python311.dll", "python311.dll"),
        ("_ssl.pyd", None),
        ("_cffi_backend.cpython-311-x86_64-linux-gnu.so", None),
        ("base_library.zip", None),
    ],
)
def test_libraries_are_told_from_modules(tmp_path: Path, name: str, file: str | None) -> None:
    plugin = _with(small_plugin(write_brand(tmp_path), tmp_path / "dist"), name)
    assert list(libraries(plugin)) == ([file] if file else [])


def test_a_file_that_was_not_made_here_is_told(tmp_path: Path) -> None:
    for name in ("/bin/true", str(tmp_path / "nothing")):
        with pytest.raises(InstallerError, match="is not a plug-in that can be read"):
            modules(Path(name))
