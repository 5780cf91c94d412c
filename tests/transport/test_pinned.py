"""A real TLS server that the system trusts: with its key pinned it is heard, with another pinned it hears nothing."""

from collections.abc import AsyncIterator

import pytest

from agent.transport.events import Problem
from agent.transport.signalling import LinkFailure, connect_to
from scripts.rigs.trusted import Trusted, trusted_server

OTHER = f"sha256/{'A' * 43}="


@pytest.fixture
async def server() -> AsyncIterator[Trusted]:
    async with trusted_server() as running:
        yield running


async def test_a_server_with_a_pinned_key_is_heard(server: Trusted) -> None:
    signalling = await connect_to(server.url, pins=[OTHER, server.pin])
    await signalling.close()
    assert server.heard == ["/ws/agent"]


async def test_a_server_with_another_key_hears_nothing(server: Trusted) -> None:
    with pytest.raises(LinkFailure) as caught:
        await connect_to(server.url, pins=[OTHER])
    assert caught.value.problem is Problem.OTHER_SERVER
    assert server.heard == []


async def test_without_pins_the_system_decides(server: Trusted) -> None:
    signalling = await connect_to(server.url)
    await signalling.close()
    assert server.heard == ["/ws/agent"]


async def test_a_pin_does_not_stand_in_for_the_systems_trust(server: Trusted, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere")
    with pytest.raises(LinkFailure) as caught:
        await connect_to(server.url, pins=[server.pin])
    assert caught.value.problem is Problem.TLS
    assert server.heard == []
