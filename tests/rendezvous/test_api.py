"""The JSON endpoints of a real server."""

import asyncio
from pathlib import Path
from threading import Event

import httpx
import pytest
from sqlalchemy import Engine
from starlette.applications import Starlette

from rendezvous.access import Access
from rendezvous.accounts import Accounts
from rendezvous.api import LOG_INS_AT_ONCE, LOG_INS_WAITING, Api
from rendezvous.config import Brand, Ice, Limits
from rendezvous.ice import IceServers
from rendezvous.ledger import SessionLedger
from rendezvous.metrics import Metrics
from rendezvous.signalling import Switchboard
from rendezvous.site import Site
from rendezvous.store.database import open_database
from rendezvous.store.sessions import SupportSessions, WebSessions
from rendezvous.store.technicians import Technicians
from scripts.rigs.rendezvous import Rendezvous, rendezvous
from scripts.rigs.signalling_client import agent, console


def post(server: Rendezvous, path: str, body: object = None, **headers: str) -> httpx.Response:
    sent = {"Origin": server.url} | headers
    return httpx.post(f"{server.url}/api/{path}", json=body, headers=sent, timeout=20)


def test_me_is_the_identity_the_administrator_gave(server: Rendezvous, cookie: str) -> None:
    answer = httpx.get(f"{server.url}/api/me", headers={"Cookie": cookie})
    me = answer.json()
    assert set(me) == {"id", "name", "organisation"}
    assert (me["name"], me["organisation"]) == ("Camille D.", "Exemple Assistance")


@pytest.mark.parametrize("path", ["me", "sessions"])
@pytest.mark.parametrize("cookie_sent", ["", "handrail=", "handrail=guess", "__Host-handrail=guess"])
def test_without_a_session_nothing_is_told(server: Rendezvous, path: str, cookie_sent: str) -> None:
    answer = httpx.get(f"{server.url}/api/{path}", headers={"Cookie": cookie_sent})
    assert (answer.status_code, answer.json()) == (401, {"error": "login"})


def test_the_cookie_is_closed_to_scripts_and_to_other_sites(server: Rendezvous) -> None:
    account = server.accounts[1]
    body = {"login": account.login, "password": account.password, "totp": account.totp()}
    set_cookie = post(server, "login", body).headers["set-cookie"]
    assert "HttpOnly" in set_cookie
    assert "SameSite=strict" in set_cookie
    assert "Domain" not in set_cookie


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", ""])
def test_another_sites_page_cannot_log_in_or_out(server: Rendezvous, cookie: str, origin: str) -> None:
    body = {"login": "camille", "password": "x", "totp": "000000"}
    assert post(server, "login", body, Origin=origin).status_code == 403
    assert post(server, "logout", Origin=origin, Cookie=cookie).status_code == 403
    assert httpx.post(f"{server.url}/api/login", json=body).status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        {"login": "camille", "password": "x"},
        {"login": "camille", "password": "x", "totp": "12345"},
        {"login": "camille", "password": "x", "totp": "١٢٣٤٥٦"},
        {"login": "camille", "password": "x", "totp": "123456", "more": 1},
        {"login": "c" * 121, "password": "x", "totp": "123456"},
        {"login": "camille", "password": "x" * 5000, "totp": "123456"},
    ],
)
def test_a_log_in_that_is_none_is_refused(server: Rendezvous, body: object) -> None:
    answer = post(server, "login", body)
    assert (answer.status_code, answer.json()) == (400, {"error": "malformed"})


def test_failures_are_one_answer_and_too_many_must_wait() -> None:
    with rendezvous() as server:
        known = {"login": "camille", "password": "wrong words here", "totp": "000000"}
        unknown = known | {"login": "nobody"}
        answers = [post(server, "login", body) for body in (known, unknown)]
        assert {(a.status_code, a.text) for a in answers} == {(401, '{"error":"refused"}')}
        for _ in range(4):
            post(server, "login", known)
        waits = post(server, "login", known)
        assert (waits.status_code, waits.json()["error"]) == (429, "rate")
        assert 0 < waits.json()["retry_after"] <= 900
        assert waits.headers["retry-after"] == str(waits.json()["retry_after"])


class SlowAccounts(Accounts):
    """Accounts whose every check takes until it is let go."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(Technicians(engine), WebSessions(engine), Limits(), 12)
        self.go = Event()

    def log_in(self, *_: object) -> None:
        self.go.wait()


async def test_a_crowd_at_the_door_is_turned_away_and_hinders_nobody_inside(tmp_path: Path) -> None:
    engine = open_database(tmp_path)
    site, metrics, accounts = Site("http://here", frozenset({"http://here"})), Metrics(), SlowAccounts(engine)
    access, sessions = Access(site, accounts), SupportSessions(engine)
    switchboard = Switchboard(
        access, WebSessions(engine), SessionLedger(sessions, IceServers(Ice())), Limits(), metrics
    )
    routes = Api(access, accounts, sessions, switchboard, metrics, site, Brand()).routes
    transport = httpx.ASGITransport(Starlette(routes=routes))
    body = {"login": "crowd", "password": "guess", "totp": "000000"}
    async with httpx.AsyncClient(
        transport=transport, base_url="http://here", headers={"Origin": "http://here"}
    ) as hands:
        crowd = [
            asyncio.create_task(hands.post("/login", json=body)) for _ in range(LOG_INS_AT_ONCE + LOG_INS_WAITING + 3)
        ]
        turned_away, _ = await asyncio.wait(crowd, return_when=asyncio.FIRST_COMPLETED)
        assert (await hands.get("/me", headers={"Cookie": "handrail=guess"})).status_code == 401
        accounts.go.set()
        statuses = [(await task).status_code for task in crowd]
    assert {task.result().status_code for task in turned_away} == {429}
    assert (statuses.count(429), statuses.count(401)) == (3, LOG_INS_AT_ONCE + LOG_INS_WAITING)


async def test_my_sessions_lists_begin_and_end_and_nothing_of_the_customer(server: Rendezvous, cookie: str) -> None:
    async with agent(server) as customer:
        async with console(server, cookie) as technician:
            await technician.claim((await customer.register()).nameplate)
        await customer.read()
        await customer.read()
    found = httpx.get(f"{server.url}/api/sessions", headers={"Cookie": cookie}).json()["sessions"]
    assert set(found[0]) == {"id", "started", "ended"}
    assert found[0]["started"].endswith("+00:00")
    assert found == sorted(found, key=lambda session: session["started"], reverse=True)


def test_the_site_is_described_to_everyone(server: Rendezvous) -> None:
    told = httpx.get(f"{server.url}/api/config").json()
    assert told["public_origin"] == server.url
    assert told["languages"] == ["fr", "en"]
    assert set(told["brand"]) == {"name", "phone", "accent"}


def test_an_admin_has_an_identity_but_may_not_help() -> None:
    with rendezvous(role="admin") as server:
        cookie = server.log_in()
        assert httpx.get(f"{server.url}/api/me", headers={"Cookie": cookie}).status_code == 200
        assert httpx.get(f"{server.url}/api/sessions", headers={"Cookie": cookie}).status_code == 401
