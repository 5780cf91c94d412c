"""Web sessions and support sessions as rows: begin, find, end, purge."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Engine, delete, func, select, update
from sqlalchemy.orm import Session

from rendezvous.store.tables import SupportSessionRow, TechnicianRow, WebSessionRow


def _valid(now: datetime) -> ColumnElement[bool]:
    return (WebSessionRow.expires > now) & ~TechnicianRow.disabled


class WebSessions:
    """The browsers that are logged in. A disabled account has none, whatever its rows say."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, token_hash: str, technician_id: str, expires: datetime) -> None:
        """Note a log-in."""
        with Session(self._engine) as session, session.begin():
            session.add(WebSessionRow(token_hash=token_hash, technician_id=technician_id, expires=expires))

    def technician(self, token_hash: str, now: datetime) -> TechnicianRow | None:
        """Return who is logged in with this session at `now`."""
        found = select(TechnicianRow).join(WebSessionRow).where(WebSessionRow.token_hash == token_hash, _valid(now))
        with Session(self._engine) as session:
            return session.scalar(found)

    def valid(self, token_hashes: Collection[str], now: datetime) -> set[str]:
        """Return those of the sessions that still hold at `now`."""
        found = select(WebSessionRow.token_hash).join(TechnicianRow)
        with Session(self._engine) as session:
            return set(session.scalars(found.where(WebSessionRow.token_hash.in_(token_hashes), _valid(now))))

    def remove(self, token_hash: str) -> None:
        """Log out."""
        with Session(self._engine) as session, session.begin():
            session.execute(delete(WebSessionRow).where(WebSessionRow.token_hash == token_hash))

    def purge(self, now: datetime) -> int:
        """Forget the sessions that are over; return how many."""
        with Session(self._engine) as session, session.begin():
            gone = session.scalars(
                delete(WebSessionRow).where(WebSessionRow.expires <= now).returning(WebSessionRow.token_hash)
            )
            return len(gone.all())


class SupportSessions:
    """When who helped: a beginning, an end, a technician; nothing of the customer."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(self, session_id: str, technician_id: str, started: datetime) -> None:
        """Note a beginning."""
        with Session(self._engine) as session, session.begin():
            session.add(SupportSessionRow(id=session_id, technician_id=technician_id, started=started))

    def end(self, session_id: str, ended: datetime) -> None:
        """Note an end."""
        with Session(self._engine) as session, session.begin():
            session.execute(update(SupportSessionRow).where(SupportSessionRow.id == session_id).values(ended=ended))

    def close_open(self, ended: datetime) -> None:
        """End what a server that died left open: no pair outlives its server."""
        with Session(self._engine) as session, session.begin():
            session.execute(update(SupportSessionRow).where(SupportSessionRow.ended.is_(None)).values(ended=ended))

    def of(self, technician_id: str, limit: int) -> list[SupportSessionRow]:
        """Return a technician's sessions, newest first."""
        found = select(SupportSessionRow).where(SupportSessionRow.technician_id == technician_id)
        with Session(self._engine) as session:
            return list(session.scalars(found.order_by(SupportSessionRow.started.desc()).limit(limit)))

    def purge(self, before: datetime) -> int:
        """Forget the sessions that ended before a moment; return how many."""
        old = func.coalesce(SupportSessionRow.ended, SupportSessionRow.started) < before
        with Session(self._engine) as session, session.begin():
            return len(session.scalars(delete(SupportSessionRow).where(old).returning(SupportSessionRow.id)).all())
