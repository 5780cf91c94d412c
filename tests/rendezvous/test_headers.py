"""What every answer of a real server carries, and what its log does not."""

from pathlib import Path

import httpx
import pytest

from rendezvous.headers import features, policy
from rendezvous.site import Site
from scripts.rigs.rendezvous import Rendezvous
from scripts.rigs.signalling_client import agent, console

SITE = Site("https://a.example", frozenset({"https://a.example"}))
PATHS = [
    "/",
    "/legal/terms",
    "/static/pages.css",
    "/api/config",
    "/api/me",
    "/console/",
    "/healthz",
    "/none",
    "/ws/agent",
]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_closed_by_default(server: Rendezvous, path: str) -> None:
    headers = httpx.get(server.url + path).headers
    assert headers["content-security-policy"].startswith("default-src 'none'; base-uri 'none'; form-action 'none'")
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"
    assert "server" not in headers


@pytest.mark.parametrize("path", ["/", "/legal/terms", "/console/", "/console/x", "/api/me", "/download/x", "/metrics"])
def test_no_policy_allows_inline_code_or_another_origin(path: str) -> None:
    rules = policy(path, SITE)
    assert "unsafe" not in rules
    assert "*" not in rules
    assert [word for word in rules.replace(";", "").split() if "://" in word] in ([], ["wss://a.example"])


def test_pages_and_console_require_trusted_types() -> None:
    assert policy("/", SITE).endswith("require-trusted-types-for 'script'; trusted-types 'none'")
    assert policy("/console/", SITE).endswith("require-trusted-types-for 'script'; trusted-types handrail")


@pytest.mark.parametrize("path", PATHS)
def test_the_console_alone_may_ask_for_the_microphone(server: Rendezvous, path: str) -> None:
    allowed = "microphone=(self)" if path == "/console/" else "microphone=()"
    assert allowed in httpx.get(server.url + path).headers["permissions-policy"]
    assert "camera=()" in features(path)


def test_answers_are_not_kept(server: Rendezvous, cookie: str) -> None:
    for path in ("/", "/api/config", "/api/sessions"):
        assert httpx.get(server.url + path, headers={"Cookie": cookie}).headers["cache-control"] == "no-store"


async def test_neither_log_nor_metrics_hold_codes_names_queries_cookies_or_addresses(
    server: Rendezvous, cookie: str, log_file: Path
) -> None:
    httpx.get(f"{server.url}/?lang=fr&code=123456789012")
    httpx.get(f"{server.url}/123456789012")
    httpx.get(f"{server.url}/download/123456789012")
    httpx.request("BREW", f"{server.url}/api/me")
    async with agent(server) as customer, console(server, cookie) as technician:
        nameplate = (await customer.register()).nameplate
        await technician.claim(nameplate)
    told = log_file.read_text() + httpx.get(f"{server.url}/metrics").text
    for secret in ("123456789012", cookie.split("=", 1)[1], "camille", "Camille", "Exemple", "lang=", "127.0.0.1"):
        assert secret not in told
    assert f" {nameplate}" not in told


def test_metrics_and_health_answer(server: Rendezvous) -> None:
    assert httpx.get(f"{server.url}/healthz").text == "ok\n"
    figures = httpx.get(f"{server.url}/metrics")
    assert figures.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert 'handrail_http_requests_total{method="GET",route="/healthz",status="200"}' in figures.text
