"""Real signatures by the real osslsigncode, over a real PE file with a plug-in's archive behind it."""

import os
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12

from installer.authenticode import Pfx, Token, sign_exe, signature_faults
from installer.contents import packed_brand
from installer.errors import InstallerError
from installer.keys import make_trial_certificate
from installer.rules import check
from scripts.rigs.brands import small_plugin, write_brand

SOFTHSM = Path("/usr/lib/softhsm/libsofthsm2.so")
PASSWORD = "un mot de passe pour essayer"


@pytest.fixture
def plugin(tmp_path: Path) -> Path:
    return small_plugin(write_brand(tmp_path), tmp_path / "dist", "windows")


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    make_trial_certificate(tmp_path / "trial.pfx", "Maison d'Aide", PASSWORD)
    return tmp_path / "trial.pfx"


@pytest.fixture
def authority(certificate: Path) -> Path:
    _, found, _ = pkcs12.load_key_and_certificates(certificate.read_bytes(), PASSWORD.encode())
    assert found is not None
    path = certificate.with_suffix(".pem")
    path.write_bytes(found.public_bytes(Encoding.PEM))
    return path


def test_a_signature_is_good_and_still_after_the_file_has_a_code_in_its_name(
    plugin: Path, certificate: Path, authority: Path
) -> None:
    assert signature_faults(plugin, authority)
    sign_exe(plugin, Pfx(certificate), PASSWORD, "Maison d'Aide")
    assert signature_faults(plugin, authority) == ""
    renamed = plugin.rename(plugin.with_name("Assistance 1234 5678 9012 (1).exe"))
    assert signature_faults(renamed, authority) == ""


def test_what_is_inside_can_still_be_read(plugin: Path, certificate: Path, tmp_path: Path) -> None:
    sign_exe(plugin, Pfx(certificate), PASSWORD, "Maison d'Aide")
    assert packed_brand(plugin) == check(tmp_path / "brand.toml").pack()


def test_a_byte_that_changed_is_found(plugin: Path, certificate: Path, authority: Path) -> None:
    sign_exe(plugin, Pfx(certificate), PASSWORD, "Maison d'Aide")
    content = bytearray(plugin.read_bytes())
    content[len(content) // 2] ^= 1
    plugin.write_bytes(content)
    assert signature_faults(plugin, authority)


def test_an_authority_that_is_not_asked_vouches_for_nobody(plugin: Path, certificate: Path) -> None:
    sign_exe(plugin, Pfx(certificate), PASSWORD, "Maison d'Aide")
    assert signature_faults(plugin)


def test_a_wrong_password_leaves_the_file_as_it_was(plugin: Path, certificate: Path) -> None:
    before = plugin.read_bytes()
    with pytest.raises(InstallerError, match="the file could not be signed") as refused:
        sign_exe(plugin, Pfx(certificate), "wrong words", "Maison d'Aide")
    assert "wrong words" not in str(refused.value)
    assert plugin.read_bytes() == before
    assert [path.name for path in plugin.parent.iterdir() if path.name.startswith(".handrail-sign")] == []


def test_the_password_is_in_no_argument(
    plugin: Path, certificate: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    spy = tmp_path / "bin" / "osslsigncode"
    spy.parent.mkdir()
    spy.write_text(f'#!/bin/sh\ntr "\\0" "\\n" < /proc/$$/cmdline > {tmp_path}/seen\nenv >> {tmp_path}/seen\nexit 1\n')
    spy.chmod(0o755)
    monkeypatch.setenv("PATH", f"{spy.parent}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(InstallerError):
        sign_exe(plugin, Pfx(certificate), PASSWORD, "Maison d'Aide")
    seen = (tmp_path / "seen").read_text()
    assert "-readpass" in seen
    assert PASSWORD not in seen


def test_without_osslsigncode_it_says_what_to_install(
    plugin: Path, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(InstallerError, match="apt install osslsigncode"):
        sign_exe(plugin, Pfx(certificate), PASSWORD, "Maison d'Aide")


def test_the_certificate_is_a_file_that_its_owner_alone_reads(certificate: Path) -> None:
    assert certificate.stat().st_mode & 0o777 == 0o600
    subprocess.run(["openssl", "pkcs12", "-in", certificate, "-nokeys", "-passin", f"pass:{PASSWORD}"], check=True)


@pytest.fixture
def token(tmp_path: Path, certificate: Path, authority: Path, monkeypatch: pytest.MonkeyPatch) -> Token:
    """A software token that holds the trial certificate's key, under the PIN 4711."""
    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm2.conf").write_text(f"directories.tokendir = {tmp_path / 'tokens'}\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm2.conf"))
    key, _, _ = pkcs12.load_key_and_certificates(certificate.read_bytes(), PASSWORD.encode())
    assert key is not None
    plain = tmp_path / "key.pem"
    plain.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    pins = ["--pin", "4711", "--so-pin", "0815"]
    subprocess.run(["softhsm2-util", "--init-token", "--free", "--label", "trial", *pins], check=True)
    bring = ["--import", str(plain), "--token", "trial", "--label", "signing", "--id", "01", "--pin", "4711"]
    subprocess.run(["softhsm2-util", *bring], check=True)
    return Token(SOFTHSM, "pkcs11:token=trial;object=signing;type=private", str(authority))


def test_a_key_in_a_token_signs(plugin: Path, token: Token, authority: Path) -> None:
    sign_exe(plugin, token, "4711", "Maison d'Aide")
    assert signature_faults(plugin, authority) == ""


def test_a_wrong_pin_signs_nothing(plugin: Path, token: Token) -> None:
    before = plugin.read_bytes()
    with pytest.raises(InstallerError, match="the file could not be signed"):
        sign_exe(plugin, token, "1234", "Maison d'Aide")
    assert plugin.read_bytes() == before
