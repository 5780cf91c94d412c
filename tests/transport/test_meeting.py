"""A lost line taken up again: the agent's real link, the console's real link in Chromium, and what is between them."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from websockets.asyncio.client import connect

from agent.protocol.pairing import Body
from agent.protocol.resume import MeetingKeys, Resume
from agent.protocol.sealed import Opener, Sealer
from agent.transport import link as link_module
from agent.transport.events import Back, CodeReady, Failed, Lost, Opened, Problem, Received
from agent.transport.link import Link
from scripts.rigs.link_page import DrivenLink, bundle, chromium
from scripts.rigs.middleman import Middleman
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
        ice, sctp = self._inside()

        async def nothing(packet: bytes) -> None:
            pass

        self._before = ice._send, sctp._handle_data
        ice._send = sctp._handle_data = nothing

    def mend(self) -> None:
        """Let everything through again, as a short cut ends."""
        ice, sctp = self._inside()
        ice._send, sctp._handle_data = self._before

    def _inside(self) -> tuple[Any, Any]:
        assert self.link._peer
        inside = self.link._peer._inside
        return inside.dtls.transport, inside._sctp

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
        old._on_state()
        assert not any(getattr(event, "data", "") == "from the grave" for event in line.told.events[before:])
        await line.console.send("input", "alive")
        async with asyncio.timeout(PATIENCE):
            while Received("input", "alive") not in line.told.events:
                await asyncio.sleep(0.05)
        assert not line.told.all(Failed)


async def test_a_line_that_ice_gives_up_is_lost_and_not_ended() -> None:
    async with live() as line:
        old = line.link._peer
        assert old
        await old._inside.dtls.transport._connection.close()  # what aioice does when consent ran out (RFC 7675)
        await line.told.wait(Lost, PATIENCE)
        await line.back()
        assert line.link._peer is not old
        assert not line.told.all(Failed)


async def test_the_line_comes_back_when_the_server_does() -> None:
    async with live() as line:
        line.server.cut()
        line.cut()
        await line.told.wait(Lost, PATIENCE)
        await asyncio.sleep(2)
        assert not line.told.all(Back)
        line.server.cut(deaf=False)
        await line.back()


async def test_an_old_line_that_comes_back_first_is_kept_and_gives_no_input_from_before() -> None:
    async with live() as line:
        old = line.link._peer
        line.server.cut()
        line.cut()
        await line.console.send("input", "a click from before")
        await line.told.wait(Lost, PATIENCE)
        await line.count("lost", 1)
        line.mend()
        await line.back()
        assert line.link._peer is old
        line.server.cut(deaf=False)
        await line.console.send("input", "a click from after")
        async with asyncio.timeout(PATIENCE):
            while Received("input", "a click from after") not in line.told.events:
                await asyncio.sleep(0.05)
        assert Received("input", "a click from before") not in line.told.events


async def test_a_stop_while_lost_makes_coming_back_impossible() -> None:
    async with live() as line:
        line.server.cut()
        line.cut()
        await line.told.wait(Lost, PATIENCE)
        await line.count("lost", 1)
        closing = line.link.close("last words")
        assert line.link._meetings
        assert line.link._meetings._resume.erased
        line.server.cut(deaf=False)
        await asyncio.sleep(4)
        said = [said["what"] for said in await line.console.said()]
        assert "back" not in said
        assert "agent" not in line.server.sides
        await closing


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


class Wires:
    """A server that alters what passes in meetings; what went to the agent before is kept."""

    def __init__(self, server: Relay, lie: Callable[["Wires", str, bytes], list[bytes]]) -> None:
        self.seen: dict[str, list[bytes]] = {"agent": [], "console": []}
        self.meeting = 0
        self._lie = lie
        server.meddle = self.pass_on

    def pass_on(self, frame: Frame, to: str) -> list[Frame]:
        if frame["type"] == "met" and to == "agent":
            self.meeting += 1
        if frame["type"] != "relay" or to not in self.seen:
            return [frame]
        body = base64.b64decode(frame["body"])
        self.seen[to].append(body)
        return [{**frame, "body": base64.b64encode(one).decode()} for one in self._lie(self, to, body)]


def flip(body: bytes) -> bytes:
    return body[:-1] + bytes([body[-1] ^ 1])


def altered(kind: Body, program: str) -> Callable[[Wires, str, bytes], list[bytes]]:
    return lambda wires, to, body: [flip(body) if to == program and body[0] == kind else body]


def reflected(wires: Wires, to: str, body: bytes) -> list[bytes]:
    """Give the console its own nonce back."""
    return [wires.seen["agent"][0] if to == "console" and body[0] == Body.NONCE else body]


def to_itself(wires: Wires, to: str, body: bytes) -> list[bytes]:
    """Give the console its own first sealed frame back."""
    sealed = [one for one in wires.seen["agent"] if one[0] == Body.SEALED]
    return [sealed[0] if to == "console" and body[0] == Body.SEALED else body]


def in_clear(wires: Wires, to: str, body: bytes) -> list[bytes]:
    """Put the offer in clear."""
    return [b'{"type":"offer","sdp":"v=0"}' if to == "agent" and body[0] == Body.SEALED else body]


LIES = {
    "nonce altered, to the agent": altered(Body.NONCE, "agent"),
    "nonce altered, to the console": altered(Body.NONCE, "console"),
    "nonce sent back": reflected,
    "nonce skipped": lambda wires, to, body: [] if body[0] == Body.NONCE and to == "agent" else [body],
    "offer altered": altered(Body.SEALED, "agent"),
    "answer altered": altered(Body.SEALED, "console"),
    "frame sent back": to_itself,
    "offer in clear": in_clear,
    "frames said twice": lambda wires, to, body: [body, body],
}


WITHOUT_A_WORD = {"nonce skipped"}
"""Where the agent has no key yet to say its end by: the technician waits for the rest of the 120 s."""


@pytest.mark.parametrize("name", LIES)
async def test_a_server_that_lies_in_a_meeting_gets_no_line(name: str) -> None:
    async with live() as line:
        Wires(line.server, LIES[name])
        line.cut()
        assert (await line.told.wait(Failed, PATIENCE)).problem in (Problem.TAMPERED, Problem.PEER_GONE)
        if name not in WITHOUT_A_WORD:
            assert (await line.console.wait("closed", PATIENCE))["kind"] in ("tampered", "peer_gone")
        assert not line.told.all(Back)
        assert "back" not in [said["what"] for said in await line.console.said()]


async def test_a_meeting_that_was_recorded_opens_no_other() -> None:
    async with live() as line:
        recorded: list[bytes] = []

        def replay(wires: Wires, to: str, body: bytes) -> list[bytes]:
            if to == "agent" and wires.meeting == 1:
                recorded.append(body)
            return [recorded.pop(0)] if to == "agent" and wires.meeting == 2 and recorded else [body]

        Wires(line.server, replay)
        line.cut()
        await line.back()
        line.cut()
        problem = (await line.told.wait(Failed, PATIENCE)).problem
        assert problem in (Problem.TAMPERED, Problem.PEER_GONE), "whichever end notices first leaves the other"
        assert len(line.told.all(Back)) == 1


async def test_who_knows_the_tag_alone_gets_no_line() -> None:
    async with live() as line:
        line.server.meddle = lambda frame, to: [] if to == "console" else [frame]
        line.cut()
        async with asyncio.timeout(PATIENCE):
            while len(line.server.tags) < 2:
                await asyncio.sleep(0.01)
        line.server.meddle = lambda frame, _: [frame]
        line.server.sides.pop("console", None)  # the real one hears nothing for MEETING_SECONDS
        await line.server.sides["agent"].close()
        async with connect(line.server.url.replace("http", "ws") + "/ws/console") as stranger:
            await stranger.send(json.dumps({"type": "meet", "version": "1", "tag": line.server.tags[0]}))
            while json.loads(await asyncio.wait_for(stranger.recv(), PATIENCE))["type"] != "relay":
                pass
            guess = Resume(bytes(32)).keys(bytes(16), bytes(16))
            offer = Sealer(guess.console_seals).seal(b'{"type":"offer","sdp":"v=0"}')
            for body in (bytes([Body.NONCE]) + bytes(16), bytes([Body.SEALED]) + offer):
                await stranger.send(json.dumps({"type": "relay", "body": base64.b64encode(body).decode()}))
            assert (await line.told.wait(Failed, PATIENCE)).problem is Problem.TAMPERED
        assert not line.told.all(Back)


async def test_a_man_in_the_middle_who_has_the_meetings_seals_has_no_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    leaked: list[MeetingKeys] = []
    derive = Resume.keys

    def leak(resume: Resume, console_nonce: bytes, agent_nonce: bytes) -> MeetingKeys:
        leaked.append(derive(resume, console_nonce, agent_nonce))
        return leaked[-1]

    monkeypatch.setattr(Resume, "keys", leak)
    async with live() as line:
        passed: list[None] = []
        seals: dict[str, tuple[Opener, Sealer]] = {}

        def seal(to: str) -> tuple[Opener, Sealer]:
            key = leaked[0].console_seals if to == "agent" else leaked[0].agent_seals
            return seals.setdefault(to, (Opener(key), Sealer(key)))

        async def say(to: str, negotiation: dict[str, str]) -> None:
            body = bytes([Body.SEALED]) + seal(to)[1].seal(json.dumps(negotiation).encode())
            await line.server.say_plainly(to, {"type": "relay", "body": base64.b64encode(body).decode()})

        middle = Middleman(say, lambda: passed.append(None))

        def between(wires: Wires, to: str, body: bytes) -> list[bytes]:
            if body[0] != Body.SEALED:
                return [body]
            middle.take(to, json.loads(seal(to)[0].open(body[1:])))
            return []

        Wires(line.server, between)
        line.cut()
        agent, console = await line.told.wait(Failed, PATIENCE), await line.console.wait("closed", PATIENCE)
        assert passed, "the middleman's connections did not stand: this trial tries nothing"
        ends = {str(agent.problem), console["kind"]}
        assert "tampered" in ends, "nobody noticed"
        assert ends <= {"tampered", "peer_gone"}, "whichever end notices first leaves the other"
        assert not line.told.all(Back)
        await middle.close()


async def test_a_line_lost_for_too_long_ends_and_both_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link_module, "LOST_SECONDS", 3.0)
    async with live() as line:
        line.server.cut()
        line.cut()
        failed = await line.told.wait(Failed, PATIENCE)
        assert failed.problem is Problem.LOST
        assert line.link._meetings
        assert line.link._meetings._resume.erased
