"""Forgets what was kept long enough: support sessions by days, web sessions when they are over."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from rendezvous.config import Retention
from rendezvous.store.sessions import SupportSessions, WebSessions

log = logging.getLogger("rendezvous")

EVERY_SECONDS = 3600


class Retainer:
    """Keeps to the periods of the settings."""

    def __init__(self, settings: Retention, web_sessions: WebSessions, support_sessions: SupportSessions) -> None:
        self._keep = timedelta(days=settings.support_sessions_days)
        self._web_sessions = web_sessions
        self._support_sessions = support_sessions

    def purge(self, now: datetime) -> tuple[int, int]:
        """Forget; return how many web sessions and how many support sessions."""
        return self._web_sessions.purge(now), self._support_sessions.purge(now - self._keep)

    async def run(self) -> None:
        """Purge at once and then every hour, for ever."""
        while True:
            try:
                web, support = await run_in_threadpool(self.purge, datetime.now(UTC))
                log.info("retention: %d web sessions and %d support sessions forgotten", web, support)
            except SQLAlchemyError as error:
                log.error("retention could not purge (%s)", type(error).__name__)
            await asyncio.sleep(EVERY_SECONDS)
