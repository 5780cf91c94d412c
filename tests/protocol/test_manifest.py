import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from agent.protocol.errors import WireError
from agent.protocol.manifest import MAX_MANIFEST, ListedFile, Manifest, is_signed, read_manifest

FILE = ListedFile(name="Maison-d-Aide.exe", size=3, sha256="0" * 64)
MANIFEST = Manifest(
    operator="Maison d'Aide",
    server="https://aide.example",
    version="0.1.0",
    platform="windows",
    brand="1" * 64,
    plugin=FILE,
    papers=(FILE,),
)
KEY = Ed25519PrivateKey.generate()
PUBLIC = base64.b64encode(KEY.public_key().public_bytes_raw()).decode()


def test_a_manifest_is_read_as_it_was_written() -> None:
    assert read_manifest(MANIFEST.written()) == MANIFEST


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{}",
        MANIFEST.written() + b"\n",
        MANIFEST.written().replace(b"\n", b"\r\n"),
        MANIFEST.written().replace(b'"windows"', b'"amiga"'),
        MANIFEST.written().replace(b"Maison-d-Aide.exe", b"../etc/passwd"),
        MANIFEST.written().replace(b'"size": 3', b'"size": "3"'),
        MANIFEST.written().replace(b'"version"', b'"more": 1, "version"'),
        b" " * (MAX_MANIFEST + 1),
    ],
)
def test_what_is_not_written_as_a_manifest_is_none(raw: bytes) -> None:
    with pytest.raises(WireError):
        read_manifest(raw)


def test_a_signature_is_of_one_key_over_one_manifest() -> None:
    raw = MANIFEST.written()
    signature = KEY.sign(raw)
    assert is_signed(raw, signature, PUBLIC)
    assert not is_signed(raw + b" ", signature, PUBLIC)
    assert not is_signed(raw, signature[:-1] + bytes([signature[-1] ^ 1]), PUBLIC)
    assert not is_signed(raw, b"", PUBLIC)
    assert not is_signed(raw, signature, "")
    assert not is_signed(raw, signature, base64.b64encode(b"short").decode())
