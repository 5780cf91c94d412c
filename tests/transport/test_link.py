import asyncio

import psutil
import pytest

from agent.protocol.codes import Code
from agent.protocol.signalling import Technician
from agent.transport import link as link_module
from agent.transport import peer as peer_module
from agent.transport.events import (
    Back,
    CodeReady,
    Failed,
    LastQuestion,
    LinkEvent,
    Lost,
    Opened,
    PeerPaired,
    Problem,
    Received,
)
from agent.transport.link import Link
from scripts.rigs.relay import NAMEPLATE, TECHNICIAN, Relay
from tests.transport.fakes import Console, Manners, Told, failure, linked, opened

PICTURE = bytes(64 * 1024)


async def until(condition: asyncio.Event) -> None:
    await asyncio.wait_for(condition.wait(), 10)


async def test_the_customers_code_opens_a_link(server: Relay) -> None:
    async with opened(server.url) as (_, told, _console):
        assert [type(event) for event in told.events] == [CodeReady, PeerPaired, Opened]
        assert told.all(PeerPaired) == [PeerPaired(Technician.model_validate(TECHNICIAN))]


async def test_the_technicians_code_opens_a_link(server: Relay) -> None:
    console, told = Console(server.url), Told()
    link = Link(server.url, told)
    link.join(await console.show())
    serving = asyncio.create_task(console.serve())
    await told.wait(Opened)
    await serving
    assert [type(event) for event in told.events] == [PeerPaired, Opened]
    await link.close()
    await console.leave()


async def test_messages_cross_both_ways_unread(server: Relay) -> None:
    async with opened(server.url) as (link, told, console):
        console.send("input", "not even json")
        assert await told.wait(Received) == Received("input", "not even json")
        link.send("control", "héllo")
        link.send("picture", PICTURE)
        while len(console.received) < 2:
            await asyncio.sleep(0.01)
        assert set(console.received) == {("control", "héllo"), ("picture", PICTURE)}
        assert link.sent_bytes == len("héllo") + len(PICTURE)


async def test_nothing_is_sent_before_the_link_stands(server: Relay) -> None:
    told = Told()
    link = Link(server.url, told)
    link.issue()
    link.send("control", "too early")
    await told.wait(CodeReady)
    link.send("control", "too early")
    assert link.sent_bytes == 0
    await link.close()


async def test_a_message_that_browsers_do_not_take_is_refused(server: Relay) -> None:
    with pytest.raises(ValueError, match="too long"):
        Link(server.url, Told()).send("picture", bytes(256 * 1024 + 1))


async def test_after_cut_nothing_is_delivered_and_nothing_told(server: Relay) -> None:
    async with opened(server.url) as (link, told, console):
        for _ in range(50):
            console.send("input", "late")
        link.cut()
        before = list(told.events)
        await until(console.closed)
        assert told.events == before


async def test_after_cut_nothing_queued_leaves(server: Relay) -> None:
    async with opened(server.url) as (link, _, console):
        for _ in range(500):
            link.send("picture", b"small enough to slip out before the goodbye")
        link.cut()
        arrived = len(console.received)
        link.send("control", "too late")
        await until(console.closed)
        assert len(console.received) == arrived


async def test_cut_works_within_an_event(server: Relay) -> None:
    said: list[LinkEvent] = []

    def cut_at_once(event: LinkEvent) -> None:
        said.append(event)
        link.cut()

    link = Link(server.url, cut_at_once)
    link.issue()
    while not said:
        await asyncio.sleep(0.01)
    await link.close()
    assert [type(event) for event in said] == [CodeReady]


async def test_last_words_overtake_what_is_queued(server: Relay) -> None:
    async with opened(server.url) as (link, _, console):
        for _ in range(200):
            link.send("picture", PICTURE)
        closing = asyncio.create_task(link.close("last words"))
        await until(console.closed)
        await closing
        assert console.received[-1] == ("control", "last words")
        assert len(console.received) < 50


async def test_after_the_end_only_the_answer_to_the_last_question_is_heard(server: Relay) -> None:
    heard: list[str] = []

    def answered(text: str) -> bool:
        heard.append(text)
        return text == "answer"

    async with opened(server.url) as (link, told, console):

        def answer(text: str) -> None:
            for word in ("noise", "answer", "more"):
                console.send("control", word)

        before = len(told.events)
        console.on_text = answer
        await link.close("last words", LastQuestion("question", answered))
        assert [data for _, data in console.received][-2:] == ["last words", "question"]
        assert heard == ["noise", "answer"]
        assert len(told.events) == before


