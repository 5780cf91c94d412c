"""What every answer carries: content security policy, the other headers, and the check of the Host header."""

import logging
from time import monotonic

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rendezvous.metrics import Metrics
from rendezvous.site import Site

log = logging.getLogger("rendezvous.access")

_NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_ANY_HOST = ("/healthz", "/metrics")
_COMMON = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
_HSTS = "max-age=63072000; includeSubDomains"


def features(path: str) -> str:
    """Return the Permissions-Policy for a path: the console alone may ask for the microphone, for the voice."""
    microphone = "(self)" if path.startswith("/console") else "()"
    return (
        f"camera=(), geolocation=(), microphone={microphone}, payment=(), usb=(), keyboard-map=(self), "
        "fullscreen=(self), clipboard-read=(self), clipboard-write=(self)"
    )


def policy(path: str, site: Site) -> str:
    """Return the CSP for a path: nothing by default, the site's own files for pages, WebSockets for the console."""
    if path.startswith(("/api", "/download", "/healthz", "/metrics")):
        return f"{_NOTHING}; sandbox"
    own = f"{_NOTHING}; script-src 'self'; style-src 'self'; img-src 'self'; require-trusted-types-for 'script'"
    if not path.startswith("/console"):
        return f"{own}; trusted-types 'none'"
    sockets = " ".join(site.websocket_origins)
    return (
        f"{_NOTHING}; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
        f"connect-src 'self' {sockets}; worker-src 'self'; media-src 'self' blob:; "
        "require-trusted-types-for 'script'; trusted-types handrail"
    )


class Headed:
    """ASGI middleware: refuses foreign hosts, adds the headers, counts and logs by route (never by path or query)."""

    def __init__(self, app: ASGIApp, site: Site, metrics: Metrics) -> None:
        self._app = app
        self._site = site
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, with what is said above."""
        if scope["type"] not in ("http", "websocket"):
            return await self._app(scope, receive, send)
        if scope["path"] not in _ANY_HOST and Headers(scope=scope).get("host", "").lower() not in self._site.hosts:
            refusal = PlainTextResponse("This is not the address of this service.\n", 421)
            return await refusal(scope, receive, send)
        await self._answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = monotonic()

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add(MutableHeaders(scope=message), scope["path"])
                self._note(scope, message["status"], monotonic() - began)
            await send(message)

        await self._app(scope, receive, with_headers)

    def _add(self, headers: MutableHeaders, path: str) -> None:
        headers.update(_COMMON)
        headers.setdefault("Permissions-Policy", features(path))
        headers.setdefault("Content-Security-Policy", policy(path, self._site))
        headers.setdefault("Cache-Control", "no-store")
        if self._site.secure:
            headers["Strict-Transport-Security"] = _HSTS

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = _route(scope["path"])
        self._metrics.requests.labels(scope["method"] if scope["method"] in _METHODS else "other", route, status).inc()
        log.info("%s %s %d %.0f ms", scope["method"][:8], route, status, seconds * 1000)


_METHODS = ("GET", "HEAD", "POST")
_ROUTES = (
    "/api/login",
    "/api/logout",
    "/api/me",
    "/api/sessions",
    "/api/config",
    "/console",
    "/download",
    "/legal",
    "/static",
    "/healthz",
    "/metrics",
)


def _route(path: str) -> str:
    """Return the route a path belongs to: a closed list, so that nothing typed into an address is logged or counted."""
    return "/" if path == "/" else next((route for route in _ROUTES if path.startswith(route)), "other")
