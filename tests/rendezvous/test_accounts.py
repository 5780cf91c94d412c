"""Log-in on a real store with real argon2id and TOTP."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from sqlalchemy import Engine

from rendezvous.accounts import Accounts, LoggedIn, TooOften, digest
from rendezvous.config import Limits
from rendezvous.errors import UsageError
from rendezvous.store.database import open_database
from rendezvous.store.sessions import WebSessions
from rendezvous.store.tables import Role
from rendezvous.store.technicians import Technicians

PASSWORD = "une phrase de passe"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Desk:
    """Accounts with one technician, and a hand that logs in."""

    def __init__(self, engine: Engine, limits: Limits) -> None:
        self.engine = engine
        self.accounts = Accounts(Technicians(engine), WebSessions(engine), limits, 12)
        uri = self.accounts.add("camille", "Camille D.", "Exemple", Role.TECHNICIAN, PASSWORD)
        self.totp = pyotp.TOTP(parse_qs(urlsplit(uri).query)["secret"][0])

    def log_in(
        self,
        login: str = "camille",
        password: str = PASSWORD,
        totp: str | None = None,
        address: str = "a",
        now: datetime = NOW,
        clock: float = 0,
    ) -> LoggedIn | TooOften | None:
        return self.accounts.log_in(login, password, totp or self.totp.at(now), address, clock, now)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(open_database(tmp_path), Limits())


def test_the_right_words_open_a_web_session_that_the_store_knows_by_its_hash_alone(desk: Desk) -> None:
    result = desk.log_in()
    assert isinstance(result, LoggedIn)
    who = desk.accounts.who(result.token, NOW)
    assert who is not None
    assert who.login == "camille"
    assert WebSessions(desk.engine).valid({result.token}, NOW) == set()
    assert WebSessions(desk.engine).valid({digest(result.token)}, NOW) == {digest(result.token)}


def test_a_web_session_ends_by_itself_and_by_logging_out(desk: Desk) -> None:
    result = desk.log_in()
    assert isinstance(result, LoggedIn)
    assert desk.accounts.who(result.token, NOW + timedelta(hours=12)) is None
    desk.accounts.log_out(result.token)
    assert desk.accounts.who(result.token, NOW) is None


def test_wrong_password_wrong_code_unknown_login_and_disabled_account_are_one_answer(desk: Desk) -> None:
    assert desk.log_in(password="another phrase") is None
    assert desk.log_in(totp="000000" if desk.totp.at(NOW) != "000000" else "000001") is None
    assert desk.log_in(login="nobody") is None
    Technicians(desk.engine).disable("camille")
    assert desk.log_in() is None


def test_a_totp_code_works_once_and_an_older_one_not_after_it(desk: Desk) -> None:
    assert isinstance(desk.log_in(), LoggedIn)
    assert desk.log_in() is None
    assert desk.log_in(totp=desk.totp.at(NOW - timedelta(seconds=30))) is None
    assert isinstance(desk.log_in(now=NOW + timedelta(seconds=30)), LoggedIn)


def test_a_wrong_password_does_not_use_the_totp_code_up(desk: Desk) -> None:
    assert desk.log_in(password="another phrase") is None
    assert isinstance(desk.log_in(), LoggedIn)


@pytest.mark.parametrize(("seconds", "fits"), [(-60, False), (-30, True), (30, True), (60, False)])
def test_clocks_may_differ_by_one_step(desk: Desk, seconds: int, fits: bool) -> None:
    result = desk.log_in(totp=desk.totp.at(NOW + timedelta(seconds=seconds)))
    assert isinstance(result, LoggedIn) is fits


def test_after_five_failures_even_the_right_words_wait(desk: Desk) -> None:
    for _ in range(5):
        assert desk.log_in(password="another phrase") is None
    assert desk.log_in(clock=1) == TooOften(899)
    assert isinstance(desk.log_in(clock=900), LoggedIn)


def test_trying_many_at_once_is_no_way_round_the_limit(desk: Desk) -> None:
    with ThreadPoolExecutor(12) as hands:
        results = list(hands.map(lambda _: desk.log_in(password="another phrase"), range(12)))
    assert results.count(None) == 5


def test_logging_in_does_not_count_against_anyone(desk: Desk) -> None:
    for step in range(8):
        assert isinstance(desk.log_in(now=NOW + timedelta(seconds=30 * step)), LoggedIn)


def test_a_stranger_cannot_lock_a_technician_out(desk: Desk) -> None:
    for _ in range(6):
        desk.log_in(password="another phrase", address="stranger")
    assert isinstance(desk.log_in(address="home"), LoggedIn)


def test_one_address_cannot_try_many_logins(tmp_path: Path) -> None:
    desk = Desk(open_database(tmp_path), Limits(login_failures_per_address_in_15_minutes=3))
    for number in range(3):
        assert desk.log_in(login=f"guess{number}") is None
    assert isinstance(desk.log_in(login="guess4"), TooOften)


@pytest.mark.alone
def test_an_unknown_login_takes_as_long_as_a_known_one(tmp_path: Path) -> None:
    desk = Desk(open_database(tmp_path), Limits(login_failures_in_15_minutes=100))
    known = median(_seconds(desk, "camille") for _ in range(7))
    unknown = median(_seconds(desk, "nobody") for _ in range(7))
    assert 0.4 < known / unknown < 2.5  # hashing is nearly all of it; without it the ratio is over 20


def _seconds(desk: Desk, login: str) -> float:
    began = perf_counter()
    desk.log_in(login=login, password="another phrase")
    return perf_counter() - began


@pytest.mark.parametrize("password", ["", "short", "x" * 201])
def test_a_password_too_short_or_too_long_is_refused(desk: Desk, password: str) -> None:
    with pytest.raises(UsageError, match="12 to 200 characters"):
        desk.accounts.add("new", "N", "O", Role.TECHNICIAN, password)


def test_no_password_and_no_session_id_is_stored(desk: Desk, tmp_path: Path) -> None:
    result = desk.log_in()
    assert isinstance(result, LoggedIn)
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert PASSWORD.encode() not in stored
    assert result.token.encode() not in stored