async def test_a_question_that_nobody_answers_is_given_up(server: Relay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peer_module, "ANSWER_SECONDS", 0.05)
    heard: list[str] = []

    def refused(text: str) -> bool:
        heard.append(text)
        return False

    async with opened(server.url) as (link, _, console):

        def chatter(text: str) -> None:
            for _ in range(peer_module.MAX_ANSWERS + 4):
                console.send("control", "noise")

        console.on_text = chatter
        await link.close("last words", LastQuestion("question", refused))
        assert len(heard) <= peer_module.MAX_ANSWERS


async def test_after_the_end_no_socket_and_no_task_is_left(server: Relay) -> None:
    mine = psutil.Process()
    before = len(mine.net_connections()), len(asyncio.all_tasks())
    async with opened(server.url):
        assert len(mine.net_connections()) > before[0]
    await asyncio.sleep(0)
    assert (len(mine.net_connections()), len(asyncio.all_tasks())) == before


async def test_close_can_be_called_at_any_time_and_twice(server: Relay) -> None:
    link = Link(server.url, Told())
    await link.close()
    link = Link(server.url, Told())
    link.issue()
    await link.close()
    await link.close()


async def test_silence_is_told_and_so_is_its_end(server: Relay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link_module, "SILENCE_SECONDS", 0.3)
    async with opened(server.url) as (_, told, console):
        await told.wait(Lost)
        console.send("control", "here I am")
        await told.wait(Back)
        assert [type(event) for event in told.events[-3:]] == [Lost, Received, Back]


async def test_input_from_before_the_loss_is_dropped(server: Relay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link_module, "SILENCE_SECONDS", 0.3)
    async with opened(server.url) as (_, told, console):
        await told.wait(Lost)
        console.send("input", "a click from before")
        await told.wait(Back)
        console.send("input", "a click from after")
        assert await told.wait(Received) == Received("input", "a click from after")


async def test_a_console_that_hears_nothing_has_the_line_count_as_lost(server: Relay) -> None:
    async with opened(server.url) as (_, told, console):
        console.send("control", '{"type":"link/lost"}')
        await told.wait(Back)
        assert [type(event) for event in told.events[-2:]] == [Lost, Back]


async def test_a_line_lost_for_long_is_given_up(server: Relay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link_module, "SILENCE_SECONDS", 0.2)
    monkeypatch.setattr(link_module, "LOST_SECONDS", 0.8)
    async with opened(server.url) as (_, told, _console):
        assert (await failure(told)).problem is Problem.LOST
        assert len(told.all(Lost)) == 1


async def test_the_server_may_vanish_once_the_link_stands(server: Relay) -> None:
    async with opened(server.url) as (_, told, console):
        for connection in list(server.sides.values()):
            await connection.close()
        console.send("input", "still here")
        await told.wait(Received)
        assert not told.all(Failed)


async def test_the_end_of_the_other_side_is_told_once_and_last(server: Relay) -> None:
    async with opened(server.url) as (_, told, console):
        await console.leave()
        assert (await failure(told)).problem is Problem.PEER_GONE
        assert len(told.all(Failed)) == 1
        assert isinstance(told.events[-1], Failed)


async def test_a_wrong_secret_is_told_as_such_to_the_customer(server: Relay) -> None:
    told, console = Told(), Console(server.url)
    link = Link(server.url, told)
    link.issue()
    code = (await told.wait(CodeReady)).code
    wrong = Code(code.nameplate, f"{(int(code.secret) + 1) % 10**6:06d}")
    joining = asyncio.create_task(console.join(wrong))
    assert (await failure(told)).problem is Problem.WRONG_CODE
    assert not told.all(PeerPaired)
    joining.cancel()
    await link.close()
    await console.leave()


async def test_a_wrong_secret_is_told_as_such_to_the_agent_that_joins(server: Relay) -> None:
    console, told = Console(server.url), Told()
    code = await console.show()
    link = Link(server.url, told)
    link.join(Code(code.nameplate, f"{(int(code.secret) + 1) % 10**6:06d}"))
    serving = asyncio.create_task(console.serve())
    await asyncio.wait([serving])
    assert serving.exception()
    await console.leave()
    assert (await failure(told)).problem is Problem.WRONG_CODE
    await link.close()


async def test_a_code_that_ran_out_is_told(server: Relay) -> None:
    server.meddle = lambda frame, _: [{**frame, "expires_in": 0}]
    told = Told()
    link = Link(server.url, told)
    link.issue()
    assert (await failure(told)).problem is Problem.EXPIRED
    await link.close()


