"""Writes down when support sessions begin and end, in order, off the loop. A full disk ends no session."""

import asyncio
import logging
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from time import time

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from agent.protocol.signalling import IceServer
from rendezvous.exchange import Pair
from rendezvous.ice import IceServers
from rendezvous.store.sessions import SupportSessions

log = logging.getLogger("rendezvous")


class SessionLedger:
    """The exchange's Ledger over the store."""

    def __init__(self, sessions: SupportSessions, ice: IceServers) -> None:
        self._sessions = sessions
        self._ice = ice
        self._ids: dict[Pair, str] = {}
        self._todo: asyncio.Queue[Callable[[], None]] = asyncio.Queue()

    def paired(self, pair: Pair) -> None:
        """Note a beginning."""
        session_id = self._ids[pair] = uuid.uuid4().hex
        self._todo.put_nowait(partial(self._sessions.begin, session_id, pair.technician.id, datetime.now(UTC)))

    def parted(self, pair: Pair) -> None:
        """Note an end."""
        self._todo.put_nowait(partial(self._sessions.end, self._ids.pop(pair), datetime.now(UTC)))

    def ice_servers(self) -> list[IceServer]:
        """Return what both ends are to use."""
        return self._ice.for_pair(time())

    async def write(self) -> None:
        """Write what is to be written, for ever."""
        while True:
            job = await self._todo.get()
            try:
                await run_in_threadpool(job)
            except SQLAlchemyError as error:
                log.error("a support session could not be written down (%s)", type(error).__name__)
            finally:
                self._todo.task_done()

    async def settle(self) -> None:
        """Wait until everything is written."""
        await self._todo.join()
