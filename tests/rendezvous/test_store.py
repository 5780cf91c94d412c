"""The store on a real SQLite file."""

import os
import stat
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from rendezvous.config import Retention
from rendezvous.errors import StorageError, UsageError
from rendezvous.retention import Retainer
from rendezvous.store.database import FILE, open_database
from rendezvous.store.sessions import SupportSessions, WebSessions
from rendezvous.store.tables import Role, Table
from rendezvous.store.technicians import Technicians

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return open_database(tmp_path / "data")


@pytest.fixture
def camille(engine: Engine) -> str:
    technicians = Technicians(engine)
    technicians.add("camille", "Camille D.", "Exemple", Role.TECHNICIAN, "hash", "secret")
    row = technicians.find("camille")
    assert row is not None
    return row.id


def test_the_migrations_make_exactly_the_tables_of_the_code(engine: Engine) -> None:
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Table.metadata) == []


def test_opening_twice_keeps_what_is_there(tmp_path: Path) -> None:
    Technicians(open_database(tmp_path)).add("a", "A", "O", Role.TECHNICIAN, "h", "s")
    assert [row.login for row in Technicians(open_database(tmp_path)).all()] == ["a"]


def test_no_column_can_hold_a_customer_an_address_or_a_code(engine: Engine) -> None:
    columns = {
        table: {c["name"] for c in inspect(engine).get_columns(table)} for table in inspect(engine).get_table_names()
    }
    assert columns == {
        "alembic_version": {"version_num"},
        "technicians": {
            "id",
            "login",
            "name",
            "organisation",
            "role",
            "password_hash",
            "totp_secret",
            "totp_step",
            "disabled",
            "created",
        },
        "web_sessions": {"token_hash", "technician_id", "expires"},
        "support_sessions": {"id", "technician_id", "started", "ended"},
    }


def test_the_database_is_for_its_owner_alone(tmp_path: Path) -> None:
    open_database(tmp_path / "data")
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "data" / FILE).stat().st_mode) == 0o600


def test_a_data_directory_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    with pytest.raises(StorageError, match="cannot be used: "):
        open_database(tmp_path / "data")


def test_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("not a database at all, but some text that is long enough to be read as one" * 20)
    with pytest.raises(StorageError, match="file is not a database"):
        open_database(tmp_path)


def test_a_database_of_a_later_version_is_said(tmp_path: Path) -> None:
    engine = open_database(tmp_path)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StorageError, match="another version of Handrail"):
        open_database(tmp_path)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs a tmpfs, which only root may mount")
def test_a_full_disk_is_said(tmp_path: Path) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(tmp_path)], check=True)
    try:
        with pytest.raises(StorageError, match="full"):
            open_database(tmp_path / "data")
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)


def test_a_login_is_given_once(engine: Engine, camille: str) -> None:
    with pytest.raises(UsageError, match="already"):
        Technicians(engine).add("camille", "C", "O", Role.ADMIN, "h", "s")


def test_a_totp_step_is_used_once_and_none_before_it(engine: Engine, camille: str) -> None:
    technicians = Technicians(engine)
    assert technicians.use_totp_step(camille, 100)
    assert not technicians.use_totp_step(camille, 100)
    assert not technicians.use_totp_step(camille, 99)
    assert technicians.use_totp_step(camille, 101)


def test_a_web_session_holds_until_it_expires_or_is_removed(engine: Engine, camille: str) -> None:
    sessions = WebSessions(engine)
    sessions.add("one", camille, NOW + DAY)
    sessions.add("two", camille, NOW + DAY)
    sessions.remove("two")
    assert sessions.technician("one", NOW) is not None
    assert sessions.technician("one", NOW + DAY) is None
    assert sessions.valid({"one", "two", "three"}, NOW) == {"one"}


def test_disabling_ends_every_web_session(engine: Engine, camille: str) -> None:
    sessions = WebSessions(engine)
    sessions.add("one", camille, NOW + DAY)
    Technicians(engine).disable("camille")
    sessions.add("slipped in", camille, NOW + DAY)
    assert sessions.technician("one", NOW) is None
    assert sessions.valid({"one", "slipped in"}, NOW) == set()


def test_disabling_nobody_is_said(engine: Engine) -> None:
    with pytest.raises(UsageError, match="no technician nobody"):
        Technicians(engine).disable("nobody")


def test_a_technicians_sessions_come_newest_first_and_nobody_elses(engine: Engine, camille: str) -> None:
    Technicians(engine).add("other", "O", "O", Role.TECHNICIAN, "h", "s")
    other = Technicians(engine).find("other")
    assert other is not None
    sessions = SupportSessions(engine)
    sessions.begin("first", camille, NOW)
    sessions.begin("second", camille, NOW + DAY)
    sessions.begin("theirs", other.id, NOW)
    sessions.end("first", NOW + timedelta(minutes=5))
    assert [(row.id, row.ended) for row in sessions.of(camille, 10)] == [
        ("second", None),
        ("first", NOW + timedelta(minutes=5)),
    ]
    assert [row.id for row in sessions.of(camille, 1)] == ["second"]


def test_what_a_dead_server_left_open_is_ended(engine: Engine, camille: str) -> None:
    sessions = SupportSessions(engine)
    sessions.begin("open", camille, NOW)
    sessions.close_open(NOW + DAY)
    assert sessions.of(camille, 1)[0].ended == NOW + DAY


def test_retention_forgets_what_is_old_and_nothing_else(engine: Engine, camille: str) -> None:
    web, support = WebSessions(engine), SupportSessions(engine)
    web.add("over", camille, NOW)
    web.add("holds", camille, NOW + DAY)
    support.begin("old", camille, NOW - 32 * DAY)
    support.end("old", NOW - 31 * DAY)
    support.begin("long", camille, NOW - 32 * DAY)
    support.end("long", NOW - 29 * DAY)
    assert Retainer(Retention(support_sessions_days=30), web, support).purge(NOW) == (1, 1)
    assert [row.id for row in support.of(camille, 10)] == ["long"]
    assert web.valid({"over", "holds"}, NOW) == {"holds"}
