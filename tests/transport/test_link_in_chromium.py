"""The agent's real link and the console's real link, in a real Chromium."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from agent.protocol.codes import Code, parse_code
from agent.transport.events import CodeReady, LinkEvent, Opened, PeerPaired, Problem, Received
from agent.transport.link import Link
from scripts.rigs.link_page import DrivenLink, bundle, chromium
from scripts.rigs.relay import TECHNICIAN, Relay, relay
from tests.transport.fakes import Told, failure


@asynccontextmanager
async def page() -> AsyncIterator[tuple[Relay, DrivenLink]]:
    async with relay(files={"/link_page.js": bundle()}) as server, chromium() as browser:
        tab = await browser.new_page()
        await tab.goto(server.url)
        yield server, await DrivenLink.on(tab)


class Answering(Told):
    """Answers heartbeats, as the session does."""

    link: Link

    def __call__(self, event: LinkEvent) -> None:
        super().__call__(event)
        if isinstance(event, Received) and "link/ping" in str(event.data):
            self.link.send("control", json.dumps({"type": "link/pong", "t": json.loads(event.data)["t"]}))


@pytest.mark.parametrize("console_joins", [True, False])
async def test_a_link_opens_in_both_flows_and_ends_with_last_words(console_joins: bool) -> None:
    async with page() as (server, console):
        told = Told()
        link = Link(server.url, told)
        if console_joins:
            link.issue()
            await console.join(str((await told.wait(CodeReady)).code), TECHNICIAN)
        else:
            link.join(parse_code(await console.issue(TECHNICIAN)))
        await told.wait(Opened)
        assert told.all(PeerPaired)[0].technician.name == TECHNICIAN["name"]
        assert await console.wait("paired") == TECHNICIAN
        link.send("picture", bytes(200_000))
        assert await console.wait("picture") == 200_000
        assert (await told.wait(Received)).channel == "input"
        await link.close("last words")
        assert await console.wait("message") == "last words"
        assert (await console.wait("closed"))["kind"] == "peer_gone"


async def test_chromium_goes_on_with_what_follows_what_was_taken_back() -> None:
    async with page() as (server, console):
        told = Told()
        link = Link(server.url, told)
        link.issue()
        await console.join(str((await told.wait(CodeReady)).code), TECHNICIAN)
        await told.wait(Received)
        for turn in range(10):
            for _ in range(200):
                link.send("picture", bytes(16_000))
            await asyncio.sleep(0.01 * turn)
            link.take_back("picture")
            link.send("picture", bytes(turn + 1))
            link.send("control", f"turn {turn}")
        async with asyncio.timeout(60):
            said: list[object] = []
            while not {"turn 9", 10} <= {value for value in said if isinstance(value, str | int)}:
                await asyncio.sleep(0.05)  # the two channels keep no order between them
                said = [entry["value"] for entry in await console.said()]
        pictures = [value for value in said if isinstance(value, int)]
        after = [size for size in pictures if size != 16_000]
        assert after == sorted(set(after))  # on a busy machine the next turn takes back the small one as well
        assert [value for value in said if "turn" in str(value)] == [f"turn {turn}" for turn in range(10)]
        assert len(pictures) < 1000
        await link.close()


async def test_silence_is_told_to_the_technician_and_so_is_its_end() -> None:
    async with page() as (server, console):
        told = Answering()
        told.link = link = Link(server.url, told)
        link.issue()
        await console.join(str((await told.wait(CodeReady)).code), TECHNICIAN)
        await told.wait(Received)
        time.sleep(4.5)  # the agent's machine hangs
        await console.wait("lost")
        await console.wait("back")
        assert "closed" not in [said["what"] for said in await console.said()]
        await console.close()
        assert (await failure(told)).problem is Problem.PEER_GONE
        await link.close()


async def test_a_wrong_secret_is_told_as_such_to_the_technician() -> None:
    async with page() as (server, console):
        told = Told()
        link = Link(server.url, told)
        link.issue()
        code = (await told.wait(CodeReady)).code
        wrong = Code(code.nameplate, f"{(int(code.secret) + 1) % 10**6:06d}")
        await console.join(str(wrong), TECHNICIAN)
        assert (await console.wait("closed"))["kind"] == "wrong_code"
        assert (await failure(told)).problem is Problem.WRONG_CODE
        await link.close()


async def test_a_console_that_is_introduced_as_somebody_else_stops() -> None:
    async with page() as (server, console):
        told = Told()
        link = Link(server.url, told)
        link.issue()
        code = (await told.wait(CodeReady)).code
        await console.join(str(code), {**TECHNICIAN, "name": "Dominique F."})
        assert (await console.wait("closed"))["kind"] == "tampered"
        await asyncio.wait_for(failure(told), 10)
        await link.close()


async def test_what_the_server_refuses_is_told_to_the_technician() -> None:
    async with page() as (_, console):
        await console.join(str(Code("54321", "000000")), TECHNICIAN)
        assert (await console.wait("closed"))["kind"] == "code"
