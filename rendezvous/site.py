"""Which origins are the rendezvous' own: what cookies, WebSockets and changes are held to."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from rendezvous.config import Config

_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Site:
    """The origins people may use; `public_origin` is the one both ends bind into the pairing."""

    public_origin: str
    origins: frozenset[str]

    @property
    def secure(self) -> bool:
        """Tell whether browsers reach the site by TLS."""
        return self.public_origin.startswith("https://")

    @property
    def hosts(self) -> frozenset[str]:
        """Return the Host headers that are the site's own."""
        return frozenset(urlsplit(origin).netloc for origin in self.origins)

    @property
    def websocket_origins(self) -> list[str]:
        """Return the origins as a CSP names them for WebSockets; older browsers do not read them into 'self'.

        IPv6 literals are left out: a CSP cannot name them (CSP3 section 2.3.1, host-char).
        """
        return sorted("ws" + origin.removeprefix("http") for origin in self.origins if "[" not in origin)


def site_of(config: Config, port: int) -> Site:
    """Return the site that `config` describes, listening on `port`."""
    if config.public_origin:
        return Site(config.public_origin, frozenset({config.public_origin}))
    scheme = "https" if config.tls else "http"
    names = ["127.0.0.1", "localhost", "[::1]"] if config.loopback else [_literal(config.host)]
    own = _origin(scheme, _literal(config.host), port)
    return Site(own, frozenset({own, *(_origin(scheme, name, port) for name in names)}))


def _literal(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _origin(scheme: str, name: str, port: int) -> str:
    return f"{scheme}://{name}" if port == _DEFAULT_PORTS[scheme] else f"{scheme}://{name}:{port}"
