"""A lost line taken up again: the agent's real link and the console's real link in Chromium, and what is between them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from agent.transport import link as link_module
from agent.transport.events import Back, CodeReady, Failed, Lost, Opened, Problem, Received
from agent.transport.link import Link
from scripts.rigs.link_page import DrivenLink, bundle, chromium
from scripts.rigs.relay import TECHNICIAN, Frame, Relay, relay
from tests.transport.fakes import failure
from tests.transport.test_link_in_chromium import Answering

PATIENCE = 60


class Line:
    """One session of two real ends, whose peer connection can be cut under them."""

    def __init__(self, server: Relay, console: DrivenLink, told: Answering) -> None:
        self.server, self.console, self.told, self.link = server, console, told, told.link

    def cut(self) -> None:
        """Let nothing more through the peer connection that counts now, either way, without a goodbye."""
        peer = self.link._peer
        assert peer
        inside = peer._inside
        inside.pass_only(lambda packet: False)

        async def nothing(packet: bytes) -> None:
            pass

        inside._sctp._handle_data = nothing

    async def count(self, what: str, times: int) -> None:
        """Wait until the console has said `what` so many times."""
        async with asyncio.timeout(PATIENCE):
            while [said["what"] for said in await self.console.said()].count(what) < times:
                await asyncio.sleep(0.05)

    async def back(self, times: int = 1) -> None:
        """Wait until both ends have the line back."""
        await self.count("back", times)
        async with asyncio.timeout(PATIENCE):
            while len(self.told.all(Back)) < times:
                await asyncio.sleep(0.05)


def is_answer(frame: Frame, to: str) -> bool:
    """Say whether a frame is the agent's sealed answer: the one long body that goes to the console."""
    return frame["type"] == "relay" and to == "console" and len(frame["body"]) > 500


@asynccontextmanager
async def live() -> AsyncIterator[Line]:
    async with relay(files={"/link_page.js": bundle()}) as server, chromium() as browser:
        tab = await browser.new_page()
        await tab.goto(server.url)
        console, told = await DrivenLink.on(tab), Answering()
        told.link = link = Link(server.url, told)
        link.issue()
        await console.join(str((await told.wait(CodeReady, PATIENCE)).code), TECHNICIAN)
        await told.wait(Opened, PATIENCE)
        await told.wait(Received, PATIENCE)
        yield Line(server, console, told)
        await link.close()


async def test_a_lost_line_comes_back_without_a_code_again_and_again() -> None:
    async with live() as line:
        for turn in range(1, 4):
            before = line.link._peer
            line.cut()
            await line.back(turn)
            assert line.link._peer is not before
            line.link.send("picture", bytes(turn))
            await line.count("picture", turn)
            await line.console.send("input", f"turn {turn}")
            async with asyncio.timeout(PATIENCE):
                while Received("input", f"turn {turn}") not in line.told.events:
                    await asyncio.sleep(0.05)
        assert len(line.told.all(CodeReady)) == 1
        assert len(set(line.server.tags)) == 1


async def test_nothing_of_the_old_line_is_taken_once_the_new_one_stands() -> None:
    async with live() as line:
        old = line.link._peer
        assert old
        line.cut()
        await line.back()
        before = len(line.told.events)
        old._on_message("input", "from the grave")
        old._on_message("control", "from the grave")
        assert not any(getattr(event, "data", "") == "from the grave" for event in line.told.events[before:])


async def test_the_line_comes_back_when_the_server_does() -> None:
    async with live() as line:
        line.server.cut()
        line.cut()
        await line.told.wait(Lost, PATIENCE)
        await asyncio.sleep(2)
        assert not line.told.all(Back)
        line.server.cut(deaf=False)
        await line.back()


async def test_a_stop_while_lost_makes_coming_back_impossible() -> None:
    async with live() as line:
        line.server.cut()
        line.cut()
        await line.told.wait(Lost, PATIENCE)
        await line.count("lost", 1)
        line.link.cut()
        line.server.cut(deaf=False)
        await asyncio.sleep(4)
        said = [said["what"] for said in await line.console.said()]
        assert "back" not in said
        assert "agent" not in line.server.sides
        await line.link.close()


async def test_a_stop_in_the_middle_of_a_meeting_is_told_to_the_technician() -> None:
    async with live() as line:
        holding = asyncio.Event()

        def hold(frame: Frame, to: str) -> list[Frame]:
            if frame["type"] != "relay" or to != "agent" or len(frame["body"]) < 500:
                return [frame]
            holding.set()  # the offer: the two would be connected soon
            return []

        line.server.meddle = hold
        line.cut()
        await asyncio.wait_for(holding.wait(), PATIENCE)
        line.link.cut()
        closing = asyncio.create_task(line.link.close())
        assert await line.console.wait("closed", PATIENCE) == {
            "kind": "peer_gone",
            "detail": "the other side ended the session",
        }
        await closing


async def test_a_technicians_end_in_the_middle_of_a_meeting_is_told_to_the_customer() -> None:
    async with live() as line:
        line.server.meddle = lambda frame, to: [] if is_answer(frame, to) else [frame]
        line.cut()
        async with asyncio.timeout(PATIENCE):
            while not (line.link._meetings and line.link._meetings._opening):
                await asyncio.sleep(0.01)
        await line.console.close()
        assert (await failure(line.told)).problem is Problem.PEER_GONE


async def test_a_line_lost_for_too_long_ends_and_both_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link_module, "LOST_SECONDS", 3.0)
    async with live() as line:
        line.server.cut()
        line.cut()
        failed = await line.told.wait(Failed, PATIENCE)
        assert failed.problem is Problem.LOST
        assert line.link._meetings
        assert line.link._meetings._resume.erased
