"""Things that go wrong, each made to happen for real: returns what a person is told and how the program ended."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from playwright.sync_api import WebSocketRoute

from agent.protocol.codes import Code
from agent.ui.words import Words
from scripts.rigs.browser import chromium
from scripts.rigs.person import BRAND
from scripts.rigs.rendezvous import rendezvous
from scripts.rigs.talker import ROOT, Said, talker
from scripts.rigs.technician import Technician
from scripts.rigs.xserver import xvfb

SECONDS = 100.0


class Told(NamedTuple):
    """What a person was told, and how the program ended; no exit code where it goes on and says so in its window."""

    text: str
    code: int | None


class Misfortune(NamedTuple):
    """One thing that goes wrong."""

    name: str
    happen: Callable[[Path], Told]


# --- running the programs -------------------------------------------------------------------------------------------


def run(module: str, *arguments: str, env: dict[str, str] | None = None) -> Told:
    """Run a program to its end."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        stdin=subprocess.DEVNULL,
        timeout=SECONDS,
        check=False,
    )
    return Told(done.stderr.strip(), done.returncode)


def serve(folder: Path, *arguments: str, settings: str = "") -> Told:
    """Run a rendezvous that cannot begin."""
    config = folder / "rendezvous.toml"
    config.write_text(settings, encoding="utf-8")
    common = ["--config", str(config), "--data-dir", str(folder / "data")]
    return run("rendezvous", *common, "serve", *arguments)


def start_agent(folder: Path, text: str, env: dict[str, str] | None = None) -> Told:
    """Run an agent that cannot begin, with that brand file."""
    brand = folder / "brand.toml"
    brand.write_text(text, encoding="utf-8")
    return run("agent", "--brand", str(brand), "--lang", "fr", env=env)


def shown(problem: str) -> Told:
    """Return the sentence that the customer's window has for a problem, in French."""
    words = Words("fr")
    return Told(
        f"{words.text(f'problem/{problem}/title')}. {words.text(f'problem/{problem}/text', brand='Handrail')}", None
    )


def customers_problem(server: str, display: str, join_with: str | None = None) -> Told:
    """Run the agent against a server and return what its window would say."""

    def went_wrong(said: Said) -> bool:
        return bool(said.get("problem"))

    options = ["--server", server, *(["--join"] if join_with else [])]
    with talker("scripts.rigs.customer", *options, env={"DISPLAY": display}) as agent:
        if join_with:
            agent.wait_for(lambda said: said.get("screen") == "enter_code", "the field for the code")
            agent.tell({"type": "enter_code", "code": join_with})
        problem = agent.wait_for(went_wrong, "a problem told", SECONDS)["problem"]
    return shown(problem["text"]) if isinstance(problem, dict) else Told(problem, None)


# --- what goes wrong ------------------------------------------------------------------------------------------------


def port_taken(folder: Path) -> Told:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return serve(folder, "--port", str(taken.getsockname()[1]))


def no_such_address(folder: Path) -> Told:
    return serve(folder, "--host", "203.0.113.9")


def broken_settings(folder: Path) -> Told:
    return serve(folder, settings="port = \n")


def unknown_setting(folder: Path) -> Told:
    return serve(folder, settings="prot = 8443\n")


def plain_http_for_all(folder: Path) -> Told:
    return serve(folder, "--host", "0.0.0.0")  # noqa: S104 - refused is what is looked for


def no_certificate(folder: Path) -> Told:
    (folder / "no.pem").write_text("this is no certificate")
    name = str(folder / "no.pem")
    return serve(folder, "--certificate", name, "--key", name)


def no_display(folder: Path) -> Told:
    return start_agent(folder, BRAND.format(url="https://assistance.exemple.fr"), env={"DISPLAY": ""})


def wrong_display(folder: Path) -> Told:
    return start_agent(folder, BRAND.format(url="https://assistance.exemple.fr"), env={"DISPLAY": ":4711"})


def bad_brand(folder: Path) -> Told:
    return start_agent(folder, '[operator]\nname = "Exemple"\ncolour = "red"\n[server]\nurl = "ftp://exemple.fr"\n')


def no_brand(folder: Path) -> Told:
    return run("agent", "--brand", str(folder / "nowhere.toml"))