@pytest.mark.parametrize(
    ("reason", "problem"),
    [
        ("code", Problem.CODE),
        ("rate", Problem.RATE),
        ("version", Problem.VERSION),
        ("busy", Problem.BUSY),
        ("malformed", Problem.VERSION),
    ],
)
async def test_each_refusal_of_the_servers_is_told(server: Relay, reason: str, problem: Problem) -> None:
    server.meddle = lambda *_: [{"type": "refused", "reason": reason}]
    told = Told()
    link = Link(server.url, told)
    link.issue()
    assert (await failure(told)).problem is problem
    await link.close()


async def test_an_unknown_code_is_told(server: Relay) -> None:
    told = Told()
    link = Link(server.url, told)
    link.join(Code(NAMEPLATE, "000000"))
    assert (await failure(told)).problem is Problem.CODE
    await link.close()


@pytest.mark.parametrize(
    ("breach", "manners"),
    [
        ("a wrong proof", Manners(proof=lambda proof: "00" * 32)),
        ("an empty proof", Manners(proof=lambda proof: "")),
        ("a proof in letters", Manners(proof=lambda proof: "é" * 64)),
        ("the agent's message sent back", Manners(proof=lambda proof: proof[::-1])),
        ("input before the proof", Manners(first='{"type":"input/move","x":1,"y":1}')),
        ("another channel", Manners(stranger=True)),
        ("a second section", Manners(offer=lambda sdp: sdp + "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\n")),
        ("no fingerprint", Manners(offer=lambda sdp: sdp.replace("a=fingerprint", "a=other"))),
        ("no ICE password", Manners(offer=lambda sdp: sdp.replace("a=ice-pwd", "a=other"))),
        ("nonsense", Manners(offer=lambda sdp: "v=0\r\n")),
    ],
)
async def test_a_console_that_breaks_the_rule_gets_no_link(server: Relay, breach: str, manners: Manners) -> None:
    async with linked(server.url, manners) as (_, told, console):
        assert (await failure(told)).problem is Problem.TAMPERED
        assert not told.all(Opened)
        assert not told.all(Received)
        assert console.received == []


async def test_a_certificate_other_than_the_descriptions_gets_no_link(server: Relay) -> None:
    """What aiortc promises (RTCDtlsTransport._validate_peer_identity), held to it here."""

    def swap(sdp: str) -> str:
        head, name, tail = sdp.partition("a=fingerprint:sha-256 ")
        return f"{head}{name}{'00' if tail[:2] != '00' else '01'}{tail[2:]}"

    async with linked(server.url, Manners(offer=swap)) as (_, told, console):
        failed = await failure(told)
        assert failed.problem is Problem.TAMPERED
        assert "certificate" in failed.detail
        assert not console.opened.is_set()


async def test_a_console_without_proof_is_given_up(server: Relay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link_module, "OPENING_SECONDS", 2.0)
    async with linked(server.url, Manners(proof=lambda proof: None)) as (_, told, _console):
        assert (await failure(told)).problem is Problem.NO_ROUTE
        assert not told.all(Opened)


@pytest.mark.parametrize("kind", ["offer", "answer"])
async def test_a_second_offer_ends_it(server: Relay, kind: str) -> None:
    async with linked(server.url, Manners(proof=lambda proof: None)) as (_, told, console):
        await until(console.answered)
        await console.say_sealed({"type": kind, "sdp": console.offer})
        failed = await failure(told)
        assert failed.problem is Problem.TAMPERED
        assert "offer" in failed.detail


async def test_too_many_candidates_end_it(server: Relay) -> None:
    line = "candidate:1 1 udp 1 192.0.2.77 {} typ host"
    async with linked(server.url, Manners(proof=lambda proof: None)) as (_, told, console):
        await until(console.answered)
        for port in range(1000, 1065):
            await console.say_sealed({"type": "candidate", "candidate": line.format(port)})
        assert (await failure(told)).problem is Problem.TAMPERED


async def test_a_message_beyond_the_bound_ends_it(server: Relay) -> None:
    async with opened(server.url) as (_, told, console):
        console.send("control", "x" * (64 * 1024))
        await told.wait(Received)
        console.channels["control"].transport._remote_max_message_size = 0
        console.send("control", "x" * (64 * 1024 + 1))
        assert (await failure(told)).problem is Problem.TAMPERED
        assert len(told.all(Received)) == 1


async def test_a_message_without_end_ends_it_long_before_it_fills_the_memory(server: Relay) -> None:
    async with opened(server.url) as (_, told, console):
        console.channels["input"].transport._remote_max_message_size = 0
        console.send("input", "x" * (64 * 1024 * 1024))
        assert "window" in (await failure(told)).detail
        assert not told.all(Received)


async def test_cutting_when_it_opens_is_harmless(server: Relay) -> None:
    async with linked(server.url) as (link, told, console):
        link._on_event = lambda event: link.cut() if isinstance(event, Opened) else told(event)
        await until(console.closed)
        assert not told.all(Received)
