"""`handrail-installer`: from a brand file to the file a customer downloads."""

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from agent.brand_file import parse_brand_file
from agent.policy import policies
from agent.protocol.errors import HandrailError
from agent.protocol.permissions import Permission
from agent.settings import read_brand

EXAMPLE = Path(__file__).parent / "brands" / "example.toml"

EXIT_REFUSED = 1
"""The brand file has mistakes, or the build cannot be made here (2, wrong use, is argparse's)."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the installer; return the exit code."""
    options = _parser().parse_args(arguments)
    try:
        match options.command:
            case "init":
                _init(options.brand)
            case "check":
                _check(options.brand)
            case _:
                _build(options.brand, options.out)
    except HandrailError as error:
        print(f"handrail-installer: {error}", file=sys.stderr)
        return EXIT_REFUSED
    return 0


def _init(target: Path) -> None:
    from installer.errors import InstallerError

    if target.exists():
        raise InstallerError(f"{target} is there already; it is left as it is")
    try:
        shutil.copyfile(EXAMPLE, target)
    except OSError as error:
        raise InstallerError(f"{target} cannot be written: {error.strerror}") from None
    print(f"{target} is written: put your own name, number and server into it, then: handrail-installer check {target}")


def _check(brand: Path) -> None:
    file = parse_brand_file(read_brand(brand))
    print(f"{brand}: no mistakes. Customers will read « {file.operator.name} »; the server is {file.server.url}.")
    policy = policies()[file.session.policy]
    asked = [permission for permission in Permission if permission in file.session.can_ask]
    print(f"Policy {policy.name}: technicians may ask for {', '.join(asked)}. Customers read « {policy.fr} »")
    if file.server.url.startswith("http://"):
        print("Note: this server is this computer itself. Such a plug-in works here alone: good for a try.")


def _build(brand: Path, out: Path) -> None:
    from installer.build import build_linux  # PyInstaller is there for builds alone

    built = build_linux(brand, out, lambda step: print(f"… {step}", flush=True))
    print(f"{built.path}: {built.size / 1e6:.1f} MB, made in {built.seconds:.0f} s\nSHA-256 {built.sha256}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="handrail-installer", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    init = commands.add_parser("init", help="write a brand file with comments, to be filled in")
    init.add_argument("brand", type=Path, nargs="?", default=Path("brand.toml"), help="default: brand.toml")
    check = commands.add_parser("check", help="explain every mistake in a brand file, with its line")
    check.add_argument("brand", type=Path)
    build = commands.add_parser("build", help="make the plug-in: one file, and its SHA-256 beside it")
    build.add_argument("brand", type=Path)
    build.add_argument("--platform", choices=["linux"], required=True, help="what the customer's computer runs")
    build.add_argument("--out", type=Path, default=Path("dist"), metavar="DIR", help="default: dist")
    return parser


if __name__ == "__main__":
    sys.exit(main())