def unreachable(_folder: Path) -> Told:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with xvfb() as display:
        return customers_problem(f"http://127.0.0.1:{port}", display)


def untrusted_certificate(folder: Path) -> Told:
    certificate, key = self_signed(folder)
    with xvfb() as display, rendezvous(settings=f'certificate = "{certificate}"\nkey = "{key}"\n') as server:
        return customers_problem(server.url, display)


def mistyped_by_customer(_folder: Path) -> Told:
    with xvfb() as display, rendezvous() as server:
        return customers_problem(server.url, display, join_with="1234 5678 9013")


def unknown_code(_folder: Path) -> Told:
    with xvfb() as display, rendezvous() as server:
        return customers_problem(server.url, display, join_with=Code("00000", "123456").digits)


def mistyped_by_technician(_folder: Path) -> Told:
    with rendezvous() as server, chromium("en") as tab:
        technician = Technician(tab, server.url)
        technician.log_in(server.account)
        technician.join("1234 5678 9013")
        technician.wait(lambda: technician.there("[slot=errorMessage]"), "what is wrong")
        return Told(technician.text("[slot=errorMessage]"), None)


def other_version(_folder: Path) -> Told:
    """Let the console claim a version that nobody speaks, on its way out."""
    with rendezvous() as server, chromium("en") as tab:

        def ages(text: str | bytes) -> str:
            return re.sub(r'"version":"[^"]*"', '"version":"handrail/0"', str(text))

        def between(socket_route: WebSocketRoute) -> None:
            upstream = socket_route.connect_to_server()
            socket_route.on_message(lambda text: upstream.send(ages(text)))

        tab.page.route_web_socket(re.compile("/ws/console"), between)
        technician = Technician(tab, server.url)
        technician.log_in(server.account)
        technician.join(Code("00000", "123456").digits)
        technician.wait(lambda: "version" in technician.text("[data-testid=instead]"), "the other version")
        return Told(technician.text("[data-testid=instead]"), None)


def disk_full_at_customer(folder: Path) -> Told:
    with full_disk(folder) as full, xvfb() as display:
        brand = BRAND.format(url="http://127.0.0.1:9") + f'\n[journal]\ndirectory = "{full}"\n'
        return start_agent(folder, brand, env={"DISPLAY": display})


def disk_full_at_server(folder: Path) -> Told:
    with full_disk(folder) as full:
        return run("rendezvous", "--data-dir", str(full / "data"), "serve", "--port", "0")


MISFORTUNES = (
    Misfortune("the port is taken", port_taken),
    Misfortune("no such address", no_such_address),
    Misfortune("settings that are no TOML", broken_settings),
    Misfortune("a setting that does not exist", unknown_setting),
    Misfortune("plain HTTP for everybody", plain_http_for_all),
    Misfortune("a certificate that is none", no_certificate),
    Misfortune("no display", no_display),
    Misfortune("a display that does not answer", wrong_display),
    Misfortune("a brand file with mistakes", bad_brand),
    Misfortune("no brand file", no_brand),
    Misfortune("the server cannot be reached", unreachable),
    Misfortune("the server's certificate is not trusted", untrusted_certificate),
    Misfortune("a code mistyped by the customer", mistyped_by_customer),
    Misfortune("a code that nobody gave out", unknown_code),
    Misfortune("a code mistyped by the technician", mistyped_by_technician),
    Misfortune("a console of another version", other_version),
    Misfortune("the customer's disk is full", disk_full_at_customer),
    Misfortune("the server's disk is full", disk_full_at_server),
)


def self_signed(folder: Path) -> tuple[Path, Path]:
    """Make a certificate for 127.0.0.1 that nobody vouches for; return it and its key."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")]),
    )
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    (folder / "certificate.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return folder / "certificate.pem", folder / "key.pem"


@contextmanager
def full_disk(folder: Path) -> Iterator[Path]:
    """Mount a disk without a free byte (needs root; its own mount, taken away afterwards)."""
    full = folder / "full"
    full.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(full)], check=True)
    try:
        with (full / "ballast").open("wb", buffering=0) as ballast, suppress(OSError):
            while ballast.write(b"\0" * 4096):
                pass
        yield full
    finally:
        subprocess.run(["umount", "-l", str(full)], check=True)
