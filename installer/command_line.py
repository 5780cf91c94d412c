"""The words of `handrail-installer`: commands and options. No secret is an argument."""

import argparse
from pathlib import Path


def command_line() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    parser = argparse.ArgumentParser(
        prog="handrail-installer", description="From a brand file to the file a customer downloads."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    init = commands.add_parser("init", help="write a brand file with comments, to be filled in")
    init.add_argument("brand", type=Path, nargs="?", default=Path("brand.toml"), help="default: brand.toml")
    check = commands.add_parser("check", help="explain every mistake in a brand file, with its line")
    check.add_argument("brand", type=Path)
    preview = commands.add_parser("preview", help="show every window the customer will see, on one HTML page")
    preview.add_argument("brand", type=Path)
    preview.add_argument("--out", type=Path, default=Path("preview.html"), metavar="FILE", help="default: preview.html")
    build = commands.add_parser("build", help="make the plug-in: one file, with its papers beside it")
    build.add_argument("brand", type=Path)
    build.add_argument("--platform", choices=["linux", "windows", "macos"], required=True, help="the customer's system")
    build.add_argument("--windows-python", type=Path, metavar="COMMAND", help="a Windows Python, where this is Linux")
    build.add_argument("--base", type=Path, metavar="FOLDER", help="a Linux base: the file starts on older systems too")
    _add_folder(build)
    base = commands.add_parser("linux-base", help="make a Linux base (as root; once, ten minutes)")
    base.add_argument("folder", type=Path)
    _add_sign(commands.add_parser("sign", help="sign what was built: for Windows, and the manifest of each file"))
    verify = commands.add_parser("verify", help="find whatever was altered since it was signed")
    verify.add_argument("brand", type=Path)
    _add_folder(verify)
    _add_keys(commands)
    return parser


def _add_folder(command: argparse.ArgumentParser) -> None:
    command.add_argument("--out", type=Path, default=Path("dist"), metavar="DIR", help="default: dist")


def _add_sign(sign: argparse.ArgumentParser) -> None:
    sign.add_argument("brand", type=Path)
    _add_folder(sign)
    sign.add_argument("--key", type=Path, required=True, metavar="FILE", help="the operator's key for manifests")
    sign.add_argument("--key-password-file", type=Path, metavar="FILE", help="else it is asked on the terminal")
    certificate = sign.add_mutually_exclusive_group()
    certificate.add_argument("--pfx", type=Path, metavar="FILE", help="a code-signing certificate with its key")
    certificate.add_argument("--pkcs11-module", type=Path, metavar="FILE", help="the library of a token")
    sign.add_argument("--pkcs11-key", metavar="URI", help="the key in the token (pkcs11:...)")
    sign.add_argument("--pkcs11-certificate", metavar="CERTIFICATE", help="pkcs11:... or a PEM file")
    sign.add_argument("--certificate-password-file", type=Path, metavar="FILE", help="or the token's PIN; else asked")
    sign.add_argument("--timestamp", metavar="URL", help="a timestamp server (RFC 3161)")


def _add_keys(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    key = commands.add_parser("key", help="make the operator's key for manifests")
    key.add_argument("file", type=Path)
    key.add_argument("--password-file", type=Path, metavar="FILE", help="else it is asked on the terminal")
    pin = commands.add_parser("pin", help="print the pin of a server's certificate (PEM), for the brand file")
    pin.add_argument("certificate", type=Path)
    trial = commands.add_parser("trial-certificate", help="make a throw-away certificate to try signing with")
    trial.add_argument("brand", type=Path)
    trial.add_argument("file", type=Path)
    trial.add_argument("--password-file", type=Path, metavar="FILE", help="else it is asked on the terminal")
