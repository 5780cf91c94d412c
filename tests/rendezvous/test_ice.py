from pathlib import Path

import pytest

from agent.protocol.signalling import IceServer
from rendezvous.config import Ice
from rendezvous.errors import UsageError
from rendezvous.ice import IceServers, ephemeral


def test_by_default_there_is_no_server_of_anyone() -> None:
    assert IceServers(Ice()).for_pair(0) == []


def test_credentials_are_what_coturn_computes() -> None:
    # printf %s 1700000000:abc | openssl dgst -sha1 -hmac north -binary | base64
    assert ephemeral(b"north", 1700000000, "abc") == ("1700000000:abc", "g5HTmCBrPDhYXFpM/1dHUtfE+c4=")


def test_each_pair_gets_credentials_of_its_own_that_run_out(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("north\n")
    stun = IceServer(urls=["stun:stun.example"])
    urls = ["turns:turn.example:5349"]
    servers = IceServers(Ice(servers=[stun], turn_urls=urls, turn_secret_file=secret, turn_seconds=60))
    first, second = servers.for_pair(1000), servers.for_pair(1000)
    assert first[0] == second[0] == stun
    assert first[1].urls == urls
    assert first[1].username is not None
    assert first[1].username.startswith("1060:")
    assert first[1].username != second[1].username
    assert (first[1].username, first[1].credential) == ephemeral(b"north", 1060, first[1].username.split(":")[1])


def test_a_secret_that_cannot_be_read_or_is_empty_is_said(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.touch()
    for path, sentence in ((tmp_path / "none", "cannot be read"), (empty, "is empty")):
        with pytest.raises(UsageError, match=sentence):
            IceServers(Ice(turn_urls=["turn:t"], turn_secret_file=path))
