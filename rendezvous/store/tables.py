"""The tables. A column that could hold a customer's name, address or code does not exist (R-013)."""

from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import DateTime, Dialect, ForeignKey, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator


class Utc(TypeDecorator[datetime]):
    """A moment in UTC; SQLite forgets time zones, so it is put back on the way out."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store a moment without its zone, in UTC."""
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return a stored moment with its zone."""
        return value.replace(tzinfo=UTC) if value else None


class Role(StrEnum):
    """What an account may do. Only a technician may help customers; an admin administers."""

    TECHNICIAN = "technician"
    ADMIN = "admin"


class Table(DeclarativeBase):
    """The base of all tables."""


class TechnicianRow(Table):
    """An account; `totp_step` is the last TOTP time step that was used, so that none works twice."""

    __tablename__ = "technicians"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    login: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    organisation: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(20))
    password_hash: Mapped[str] = mapped_column(String(200))
    totp_secret: Mapped[str] = mapped_column(String(64))
    totp_step: Mapped[int] = mapped_column(default=0)
    disabled: Mapped[bool] = mapped_column(default=False)
    created: Mapped[datetime] = mapped_column(Utc)


class WebSessionRow(Table):
    """A logged-in browser, by the SHA-256 of its opaque id."""

    __tablename__ = "web_sessions"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    technician_id: Mapped[str] = mapped_column(ForeignKey("technicians.id"), index=True)
    expires: Mapped[datetime] = mapped_column(Utc)


class SupportSessionRow(Table):
    """That a technician helped someone, from when to when."""

    __tablename__ = "support_sessions"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    technician_id: Mapped[str] = mapped_column(ForeignKey("technicians.id"), index=True)
    started: Mapped[datetime] = mapped_column(Utc)
    ended: Mapped[datetime | None] = mapped_column(Utc)
