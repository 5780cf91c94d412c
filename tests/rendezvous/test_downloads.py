import hashlib
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from agent.protocol.manifest import ListedFile, Manifest
from rendezvous.downloads import System, offered, system_of
from rendezvous.errors import UsageError

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36"
MACOS = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.1 Safari/605.1.15"
LINUX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
ANDROID = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/142.0.0.0 Mobile Safari/537.36"
IPAD = "Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile/15E148 Safari/604.1"


@pytest.mark.parametrize(
    ("agent", "system"),
    [
        (WINDOWS, System.WINDOWS),
        (MACOS, System.MACOS),
        (LINUX, System.LINUX),
        (ANDROID, None),
        (IPAD, None),
        ("", None),
    ],
)
def test_the_visitors_system_is_told_by_the_browser(agent: str, system: System | None) -> None:
    assert system_of(agent) is system


def test_plugins_are_offered_with_their_system_and_hash(tmp_path: Path) -> None:
    names = {"a.exe": System.WINDOWS, "b.dmg": System.MACOS, "c.AppImage": System.LINUX, "d": System.LINUX}
    for name in names:
        (tmp_path / name).write_bytes(name.encode())
    for name in ("notes.txt", ".hidden"):
        (tmp_path / name).touch()
    found = offered(tmp_path)
    assert {name: plugin.system for name, plugin in found.items()} == names
    assert found["a.exe"].sha256 == hashlib.sha256(b"a.exe").hexdigest()
    assert (found["a.exe"].suffix, found["d"].suffix) == (".exe", "")


def test_no_directory_offers_nothing_and_a_wrong_one_is_said(tmp_path: Path) -> None:
    assert offered(None) == {}
    with pytest.raises(UsageError, match=r"downloads_dir: .* cannot be read"):
        offered(tmp_path / "none")


KEY = Ed25519PrivateKey.generate()


def _signed(folder: Path, content: bytes = b"a plug-in") -> Path:
    plugin = folder / "Maison-d-Aide.exe"
    plugin.write_bytes(content)
    listed = ListedFile(name=plugin.name, size=len(content), sha256=hashlib.sha256(content).hexdigest())
    manifest = Manifest(
        operator="Maison d'Aide",
        server="https://aide.example",
        version="0.1.0",
        platform="windows",
        brand="0" * 64,
        plugin=listed,
        papers=(),
    )
    Path(f"{plugin}.manifest.json").write_bytes(manifest.written())
    Path(f"{plugin}.manifest.sig").write_bytes(KEY.sign(manifest.written()))
    return plugin


def test_the_papers_of_a_plugin_are_offered_with_it(tmp_path: Path) -> None:
    plugin = _signed(tmp_path)
    for suffix in (".cdx.json", ".licences.txt", ".sha256"):
        Path(f"{plugin}{suffix}").touch()
    found = offered(tmp_path)
    assert list(found) == [plugin.name]
    assert set(found[plugin.name].papers) == {"manifest", "signature", "sbom", "licences"}


def test_a_manifest_without_its_signature_is_not_offered(tmp_path: Path) -> None:
    plugin = _signed(tmp_path)
    Path(f"{plugin}.manifest.sig").unlink()
    assert offered(tmp_path)[plugin.name].papers == {}


def test_a_plugin_that_is_not_what_its_manifest_names_stops_the_start(tmp_path: Path) -> None:
    plugin = _signed(tmp_path)
    plugin.write_bytes(b"another one")
    with pytest.raises(UsageError, match=r"Maison-d-Aide.exe is not the file that its manifest names"):
        offered(tmp_path)


def test_a_manifest_that_is_none_stops_the_start(tmp_path: Path) -> None:
    plugin = _signed(tmp_path)
    Path(f"{plugin}.manifest.json").write_text("{}")
    with pytest.raises(UsageError, match=r"manifest.json cannot be used: not a manifest"):
        offered(tmp_path)
