"""The WebSockets of a real server in a process of its own."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AsyncExitStack

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Origin

from agent.protocol.signalling import (
    MAX_BODY,
    MAX_FRAME,
    Bye,
    Paired,
    PeerGone,
    Refused,
    Relay,
)
from scripts.rigs.rendezvous import Account, Rendezvous, rendezvous
from scripts.rigs.signalling_client import Client, agent, console

TIGHT = """
[limits]
code_seconds = 2
hello_seconds = 2
queue_frames = 8
frames_at_once = 5000
frames_per_second = 5000
bytes_per_second = 10000000
"""


@pytest.fixture(scope="module")
def tight() -> Iterator[Rendezvous]:
    with rendezvous(settings=TIGHT) as running:
        yield running


@pytest.fixture(scope="module")
def tight_cookie(tight: Rendezvous) -> str:
    return tight.log_in()


async def paired(issuer: Client, joiner: Client) -> Paired:
    frame = await joiner.claim((await issuer.register()).nameplate)
    assert isinstance(frame, Paired)
    assert isinstance(await issuer.read(), Paired)
    return frame


async def test_customer_first_the_console_claims_the_agents_code(server: Rendezvous, cookie: str) -> None:
    async with agent(server) as customer, console(server, cookie) as technician:
        told = await paired(customer, technician)
        assert (told.role, told.technician.name, told.technician.organisation) == (
            "joiner",
            "Camille D.",
            "Exemple Assistance",
        )


async def test_technician_first_the_agent_claims_the_consoles_code(server: Rendezvous, cookie: str) -> None:
    async with agent(server) as customer, console(server, cookie) as technician:
        registered = await technician.register()
        assert registered.technician is not None
        told = await customer.claim(registered.nameplate)
        assert isinstance(told, Paired)
        assert told.technician == registered.technician


async def test_bodies_pass_both_ways_and_the_end_is_told(server: Rendezvous, cookie: str) -> None:
    async with agent(server) as customer, console(server, cookie) as technician:
        await paired(customer, technician)
        longest = Relay(body="A" * MAX_BODY)
        await customer.send(longest)
        assert await technician.read() == longest
        await technician.send(Relay(body="Qg=="))
        assert await customer.read() == Relay(body="Qg==")
        await technician.send(Bye())
        assert await technician.closed() == 1000
        assert await customer.read() == PeerGone()


async def test_of_eight_consoles_claiming_at_once_one_wins(server: Rendezvous, cookie: str) -> None:
    async with AsyncExitStack() as stack:
        customer = await stack.enter_async_context(agent(server))
        rivals = [await stack.enter_async_context(console(server, cookie)) for _ in range(8)]
        nameplate = (await customer.register()).nameplate
        answers = await asyncio.gather(*(rival.claim(nameplate) for rival in rivals))
        assert sum(isinstance(answer, Paired) for answer in answers) == 1
        assert sum(answer == Refused(reason="code") for answer in answers) == 7


async def test_used_taken_and_unknown_codes_are_answered_byte_for_byte_alike(server: Rendezvous, cookie: str) -> None:
    async with agent(server) as customer, console(server, cookie) as technician, console(server, cookie) as other:
        told = await paired(customer, technician)
        taken = await _answer(other, told.nameplate)
        await technician.send(Bye())
        await technician.closed()
        await customer.send(Bye())
        await customer.closed()
        used = await _answer(other, told.nameplate)
        unknown = await _answer(other, f"{(int(told.nameplate) + 1) % 100000:05d}")
        assert taken == used == unknown == '{"type":"refused","reason":"code"}'


async def test_an_expired_code_is_answered_like_an_unknown_one_and_its_issuer_let_go(
    tight: Rendezvous, tight_cookie: str
) -> None:
    async with agent(tight) as customer:
        nameplate = (await customer.register()).nameplate
        assert await customer.closed() == 4408
        async with console(tight, tight_cookie) as technician:
            assert await _answer(technician, nameplate) == '{"type":"refused","reason":"code"}'


async def _answer(client: Client, nameplate: str) -> str:
    await client.socket.send(f'{{"type":"claim","version":"1","nameplate":"{nameplate}","nonce":"{"0" * 32}"}}')
    return await client.text()


@pytest.mark.parametrize("frame", ["", "{}", "[]", '{"type":"paired"}', '{"type":"bye","more":1}', "x" * 60000])
async def test_what_the_wire_does_not_know_ends_the_connection(server: Rendezvous, frame: str) -> None:
    async with agent(server) as client:
        await client.socket.send(frame)
        assert await client.read() == Refused(reason="malformed")
        assert await client.closed() == 4400


async def test_bytes_end_the_connection(server: Rendezvous) -> None:
    async with agent(server) as client:
        await client.socket.send(b'{"type":"bye"}')
        assert await client.closed() == 4400


async def test_a_frame_over_64_kib_ends_the_connection(server: Rendezvous) -> None:
    async with agent(server) as client:
        await client.socket.send("x" * (MAX_FRAME + 1))
        assert await client.closed() == 1009


async def test_frames_sent_too_fast_end_the_connection(server: Rendezvous) -> None:
    async with agent(server) as client:
        for _ in range(300):
            try:
                await client.socket.send(Relay(body="").model_dump_json())
            except ConnectionClosed:
                break
        assert await client.read() == Refused(reason="rate")
        assert await client.closed() == 4429


async def test_a_client_that_says_nothing_is_let_go(tight: Rendezvous) -> None:
    async with agent(tight) as silent:
        assert await silent.closed() == 4408


async def test_a_client_that_does_not_read_is_cut_and_the_other_told(tight: Rendezvous, tight_cookie: str) -> None:
    async with console(tight, tight_cookie) as technician, agent(tight) as customer:
        await paired(customer, technician)
        customer.socket.transport.pause_reading()
        flood = asyncio.create_task(_flood(technician))
        assert await technician.read() == PeerGone()
        flood.cancel()
        customer.socket.transport.abort()


async def _flood(client: Client) -> None:
    frame = Relay(body="A" * MAX_BODY).model_dump_json()
    while True:
        await client.socket.send(frame)
        await asyncio.sleep(0.01)  # below the limit on speed: the slow reader is at fault, not the sender


async def test_too_many_connections_from_one_address_are_refused() -> None:
    with rendezvous(settings="[limits]\nconnections_per_address = 4\n", logins=()) as server:
        async with AsyncExitStack() as stack:
            opened = await asyncio.gather(*(_enter(stack, server) for _ in range(10)))
            assert sum(opened) == 4
            with pytest.raises(InvalidStatus) as refused:
                await stack.enter_async_context(agent(server))
            assert refused.value.response.status_code == 429


async def _enter(stack: AsyncExitStack, server: Rendezvous) -> bool:
    try:
        await stack.enter_async_context(agent(server))
    except InvalidStatus:
        return False
    return True


@pytest.mark.parametrize("path", ["/ws/agent", "/ws/console"])
async def test_a_page_of_another_site_reaches_neither_socket(server: Rendezvous, cookie: str, path: str) -> None:
    headers = {"Cookie": cookie}
    with pytest.raises(InvalidStatus) as refused:
        await connect(server.ws_url + path, origin=Origin("https://elsewhere.example"), additional_headers=headers)
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize("cookie_sent", ["", "handrail=", "handrail=guessed", "handrail=" + "A" * 43])
async def test_without_a_session_there_is_no_console_socket(server: Rendezvous, cookie_sent: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        async with console(server, cookie_sent):
            pass
    assert refused.value.response.status_code == 401


async def test_a_console_without_an_origin_is_refused(server: Rendezvous, cookie: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        await connect(f"{server.ws_url}/ws/console", additional_headers={"Cookie": cookie})
    assert refused.value.response.status_code == 403


async def test_another_hosts_name_is_refused(server: Rendezvous) -> None:
    answer = httpx.get(server.url, headers={"Host": "elsewhere.example"})
    assert answer.status_code == 421
    with pytest.raises(InvalidStatus):
        await connect(f"{server.ws_url}/ws/agent", additional_headers={"Host": "elsewhere.example"})


async def test_logging_out_ends_the_live_console_at_once(server: Rendezvous) -> None:
    fresh = await asyncio.to_thread(server.log_in, server.accounts[1])
    async with agent(server) as customer, console(server, fresh) as technician:
        await paired(customer, technician)
        headers = {"Cookie": fresh, "Origin": server.url}
        answer = await asyncio.to_thread(httpx.post, f"{server.url}/api/logout", headers=headers)
        assert answer.status_code == 204
        assert await technician.closed() == 4401
        assert await customer.read() == PeerGone()


async def test_a_disabled_technician_is_cut_off_and_stays_out() -> None:
    with rendezvous() as server:
        fresh = await asyncio.to_thread(server.log_in)
        async with agent(server) as customer, console(server, fresh) as technician:
            await paired(customer, technician)
            await asyncio.to_thread(_disable, server, server.account)
            assert await technician.closed() == 4401
            assert await customer.read() == PeerGone()
        with pytest.raises(InvalidStatus):
            async with console(server, fresh):
                pass
        with pytest.raises(httpx.HTTPStatusError):
            await asyncio.to_thread(server.log_in)


def _disable(server: Rendezvous, account: Account) -> None:
    command = [sys.executable, "-m", "rendezvous", "--data-dir", str(server.data_dir), "technician", "disable"]
    subprocess.run([*command, account.login], check=True, capture_output=True)


async def test_a_technician_who_guesses_is_stopped_after_five() -> None:
    with rendezvous() as server:
        fresh = await asyncio.to_thread(server.log_in)
        async with agent(server) as customer, console(server, fresh) as technician:
            nameplate = (await customer.register()).nameplate
            wrong = f"{(int(nameplate) + 1) % 100000:05d}"
            assert [await technician.claim(wrong) for _ in range(5)] == [Refused(reason="code")] * 5
            stopped = await technician.claim(nameplate)
            assert isinstance(stopped, Refused)
            assert (stopped.reason, stopped.retry_after is not None) == ("rate", True)
