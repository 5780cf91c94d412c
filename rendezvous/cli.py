"""The commands: serve, technician add|list|disable, console-hash. Every error is a sentence and an exit code."""

import argparse
import getpass
import sys
from pathlib import Path

from rendezvous.accounts import Accounts
from rendezvous.config import Config, load
from rendezvous.console_files import hashes
from rendezvous.errors import RendezvousError, UsageError
from rendezvous.store.database import open_database
from rendezvous.store.sessions import WebSessions
from rendezvous.store.tables import Role
from rendezvous.store.technicians import Technicians

_EXIT_CODES = """\
exit codes: 0 done, 2 bad arguments or settings, 3 the address cannot be used, 4 the data directory cannot be used
"""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except RendezvousError as error:
        print(f"handrail-rendezvous: {error}", file=sys.stderr)
        return error.exit_code
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="handrail-rendezvous",
        description="Introduce a customer and a technician by a short code, relay what they seal, and forget them.",
        epilog=_EXIT_CODES,
    )
    parser.add_argument(
        "--config", type=Path, metavar="FILE", help="the settings, a TOML file (rendezvous.example.toml has them all)"
    )
    parser.add_argument("--data-dir", type=Path, metavar="DIR", help="where the database is (default: handrail-data)")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_serve(commands.add_parser("serve", help="run the server until it is asked to stop", epilog=_EXIT_CODES))
    _add_technician(commands.add_parser("technician", help="manage the accounts of those who help"))
    shown = commands.add_parser(
        "console-hash", help="print the SHA-256 of every file of the built console, and a total"
    )
    shown.set_defaults(run=_console_hash)
    return parser


def _add_serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", help="the address to listen on (default: 127.0.0.1)")
    parser.add_argument("--port", type=int, help="the port; 0 takes a free one and says which (default: 8443)")
    parser.add_argument("--certificate", type=Path, metavar="FILE", help="TLS: the certificate chain, PEM")
    parser.add_argument("--key", type=Path, metavar="FILE", help="TLS: the private key, PEM")
    parser.add_argument(
        "--insecure-plain-http",
        action="store_true",
        default=None,
        help="serve other machines without TLS: for trials on a network of your own, never for customers",
    )
    parser.set_defaults(run=_serve)


def _add_technician(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    add = commands.add_parser("add", help="add an account; prints the address for its authenticator application once")
    add.add_argument("login", help="what the technician types to log in")
    add.add_argument("--name", required=True, help='what customers are shown, for example "Camille D."')
    add.add_argument(
        "--organisation", required=True, help='whom the technician works for, for example "Exemple Assistance"'
    )
    add.add_argument("--role", choices=[role.value for role in Role], default=Role.TECHNICIAN.value)
    add.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    add.set_defaults(run=_technician_add)
    commands.add_parser("list", help="list the accounts").set_defaults(run=_technician_list)
    disable = commands.add_parser("disable", help="disable an account; its sessions end within a second")
    disable.add_argument("login")
    disable.set_defaults(run=_technician_disable)


def _config(options: argparse.Namespace) -> Config:
    flags = ("host", "port", "data_dir", "certificate", "key", "insecure_plain_http")
    return load(options.config, {flag: getattr(options, flag, None) for flag in flags})


def _serve(options: argparse.Namespace) -> None:
    from rendezvous.server import serve  # the other commands need no web server

    config = _config(options)
    if config.insecure_plain_http and not config.tls:
        print(
            "WARNING: plain HTTP. Passwords and codes can be read on the way. For trials only, never for customers.",
            file=sys.stderr,
        )
    serve(config)


def _technician_add(options: argparse.Namespace) -> None:
    config = _config(options)
    for text in (options.login, options.name, options.organisation):
        if not text.strip() or len(text) > 120:
            raise UsageError("The login, the name and the organisation need 1 to 120 characters each.")
    password = _password(options.password_stdin)
    engine = open_database(config.data_dir)
    accounts = Accounts(Technicians(engine), WebSessions(engine), config.limits, config.retention.web_session_hours)
    uri = accounts.add(options.login, options.name, options.organisation, Role(options.role), password)
    print(f"Added {options.login}. Enter this once in an authenticator application; it is not shown again:\n{uri}")


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    if not sys.stdin.isatty():
        raise UsageError("There is no terminal to ask for the password on; pipe it in with --password-stdin.")
    password = getpass.getpass("Password: ")
    if getpass.getpass("Once more: ") != password:
        raise UsageError("The two passwords differ; nothing was added.")
    return password


def _technician_list(options: argparse.Namespace) -> None:
    for row in Technicians(open_database(_config(options).data_dir)).all():
        state = "disabled" if row.disabled else "active"
        print(f"{row.login}\t{row.name}\t{row.organisation}\t{row.role}\t{state}")


def _technician_disable(options: argparse.Namespace) -> None:
    Technicians(open_database(_config(options).data_dir)).disable(options.login)
    print(f"Disabled {options.login}. Sessions in progress end within a second.")


def _console_hash(options: argparse.Namespace) -> None:
    print("\n".join(hashes(_config(options).console_dir)))
