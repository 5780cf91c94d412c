"""Every URL and WebSocket of the rendezvous on one page, and what they share."""

import asyncio
import ipaddress
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute

from rendezvous.access import Access
from rendezvous.accounts import Accounts
from rendezvous.api import Api
from rendezvous.config import Config
from rendezvous.console_files import ConsoleFiles
from rendezvous.downloads import offered
from rendezvous.headers import Headed
from rendezvous.ice import IceServers
from rendezvous.ledger import SessionLedger
from rendezvous.metrics import Metrics
from rendezvous.pages.pages import Pages
from rendezvous.retention import Retainer
from rendezvous.signalling import Switchboard
from rendezvous.site import Site
from rendezvous.store.sessions import SupportSessions, WebSessions
from rendezvous.store.technicians import Technicians


def build(config: Config, site: Site, engine: Engine) -> Starlette:
    """Put the application together. Raise UsageError when a file the settings name cannot be read."""
    web_sessions, support_sessions = WebSessions(engine), SupportSessions(engine)
    accounts = Accounts(Technicians(engine), web_sessions, config.limits, config.retention.web_session_hours)
    access = Access(site, accounts)
    metrics = Metrics()
    ledger = SessionLedger(support_sessions, IceServers(config.ice))
    switchboard = Switchboard(access, web_sessions, ledger, config.limits, metrics)
    api = Api(access, accounts, support_sessions, switchboard, metrics, site, config.brand)
    pages = Pages(config.brand, config.documents, offered(config.downloads_dir))
    retainer = Retainer(config.retention, web_sessions, support_sessions)

    async def show_metrics(request: Request) -> Response:
        if not _may_read_metrics(request, config):
            return PlainTextResponse("Not found.\n", 404)
        return Response(metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")

    return Starlette(
        routes=[
            *pages.routes,
            Mount("/api", routes=api.routes),
            WebSocketRoute("/ws/agent", switchboard.agent),
            WebSocketRoute("/ws/console", switchboard.console),
            Route("/console", _to_console),
            Mount("/console", ConsoleFiles(config.console_dir)),
            Route("/healthz", _healthy),
            Route("/metrics", show_metrics),
        ],
        middleware=[Middleware(Headed, site=site, metrics=metrics)],
        exception_handlers={SQLAlchemyError: _storage_trouble},
        lifespan=lambda _app: _chores(support_sessions, switchboard, ledger, retainer),
    )


@asynccontextmanager
async def _chores(
    support_sessions: SupportSessions, switchboard: Switchboard, ledger: SessionLedger, retainer: Retainer
) -> AsyncIterator[None]:
    """Do what goes on beside the requests, for as long as the server runs."""
    support_sessions.close_open(datetime.now(UTC))
    chores = [asyncio.create_task(chore) for chore in (switchboard.watch(), ledger.write(), retainer.run())]
    yield
    await ledger.settle()
    for chore in chores:
        chore.cancel()


async def _to_console(_request: Request) -> Response:
    return RedirectResponse("/console/", 308)


async def _healthy(_request: Request) -> Response:
    return PlainTextResponse("ok\n")


async def _storage_trouble(_request: Request, _error: Exception) -> Response:
    return JSONResponse({"error": "storage"}, 503)


def _may_read_metrics(request: Request, config: Config) -> bool:
    if config.metrics != "loopback" or request.client is None:
        return config.metrics == "all"
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False
