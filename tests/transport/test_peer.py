from typing import Any

import pytest

from agent.protocol.signalling import IceServer
from agent.transport.events import Channel, Problem
from agent.transport.peer import Peer
from agent.transport.signalling import LinkFailure


class Nobody:
    """Is told, and forgets."""

    def peer_opened(self) -> None:
        pass

    def peer_received(self, channel: Channel, data: str | bytes) -> None:
        pass

    def peer_failed(self, problem: Problem, detail: str) -> None:
        pass


def ice_of(peer: Peer) -> Any:
    return peer._inside.dtls.transport.iceGatherer._connection


async def test_without_ice_servers_nobody_is_asked() -> None:
    """aiortc's default asks a public server."""
    peer = Peer([], b"key", Nobody())
    assert ice_of(peer).stun_server is None
    assert ice_of(peer).turn_server is None
    await peer.close()


async def test_the_servers_given_are_used() -> None:
    stun = IceServer(urls=["stun:stun.example:3479"])
    turn = IceServer(urls=["turn:turn.example?transport=udp"], username="u", credential="c")
    peer = Peer([stun, turn], b"key", Nobody())
    assert ice_of(peer).stun_server == ("stun.example", 3479)
    assert (ice_of(peer).turn_server, ice_of(peer).turn_username) == (("turn.example", 3478), "u")
    await peer.close()


async def test_an_ice_server_that_is_none_is_told() -> None:
    with pytest.raises(LinkFailure) as caught:
        Peer([IceServer(urls=["https://example"])], b"key", Nobody())
    assert caught.value.problem is Problem.NO_ROUTE


async def test_candidates_before_the_offer_are_refused() -> None:
    peer = Peer([], b"key", Nobody())
    with pytest.raises(LinkFailure):
        peer.add_candidate("")
    await peer.close()


async def test_a_candidate_that_is_none_is_refused() -> None:
    peer = Peer([], b"key", Nobody())
    peer._offered = True
    with pytest.raises(LinkFailure):
        peer.add_candidate("candidate:x y z 4 5 6 7 8")
    await peer.close()


async def test_closing_is_harmless_before_anything_happened() -> None:
    peer = Peer([], b"key", Nobody())
    peer.cut()
    peer.say_last("words")
    await peer.heard_out()
    await peer.close()
    await peer.close()
