"""The process: listens, speaks TLS, tells where, and stops without leaving anyone waiting."""

import asyncio
import logging
import signal
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from agent.protocol.signalling import MAX_FRAME
from rendezvous.app import build
from rendezvous.config import Config
from rendezvous.errors import BindError
from rendezvous.site import site_of
from rendezvous.store.database import open_database

STOP_SECONDS = 5
PING_SECONDS = 20.0


class _Server(uvicorn.Server):
    """uvicorn, but it says where it answers on one line, and a stop that was asked for is no failure."""

    announcement = ""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Announce once connections are taken."""
        await super().startup(sockets)
        if self.started:
            print(self.announcement, flush=True)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop on SIGTERM and SIGINT; unlike uvicorn's own, do not raise the signal again afterwards."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop)
        yield

    def _stop(self) -> None:
        self.force_exit = self.should_exit
        self.should_exit = True


def serve(config: Config) -> None:
    """Serve until asked to stop. Raise BindError, StorageError or UsageError, each with its sentence."""
    listener = _listen(config)
    site = site_of(config, listener.getsockname()[1])
    app = build(config, site, open_database(config.data_dir))
    settings = uvicorn.Config(
        app,
        ws="websockets-sansio",
        ws_max_size=MAX_FRAME,
        ws_ping_interval=PING_SECONDS,
        ws_ping_timeout=PING_SECONDS,
        ws_per_message_deflate=False,
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=bool(config.trusted_proxies),
        forwarded_allow_ips=config.trusted_proxies,
        timeout_graceful_shutdown=STOP_SECONDS,
        ssl_certfile=config.certificate,
        ssl_keyfile=config.key,
    )
    server = _Server(settings)
    server.announcement = f"Handrail rendezvous on {site.public_origin}"
    _log()
    server.run([listener])


def _listen(config: Config) -> socket.socket:
    try:
        if config.certificate:
            _tls(config.certificate, config.key)
        family = socket.getaddrinfo(config.host, config.port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((config.host, config.port), family=family, backlog=2048)
    except ssl.SSLError as error:
        raise BindError(
            f"The certificate or its key cannot be used: {error.reason or 'they are no PEM files'}."
        ) from None
    except socket.gaierror:
        raise BindError(f"{config.host} is no address of this machine; write one like 127.0.0.1 or 0.0.0.0.") from None
    except OSError as error:
        raise BindError(_bind_sentence(config, error)) from None


def _bind_sentence(config: Config, error: OSError) -> str:
    if error.filename is None and error.errno is not None and isinstance(error, PermissionError):
        return f"Port {config.port} is reserved for the system; choose one from 1024, or grant CAP_NET_BIND_SERVICE."
    if isinstance(error, (FileNotFoundError, PermissionError)):
        return f"The certificate or its key cannot be read: {error.strerror}."
    return f"Nothing can listen on {config.host} port {config.port}: {error.strerror}. Choose another with --port."


def _tls(certificate: Path, key: Path | None) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(certificate, key)
    return context


def _log() -> None:
    """Log to standard error. uvicorn's own lines hold addresses and query strings: only its warnings pass."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
