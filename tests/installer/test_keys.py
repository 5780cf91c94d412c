from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat

from agent.transport.pinned import pin_of
from installer.errors import InstallerError
from installer.keys import load_key, make_key, pin, public_text
from scripts.rigs.misfortunes import self_signed


def test_a_key_opens_with_its_password_alone(tmp_path: Path) -> None:
    path = tmp_path / "operator.pem"
    public = make_key(path, "right")
    assert public_text(load_key(path, "right")) == public
    with pytest.raises(InstallerError, match="a wrong password, or not a key"):
        load_key(path, "wrong")


def test_a_key_is_a_file_that_its_owner_alone_reads_and_no_other_is_written_over(tmp_path: Path) -> None:
    path = tmp_path / "operator.pem"
    make_key(path, "word")
    before = path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(InstallerError, match="is there already"):
        make_key(path, "word")
    assert path.read_bytes() == before


def test_another_kind_of_key_or_none_is_told(tmp_path: Path) -> None:
    other = ec.generate_private_key(ec.SECP256R1())
    (tmp_path / "ec.pem").write_bytes(
        other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"word"))
    )
    with pytest.raises(InstallerError, match="is no Ed25519 key"):
        load_key(tmp_path / "ec.pem", "word")
    with pytest.raises(InstallerError, match="cannot be read"):
        load_key(tmp_path / "none.pem", "word")


def test_the_pin_of_a_certificate_is_what_the_agent_compares(tmp_path: Path) -> None:
    from cryptography.x509 import load_pem_x509_certificate

    certificate, _ = self_signed(tmp_path)
    der = load_pem_x509_certificate(certificate.read_bytes()).public_bytes(Encoding.DER)
    assert pin(certificate) == pin_of(der)
    assert pin(certificate).startswith("sha256/")


def test_what_is_no_certificate_has_no_pin(tmp_path: Path) -> None:
    (tmp_path / "no.pem").write_text("none")
    with pytest.raises(InstallerError, match="is no certificate in PEM"):
        pin(tmp_path / "no.pem")
    assert pin_of(b"none") == ""
