"""`handrail-installer`: from a brand file to the file a customer downloads."""

import argparse
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from agent.policy import policies
from agent.protocol.errors import HandrailError
from agent.protocol.permissions import Permission
from installer.command_line import command_line
from installer.errors import InstallerError

EXAMPLE = Path(__file__).parent / "brands" / "example.toml"

EXIT_REFUSED = 1
"""The brand file has mistakes, or what was asked for cannot be done here (2, wrong use, is argparse's)."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the installer; return the exit code."""
    options = command_line().parse_args(arguments)
    try:
        return _COMMANDS[options.command](options)
    except HandrailError as error:
        print(f"handrail-installer: {error}", file=sys.stderr)
        return EXIT_REFUSED


def _init(options: argparse.Namespace) -> int:
    target: Path = options.brand
    if target.exists():
        raise InstallerError(f"{target} is there already; it is left as it is")
    try:
        shutil.copyfile(EXAMPLE, target)
    except OSError as error:
        raise InstallerError(f"{target} cannot be written: {error.strerror}") from None
    print(f"{target} is written: put your own name, number and server into it, then: handrail-installer check {target}")
    return 0


def _check(options: argparse.Namespace) -> int:
    from installer.rules import check

    file = check(options.brand).file
    print(
        f"{options.brand}: no mistakes. Customers will read « {file.operator.name} »; the server is {file.server.url}."
    )
    policy = policies()[file.session.policy]
    asked = [permission for permission in Permission if permission in file.session.can_ask]
    print(f"Policy {policy.name}: technicians may ask for {', '.join(asked)}. Customers read « {policy.fr} »")
    if file.server.url.startswith("http://"):
        print("Note: this server is this computer itself. Such a plug-in works here alone: good for a try.")
    if file.texts.terms_fr is None:
        print("Note: no terms of your own are named; customers read Handrail's samples.")
    return 0


def _build(options: argparse.Namespace) -> int:
    from installer.build import build  # PyInstaller is there for builds alone

    built = build(options.brand, options.platform, options.out, _say, options.windows_python, options.base)
    if built.sha256 is None:
        print(f"{built.path}: made in {built.seconds:.0f} s. docs/installer.md says how it is signed and notarised.")
        return 0
    print(f"{built.path}: {built.size / 1e6:.1f} MB, made in {built.seconds:.0f} s\nSHA-256 {built.sha256}")
    if options.platform == "linux":
        from installer.glibc import needed, starts_on

        major, minor = needed(built.path)
        print(f"It starts where glibc is {major}.{minor} or newer: {', '.join(starts_on((major, minor)))}")
    return 0


def _linux_base(options: argparse.Namespace) -> int:
    from installer.base.making import make_base

    make_base(options.folder, _say)
    print(f"{options.folder}: ready for handrail-installer build --platform linux --base {options.folder}")
    return 0


def _sign(options: argparse.Namespace) -> int:
    from installer.authenticity import plugins, sign_manifest
    from installer.keys import load_key
    from installer.rules import check
    from installer.secret_words import password

    bundle = check(options.brand)
    found = plugins(bundle, options.out)
    key = load_key(options.key, password(f"the key {options.key}", options.key_password_file))
    if options.pfx or options.pkcs11_module:
        _sign_for_windows(options, found.get("windows"), bundle.file.operator.name)
    for platform, plugin in found.items():
        print(f"{sign_manifest(bundle, platform, plugin, key)}: signed")
    return 0


def _sign_for_windows(options: argparse.Namespace, plugin: Path | None, operator: str) -> None:
    from installer.authenticode import Pfx, Token, sign_exe
    from installer.secret_words import password

    if plugin is None:
        raise InstallerError(f"{options.out} holds no Windows plug-in: build it first")
    if options.pfx:
        signer: Pfx | Token = Pfx(options.pfx)
    elif options.pkcs11_key and options.pkcs11_certificate:
        signer = Token(options.pkcs11_module, options.pkcs11_key, options.pkcs11_certificate)
    else:
        raise InstallerError("a key in a token needs --pkcs11-key and --pkcs11-certificate as well")
    what = f"the certificate {options.pfx}" if options.pfx else "the token (its PIN)"
    sign_exe(plugin, signer, password(what, options.certificate_password_file), operator, options.timestamp)
    print(f"{plugin}: signed for Windows")


def _verify(options: argparse.Namespace) -> int:
    from installer.authenticity import verify
    from installer.rules import check

    found = verify(check(options.brand), options.out)
    for one in found:
        print(f"{one.plugin}: {'as the operator signed it' if not one.wrong else 'NOT as the operator signed it'}")
        for wrong in one.wrong:
            print(f"  {wrong}")
    return EXIT_REFUSED if any(one.wrong for one in found) else 0


def _preview(options: argparse.Namespace) -> int:
    from installer.preview import preview

    pictures = preview(options.brand, options.out, _say)
    print(f"{options.out}: {pictures} pictures. Open it in a browser; it fetches nothing.")
    return 0


def _key(options: argparse.Namespace) -> int:
    from installer.keys import make_key
    from installer.secret_words import new_password

    public = make_key(options.file, new_password(f"the new key {options.file}", options.password_file))
    print(f"{options.file} is written: keep it off every server. In the brand file, under [signing]:")
    print(f'public_key = "{public}"')
    return 0


def _pin(options: argparse.Namespace) -> int:
    from installer.keys import pin

    print(f'pins = ["{pin(options.certificate)}"]')
    return 0


def _trial_certificate(options: argparse.Namespace) -> int:
    from installer.keys import TRIAL_DAYS, make_trial_certificate
    from installer.rules import check
    from installer.secret_words import new_password

    operator = check(options.brand).file.operator.name
    chosen = new_password(f"the certificate {options.file}", options.password_file)
    make_trial_certificate(options.file, operator, chosen)
    print(f"{options.file} is written, good for {TRIAL_DAYS} days. No computer trusts it: it is for trying alone.")
    return 0


def _say(step: str) -> None:
    print(f"… {step}", flush=True)


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "init": _init,
    "check": _check,
    "preview": _preview,
    "build": _build,
    "linux-base": _linux_base,
    "sign": _sign,
    "verify": _verify,
    "key": _key,
    "pin": _pin,
    "trial-certificate": _trial_certificate,
}


if __name__ == "__main__":
    sys.exit(main())
