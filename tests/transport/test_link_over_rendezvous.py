"""The link over the product's own rendezvous, in a process of its own."""

import asyncio
from collections.abc import Iterator

import pytest

from agent.protocol.codes import Code
from agent.transport.events import CodeReady, Opened, PeerPaired, Problem, Received
from agent.transport.link import Link
from scripts.rigs.rendezvous import Rendezvous, rendezvous
from tests.transport.fakes import Console, Told, failure


@pytest.fixture(scope="module")
def server() -> Iterator[Rendezvous]:
    with rendezvous() as running:
        yield running


@pytest.fixture(scope="module")
def cookie(server: Rendezvous) -> str:
    return server.log_in()


async def test_the_customers_code_opens_a_link(server: Rendezvous, cookie: str) -> None:
    told, console = Told(), Console(server.url, cookie=cookie)
    link = Link(server.url, told)
    link.issue()
    joining = asyncio.create_task(console.join((await told.wait(CodeReady)).code))
    await told.wait(Opened)
    await joining
    assert told.all(PeerPaired)[0].technician.name == server.account.name
    await asyncio.wait_for(console.opened.wait(), 10)
    console.send("input", "x")
    await told.wait(Received)
    await link.close()
    await console.leave()


async def test_the_technicians_code_opens_a_link(server: Rendezvous, cookie: str) -> None:
    told, console = Told(), Console(server.url, cookie=cookie)
    link = Link(server.url, told)
    link.join(await console.show())
    serving = asyncio.create_task(console.serve())
    await told.wait(Opened)
    await serving
    assert told.all(PeerPaired)[0].technician.organisation == server.account.organisation
    await link.close()
    await console.leave()


async def test_a_wrong_secret_burns_the_code_for_good(server: Rendezvous, cookie: str) -> None:
    told, guessing = Told(), Console(server.url, cookie=cookie)
    link = Link(server.url, told)
    link.issue()
    code = (await told.wait(CodeReady)).code
    guess = asyncio.create_task(guessing.join(Code(code.nameplate, f"{(int(code.secret) + 1) % 10**6:06d}")))
    assert (await failure(told)).problem is Problem.WRONG_CODE
    await asyncio.wait([guess])
    late = Console(server.url, cookie=cookie)
    with pytest.raises(AssertionError, match="refused"):
        await late.join(code)
    await link.close()
    await guessing.leave()
    await late.leave()


async def test_a_code_nobody_shows_is_told(server: Rendezvous) -> None:
    told = Told()
    link = Link(server.url, told)
    link.join(Code("99999", "000000"))
    assert (await failure(told)).problem is Problem.CODE
    await link.close()
