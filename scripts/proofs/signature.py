"""[signature] A throw-away signature verifies with osslsigncode, also when the file has a code in its name, and no more
after any byte has changed. Over the built Windows plug-in; quick: over a small one."""

import random
import tempfile
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

from installer.authenticode import Pfx, sign_exe, signature_faults
from installer.contents import packed_brand
from installer.keys import make_trial_certificate
from installer.rules import check
from scripts.proofs import Finding
from scripts.rigs.brands import small_plugin, write_brand
from scripts.rigs.plugins import copied

NAMES = ("Assistance 1234 5678 9012.exe", "Assistance 1234 5678 9012 (1).exe")
WORD = "une phrase de passe pour essayer"
CHANGES = 20
SEED = 6

Say = Callable[[str], None]


def prove(quick: bool, say: Say) -> Finding:
    """Sign, verify, rename, verify, change, verify."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        brand, plugin = _small(folder) if quick else copied("windows", folder, say)
        authority = _sign(plugin, folder)
        faults = signature_faults(plugin, authority)
        for renamed in NAMES:
            plugin = plugin.rename(plugin.with_name(renamed))
            faults += signature_faults(plugin, authority)
        if packed_brand(plugin) != check(brand).pack():
            faults += "the brand inside can no longer be read"
        missed = _unseen_changes(plugin, authority)
    figure = (
        f"signature of {plugin.name}: {faults or 'good, under each name'}; {CHANGES - missed} of {CHANGES} changes seen"
    )
    return Finding(not faults and not missed, figure)


def _small(folder: Path) -> tuple[Path, Path]:
    brand = write_brand(folder)
    return brand, small_plugin(brand, folder / "dist", "windows")


def _sign(plugin: Path, folder: Path) -> Path:
    """Sign with a throw-away certificate; return it, as the authority to trust."""
    pfx = folder / "trial.pfx"
    make_trial_certificate(pfx, "Maison d'Aide", WORD)
    sign_exe(plugin, Pfx(pfx), WORD, "Maison d'Aide")
    _, certificate, _ = pkcs12.load_key_and_certificates(pfx.read_bytes(), WORD.encode())
    if certificate is None:
        raise RuntimeError("the throw-away certificate is not in its file")
    authority = folder / "trial.pem"
    authority.write_bytes(certificate.public_bytes(Encoding.PEM))
    return authority


def _unseen_changes(plugin: Path, authority: Path) -> int:
    """Change single bits of what is signed, one at a time; count those that the signature does not show."""
    content = plugin.read_bytes()
    draw, unseen = random.Random(SEED), 0  # noqa: S311 - where to change, nothing secret
    for _ in range(CHANGES):
        at = draw.randrange(1024, len(content) * 9 // 10)  # beyond the header's own checksum, before the signature
        plugin.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        unseen += not signature_faults(plugin, authority)
    plugin.write_bytes(content)
    return unseen
