"""Opens the database of a data directory and brings it to this version's tables."""

import os
from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.util.exc import CommandError
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from rendezvous.errors import StorageError

FILE = "rendezvous.sqlite3"
BUSY_MS = 5000


def open_database(data_dir: Path) -> Engine:
    """Create what is missing, migrate, and return the engine. Raise StorageError in words for the administrator."""
    try:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(data_dir / FILE, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise StorageError(f"The data directory {data_dir} cannot be used: {error.strerror}.") from None
    engine = create_engine(f"sqlite:///{data_dir / FILE}")
    event.listen(engine, "connect", _prepare)
    try:
        _migrate(engine)
    except CommandError:
        engine.dispose()
        raise StorageError(
            f"The database in {data_dir} was made by another version of Handrail; update this one."
        ) from None
    except SQLAlchemyError as error:
        engine.dispose()
        raise StorageError(f"The database in {data_dir} cannot be used: {_reason(error)}.") from None
    return engine


def _prepare(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", f"busy_timeout={BUSY_MS}", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _migrate(engine: Engine) -> None:
    config = AlembicConfig()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _reason(error: SQLAlchemyError) -> str:
    return str(getattr(error, "orig", None) or "it is damaged")
