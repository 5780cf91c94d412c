"""Accounts as rows: add, find, list, disable, and use a TOTP step up."""

import secrets
from datetime import UTC, datetime
from typing import cast

from sqlalchemy import CursorResult, Engine, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from rendezvous.errors import UsageError
from rendezvous.store.tables import Role, TechnicianRow, WebSessionRow


class Technicians:
    """The table of accounts."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, login: str, name: str, organisation: str, role: Role, password_hash: str, totp_secret: str) -> None:
        """Add an account. Raise UsageError when the login is taken."""
        row = TechnicianRow(
            id="t-" + secrets.token_hex(8),
            login=login,
            name=name,
            organisation=organisation,
            role=role,
            password_hash=password_hash,
            totp_secret=totp_secret,
            created=datetime.now(UTC),
        )
        try:
            with Session(self._engine) as session, session.begin():
                session.add(row)
        except IntegrityError:
            raise UsageError(f"There is a technician {login} already; choose another login.") from None

    def find(self, login: str) -> TechnicianRow | None:
        """Return the account of a login, disabled or not."""
        with Session(self._engine) as session:
            return session.scalar(select(TechnicianRow).where(TechnicianRow.login == login))

    def all(self) -> list[TechnicianRow]:
        """Return every account, by login."""
        with Session(self._engine) as session:
            return list(session.scalars(select(TechnicianRow).order_by(TechnicianRow.login)))

    def disable(self, login: str) -> None:
        """Disable an account and forget its web sessions. Raise UsageError when there is none."""
        with Session(self._engine) as session, session.begin():
            row = session.scalar(select(TechnicianRow).where(TechnicianRow.login == login))
            if row is None:
                raise UsageError(f"There is no technician {login}; `technician list` shows those there are.")
            row.disabled = True
            session.execute(delete(WebSessionRow).where(WebSessionRow.technician_id == row.id))

    def use_totp_step(self, technician_id: str, step: int) -> bool:
        """Use a TOTP time step up; False when it, or a later one, was used before. Atomic in the database."""
        change = (
            update(TechnicianRow)
            .where(TechnicianRow.id == technician_id, TechnicianRow.totp_step < step)
            .values(totp_step=step)
        )
        with self._engine.begin() as connection:
            return cast("CursorResult[object]", connection.execute(change)).rowcount == 1
