"""A real rendezvous in a process of its own, with technicians who can log in, for tests, demo, lab and proofs."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pyotp

from scripts.rigs.ending import end, tied

PASSWORD = "une phrase de passe pour essayer"
TOTP_SECONDS = 30
TYPING_SECONDS = 10
"""How long a code must still be good for: it is typed, and looked at, on a busy machine."""


@dataclass
class Account:
    """A technician's credentials. A TOTP step works once: `totp` hands each out once, and waits if it must."""

    login: str
    name: str
    organisation: str
    password: str
    totp_secret: str
    _last_step: int = field(default=0, repr=False)

    def totp(self) -> str:
        """Return a code not handed out before that the server accepts, for a while (it allows one step either side)."""
        while True:
            now = time.time()
            step = max(self._last_step + 1, int(now + TYPING_SECONDS) // TOTP_SECONDS - 1)
            if step <= int(now) // TOTP_SECONDS + 1:
                self._last_step = step
                return pyotp.TOTP(self.totp_secret).at(step * TOTP_SECONDS)
            time.sleep(0.5)


@dataclass(frozen=True)
class Rendezvous:
    """A running rendezvous: `url` is its origin, without a slash at the end."""

    url: str
    process: subprocess.Popen[str]
    data_dir: Path
    config: Path
    accounts: tuple[Account, ...]

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def account(self) -> Account:
        return self.accounts[0]

    @property
    def ws_url(self) -> str:
        return "ws" + self.url.removeprefix("http")

    def log_in(self, account: Account | None = None) -> str:
        """Log in as `account` (the first by default); return the Cookie header to send."""
        who = account or self.account
        body = {"login": who.login, "password": who.password, "totp": who.totp()}
        answer = httpx.post(f"{self.url}/api/login", json=body, headers={"Origin": self.url}, timeout=30)
        answer.raise_for_status()
        return "; ".join(f"{name}={value}" for name, value in answer.cookies.items())


@contextmanager
def rendezvous(
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    settings: str = "",
    logins: Sequence[str] = ("camille",),
    organisation: str = "Exemple Assistance",
    role: str = "technician",
    insecure_plain_http: bool = False,
    log: Path | None = None,
    module: str = "rendezvous",
    stdin: int = subprocess.DEVNULL,
) -> Iterator[Rendezvous]:
    """Run a rendezvous on `host`:`port` (0: a free one) with `settings` (TOML) and one technician a login.

    Its standard error goes to `log`, or nowhere that lasts. The data directory goes with the block. `module` is run
    instead of the rendezvous itself, and `stdin` its standard input (the lab's door).
    """
    with tempfile.TemporaryDirectory(prefix="handrail-rendezvous-") as folder:
        config = Path(folder) / "rendezvous.toml"
        config.write_text(settings, encoding="utf-8")
        data_dir = Path(folder) / "data"
        accounts = tuple(_add(config, data_dir, login, organisation, role) for login in logins)
        command = [sys.executable, "-m", module, "--config", str(config), "--data-dir", str(data_dir), "serve"]
        command += ["--host", host, "--port", str(port), *(["--insecure-plain-http"] if insecure_plain_http else [])]
        errors = log or Path(folder) / "log"
        process = _start(command, errors, stdin)
        try:
            yield Rendezvous(_announced(process, errors), process, data_dir, config, accounts)
        finally:
            end(process, 10)
            if process.stdout:
                process.stdout.close()


_COMMAND = [sys.executable, "-m", "rendezvous"]
_ROOT = Path(__file__).resolve().parents[2]


def _add(config: Path, data_dir: Path, login: str, organisation: str, role: str) -> Account:
    name = login.capitalize() + " D."
    command = [*_COMMAND, "--config", str(config), "--data-dir", str(data_dir), "technician", "add", login]
    command += ["--name", name, "--organisation", organisation, "--role", role, "--password-stdin"]
    done = subprocess.run(command, input=PASSWORD + "\n", capture_output=True, text=True, cwd=_ROOT, check=False)
    if done.returncode:
        raise RuntimeError(f"technician add failed: {done.stderr}")
    uri = next(line for line in done.stdout.splitlines() if line.startswith("otpauth://"))
    return Account(login, name, organisation, PASSWORD, parse_qs(urlsplit(uri).query)["secret"][0])


def _start(command: list[str], log: Path, stdin: int) -> subprocess.Popen[str]:
    with log.open("w", encoding="utf-8") as errors:
        return subprocess.Popen(
            tied(command),
            stdout=subprocess.PIPE,
            stderr=errors,
            stdin=stdin,
            text=True,
            cwd=_ROOT,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )


def _announced(process: subprocess.Popen[str], log: Path) -> str:
    """Read the one line `Handrail rendezvous on URL` that says the server answers."""
    assert process.stdout
    line = process.stdout.readline()
    if " on " not in line:
        code = process.wait(10)
        raise RuntimeError(f"the rendezvous did not start (exit code {code}): {log.read_text('utf-8')}")
    return line.rsplit(" ", 1)[1].strip()
