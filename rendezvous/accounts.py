"""Log-in: argon2id for the password, TOTP (RFC 6238) for the second factor, one answer to every failure.

Web sessions are opaque ids, of which the store holds the SHA-256. Cookies and origins are access.py's.
"""

import hashlib
import hmac
import math
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Lock

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from rendezvous.config import Limits
from rendezvous.errors import UsageError
from rendezvous.store.sessions import WebSessions
from rendezvous.store.tables import Role, TechnicianRow
from rendezvous.store.technicians import Technicians
from rendezvous.throttle import Window

MIN_PASSWORD = 12
MAX_PASSWORD = 200
TOTP_SECONDS = 30


@dataclass(frozen=True)
class LoggedIn:
    """A log-in that succeeded; `token` goes into the cookie and nowhere else."""

    technician: TechnicianRow
    token: str


@dataclass(frozen=True)
class TooOften:
    """Too many failures: try again after so many seconds."""

    retry_after: int


def digest(token: str) -> str:
    """Return what the store holds of a web session's id."""
    return hashlib.sha256(token.encode()).hexdigest()


class Accounts:
    """Who may log in. Called from worker threads: a check takes some 50 ms of hashing."""

    def __init__(self, technicians: Technicians, web_sessions: WebSessions, limits: Limits, session_hours: int) -> None:
        self._technicians = technicians
        self._web_sessions = web_sessions
        self._lifetime = timedelta(hours=session_hours)
        self._hasher = PasswordHasher()
        self._nobody = self._hasher.hash(secrets.token_hex(16))
        self._counting = Lock()
        self._by_login = Window(limits.login_failures_in_15_minutes, 15 * 60)
        self._by_address = Window(limits.login_failures_per_address_in_15_minutes, 15 * 60)

    def add(self, login: str, name: str, organisation: str, role: Role, password: str) -> str:
        """Add an account; return its otpauth URI, which is shown once. Raise UsageError when something will not do."""
        if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
            raise UsageError(
                f"The password needs {MIN_PASSWORD} to {MAX_PASSWORD} characters; a few words make a good one."
            )
        secret = pyotp.random_base32()
        self._technicians.add(login, name, organisation, role, self._hasher.hash(password), secret)
        return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=organisation)

    def log_in(
        self, login: str, password: str, totp: str, address: str, clock: float, now: datetime
    ) -> LoggedIn | TooOften | None:
        """Check everything, always all of it; None is the one answer to whatever was wrong. `clock` is monotonic."""
        keys = ((self._by_login, (login, address)), (self._by_address, address))
        with self._counting:
            if wait := max(window.wait(key, clock) for window, key in keys):
                return TooOften(math.ceil(wait))
            for window, key in keys:  # counted as a failure until it is none: many at once are no way round the limit
                window.count(key, clock)
        row = self._check(login, password, totp, now)
        if row is None:
            return None
        with self._counting:
            for window, key in keys:
                window.forgive(key)
        return LoggedIn(row, self._begin(row, now))

    def _check(self, login: str, password: str, totp: str, now: datetime) -> TechnicianRow | None:
        row = self._technicians.find(login)
        right = self._password_fits(row.password_hash if row else self._nobody, password)
        step = _matching_step(row.totp_secret if row else pyotp.random_base32(), totp, now)
        if row is None or row.disabled or not right or step is None:
            return None
        return row if self._technicians.use_totp_step(row.id, step) else None

    def log_out(self, token: str) -> None:
        """Forget a web session."""
        self._web_sessions.remove(digest(token))

    def who(self, token: str, now: datetime) -> TechnicianRow | None:
        """Return who is logged in with the web session `token`."""
        return self._web_sessions.technician(digest(token), now)

    def _begin(self, row: TechnicianRow, now: datetime) -> str:
        token = secrets.token_urlsafe(32)
        self._web_sessions.add(digest(token), row.id, now + self._lifetime)
        return token

    def _password_fits(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password)
        except (VerifyMismatchError, InvalidHashError):
            return False


def _matching_step(secret: str, totp: str, now: datetime) -> int | None:
    """Return the time step whose code was given: this one or a neighbour (RFC 6238 section 5.2)."""
    code = pyotp.TOTP(secret)
    current = int(now.astimezone(UTC).timestamp()) // TOTP_SECONDS
    fits = [s for s in (current - 1, current, current + 1) if hmac.compare_digest(code.at(s * TOTP_SECONDS), totp)]
    return fits[-1] if fits else None
