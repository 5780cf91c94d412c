"""The figures Prometheus may read. No label ever holds a name, a code, an address or an id (R-121)."""

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest


class Metrics:
    """The counters of one server."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.requests = Counter(
            "handrail_http_requests", "HTTP requests", ["method", "route", "status"], registry=self._registry
        )
        self.logins = Counter("handrail_logins", "Log-ins", ["outcome"], registry=self._registry)
        self.answers = Counter(
            "handrail_signalling_answers", "What clients were answered", ["type", "reason"], registry=self._registry
        )
        self.closed = Counter(
            "handrail_signalling_closed", "Connections the server ended", ["code"], registry=self._registry
        )
        self.connections = Gauge("handrail_connections", "Open WebSockets", ["side"], registry=self._registry)
        self.codes = Gauge("handrail_codes_waiting", "Codes nobody claimed yet", registry=self._registry)
        self.pairs = Gauge("handrail_pairs", "Pairs that are connected", registry=self._registry)

    def text(self) -> bytes:
        """Return Prometheus' text exposition format."""
        return generate_latest(self._registry)
