"""The JSON that the console asks for: log in and out, who am I, my sessions, what this site is."""

import time
from datetime import UTC, datetime
from functools import partial
from typing import Annotated

from anyio import CapacityLimiter, to_thread
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from agent.protocol import VERSION
from rendezvous.access import Access, Right, attested, counted_address
from rendezvous.accounts import MAX_PASSWORD, Accounts, LoggedIn, TooOften, digest
from rendezvous.config import Brand
from rendezvous.metrics import Metrics
from rendezvous.signalling import Switchboard
from rendezvous.site import Site
from rendezvous.store.sessions import SupportSessions
from rendezvous.store.tables import SupportSessionRow

LANGUAGES = ("fr", "en")
MAX_BODY = 4096
MAX_SESSIONS = 200
LOG_INS_AT_ONCE = 2
"""Argon2id takes 64 MiB and a worker thread each time: strangers may not ask for many at once ..."""
LOG_INS_WAITING = 20
"""... nor queue up without end."""
BUSY_SECONDS = 5


class LogIn(BaseModel):
    """What a log-in carries."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)
    login: Annotated[str, Field(min_length=1, max_length=120)]
    password: Annotated[str, Field(min_length=1, max_length=MAX_PASSWORD)]
    totp: Annotated[str, Field(pattern=r"^[0-9]{6}$")]


class Api:
    """The endpoints under /api."""

    def __init__(
        self,
        access: Access,
        accounts: Accounts,
        sessions: SupportSessions,
        switchboard: Switchboard,
        metrics: Metrics,
        site: Site,
        brand: Brand,
    ) -> None:
        self._access = access
        self._accounts = accounts
        self._sessions = sessions
        self._switchboard = switchboard
        self._metrics = metrics
        self._site = site
        self._brand = brand
        self._log_ins = CapacityLimiter(LOG_INS_AT_ONCE)
        self._waiting = 0

    @property
    def routes(self) -> list[Route]:
        """Return the routes, relative to /api."""
        return [
            Route("/login", self.login, methods=["POST"]),
            Route("/logout", self.logout, methods=["POST"]),
            Route("/me", self.me),
            Route("/sessions", self.sessions),
            Route("/config", self.config),
        ]

    async def login(self, request: Request) -> Response:
        """Log in; every failure is the same answer."""
        if not self._access.own_origin(request):
            return _error("origin", 403)
        asked = await _log_in(request)
        if asked is None:
            return _error("malformed", 400)
        return self._answer_log_in(await self._check(asked, counted_address(request)))

    async def _check(self, asked: LogIn, address: str) -> LoggedIn | TooOften | None:
        if self._waiting >= LOG_INS_AT_ONCE + LOG_INS_WAITING:
            return TooOften(BUSY_SECONDS)
        clock, now = time.monotonic(), datetime.now(UTC)
        check = partial(self._accounts.log_in, asked.login, asked.password, asked.totp, address, clock, now)
        self._waiting += 1  # counted here: the limiter's own figure lags behind a burst
        try:
            return await to_thread.run_sync(check, limiter=self._log_ins)
        finally:
            self._waiting -= 1

    def _answer_log_in(self, result: LoggedIn | TooOften | None) -> Response:
        match result:
            case None:
                self._metrics.logins.labels("refused").inc()
                return _error("refused", 401)
            case TooOften(seconds):
                self._metrics.logins.labels("rate").inc()
                return _error("rate", 429, seconds)
            case LoggedIn(technician, token):
                self._metrics.logins.labels("ok").inc()
                answer = JSONResponse(attested(technician).model_dump())
                self._access.set_cookie(answer, token)
                return answer

    async def logout(self, request: Request) -> Response:
        """Log out: the web session and what hangs on it end at once."""
        if not self._access.own_origin(request):
            return _error("origin", 403)
        answer = Response(status_code=204)
        if token := self._access.token(request):
            await run_in_threadpool(self._accounts.log_out, token)
            self._switchboard.end_web_session(digest(token))
            self._access.drop_cookie(answer)
        return answer

    async def me(self, request: Request) -> Response:
        """Say who is logged in."""
        row = await self._access.who(request)
        return JSONResponse(attested(row).model_dump()) if row else _error("login", 401)

    async def sessions(self, request: Request) -> Response:
        """List the technician's own sessions, newest first."""
        row = await self._access.who(request, Right.HELP)
        if row is None:
            return _error("login", 401)
        rows = await run_in_threadpool(self._sessions.of, row.id, MAX_SESSIONS)
        return JSONResponse({"sessions": [_session(found) for found in rows]})

    async def config(self, _request: Request) -> Response:
        """Say what everyone may know of this site."""
        known = {"languages": LANGUAGES, "brand": self._brand.model_dump()}
        return JSONResponse({**known, "version": VERSION, "public_origin": self._site.public_origin})


async def _log_in(request: Request) -> LogIn | None:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            return None
    try:
        return LogIn.model_validate_json(body)
    except ValidationError:
        return None


def _session(row: SupportSessionRow) -> dict[str, str | None]:
    return {"id": row.id, "started": row.started.isoformat(), "ended": row.ended.isoformat() if row.ended else None}


def _error(word: str, status: int, retry_after: int | None = None) -> JSONResponse:
    if retry_after is None:
        return JSONResponse({"error": word}, status)
    return JSONResponse({"error": word, "retry_after": retry_after}, status, {"Retry-After": str(retry_after)})
