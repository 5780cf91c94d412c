import random
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from installer.authenticity import plugins, sign_manifest, verify
from installer.errors import InstallerError
from installer.keys import public_text
from installer.rules import check
from scripts.rigs.brands import small_plugin, write_brand

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


@pytest.fixture
def brand(tmp_path: Path) -> Path:
    return write_brand(tmp_path, public_text(KEY))


@pytest.fixture
def plugin(brand: Path, tmp_path: Path) -> Path:
    made = small_plugin(brand, tmp_path / "dist")
    sign_manifest(check(brand), "linux", made, KEY)
    return made


def _wrong(brand: Path, plugin: Path) -> tuple[str, ...]:
    (found,) = verify(check(brand), plugin.parent)
    return found.wrong


def test_what_was_signed_is_as_the_operator_signed_it(brand: Path, plugin: Path) -> None:
    assert _wrong(brand, plugin) == ()


def test_what_lies_beside_a_signed_plugin_is_named_for_it(plugin: Path) -> None:
    suffixes = ("", ".cdx.json", ".licences.txt", ".manifest.json", ".manifest.sig", ".sha256")
    assert sorted(path.name for path in plugin.parent.iterdir()) == [f"Maison-d-Aide{suffix}" for suffix in suffixes]


@pytest.mark.parametrize("suffix", ["", ".cdx.json", ".licences.txt", ".manifest.json", ".manifest.sig", ".sha256"])
def test_a_single_bit_that_changed_is_found_wherever_it_is(brand: Path, plugin: Path, suffix: str) -> None:
    path = plugin.with_name(plugin.name + suffix)
    content = path.read_bytes()
    for at in random.Random(6).sample(range(8 * len(content)), 20):
        altered = bytearray(content)
        altered[at // 8] ^= 1 << at % 8
        path.write_bytes(altered)
        assert _wrong(brand, plugin), f"bit {at} of {path.name}"
    path.write_bytes(content)
    assert not _wrong(brand, plugin)


@pytest.mark.parametrize("suffix", ["", ".cdx.json", ".licences.txt", ".manifest.json", ".manifest.sig", ".sha256"])
def test_what_is_missing_is_found(brand: Path, plugin: Path, suffix: str) -> None:
    plugin.with_name(plugin.name + suffix).unlink()
    assert _wrong(brand, plugin)


@pytest.mark.parametrize("name", ["brand.toml", "logo.png", "conditions.txt"])
def test_another_brand_file_is_found(brand: Path, plugin: Path, name: str) -> None:
    path = brand.parent / name
    path.write_bytes(path.read_bytes() + (b"#" if name == "brand.toml" else b" "))
    assert _wrong(brand, plugin) == ("the brand file, or a file it names, is not the one it was built from",)


def test_another_persons_signature_is_found(brand: Path, plugin: Path) -> None:
    manifest = plugin.with_name(plugin.name + ".manifest.json").read_bytes()
    stranger = Ed25519PrivateKey.generate()
    plugin.with_name(plugin.name + ".manifest.sig").write_bytes(stranger.sign(manifest))
    assert _wrong(brand, plugin) == ("its manifest was not signed with the operator's key, or was altered",)


def test_the_manifest_of_another_system_does_not_do(brand: Path, plugin: Path) -> None:
    windows = small_plugin(brand, plugin.parent, "windows")
    sign_manifest(check(brand), "windows", windows, KEY)
    for suffix in (".manifest.json", ".manifest.sig"):
        Path(f"{windows}{suffix}").write_bytes(Path(f"{plugin}{suffix}").read_bytes())
    found = {one.plugin: one.wrong for one in verify(check(brand), plugin.parent)}
    assert found[plugin] == ()
    assert "its manifest is another plug-in's: Maison-d-Aide" in found[windows]


def test_only_the_key_that_the_brand_names_signs(brand: Path, tmp_path: Path) -> None:
    made = small_plugin(brand, tmp_path / "dist")
    stranger = Ed25519PrivateKey.generate()
    with pytest.raises(InstallerError, match="not the key that the brand file names") as refused:
        sign_manifest(check(brand), "linux", made, stranger)
    assert public_text(stranger) in str(refused.value)


def test_a_plugin_of_an_earlier_brand_file_is_not_signed(brand: Path, tmp_path: Path) -> None:
    made = small_plugin(brand, tmp_path / "dist")
    brand.write_text(brand.read_text().replace("session_days = 30", "# session_days = 30"))
    with pytest.raises(InstallerError, match="was built from another brand file, or an earlier one"):
        sign_manifest(check(brand), "linux", made, KEY)


def test_a_paper_that_is_missing_is_told(brand: Path, tmp_path: Path) -> None:
    made = small_plugin(brand, tmp_path / "dist")
    made.with_name(f"{made.name}.cdx.json").unlink()
    with pytest.raises(InstallerError, match=r"cdx.json is missing: build the plug-in again"):
        sign_manifest(check(brand), "linux", made, KEY)


def test_nothing_built_and_no_key_are_told(brand: Path, tmp_path: Path) -> None:
    bundle = check(brand)
    with pytest.raises(InstallerError, match="holds no plug-in of Maison d'Aide"):
        plugins(bundle, tmp_path)
    unsigned = brand.read_text().replace("public_key", "# public_key")
    brand.write_text(unsigned)
    with pytest.raises(InstallerError, match="the brand file names no key"):
        verify(check(brand), tmp_path)
