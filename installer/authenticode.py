"""Signs a Windows plug-in as Windows asks (Authenticode), with osslsigncode: a PFX file or a key in a PKCS#11 token.

The password or PIN goes to osslsigncode through a pipe: it is in no argument, no environment and no file.
"""

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from installer.errors import InstallerError

PATIENCE = 300
"""Seconds: a timestamp server may be slow."""
ENGINE = Path("/usr/lib/x86_64-linux-gnu/engines-3/pkcs11.so")
"""Where Debian's libengine-pkcs11-openssl puts OpenSSL's door to tokens."""


@dataclass(frozen=True)
class Pfx:
    """A certificate with its key in a file."""

    file: Path


@dataclass(frozen=True)
class Token:
    """A key in a PKCS#11 token: the library of its maker, the key's PKCS#11 URI (RFC 7512), and the certificate.

    `certificate` is a URI of the token too, or a file in PEM.
    """

    module: Path
    key: str
    certificate: str


def sign_exe(plugin: Path, signer: Pfx | Token, password: str, operator: str, timestamp: str | None = None) -> None:
    """Sign `plugin` in place, whole or not at all; `timestamp` is the address of an RFC 3161 server.

    Without a timestamp the signature ends with the certificate. Raise InstallerError with what osslsigncode said.
    """
    with tempfile.TemporaryDirectory(prefix=".handrail-sign-", dir=plugin.parent) as folder:
        signed = Path(folder) / plugin.name
        stamp = ["-ts", timestamp] if timestamp else []
        said = ["-h", "sha256", "-n", f"Assistance – {operator}"]
        files = ["-in", str(plugin), "-out", str(signed)]
        _run(["sign", *_key(signer), *said, *stamp], files, password)
        signed.chmod(0o755)
        signed.replace(plugin)


def signature_faults(plugin: Path, authority: Path | None = None) -> str:
    """Return what osslsigncode finds wrong with the signature of a file; empty when it is good.

    `authority` holds the certificates to trust, in PEM; without it those of this system.
    """
    trust = ["-CAfile", str(authority), "-TSA-CAfile", str(authority)] if authority else []
    done = _osslsigncode(["verify", *trust, "-in", str(plugin)], None)
    return "" if done.returncode == 0 else _end(done.stdout)


def _key(signer: Pfx | Token) -> list[str]:
    match signer:
        case Pfx(file):
            return ["-pkcs12", str(file)]
        case Token(module, key, certificate):
            engine = ["-pkcs11engine", str(ENGINE), "-pkcs11module", str(module)]
            where = "-pkcs11cert" if certificate.startswith("pkcs11:") else "-certs"
            return [*engine, "-key", key, where, certificate]


def _run(first: list[str], files: list[str], password: str) -> None:
    read, write = os.pipe()
    try:
        os.write(write, password.encode())  # shorter than a pipe holds
        os.close(write)
        done = _osslsigncode([*first, "-readpass", f"/dev/fd/{read}", *files], read)
    finally:
        os.close(read)
    if done.returncode != 0:
        raise InstallerError(f"the file could not be signed. osslsigncode said:\n  {_end(done.stdout)}")


def _osslsigncode(arguments: list[str], passed: int | None) -> "subprocess.CompletedProcess[str]":
    program = shutil.which("osslsigncode")
    if program is None:
        raise InstallerError("signing for Windows needs osslsigncode: apt install osslsigncode")
    try:
        return subprocess.run(  # noqa: S603 - a list of arguments, no shell
            [program, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            errors="replace",
            timeout=PATIENCE,
            pass_fds=[] if passed is None else [passed],
        )
    except subprocess.TimeoutExpired:
        raise InstallerError(f"osslsigncode took over {PATIENCE} s: does the timestamp server answer?") from None


def _end(said: str) -> str:
    return "\n  ".join(line for line in said.splitlines()[-8:] if line.strip())
